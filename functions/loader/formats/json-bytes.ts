export function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** White space, commas, and the NULs some writers pad with. */
export function isSeparator(byte: number | undefined): boolean {
  return isWhiteSpace(byte) || byte === 0x2c || byte === 0x00;
}

/** Whether the byte may stand right behind a string. */
export function mayFollowString(byte: number | undefined): boolean {
  return byte === 0x2c || byte === 0x3a || byte === 0x7d || byte === 0x5d || isWhiteSpace(byte);
}

const objectContinuations: ReadonlySet<number | undefined> = new Set(Buffer.from('}],"'));

/** Whether a line that starts so may belong to the object of the lines before it. */
function continuesObject(byte: number | undefined): boolean {
  return isWhiteSpace(byte) || objectContinuations.has(byte);
}

/**
 * The line end at which a faulty object ends: the next one before a line that starts neither inside an object nor with
 * its end. Without one, `end` is -1 and the search goes on at `next` when there are more bytes.
 */
export function faultEnd(buffer: Buffer, from: number, length: number): { end: number; next: number } {
  let end = from;
  for (;;) {
    end = buffer.indexOf(0x0a, end);
    if (end === -1 || end >= length) return { end: -1, next: length };
    // What follows decides.
    if (end === length - 1) return { end: -1, next: end };
    if (!continuesObject(buffer[end + 1])) return { end, next: end + 1 };
    end += 1;
  }
}

/** Whether a value may follow at this place of a JSON text that starts at `from`; `otherwise` if it is all white space. */
export function allowsValue(buffer: Buffer, from: number, at: number, otherwise: boolean): boolean {
  let before = at;
  while (before >= from && isWhiteSpace(buffer[before])) before -= 1;
  if (before < from) return otherwise;
  const byte = buffer[before];
  return byte === 0x2c || byte === 0x3a || byte === 0x5b;
}

/** No name of a member that is looked for is longer; many colons may stand behind a name of megabytes. */
const longestNameBytes = 256;

/** The text between two places, if it is short enough for a name and its end is known. */
export function shortText(buffer: Buffer, start: number, end: number): string | undefined {
  return start >= 0 && end >= start && end - start <= longestNameBytes
    ? buffer.toString("latin1", start, end)
    : undefined;
}
