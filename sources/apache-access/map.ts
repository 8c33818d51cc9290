import { accessDocument, accessFields } from "../../functions/loader/formats/common-log/document";
import { type CommonLogLine, parseCommonLogLine } from "../../functions/loader/formats/common-log/line";
import type { MappedRecord, RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { integer, ipAddress, list, nonEmpty, text } from "../../functions/shared/values";

export function mapAccessLine({ value }: RawRecord): MappedRecord {
  const line = typeof value === "string" ? parseCommonLogLine(value.trimEnd()) : undefined;
  if (line === undefined) {
    throw new RecordError('The record is no line such as host ident user [time] "request" status bytes ...');
  }
  const forwardedFor = forwardedForOf(line);
  const transferred = forwardedFor === undefined ? transferredBytes(line) : undefined;
  const fields = accessFields(line, forwardedFor);
  const document = accessDocument(fields);
  return {
    kind: "event",
    document: {
      ...document,
      http: nonEmpty({
        ...document.http,
        request: nonEmpty({ ...document.http?.request, bytes: transferred?.received }),
        response: nonEmpty({ ...document.http?.response, bytes: transferred?.sent }),
      }),
      apache: nonEmpty({
        access: nonEmpty({
          x_forwarded_for: text(fields.forwardedFor),
          additional_fields: forwardedFor === undefined && transferred === undefined ? list(line.more) : undefined,
        }),
      }),
    },
  };
}

/** The one field that most own formats add, at the end. */
function forwardedForOf({ more }: CommonLogLine): string | undefined {
  const [only, ...others] = more;
  return only !== undefined && others.length === 0 && only.split(/, ?/).every((address) => ipAddress(address))
    ? only
    : undefined;
}

/** `%I %O`, of the format that mod_logio's documentation calls `combinedio`. */
function transferredBytes({ userAgent, more }: CommonLogLine): { received: number; sent: number } | undefined {
  const [received, sent] = more.map(integer);
  return userAgent !== undefined && more.length === 2 && received !== undefined && sent !== undefined
    ? { received, sent }
    : undefined;
}
