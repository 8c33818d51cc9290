/** Shorter parts of texts are copies. */
const shortestPart = 13;

/**
 * The same text, cut out of nothing: a part of a text keeps all of it in memory, here a block of a log. For what outlives
 * the record that it is of.
 */
export function ownText(text: string): string {
  if (text.length < shortestPart) return text;
  // A byte for each character, as most texts have them: such are compared faster.
  const own = Buffer.from(text, "latin1").toString("latin1");
  return own === text ? own : Buffer.from(text, "utf16le").toString("utf16le");
}
