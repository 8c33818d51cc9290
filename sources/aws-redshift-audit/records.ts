/** The logs of a cluster, by their names in keys and log groups. */
export type RedshiftLogType = "connectionlog" | "userlog" | "useractivitylog";

const time = String.raw`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d:\d{3}`;

const starts: Readonly<Record<RedshiftLogType, string>> = {
  connectionlog: String.raw`[a-z][a-z_ ]{2,48}\|${time} *\|`,
  userlog: String.raw`\d{1,19}\|[^|\n]{0,512}\|[^|\n]{0,512}\|[a-z ]{3,32}\|[^|\n]{0,16}\|[^|\n]{0,16}\|[^|\n]{0,16}\|`,
  useractivitylog: String.raw`'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z UTC \[ db=`,
};

/** Statements have lines of their own, which begin no record. */
export const recordStart = new RegExp(`^(?:${Object.values(starts).join("|")})`);

const patterns: readonly (readonly [RedshiftLogType, RegExp])[] = [
  ["connectionlog", new RegExp(`^${starts.connectionlog}`)],
  ["userlog", new RegExp(`^${starts.userlog}`)],
  ["useractivitylog", new RegExp(`^${starts.useractivitylog}`)],
];

export function redshiftLogType(record: string): RedshiftLogType | undefined {
  return patterns.find(([, pattern]) => pattern.test(record))?.[0];
}
