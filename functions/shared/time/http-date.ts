const pattern = /^[A-Z][a-z]{2}, (\d{1,2}) [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * The date of HTTP and of RFC 1123, `Wed, 01 Aug 2018 06:27:57 GMT`, as ISO 8601 in UTC; `undefined` for anything else.
 */
export function httpDate(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const day = pattern.exec(value)?.[1];
  const milliseconds = day === undefined ? Number.NaN : Date.parse(value);
  if (Number.isNaN(milliseconds)) return undefined;
  const date = new Date(milliseconds);
  // Date.parse turns February 31st into March 3rd.
  return date.getUTCDate() === Number(day) ? `${date.toISOString().slice(0, 19)}Z` : undefined;
}
