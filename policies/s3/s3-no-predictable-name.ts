import { read } from "../graph";
import { definePolicy } from "../policy";
import { bucketType } from "./buckets";

/** An account id, or a suffix of at least seven letters and digits as Pulumi and random ids have it. */
const unguessable = /\d{12}|[-.](?=[a-z0-9]*\d)[a-z0-9]{7,}$/;

export default definePolicy({
  id: "s3-no-predictable-name",
  title: "Names of buckets hold the account's id or something random",
  rationale: "Whoever guesses the name in a region makes the bucket first, and receives the logs that are sent there.",
  severity: "advisory",
  service: "s3",
  fix: "Leave bucket out, use bucketPrefix, or put the account's id into the name.",
  example: `new aws.s3.Bucket("logs", { bucketPrefix: "example-logs-" });`,
  types: [bucketType],
  scope: "resource",
  *check(bucket) {
    const name = read(bucket, "bucket");
    if (typeof name === "string" && name !== "" && !unguessable.test(name))
      yield `has the name ${name}, which can be guessed`;
  },
});
