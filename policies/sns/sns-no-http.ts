import { read } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "sns-no-http",
  title: "No topic sends to a plain HTTP endpoint",
  rationale: "Alarms say what is wrong with the SIEM, and to whom it matters.",
  severity: "advisory",
  service: "sns",
  fix: "Use protocol https.",
  example: `new aws.sns.TopicSubscription("desk", { topic: topic.arn, protocol: "https", endpoint: "https://example.com/alarms" });`,
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  scope: "resource",
  *check(subscription) {
    if (read(subscription, "protocol") === "http") yield "sends without TLS";
  },
});
