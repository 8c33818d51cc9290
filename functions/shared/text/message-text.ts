const maximumSubject = 100;

/** A subject of SNS is ASCII without control characters, at most 100 of them. */
export function subjectOf(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, maximumSubject);
}

/** Of what others call themselves: no line of theirs is to look like one of ours. */
export function oneLine(name: string): string {
  return name.replaceAll(/[\p{Cc}\u2028\u2029]/gu, "?");
}

/** A text of at most so many bytes, with three dots where it goes on. */
export function cutText(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const start = Buffer.from(text).subarray(0, bytes - 3);
  return `${start.toString("utf8").replace(/\ufffd$/, "")}...`;
}
