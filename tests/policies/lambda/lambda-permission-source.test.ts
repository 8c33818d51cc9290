import policy from "../../../policies/lambda/lambda-permission-source";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const permission = (props: Record<string, unknown>) => [
  resource("aws:lambda/permission:Permission", "permission", { principal: "s3.amazonaws.com", ...props }),
];

describePolicy(policy, {
  good: {
    "a bucket of a named account": permission({ sourceArn: "arn:aws:s3:::archive", sourceAccount: "111122223333" }),
    "a topic, whose ARN names the account": permission({ principal: "sns.amazonaws.com", sourceArn: UNKNOWN }),
    "everyone of an organisation": permission({ principal: "*", principalOrgId: "o-example" }),
    "an account": permission({ principal: "111122223333" }),
  },
  bad: {
    "a service for anyone": {
      graph: permission({}),
      says: /lets s3\.amazonaws\.com invoke the function for any account/,
    },
    "a bucket of any account": {
      graph: permission({ sourceArn: "arn:aws:s3:::archive" }),
      says: /but not its account/,
    },
    everyone: { graph: permission({ principal: "*" }), says: /lets everyone invoke/ },
  },
  undecided: { "the principal is unknown": permission({ principal: UNKNOWN }) },
});
