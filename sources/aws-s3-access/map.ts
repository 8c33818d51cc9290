import type { MappedRecord, RecordMapper } from "../../functions/loader/source";
import { describeRequester } from "../../functions/shared/aws/requester";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { parseRequestLine, splitAuthority } from "../../functions/shared/network/request-line";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { commonLogTime } from "../../functions/shared/time/common-log-time";
import { integer, ipAddress, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { isServerAccessLine, splitServerAccessLine } from "./line";
import { classifyOperation } from "./operation";
import { serverAccessRow } from "./row";

/** Maps the records of one object: lines, or values that name their columns. */
export function openServerAccessLog(): RecordMapper {
  return ({ value }): MappedRecord => {
    const columns =
      typeof value === "string" && isServerAccessLine(value)
        ? splitServerAccessLine(value.trimEnd())
        : serverAccessRow(value);
    if (columns === undefined) {
      throw new RecordError(
        "The record does not start as those of S3 server access logs do: owner bucket [time] address ...",
      );
    }
    return { kind: "event", document: mapColumns(columns) };
  };
}

function mapColumns(columns: readonly (string | undefined)[]): EcsDocument {
  const [
    bucketOwner,
    bucket,
    time,
    remoteIp,
    requesterField,
    requestId,
    operation,
    key,
    requestField,
    statusCode,
    errorCode,
    bytesSent,
    objectSize,
    totalTime,
    turnAroundTime,
    referrer,
    userAgent,
    versionId,
    hostId,
    signatureVersion,
    cipher,
    authenticationType,
    hostHeader,
    protocol,
    accessPointArn,
    aclRequired,
    sourceRegion,
    ...more
  ] = columns;

  const sourceIp = ipAddress(remoteIp);
  const requester = describeRequester(text(requesterField));
  const request = parseRequestLine(requestField);
  const status = integer(statusCode);
  const host = text(hostHeader);
  const milliseconds = integer(totalTime);

  return {
    "@timestamp": commonLogTime(time) ?? isoTime(time),
    event: {
      ...classifyOperation(operation ?? "", text(key) !== undefined),
      action: text(operation),
      // What S3 does by itself (lifecycle) has neither status nor error.
      outcome: status === undefined ? (text(errorCode) === undefined ? "unknown" : "failure") : outcomeOf(status),
      duration: milliseconds === undefined ? undefined : milliseconds * 1_000_000,
    },
    cloud: { region: regionOfHost(host), service: { name: "s3" } },
    error: nonEmpty({ code: text(errorCode) }),
    source: nonEmpty({ ip: sourceIp, address: sourceIp === undefined ? text(remoteIp) : undefined }),
    user: nonEmpty({ id: requester.userId, name: requester.userName }),
    http: nonEmpty({
      version: request.version,
      request: nonEmpty({ id: text(requestId), method: request.method, referrer: text(referrer) }),
      response: nonEmpty({ status_code: status, body: nonEmpty({ bytes: integer(bytesSent) }) }),
    }),
    url: nonEmpty({ ...request.url, ...(host === undefined ? undefined : splitAuthority(host)) }),
    user_agent: nonEmpty({ original: text(userAgent) }),
    tls: nonEmpty({ ...tlsProtocol(protocol), cipher: text(cipher) }),
    aws: {
      s3_access: {
        bucket_owner: text(bucketOwner),
        bucket: text(bucket),
        key: text(key),
        requester: text(requesterField),
        requester_account_id: requester.accountId,
        requester_session_name: requester.sessionName,
        object_size: integer(objectSize),
        turn_around_milliseconds: integer(turnAroundTime),
        version_id: text(versionId),
        host_id: text(hostId),
        signature_version: text(signatureVersion),
        authentication_type: text(authenticationType),
        access_point_arn: text(accessPointArn),
        acl_required: aclRequired === "Yes" ? true : undefined,
        source_region: text(sourceRegion),
        // Columns that AWS added since.
        additional_fields: list(more),
      },
    },
  };
}

function outcomeOf(status: number): "success" | "failure" {
  return status < 400 ? "success" : "failure";
}

/** The region of the endpoint that took the request: `bucket.s3.eu-west-1.amazonaws.com`. */
function regionOfHost(host: string | undefined): string | undefined {
  return /(?:^|\.)s3(?:-[a-z]+)?[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(host ?? "")?.[1];
}
