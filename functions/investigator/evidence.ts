import { read, readNumber, readText, timeOf } from "./read";
import { DATASETS, type Found } from "./search";

/** A record that supports a statement, with where to find it. */
export interface Evidence {
  readonly dataset: string;
  readonly index: string;
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** The record in one line, for people. */
  readonly summary: string;
  /** Where the record as it was delivered lies: the object, and the byte in it after decompression. */
  readonly file: string | undefined;
  readonly offset: number | undefined;
}

export function evidence(found: Found): Evidence {
  return {
    dataset: readText(found, "event.dataset") ?? "",
    index: found.index,
    id: found.id,
    time: timeOf(found),
    summary: summarise(found),
    file: readText(found, "log.file.path"),
    offset: readNumber(found, "log.offset"),
  };
}

type Summary = (get: (field: string) => string) => string;

const SUMMARIES: Readonly<Record<string, Summary>> = {
  [DATASETS.cloudTrail]: (get) =>
    [
      `${get("user.name")} called ${get("cloud.service.name")}:${get("event.action")}`,
      get("user.target.name") === "" ? "" : `on ${get("user.target.name")}`,
      `from ${get("source.ip") || get("source.address") || "an unknown address"}`,
      get("error.code") === "" ? "" : `(${get("error.code")})`,
    ]
      .filter((part) => part !== "")
      .join(" "),
  [DATASETS.guardDuty]: (get) => `${get("rule.name")}, count ${get("aws.guardduty.count")}`,
  [DATASETS.vpcFlow]: (get) =>
    `${get("source.ip")}:${get("source.port")} → ${get("destination.ip")}:${get("destination.port")}, ${get("network.bytes")} bytes, ${get("event.action")}`,
  [DATASETS.alb]: (get) =>
    `${get("source.ip")} ${get("http.request.method")} ${get("url.path")}${query(get)} → ${get("http.response.status_code")} from ${get("aws.alb.target_ip") || "no target"}`,
  [DATASETS.waf]: (get) =>
    `${get("event.action")} ${get("source.ip")} ${get("http.request.method")} ${get("url.path")}${query(get)}`,
  [DATASETS.resolver]: (get) =>
    `${get("cloud.instance.id") || get("source.ip")} asked for ${get("dns.question.name")}: ${get("dns.resolved_ip") || get("dns.response_code")}`,
  [DATASETS.s3Access]: (get) =>
    `${get("aws.s3_access.requester")} ${get("event.action")} s3://${get("aws.s3_access.bucket")}/${get("aws.s3_access.key")} from ${get("source.ip")}`,
};

function query(get: (field: string) => string): string {
  return get("url.query") === "" ? "" : `?${get("url.query")}`;
}

function summarise(found: Found): string {
  const get = (field: string): string => {
    const value = read(found.document, field);
    return value === undefined ? "" : Array.isArray(value) ? value.join(", ") : String(value);
  };
  return SUMMARIES[get("event.dataset")]?.(get) ?? get("event.action");
}
