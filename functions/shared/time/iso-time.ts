const ZERO = 0x30;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Milliseconds since 1970 of a time written as `2026-01-02T03:04:05Z`, with up to nine digits behind the seconds; NaN for
 * any other text, and for days and hours that there are not. Read by hand: `Date.parse` takes three times as long, takes
 * much else, and makes March 3rd of February 31st.
 */
export function utcMilliseconds(text: string): number {
  // A record's time is asked for more than once, and its other times are often the same.
  if (text !== lastText) {
    lastMilliseconds = readUtc(text);
    lastText = text;
  }
  return lastMilliseconds;
}

let lastText = "";
let lastMilliseconds = Number.NaN;

function readUtc(text: string): number {
  const { length } = text;
  const hasForm =
    length >= 20 &&
    length !== 21 &&
    length <= 30 &&
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    text.charCodeAt(10) === 0x54 &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a &&
    text.charCodeAt(length - 1) === 0x5a &&
    (length === 20 || text.charCodeAt(19) === 0x2e);
  if (!hasForm) return Number.NaN;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const day = digitsAt(text, 8, 10);
  const hour = digitsAt(text, 11, 13);
  const minute = digitsAt(text, 14, 16);
  const second = digitsAt(text, 17, 19);
  const days = monthDays[month - 1] ?? Number.NaN;
  const isLeapDay = month === 2 && day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (!(day >= 1 && (day <= days || isLeapDay) && hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  const seconds = daysSince1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
  return length === 20 ? seconds * 1_000 : seconds * 1_000 + fractionMilliseconds(text, length - 1);
}

/** NaN where one of the characters is no digit. */
function digitsAt(text: string, from: number, end: number): number {
  let value = 0;
  for (let index = from; index < end; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The first three digits behind the point; NaN where there is anything else. */
function fractionMilliseconds(text: string, end: number): number {
  const milliseconds = digitsAt(text, 20, Math.min(end, 23));
  const rest = end > 23 ? digitsAt(text, 23, end) * 0 : 0;
  return (end === 21 ? milliseconds * 100 : end === 22 ? milliseconds * 10 : milliseconds) + rest;
}

/** Counts years from March, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    shifted * 365 +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    dayOfYear -
    719_468
  );
}

/** More than an hour of them; a power of two. */
const remembered = 4_096;
const rememberedSeconds = new Float64Array(remembered).fill(Number.NaN);
const rememberedTexts: string[] = new Array<string>(remembered).fill("");

/** A second since 1970 as ISO 8601. The last ones are remembered: records of a log share few. @throws RangeError beyond the year 275760. */
export function isoSecond(second: number): string {
  const place = second & (remembered - 1);
  if (rememberedSeconds[place] !== second) {
    rememberedTexts[place] = `${new Date(second * 1_000).toISOString().slice(0, -5)}Z`;
    rememberedSeconds[place] = second;
  }
  return rememberedTexts[place] ?? "";
}
