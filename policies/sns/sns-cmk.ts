import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { topicType } from "./topics";

export default definePolicy({
  id: "sns-cmk",
  title: "Topics are encrypted with a customer key",
  rationale: "CloudWatch may not use AWS's own key alias/aws/sns: alarms would be lost without an error.",
  severity: "advisory",
  service: "sns",
  securityHub: ["SNS.1"],
  checkov: ["CKV_AWS_26"],
  fix: "Set kmsMasterKeyId to a key of your own, whose policy allows cloudwatch.amazonaws.com to use it.",
  example: `new aws.sns.Topic("alarms", { kmsMasterKeyId: key.arn });`,
  types: [topicType],
  scope: "resource",
  *check(topic) {
    if (!isGiven(topic, "kmsMasterKeyId")) yield "is not encrypted";
    else if (/alias\/aws\//.test(String(topic.props.kmsMasterKeyId))) yield "is encrypted with AWS's own key";
  },
});
