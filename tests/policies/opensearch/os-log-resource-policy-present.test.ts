import policy from "../../../policies/opensearch/os-log-resource-policy-present";
import { describePolicy, document, domain, resource, service, UNKNOWN } from "../support";

const publishing = domain({ logPublishingOptions: [{ logType: "AUDIT_LOGS" }] });
const actions = ["logs:PutLogEvents", "logs:CreateLogStream"];
const logPolicy = (statement: Record<string, unknown>) =>
  resource("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "logs", { policyDocument: document(statement) });

describePolicy(policy, {
  good: {
    "a policy for the domain": [publishing, logPolicy(service("es.amazonaws.com", actions))],
    "no logs": [domain()],
  },
  bad: {
    "no policy": { graph: [publishing], says: /no LogResourcePolicy lets it write/ },
    "for another service": {
      graph: [publishing, logPolicy(service("delivery.logs.amazonaws.com", actions))],
      says: /no LogResourcePolicy/,
    },
    "half of the actions": {
      graph: [publishing, logPolicy(service("es.amazonaws.com", "logs:PutLogEvents"))],
      says: /no LogResourcePolicy/,
    },
  },
  undecided: {
    "the document is unknown": [
      publishing,
      resource("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "logs", { policyDocument: UNKNOWN }),
    ],
  },
});
