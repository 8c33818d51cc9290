export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** `2026-01-02T03:04:05Z`, as CloudTrail writes. */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-02T03:04:05.123Z`. */
export function isoMillis(time: number): string {
  return new Date(time).toISOString();
}

/** `20260102T0304Z`, as in the names of delivered log files. */
export function compactMinutes(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace(/[-:]/g, "")}Z`;
}

/** `2026/01/02`. */
export function datePath(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `02/Jan/2026:03:04:05 +0000`, as S3 server access logs write. */
export function commonLogTime(time: number): string {
  const iso = new Date(time).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1] ?? "";
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
