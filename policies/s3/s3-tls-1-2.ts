import { definePolicy } from "../policy";
import { bucketType } from "./buckets";
import { openWhere } from "./refusals";

export default definePolicy({
  id: "s3-tls-1-2",
  title: "Every bucket refuses TLS before version 1.2",
  rationale: "Older versions of TLS have known weaknesses that an attacker on the way can use.",
  severity: "advisory",
  service: "s3",
  fix: 'Deny s3:* to everyone on the bucket and its objects under {"NumericLessThan": {"s3:TlsVersion": "1.2"}}.',
  example: `const modernTls = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucket.arn, pulumi.interpolate\`\${bucket.arn}/*\`],
  Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
};`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    const open = openWhere(
      bucket,
      graph,
      ({ operator, key, values }) =>
        operator === "numericlessthan" && key === "s3:tlsversion" && values.every((value) => Number(value) >= 1.2),
    );
    if (open === "no policy") yield "has no BucketPolicy that refuses TLS before 1.2";
    else if (open.places.length > 0)
      yield `its BucketPolicy ${open.policy} takes TLS before 1.2 at ${open.places.join(" and ")}`;
  },
});
