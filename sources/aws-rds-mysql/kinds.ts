/** The logs of a MySQL or MariaDB instance. */
export type LogKind = "audit" | "error" | "general" | "slowquery";

/** MySQL 5.7 and later; MySQL 5.6 and MariaDB (hours may be padded with a space); those of two-digit years. */
const times = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)|\d{4}-\d\d-\d\d +\d{1,2}:\d\d:\d\d|\d{6} +\d{1,2}:\d\d:\d\d`;

/** Names of the commands of the protocol, as the general log has them. */
const commands =
  "Sleep|Quit|Init DB|Query|Field List|Create DB|Drop DB|Refresh|Shutdown|Statistics|Processlist|Connect Out|Connect|Kill|Debug|Ping|Time|Delayed insert|Change user|Binlog Dump GTID|Binlog Dump|Table Dump|Register (?:Slave|Replica)|Prepare|Execute|Long Data|Close stmt|Reset stmt|Set option|Fetch|Daemon|Reset Connection|clone|Error";

const starts = {
  audit: String.raw`\d{8} \d\d:\d\d:\d\d,`,
  error: String.raw`(?:${times}) (?:0x[0-9a-f]+ |\d+ )?\[(?:Note|Warning|ERROR|System)\] |(?:${times}) 0x[0-9a-f]{12}`,
  // Without a time in the second of the record before, up to MySQL 5.6 and in MariaDB.
  general: String.raw`(?:(?:${times})\t|\t\t) *\d+ (?:${commands})(?:\t|$)`,
  slowquery: String.raw`# Time: \d|# User@Host: `,
} as const;

const patterns: readonly (readonly [LogKind, RegExp])[] = [
  ["audit", new RegExp(`^(?:${starts.audit})`)],
  ["error", new RegExp(`^(?:${starts.error})`)],
  ["general", new RegExp(`^(?:${starts.general})`)],
  ["slowquery", new RegExp(`^(?:${starts.slowquery})`)],
];

/** The lines above the records of general and slow query logs, again after each start. */
const headers = String.raw`\/\S+\/(?:mysqld|mariadbd?), Version: |Tcp port: \d+ +Unix socket: |Time +Id +Command +Argument`;
const headerPattern = new RegExp(`^(?:${headers})`);

export const recordStart = new RegExp(`^(?:${Object.values(starts).join("|")}|${headers})`);

/** The log whose record starts like this. */
export function logKind(record: string): LogKind | undefined {
  return patterns.find(([, pattern]) => pattern.test(record))?.[0];
}

export function isHeader(record: string): boolean {
  return headerPattern.test(record);
}
