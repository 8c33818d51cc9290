const byteOrderMark = Buffer.from("\uFEFF");

/**
 * The first place behind blanks and byte order marks, of files appended to each other. `cut` is set where only more
 * bytes can tell whether a mark is there.
 */
export function behindBlanks(
  buffer: Buffer,
  from: number,
  length: number,
  isBlank: (byte: number | undefined) => boolean,
): { at: number; cut: boolean } {
  for (let at = from; ; ) {
    const marked = markBytes(buffer, at, length);
    if (marked === byteOrderMark.length) at += marked;
    else if (at < length && isBlank(buffer[at])) at += 1;
    else return { at, cut: at + marked === length };
  }
}

/** How many bytes are those of a byte order mark. */
function markBytes(buffer: Buffer, at: number, length: number): number {
  let bytes = 0;
  while (bytes < byteOrderMark.length && at + bytes < length && buffer[at + bytes] === byteOrderMark[bytes]) bytes += 1;
  return bytes;
}
