import { asRecord } from "../../functions/shared/values";

/**
 * Names of the columns, in the order of the text format, as far as other deliveries have them: CloudWatch Logs, Athena
 * and other tools name them with and without underscores, in one case or another.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-log-format.html
 */
const columnNames: readonly (readonly string[])[] = [
  ["bucketowner", "bucketownerid"],
  ["bucket", "bucketname"],
  ["time", "requesttime", "requestdatetime"],
  ["remoteip"],
  ["requester"],
  ["requestid"],
  ["operation"],
  ["key"],
  ["requesturi"],
  ["httpstatus"],
  ["errorcode"],
  ["bytessent"],
  ["objectsize"],
  ["totaltime"],
  ["turnaroundtime"],
  ["referer", "referrer"],
  ["useragent"],
  ["versionid"],
  ["hostid"],
  ["signatureversion", "sigv"],
  ["ciphersuite"],
  ["authenticationtype", "authtype"],
  ["hostheader", "endpoint"],
  ["tlsversion"],
  ["accesspointarn"],
  ["aclrequired"],
  ["sourceregion"],
];

const columnByName: ReadonlyMap<string, number> = new Map(
  columnNames.flatMap((names, column) => names.map((name) => [name, column] as const)),
);

/** The columns of a record that names them, in the order of the text format; `undefined` for any other value. */
export function serverAccessRow(value: unknown): readonly (string | undefined)[] | undefined {
  const row = asRecord(value);
  if (row === undefined) return undefined;
  const columns: (string | undefined)[] = Array.from({ length: columnNames.length });
  let found = 0;
  for (const [name, member] of Object.entries(row)) {
    const column = columnByName.get(name.replaceAll("_", "").toLowerCase());
    if (column === undefined || (typeof member !== "string" && typeof member !== "number")) continue;
    columns[column] = String(member);
    found += 1;
  }
  const [, bucket, , remoteIp, , , operation] = columns;
  return found > 1 && bucket !== undefined && (remoteIp !== undefined || operation?.includes("."))
    ? columns
    : undefined;
}
