import { accessDocument, accessFields } from "../../functions/loader/formats/common-log/document";
import { type CommonLogLine, parseCommonLogLine } from "../../functions/loader/formats/common-log/line";
import { commonLogVariant } from "../../functions/loader/formats/common-log/variants";
import type { MappedRecord, RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { integer, ipAddress, list, nonEmpty, text } from "../../functions/shared/values";
import { isNginxVariables, mapVariables, seconds } from "./json";

export function mapAccessRecord({ value }: RawRecord): MappedRecord {
  if (isNginxVariables(value)) return { kind: "event", document: mapVariables(value) };
  const line = typeof value === "string" ? parseCommonLogLine(value.trimEnd()) : undefined;
  if (line === undefined) {
    throw new RecordError(
      'The record is neither a line such as address - user [time] "request" status bytes ..., nor JSON with the names of nginx\'s variables.',
    );
  }
  return { kind: "event", document: commonLogVariant(line) === "ingress-nginx" ? mapIngress(line) : mapCombined(line) };
}

/** nginx's `combined` and the `main` of its packages, which adds `X-Forwarded-For`. */
function mapCombined(line: CommonLogLine): EcsDocument {
  const [last] = line.more;
  const forwardedFor = line.more.length === 1 && isForwardedFor(last) ? last : undefined;
  const more = list(forwardedFor === undefined ? line.more : []);
  const fields = accessFields(line, forwardedFor);
  const access = nonEmpty({ x_forwarded_for: text(fields.forwardedFor), additional_fields: more });
  return { ...accessDocument(fields), nginx: nonEmpty({ access }) };
}

function isForwardedFor(field: string | undefined): boolean {
  return field?.split(/, ?/).some((address) => ipAddress(address) !== undefined) === true;
}

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
function mapIngress(line: CommonLogLine): EcsDocument {
  const [length, time, upstream, alternative, address, , responseTime, status, requestId, ...more] = joinedLists(
    line.more,
  );
  const fields = accessFields(line);
  const document = accessDocument(fields);
  return {
    ...document,
    http: nonEmpty({
      ...document.http,
      request: nonEmpty({ ...document.http?.request, id: text(requestId), bytes: integer(length) }),
    }),
    nginx: {
      access: {
        x_forwarded_for: text(fields.forwardedFor),
        request_seconds: seconds(time),
        upstream_name: text(upstream) ?? text(alternative),
        upstream_address: text(address),
        upstream_status: text(status),
        upstream_response_seconds: text(responseTime),
        additional_fields: list(more),
      },
    },
  };
}

/** Of several upstreams that were tried, one after the other, addresses, sizes, times and codes are lists: `a, b : c`. */
function joinedLists(fields: readonly string[]): string[] {
  const groups: string[][] = [];
  let continues = false;
  for (const field of fields) {
    const last = groups.at(-1);
    if (last !== undefined && (continues || field === ":")) last.push(field);
    else groups.push([field]);
    continues = field.endsWith(",") || field === ":";
  }
  return groups.map((group) => group.join(" "));
}
