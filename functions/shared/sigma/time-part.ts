import { isoTime } from "../values";
import type { SigmaTimePart } from "./ast";

/** A part of a time, in UTC; undefined for what is no time. */
export function timePartOf(value: unknown, part: SigmaTimePart): number | undefined {
  const iso = isoTime(value);
  return iso === undefined ? undefined : readers[part](new Date(iso));
}

const readers: Readonly<Record<SigmaTimePart, (time: Date) => number>> = {
  minute: (time) => time.getUTCMinutes(),
  hour: (time) => time.getUTCHours(),
  day: (time) => time.getUTCDate(),
  week: isoWeek,
  month: (time) => time.getUTCMonth() + 1,
  year: (time) => time.getUTCFullYear(),
};

const dayMilliseconds = 86_400_000;

/** A week belongs to the year of its Thursday. */
function isoWeek(time: Date): number {
  const day = time.getUTCDay() || 7;
  const thursday = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate() + 4 - day);
  const firstOfYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - firstOfYear) / dayMilliseconds / 7) + 1;
}
