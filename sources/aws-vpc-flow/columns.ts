/**
 * Every field of a flow log record, in the order of AWS's list, which is also the order of the default format (its
 * first 14) and of the console's "select all".
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html#flow-logs-fields
 */
export const vpcFlowFields = [
  // Version 2, the default format.
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
  // Version 3.
  "vpc-id",
  "subnet-id",
  "instance-id",
  "tcp-flags",
  "type",
  "pkt-srcaddr",
  "pkt-dstaddr",
  // Versions 4 and 5.
  "region",
  "az-id",
  "sublocation-type",
  "sublocation-id",
  "pkt-src-aws-service",
  "pkt-dst-aws-service",
  "flow-direction",
  "traffic-path",
  // Version 7: metadata of Amazon ECS.
  "ecs-cluster-arn",
  "ecs-cluster-name",
  "ecs-container-instance-arn",
  "ecs-container-instance-id",
  "ecs-container-id",
  "ecs-second-container-id",
  "ecs-service-name",
  "ecs-task-definition-arn",
  "ecs-task-arn",
  "ecs-task-id",
  // Versions 8, 9 and 10.
  "reject-reason",
  "resource-id",
  "encryption-status",
] as const;

/**
 * The fields of a transit gateway's flow log, in the order of AWS's list, its default format.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html#flow-log-records
 */
const transitGatewayFields = [
  "version",
  "resource-type",
  "account-id",
  "tgw-id",
  "tgw-attachment-id",
  "tgw-src-vpc-account-id",
  "tgw-dst-vpc-account-id",
  "tgw-src-vpc-id",
  "tgw-dst-vpc-id",
  "tgw-src-subnet-id",
  "tgw-dst-subnet-id",
  "tgw-src-eni",
  "tgw-dst-eni",
  "tgw-src-az-id",
  "tgw-dst-az-id",
  "tgw-pair-attachment-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "log-status",
  "type",
  "packets-lost-no-route",
  "packets-lost-blackhole",
  "packets-lost-mtu-exceeded",
  "packets-lost-ttl-expired",
  "tcp-flags",
  "region",
  "flow-direction",
  "pkt-src-aws-service",
  "pkt-dst-aws-service",
] as const;

type FlowField = (typeof vpcFlowFields)[number] | (typeof transitGatewayFields)[number];

/** Those of a VPC's flow log in their order, behind them those that only a transit gateway's has. */
const flowFields: readonly FlowField[] = [...new Set<FlowField>([...vpcFlowFields, ...transitGatewayFields])];

const knownFields: ReadonlySet<string> = new Set<string>(flowFields);

/** Number of columns of the default format. */
const DEFAULT_COLUMNS = 14;

const defaultFields: ReadonlySet<string> = new Set(vpcFlowFields.slice(0, DEFAULT_COLUMNS));

/** Where each field stands in a record; compiled once per object. */
export interface ColumnOrder {
  /** Names by column: hyphenated, as in a header. */
  readonly names: readonly string[];
  /** Columns by field, up to the last one that there is; -1 for those without a column. */
  readonly columns: readonly number[];
  /** Whether the columns are the first ones of AWS's list, as in the default format. */
  readonly isListed: boolean;
  /** Whether there are no other columns than those of the default format. */
  readonly isDefault: boolean;
  /** Columns that no version of the documentation names. */
  readonly unknown: readonly number[];
  readonly hasEcs: boolean;
  readonly hasTransitGateway: boolean;
}

export function columnOrder(names: readonly string[]): ColumnOrder {
  const columns = flowFields.map((field) => names.indexOf(field));
  return {
    names,
    columns: columns.slice(0, columns.findLastIndex((column) => column >= 0) + 1),
    isListed: names.every((name, column) => name === vpcFlowFields[column]),
    isDefault: names.every((name) => defaultFields.has(name)),
    unknown: names.flatMap((name, index) => (knownFields.has(name) ? [] : [index])),
    hasEcs: names.some((name) => name.startsWith("ecs-")),
    hasTransitGateway: names.some((name) => name.startsWith("tgw-") || name.startsWith("packets-lost-")),
  };
}

/** The values of a record in the order of `flowFields`. The common ones are to be taken apart by their place. */
export function listedValues(
  values: readonly unknown[],
  { columns, isListed, names }: ColumnOrder,
): readonly unknown[] {
  // What is behind the named columns has no name, not that of the next field.
  if (isListed && values.length <= names.length) return values;
  return columns.map((column) => (column < 0 ? undefined : values[column]));
}

const fieldIndex = new Map<string, number>(flowFields.map((field, index) => [field, index]));

/** One of the rarer values that `listedValues` gave: looking all of them up would take longer than all else. */
export function fieldOf(listed: readonly unknown[], field: FlowField): unknown {
  return listed[fieldIndex.get(field) ?? -1];
}

/** Names that other tools give the fields: Athena and Parquet write underscores, others camel case. */
const fieldsByPlainName: ReadonlyMap<string, string> = new Map<string, string>([
  ...flowFields.map((field) => [plainName(field), field] as const),
  ["account", "account-id"],
  ["status", "log-status"],
]);

function plainName(name: string): string {
  return name.replaceAll(/[-_]/g, "").toLowerCase();
}

/** The field names of a row's columns; columns of no field keep theirs. */
export function rowColumns(names: readonly string[]): string[] {
  return names.map((name) => fieldsByPlainName.get(plainName(name)) ?? name.replaceAll("_", "-"));
}

/** Whether these are the columns of a flow: both addresses, and no more columns of something else than of a flow. */
export function areFlowColumns(names: readonly string[]): boolean {
  const columns = rowColumns(names);
  const known = columns.reduce((count, name) => (knownFields.has(name) ? count + 1 : count), 0);
  return columns.includes("srcaddr") && columns.includes("dstaddr") && known * 2 > names.length;
}

/** The column names in a header line; `undefined` when the line is a record. */
export function headerColumns(line: string): string[] | undefined {
  // A record starts with a digit or an upper-case letter in most formats: cheap to tell apart.
  const first = line.charCodeAt(0);
  if (first < 97 || first > 122) return undefined;
  const names = line.trim().split(" ");
  const known = names.reduce((count, name) => (knownFields.has(name) ? count + 1 : count), 0);
  // Fields that AWS adds after this was written are told from values by the names around them.
  return known * 2 > names.length && names.every((name) => /^[a-z][a-z0-9-]*$/.test(name)) ? names : undefined;
}

const logStatuses: ReadonlySet<string> = new Set(["OK", "NODATA", "SKIPDATA"]);
const resourceTypes: ReadonlySet<string> = new Set(["TransitGateway", "TransitGatewayAttachment"]);

const defaultOrder = columnOrder(vpcFlowFields.slice(0, DEFAULT_COLUMNS));
const listedOrder = columnOrder(vpcFlowFields);
const transitGatewayOrder = columnOrder(transitGatewayFields);

/**
 * The order of a record that came without a header (CloudWatch Logs, Firehose, cut files). It is AWS's list where the
 * columns look like it; where only the first 14 do, they are the default format with unknown columns behind it.
 * `undefined` for any other order, which nobody can know without its header.
 */
export function headerlessOrder(columns: readonly string[]): ColumnOrder | undefined {
  const [version = "", second = "", third = ""] = columns;
  if (!/^(?:[2-9]|1\d)$/.test(version)) return undefined;
  if (resourceTypes.has(second)) {
    const logStatus = columns[transitGatewayFields.indexOf("log-status")] ?? "";
    return logStatuses.has(logStatus) ? transitGatewayOrder : undefined;
  }
  const startsAsDefault =
    /^(?:\d{12}|unknown|-)$/.test(second) &&
    /^(?:eni-|-$)/.test(third) &&
    logStatuses.has(columns[DEFAULT_COLUMNS - 1] ?? "");
  if (!startsAsDefault) return undefined;
  const goesOnAsListed =
    columns.length > DEFAULT_COLUMNS &&
    columns.length <= vpcFlowFields.length &&
    /^(?:vpc-|-$)/.test(columns[14] ?? "-") &&
    /^(?:subnet-|-$)/.test(columns[15] ?? "-") &&
    /^(?:i-|-$)/.test(columns[16] ?? "-");
  return goesOnAsListed ? listedOrder : defaultOrder;
}
