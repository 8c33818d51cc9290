import { gzipSync } from "node:zlib";

/** A log object for measuring: what AWS would deliver, made from a fixed seed. */
export interface BenchLog {
  readonly title: string;
  readonly key: string;
  readonly events: number;
  /** Gzipped, as delivered. */
  readonly body: Buffer;
  /** Bytes when decompressed. */
  readonly bytes: number;
  /** How the floor divides the text: the records of a JSON document, or lines. */
  readonly format: "records" | "lines";
}

/** A small linear congruential generator: the same logs in each run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function log(title: string, key: string, events: number, format: BenchLog["format"], text: string): BenchLog {
  const raw = Buffer.from(text);
  return { title, key, events, format, bytes: raw.length, body: gzipSync(raw, { level: 6 }) };
}

export function cloudTrailLog(events: number): BenchLog {
  const below = randomNumbers(1);
  const names = ["DescribeInstances", "GetObject", "AssumeRole", "PutLogEvents", "ListBuckets", "Decrypt"];
  const records = Array.from({ length: events }, (_, index) => ({
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROAEXAMPLE0000000001:session-${below(40)}`,
      arn: `arn:aws:sts::111122223333:assumed-role/deploy/session-${below(40)}`,
      accountId: "111122223333",
      accessKeyId: `ASIAEXAMPLE${String(below(90000) + 10000)}0000`,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: "AROAEXAMPLE0000000001",
          arn: "arn:aws:iam::111122223333:role/deploy",
          accountId: "111122223333",
          userName: "deploy",
        },
        attributes: { creationDate: "2026-01-02T03:00:00Z", mfaAuthenticated: "false" },
      },
    },
    eventTime: new Date(Date.UTC(2026, 0, 2, 3, 0, index % 300)).toISOString().replace(".000", ""),
    eventSource: "ec2.amazonaws.com",
    eventName: names[below(names.length)],
    awsRegion: "eu-west-1",
    sourceIPAddress: `198.51.100.${below(256)}`,
    userAgent: "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.160.0",
    requestParameters: { instancesSet: { items: [{ instanceId: `i-0${below(1e9).toString(16).padStart(16, "0")}` }] } },
    responseElements: null,
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
  return log("CloudTrail", key, events, "records", JSON.stringify({ Records: records }));
}

export function vpcFlowLog(events: number): BenchLog {
  const below = randomNumbers(2);
  const header =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
  const lines = Array.from({ length: events }, () => {
    const start = 1767322800 + below(3600);
    const packets = below(200) + 1;
    const ends = `10.0.${below(16)}.${below(250)} 198.51.100.${below(256)} ${below(60000) + 1024} 443`;
    return `2 111122223333 eni-0123456789abcdef0 ${ends} 6 ${packets} ${packets * 420} ${start} ${start + 60} ACCEPT OK`;
  });
  const key =
    "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/02/111122223333_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260102T0305Z_01234567.log.gz";
  return log("VPC flow", key, events, "lines", `${[header, ...lines].join("\n")}\n`);
}

export function albLog(events: number): BenchLog {
  const below = randomNumbers(3);
  const target = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/0123456789abcdef";
  const agent =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
  const lines = Array.from({ length: events }, (_, index) => {
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
  return log("ALB", key, events, "lines", `${lines.join("\n")}\n`);
}
