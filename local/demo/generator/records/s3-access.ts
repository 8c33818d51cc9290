import type { LogEvent } from "../event";
import type { Random } from "../random";
import { commonLogTime } from "../time";
import { HOME_REGION, type World } from "../world";

export interface S3Request {
  readonly time: number;
  readonly bucket: "images" | "exports";
  /** ARN of the IAM identity. */
  readonly requester: string;
  readonly remoteIp: string;
  readonly requestId: string;
  readonly operation: "REST.GET.OBJECT" | "REST.PUT.OBJECT" | "REST.GET.BUCKET" | "REST.HEAD.OBJECT";
  readonly key?: string;
  readonly bytes: number;
  readonly userAgent: string;
  readonly status?: number;
  readonly errorCode?: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
export function s3AccessEvent(world: World, random: Random, request: S3Request): LogEvent {
  const bucket = world.buckets[request.bucket];
  const method = request.operation.split(".")[1] ?? "GET";
  const target = request.key === undefined ? "/?list-type=2&prefix=&encoding-type=url" : `/${request.key}`;
  const sent = method === "GET" ? request.bytes : 0;
  const total = random.integer(8, 140);
  const text = [
    world.buckets.owner,
    bucket.name,
    `[${commonLogTime(request.time)}]`,
    request.remoteIp,
    request.requester,
    request.requestId,
    request.operation,
    request.key ?? "-",
    `"${method} ${target} HTTP/1.1"`,
    request.status ?? 200,
    request.errorCode ?? "-",
    sent === 0 ? "-" : sent,
    request.key === undefined ? "-" : request.bytes,
    total,
    Math.max(1, total - 4),
    '"-"',
    `"${request.userAgent}"`,
    "-",
    `${random.base62(75)}=`,
    "SigV4",
    "TLS_AES_128_GCM_SHA256",
    "AuthHeader",
    `${bucket.name}.s3.${HOME_REGION}.amazonaws.com`,
    "TLSv1.3",
    "-",
    "-",
  ].join(" ");
  return { stream: bucket.stream, time: request.time, text };
}
