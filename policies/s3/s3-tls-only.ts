import { definePolicy } from "../policy";
import { isWithoutTls } from "../statements";
import { bucketType } from "./buckets";
import { openWhere } from "./refusals";

export default definePolicy({
  id: "s3-tls-only",
  title: "Every bucket refuses requests without TLS",
  rationale: "Over plain HTTP anyone on the way reads the logs and can change them.",
  severity: "mandatory",
  service: "s3",
  securityHub: ["S3.5"],
  fix: 'Deny s3:* to everyone on the bucket and its objects under {"Bool": {"aws:SecureTransport": "false"}}.',
  example: `const onlyTls = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucket.arn, pulumi.interpolate\`\${bucket.arn}/*\`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    const open = openWhere(bucket, graph, isWithoutTls);
    if (open === "no policy") yield "has no BucketPolicy that refuses requests without TLS";
    else if (open.places.length > 0)
      yield `its BucketPolicy ${open.policy} lets requests without TLS at ${open.places.join(" and ")}`;
  },
});
