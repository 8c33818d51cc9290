import { definePolicy } from "../policy";
import { accountOf, covers, statementsOf } from "../statements";
import { Undecided } from "../unknown";
import { bucketPolicyType } from "./buckets";

const forOwnersOnly = [
  "s3:deletebucketpolicy",
  "s3:putbucketacl",
  "s3:putbucketpolicy",
  "s3:putencryptionconfiguration",
  "s3:putobjectacl",
  "s3:deleteobject",
  "s3:deleteobjectversion",
] as const;

export default definePolicy({
  id: "s3-cross-account-write-restricted",
  title: "No other account may change the settings of a bucket, or delete from it",
  rationale: "An account that delivers logs and falls could open the archive, or delete what it has delivered.",
  severity: "mandatory",
  service: "s3",
  securityHub: ["S3.6"],
  fix: "Allow other accounts s3:PutObject only.",
  example: `const deliver = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:role/delivery" },
  Action: "s3:PutObject",
  Resource: pulumi.interpolate\`\${bucket.arn}/shop/*\`,
};`,
  types: [bucketPolicyType],
  scope: "stack",
  *check(policy, graph) {
    for (const { label, effect, principals, actions } of statementsOf(policy, "policy")) {
      const accounts = (principals?.aws ?? []).map(accountOf).filter((account) => account !== undefined);
      const allowed = forOwnersOnly.filter((action) => covers(actions, action));
      if (effect !== "Allow" || principals?.negated === true || allowed.length === 0 || accounts.length === 0) continue;
      const own = graph.account();
      if (own === undefined) throw new Undecided(`the account of bucket policy ${policy.name}`);
      const others = [...new Set(accounts.filter((account) => account !== own))];
      if (others.length > 0) yield `statement ${label} allows ${allowed.join(", ")} to account ${others.join(", ")}`;
    }
  },
});
