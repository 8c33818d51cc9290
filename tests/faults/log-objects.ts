import { gzipSync } from "node:zlib";
import type { Random } from "../../local/demo/generator/random";

/** An object of the archive, with its content as it is stored. */
export interface LogObjectContent {
  readonly key: string;
  readonly body: Buffer;
  /** How many were written into it, with those that no reader gets at because it is damaged. */
  readonly records: number;
}

type Container = "gzip" | "plain" | "truncated" | "corrupt";

const account = "444455556666";
const folder = `AWSLogs/${account}`;

function contained(text: string, container: Container): Buffer {
  if (container === "plain") return Buffer.from(text);
  const zipped = gzipSync(text);
  if (container === "truncated") return zipped.subarray(0, zipped.length - 9);
  if (container === "corrupt") zipped.writeUInt32LE(0, zipped.length - 8);
  return zipped;
}

const flowColumns =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

/** A flow log. To the port 53 go those that a filter drops. */
export function flowLog(
  name: string,
  random: Random,
  container: Container = "gzip",
  records = random.integer(1, 6),
): LogObjectContent {
  const lines = Array.from({ length: records }, () => {
    if (random.chance(0.05)) return "this is no flow";
    const port = random.pick([22, 53, 443]);
    return `2 ${account} eni-0123456789abcdef0 10.0.0.5 198.51.100.7 ${random.integer(1024, 65_535)} ${port} 6 10 4200 1767323100 1767323160 ACCEPT OK`;
  });
  const key = `${folder}/vpcflowlogs/eu-west-1/2026/01/02/${account}_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260102T0305Z_${name}.log.gz`;
  return { key, body: contained([flowColumns, ...lines, ""].join("\n"), container), records };
}

/** A trail. Events that two objects of one name hold are the same event. */
export function trail(name: string, random: Random, container: Container = "gzip"): LogObjectContent {
  const records = Array.from({ length: random.integer(1, 6) }, () => ({
    eventVersion: "1.08",
    eventTime: "2026-01-02T03:05:00Z",
    eventSource: "sts.amazonaws.com",
    eventName: "GetCallerIdentity",
    awsRegion: "eu-west-1",
    sourceIPAddress: "192.0.2.1",
    userAgent: "aws-cli",
    userIdentity: { type: "Root", accountId: account },
    eventID: random.uuid(),
    eventType: "AwsApiCall",
    recipientAccountId: account,
  }));
  const key = `${folder}/CloudTrail/eu-west-1/2026/01/02/${account}_CloudTrail_eu-west-1_20260102T0305Z_${name}.json.gz`;
  return { key, body: contained(JSON.stringify({ Records: records }), container), records: records.length };
}
