import { read, readNumber } from "../graph";
import { functionType } from "../lambda/functions";
import { definePolicy } from "../policy";
import { bucketType, isLogBucket, lifecycleRules, settingsOf } from "../s3/buckets";

/** Days that functions of the stack keep documents searchable, by the variable that says so. */
const retentionVariable = ["environment", "variables", "RETENTION_DAYS"] as const;

export default definePolicy({
  id: "stack-retention-coherent",
  title: "The archive keeps logs for as long as they must be, can be searched and are locked",
  rationale:
    "Documents whose log is gone cannot be loaded again or proven; objects that are locked for longer than they live stay.",
  severity: "advisory",
  service: "organization",
  fix: "Raise expiration.days of the archive's lifecycle, or lower the other retention.",
  example: `new aws.s3.BucketLifecycleConfiguration("archive", {
  bucket: archive.id,
  rules: [{ id: "keep", status: "Enabled", filter: {}, expiration: { days: 365 } }],
});`,
  types: [bucketType],
  scope: "stack",
  parameters: ["minimumArchiveRetentionDays"],
  *check(bucket, graph, { minimumArchiveRetentionDays }) {
    if (!isLogBucket(bucket, graph)) return;
    const expirations = lifecycleRules(bucket, graph)
      .map(({ rule, of }) => read(of, "rules", rule, "expiration", "days"))
      .filter((days) => days !== undefined && days !== null)
      .map(Number);
    if (expirations.length === 0) return;
    const days = Math.min(...expirations);
    if (days < minimumArchiveRetentionDays)
      yield `deletes logs after ${days} days, before the ${minimumArchiveRetentionDays} of the organisation`;
    for (const lambda of graph.ofType(functionType)) {
      const searchable = readNumber(lambda, retentionVariable, 0);
      if (searchable > days)
        yield `deletes logs after ${days} days, but ${lambda.name} keeps them searchable for ${searchable}`;
    }
    for (const lock of settingsOf(bucket, graph, "BucketObjectLockConfiguration")) {
      const locked = readNumber(lock, ["rule", "defaultRetention", "days"], 0);
      if (locked > days) yield `deletes logs after ${days} days, but locks them for ${locked}`;
    }
  },
});
