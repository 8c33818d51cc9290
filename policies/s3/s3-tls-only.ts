import { definePolicy } from "../policy";
import type { Statement } from "../policy-document";
import { covers, isAboutEveryone, statementsOf } from "../statements";
import { bucketArn, bucketType, settingsOf } from "./buckets";

function deniesPlainHttp({ effect, actions, conditions, ...rest }: Statement): boolean {
  const [condition, ...others] = conditions;
  return (
    effect === "Deny" &&
    isAboutEveryone({ effect, actions, conditions, ...rest }) &&
    // Everyone but some: those may go on without TLS.
    rest.principals?.negated !== true &&
    covers(actions, "s3:getobject") &&
    covers(actions, "s3:putobject") &&
    covers(actions, "s3:listbucket") &&
    condition?.operator === "bool" &&
    condition.key === "aws:securetransport" &&
    condition.values.every((value) => value === "false") &&
    // Further conditions would narrow the refusal.
    others.length === 0
  );
}

export default definePolicy({
  id: "s3-tls-only",
  title: "Every bucket refuses requests without TLS",
  rationale: "Over plain HTTP anyone on the way reads the logs and can change them.",
  severity: "mandatory",
  service: "s3",
  frameworks: { fsbp: ["S3.5"], "nist-800-53": ["AC-17(2)", "SC-8", "SC-13"] },
  fix: 'Deny s3:* to everyone on the bucket and its objects under {"Bool": {"aws:SecureTransport": "false"}}.',
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    const [policy] = settingsOf(bucket, graph, "BucketPolicy");
    if (policy === undefined) {
      yield "has no BucketPolicy that refuses requests without TLS";
      return;
    }
    const resources = statementsOf(policy, "policy")
      .filter(deniesPlainHttp)
      .flatMap((statement) => (statement.resources === undefined ? [] : [statement.resources]));
    const arn = bucketArn(bucket);
    const open = [
      ["the bucket", arn],
      ["its objects", `${arn}/key`],
    ].filter(([, text = ""]) => !resources.some((patterns) => covers(patterns, text)));
    if (open.length > 0) {
      yield `its BucketPolicy ${policy.name} lets requests without TLS at ${open.map(([name]) => name).join(" and ")}`;
    }
  },
});
