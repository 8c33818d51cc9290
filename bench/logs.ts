import { gzipSync } from "node:zlib";
import { type Divide, jsonLines, membersOf, namedColumns, parquetRows, quotedColumns } from "./floor";

/** A log object for measuring: what AWS would deliver, made from a fixed seed. */
export interface BenchLog {
  readonly key: string;
  readonly events: number;
  /** Gzipped, as delivered. */
  readonly body: Buffer;
  /** Bytes when decompressed; of Parquet, those of its rows as JSON. */
  readonly bytes: number;
}

/** A small linear congruential generator: the same logs in each run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function log(key: string, events: number, text: string): BenchLog {
  const raw = Buffer.from(text);
  return { key, events, bytes: raw.length, body: gzipSync(raw, { level: 6 }) };
}

type Random = ReturnType<typeof randomNumbers>;

const hexadecimal = (below: Random, length: number) =>
  below(2 ** 32)
    .toString(16)
    .padStart(length, "0");

/** Who calls: mostly roles, sometimes users and services. */
function callerOf(below: Random): object {
  const accountId = "111122223333";
  const kind = below(10);
  if (kind === 0) return { type: "AWSService", invokedBy: "autoscaling.amazonaws.com" };
  const accessKeyId = `ASIAEXAMPLE${String(below(90_000) + 10_000)}0000`;
  if (kind < 3) {
    const userName = `user-${below(40)}`;
    const arn = `arn:aws:iam::${accountId}:user/${userName}`;
    return { type: "IAMUser", principalId: "AIDAEXAMPLE0000000001", arn, accountId, accessKeyId, userName };
  }
  const session = `session-${below(400)}`;
  const userName = `role-${below(6)}`;
  const principalId = `AROAEXAMPLE000000000${below(6)}`;
  return {
    type: "AssumedRole",
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${userName}/${session}`,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId,
        arn: `arn:aws:iam::${accountId}:role/${userName}`,
        accountId,
        userName,
      },
      webIdFederationData: {},
      attributes: { creationDate: "2026-01-02T03:00:00Z", mfaAuthenticated: "false" },
    },
  };
}

/** What is called: the commonest calls of an account, with parameters and answers of their own shapes. */
const calls: readonly ((below: Random) => object)[] = [
  (below) => ({
    eventSource: "ec2.amazonaws.com",
    eventName: "DescribeInstances",
    requestParameters: {
      instancesSet: { items: Array.from({ length: below(4) }, () => ({ instanceId: `i-0${hexadecimal(below, 16)}` })) },
      filterSet: { items: [{ name: "instance-state-name", valueSet: { items: [{ value: "running" }] } }] },
    },
    responseElements: null,
  }),
  (below) => ({
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    requestParameters: {
      bucketName: `data-${below(25)}`,
      key: `year=2026/month=01/part-${below(100_000)}.parquet`,
      Host: "data.s3.eu-west-1.amazonaws.com",
    },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: "SigV4",
      bytesTransferredIn: 0,
      bytesTransferredOut: below(9_000_000),
      "x-amz-id-2": hexadecimal(below, 56),
    },
    resources: [{ type: "AWS::S3::Object", ARNPrefix: "arn:aws:s3:::data/" }],
  }),
  (below) => ({
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    requestParameters: {
      roleArn: `arn:aws:iam::111122223333:role/role-${below(6)}`,
      roleSessionName: `session-${below(400)}`,
      durationSeconds: 3600,
    },
    responseElements: {
      credentials: {
        accessKeyId: "ASIAEXAMPLE000000000",
        expiration: "Jan 2, 2026, 4:00:00 AM",
        sessionToken: hexadecimal(below, 200),
      },
      assumedRoleUser: { assumedRoleId: "AROAEXAMPLE:s", arn: "arn:aws:sts::111122223333:assumed-role/deploy/s" },
    },
  }),
  (below) => ({
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    requestParameters: { encryptionContext: { "aws:s3:arn": `arn:aws:s3:::data-${below(25)}` } },
    responseElements: null,
    resources: [
      { accountId: "111122223333", type: "AWS::KMS::Key", ARN: `arn:aws:kms:eu-west-1:111122223333:key/${below(30)}` },
    ],
  }),
  (below) => ({
    eventSource: "iam.amazonaws.com",
    eventName: "AttachUserPolicy",
    requestParameters: { userName: `user-${below(40)}`, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    responseElements: null,
  }),
];

export function cloudTrailLog(events: number): BenchLog {
  const below = randomNumbers(1);
  const records = Array.from({ length: events }, (_, index) => ({
    eventVersion: "1.11",
    userIdentity: callerOf(below),
    eventTime: new Date(Date.UTC(2026, 0, 2, 3, 0, index % 300)).toISOString().replace(".000", ""),
    ...calls[below(calls.length)]?.(below),
    awsRegion: "eu-west-1",
    sourceIPAddress: `198.51.100.${below(256)}`,
    userAgent: "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.160.0",
    requestID: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    eventID: `10000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    readOnly: true,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: "ec2.eu-west-1.amazonaws.com",
    },
  }));
  const key =
    "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/111122223333_CloudTrail_eu-west-1_20260102T0305Z_0123456789abcdef.json.gz";
  return log(key, events, JSON.stringify({ Records: records }));
}

export function vpcFlowLog(events: number): BenchLog {
  const below = randomNumbers(2);
  const header =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
  const rows = Array.from({ length: events }, () => {
    const start = 1767322800 + below(3600);
    const packets = below(200) + 1;
    const ends = `10.0.${below(16)}.${below(250)} 198.51.100.${below(256)} ${below(60000) + 1024} 443`;
    return `2 111122223333 eni-0123456789abcdef0 ${ends} 6 ${packets} ${packets * 420} ${start} ${start + 60} ACCEPT OK`;
  });
  const key =
    "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/02/111122223333_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260102T0305Z_01234567.log.gz";
  return log(key, events, `${[header, ...rows].join("\n")}\n`);
}

export function albLog(events: number): BenchLog {
  const below = randomNumbers(3);
  const target = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/0123456789abcdef";
  const agent =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
  const rows = Array.from({ length: events }, (_, index) => {
    const time = new Date(Date.UTC(2026, 0, 2, 3, 0, 0, index % 300_000)).toISOString().replace("Z", "123Z");
    const request = `GET https://shop.example.com:443/products/${below(5000)}?ref=${below(100)} HTTP/2.0`;
    const trace = `Root=1-67755b00-${below(1e9).toString(16).padStart(24, "0")}`;
    const measures = "0.001 0.012 0.000 200 200 312 5120";
    const tls = "TLS_AES_128_GCM_SHA256 TLSv1.3";
    const end = `"shop.example.com" "session-reused" 0 ${time} "waf,forward" "-" "-" "10.0.1.10:8080" "200" "-" "-" TID_0123456789abcdef`;
    return `h2 ${time} app/shop/0123456789abcdef 203.0.113.${below(256)}:${below(60000) + 1024} 10.0.1.10:8080 ${measures} "${request}" "${agent}" ${tls} ${target} "${trace}" ${end}`;
  });
  const key =
    "AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/01/02/111122223333_elasticloadbalancing_eu-west-1_app.shop.0123456789abcdef_20260102T0305Z_192.0.2.10_abcdefgh.log.gz";
  return log(key, events, `${rows.join("\n")}\n`);
}

/** Digest files, which hold no events: recognised, counted and left out. */
function cloudTrailDigests(count: number): BenchLog {
  const below = randomNumbers(4);
  const logFile = (index: number) => ({
    s3Bucket: "archive",
    s3Object: `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/file-${index}.json.gz`,
    hashValue: Array.from({ length: 8 }, () =>
      below(2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    ).join(""),
    hashAlgorithm: "SHA-256",
    newestEventTime: "2026-01-02T02:59:59Z",
    oldestEventTime: "2026-01-02T02:55:00Z",
  });
  const digests = Array.from({ length: count }, (_, digest) => ({
    awsAccountId: "111122223333",
    digestStartTime: "2026-01-02T02:00:00Z",
    digestEndTime: "2026-01-02T03:00:00Z",
    digestS3Bucket: "archive",
    digestSignatureAlgorithm: "SHA256withRSA",
    logFiles: Array.from({ length: 40 }, (_, index) => logFile(digest * 40 + index)),
  }));
  const text = digests.map((digest) => JSON.stringify(digest)).join("\n");
  return log("copied/digests.json.gz", count, text);
}

/** A Config snapshot of about 100 MB: one JSON document, whose items are large. */
function configSnapshot(items: number): BenchLog {
  const below = randomNumbers(5);
  const rule = (index: number) => ({
    IpProtocol: "tcp",
    FromPort: index,
    ToPort: index,
    IpRanges: [{ CidrIp: "10.0.0.0/8" }],
  });
  const configurationItems = Array.from({ length: items }, (_, index) => ({
    configurationItemVersion: "1.3",
    configurationItemCaptureTime: "2026-01-02T02:59:00.000Z",
    configurationItemStatus: "OK",
    configurationStateId: 1767322800000 + index,
    awsAccountId: "111122223333",
    ARN: `arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0${below(1e9).toString(16).padStart(16, "0")}`,
    resourceType: "AWS::EC2::SecurityGroup",
    resourceId: `sg-0${index.toString(16).padStart(16, "0")}`,
    awsRegion: "eu-west-1",
    availabilityZone: "Not Applicable",
    tags: { team: `team-${below(20)}` },
    relatedEvents: [],
    relationships: [],
    configuration: { groupName: `group-${index}`, ipPermissions: Array.from({ length: 20 }, (_, port) => rule(port)) },
    supplementaryConfiguration: {},
  }));
  const key =
    "AWSLogs/111122223333/Config/eu-west-1/2026/1/2/ConfigSnapshot/111122223333_Config_eu-west-1_ConfigSnapshot_20260102T030000Z_aaaaaaaa-2222-4333-8444-000000000001.json.gz";
  const text = JSON.stringify({
    fileVersion: "1.0",
    configSnapshotId: "aaaaaaaa-2222-4333-8444-000000000001",
    configurationItems,
  });
  return log(key, items, text);
}

/** CloudTrail events as Security Lake stores them: OCSF in Parquet, with nested columns. */
async function securityLakeFile(events: number): Promise<BenchLog> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const below = randomNumbers(6);
  const text = (name: string) =>
    ({ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" }) as const;
  const number = (name: string) => ({ name, type: "INT64", repetition_type: "OPTIONAL" }) as const;
  const group = (name: string, children: number) =>
    ({ name, num_children: children, repetition_type: "OPTIONAL" }) as const;
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    codec: "SNAPPY",
    schema: [
      { name: "root", num_children: 9 },
      number("time"),
      number("class_uid"),
      number("activity_id"),
      number("severity_id"),
      text("status"),
      ...[group("metadata", 3), text("uid"), text("version"), group("product", 2), text("name"), text("vendor_name")],
      ...[group("api", 2), text("operation"), group("service", 1), text("name")],
      ...[group("actor", 1), group("user", 3), text("uid"), text("name"), text("type")],
      ...[group("cloud", 3), text("region"), text("provider"), group("account", 1), text("uid")],
    ],
  });
  const rows = Array.from({ length: events }, (_, index) => index);
  const column = (name: string, value: (index: number) => unknown) => ({ name, data: rows.map(value) });
  await parquet.write({
    rowGroupSize: 10_000,
    columnData: [
      column("time", (index) => BigInt(1767322800000 + index)),
      column("class_uid", () => 6003n),
      column("activity_id", () => 2n),
      column("severity_id", () => 1n),
      column("status", () => "Success"),
      column("metadata", (index) => ({
        uid: `10000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
        version: "1.1.0",
        product: { name: "CloudTrail", vendor_name: "AWS" },
      })),
      column("api", () => ({ operation: "DescribeInstances", service: { name: "ec2.amazonaws.com" } })),
      column("actor", () => ({
        user: { uid: `AROAEXAMPLE:session-${below(40)}`, name: "deploy", type: "AssumedRole" },
      })),
      column("cloud", () => ({ region: "eu-west-1", provider: "AWS", account: { uid: "111122223333" } })),
    ],
  });
  await parquet.finish();
  const body = Buffer.from(writer.getBuffer());
  const key =
    "aws/CLOUD_TRAIL_MGMT/2.0/region=eu-west-1/accountId=111122223333/eventDay=20260102/00000000222243338444000000000001.gz.parquet";
  const bytes = (await parquetRows(body)).reduce((sum, { message }) => sum + message.length, 0);
  return { key, events, bytes, body };
}

interface BenchRow {
  readonly make: () => BenchLog | Promise<BenchLog>;
  readonly divide: Divide;
}

/** By the name of their rows. */
export const benchRows: Readonly<Record<string, BenchRow>> = {
  CloudTrail: { make: () => cloudTrailLog(20_000), divide: membersOf("Records") },
  "VPC flow": { make: () => vpcFlowLog(100_000), divide: namedColumns },
  ALB: { make: () => albLog(40_000), divide: quotedColumns },
  "CloudTrail digests": { make: () => cloudTrailDigests(1_000), divide: jsonLines },
  "Config snapshot": { make: () => configSnapshot(20_000), divide: membersOf("configurationItems") },
  "Security Lake": { make: () => securityLakeFile(50_000), divide: parquetRows },
};
