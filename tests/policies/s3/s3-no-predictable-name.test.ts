import policy from "../../../policies/s3/s3-no-predictable-name";
import { describePolicy, resource, UNKNOWN } from "../support";

const named = (props: Record<string, unknown>) => [resource("aws:s3/bucket:Bucket", "archive", props)];

describePolicy(policy, {
  good: {
    "Pulumi names it": named({}),
    "a prefix": named({ bucketPrefix: "example-logs-" }),
    "the account's id": named({ bucket: "logs-111122223333-eu-west-1" }),
    "the suffix that Pulumi has added": named({ bucket: "logs-8f5d1f3" }),
  },
  bad: {
    "a plain name": { graph: named({ bucket: "example-logs" }), says: /example-logs, which can be guessed/ },
    "region and word": { graph: named({ bucket: "siem-eu-west-1-archive" }), says: /can be guessed/ },
  },
  undecided: { "the name is unknown": named({ bucket: UNKNOWN }) },
});
