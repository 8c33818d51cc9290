import policy from "../../../policies/opensearch/os-slr-dependency";
import { describePolicy, domain, resource, UNKNOWN } from "../support";

const inVpc = (deps: string[]) => domain({ vpcOptions: { subnetIds: ["a"] } }, { deps });
const role = (awsServiceName: unknown) =>
  resource("aws:iam/serviceLinkedRole:ServiceLinkedRole", "role", { awsServiceName });

describePolicy(policy, {
  good: {
    "after the role": [inVpc(["urn:role"]), role("opensearchservice.amazonaws.com")],
    "the account has one": [inVpc([])],
    "outside of a VPC": [domain(), role("opensearchservice.amazonaws.com")],
  },
  bad: {
    "maybe before": {
      graph: [inVpc([]), role("opensearchservice.amazonaws.com")],
      says: /may be made before its service-linked role role/,
    },
    "the former service's role": {
      graph: [inVpc(["urn:role"]), role("es.amazonaws.com")],
      says: /of es.amazonaws.com/,
    },
  },
  undecided: { "the service is unknown": [inVpc([]), role(UNKNOWN)] },
});
