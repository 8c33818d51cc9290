import type { DemoSource } from "./event";
import type { Random } from "./random";
import { compactMinutes, datePath, isoSeconds } from "./time";

/** Where records of one kind and origin are delivered, and in which form. */
export interface LogStream {
  readonly source: DemoSource;
  /** Names the stream among all streams. */
  readonly name: string;
  /** ALB and S3 server access logging cannot write to a bucket encrypted with a customer key. */
  readonly bucket: "archive" | "accessLogs";
  readonly compressed: boolean;
  /** `records`: `{"Records":[...]}`; `lines`: one record a line. */
  readonly layout: "records" | "lines";
  /** First line of each object. */
  readonly header?: string;
  /** Key of the object delivered for the time up to `end`. */
  readonly key: (end: number, random: Random) => string;
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
export function cloudTrailStream(organizationId: string, account: string, region: string): LogStream {
  return {
    source: "aws-cloudtrail",
    name: `cloudtrail/${account}/${region}`,
    bucket: "archive",
    compressed: true,
    layout: "records",
    key: (end, random) =>
      `AWSLogs/${organizationId}/${account}/CloudTrail/${region}/${datePath(end)}/` +
      `${account}_CloudTrail_${region}_${compactMinutes(end)}_${random.base62(16)}.json.gz`,
  };
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html */
export function guardDutyStream(account: string, region: string): LogStream {
  return {
    source: "aws-guardduty",
    name: `guardduty/${account}/${region}`,
    bucket: "archive",
    compressed: true,
    layout: "lines",
    key: (end, random) => `AWSLogs/${account}/GuardDuty/${region}/${datePath(end)}/${random.uuid()}.jsonl.gz`,
  };
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html */
export function vpcFlowStream(account: string, region: string, flowLogId: string, header: string): LogStream {
  return {
    source: "aws-vpc-flow",
    name: `vpc-flow/${flowLogId}`,
    bucket: "archive",
    compressed: true,
    layout: "lines",
    header,
    key: (end, random) =>
      `AWSLogs/${account}/vpcflowlogs/${region}/${datePath(end)}/` +
      `${account}_vpcflowlogs_${region}_${flowLogId}_${compactMinutes(end)}_${random.hex(8)}.log.gz`,
  };
}

/**
 * Each node of the load balancer writes its own files.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
export function albStream(account: string, region: string, loadBalancer: string, nodeAddress: string): LogStream {
  return {
    source: "aws-alb",
    name: `alb/${loadBalancer}/${nodeAddress}`,
    bucket: "accessLogs",
    compressed: true,
    layout: "lines",
    key: (end, random) =>
      `AWSLogs/${account}/elasticloadbalancing/${region}/${datePath(end)}/${account}_elasticloadbalancing_${region}_` +
      `${loadBalancer.replaceAll("/", ".")}_${compactMinutes(end)}_${nodeAddress}_${random.base62(8).toLowerCase()}.log.gz`,
  };
}

/**
 * Date-partitioned keys. The target bucket must be in the source bucket's account, so in a real organisation these
 * objects reach the central bucket by replication, which keeps the key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export function s3AccessStream(account: string, region: string, sourceBucket: string): LogStream {
  return {
    source: "aws-s3-access",
    name: `s3-access/${sourceBucket}`,
    bucket: "accessLogs",
    compressed: false,
    layout: "lines",
    key: (end, random) =>
      `s3-access/${account}/${region}/${sourceBucket}/${datePath(end)}/` +
      `${isoSeconds(end).slice(0, 19).replace(/[T:]/g, "-")}-${random.hex(16).toUpperCase()}`,
  };
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-choosing-target-resource.html */
export function resolverStream(account: string, vpcId: string): LogStream {
  return {
    source: "aws-route53-resolver",
    name: `route53-resolver/${vpcId}`,
    bucket: "archive",
    compressed: true,
    layout: "lines",
    key: (end, random) =>
      `AWSLogs/${account}/vpcdnsquerylogs/${vpcId}/${datePath(end)}/` +
      `${vpcId}_vpcdnsquerylogs_${account}_${compactMinutes(end)}_${random.hex(8)}.log.gz`,
  };
}

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html */
export function wafStream(account: string, region: string, webAcl: string): LogStream {
  return {
    source: "aws-waf",
    name: `waf/${webAcl}`,
    bucket: "archive",
    compressed: true,
    layout: "lines",
    key: (end, random) => {
      const [hour, minute] = isoSeconds(end).slice(11, 16).split(":");
      return (
        `AWSLogs/${account}/WAFLogs/${region}/${webAcl}/${datePath(end)}/${hour}/${minute}/` +
        `${account}_waflogs_${region}_${webAcl}_${compactMinutes(end)}_${random.hex(8)}.log.gz`
      );
    },
  };
}
