import type { RecordEnvelope } from "../../loader/source";
import { text } from "../values";

/** The database that a log is of. */
export interface RdsDatabase {
  readonly instance: string | undefined;
  readonly cluster: string | undefined;
}

const logGroupPattern = /^\/aws\/(?:rds|docdb|neptune)\/(instance|cluster)\/([^/]+)\//;

/**
 * From where RDS publishes to CloudWatch Logs: `/aws/rds/instance/<name>/<log>`, or `/aws/rds/cluster/<name>/<log>` with
 * a stream for each instance (`<name>` or `<name>.<number>`).
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 */
export function rdsDatabase(envelope: RecordEnvelope | undefined): RdsDatabase {
  const [, kind, name] = logGroupPattern.exec(envelope?.logGroup ?? "") ?? [];
  const streamInstance = text(/^[^./]+/.exec(envelope?.logStream ?? "")?.[0]);
  if (kind === "instance") return { instance: name, cluster: undefined };
  return { instance: kind === undefined ? undefined : streamInstance, cluster: name };
}
