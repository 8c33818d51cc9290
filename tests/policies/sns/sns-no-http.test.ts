import policy from "../../../policies/sns/sns-no-http";
import { describePolicy, resource, UNKNOWN } from "../support";

const to = (protocol: unknown, name = "s") =>
  resource("aws:sns/topicSubscription:TopicSubscription", name, { protocol, endpoint: "desk" });

describePolicy(policy, {
  good: { https: [to("https")], mail: [to("email"), to("sqs", "second")] },
  bad: {
    http: { graph: [to("http")], says: /without TLS/ },
    "one of two": { graph: [to("https"), to("http", "second")], says: /without TLS/ },
  },
  undecided: { "the protocol is unknown": [to(UNKNOWN)] },
});
