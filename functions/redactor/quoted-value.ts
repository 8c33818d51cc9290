/**
 * Where a quoted value ends: the place of its closing quote, with the backslashes before it.
 *
 * Texts hold JSON that holds JSON: on level 1 quotes are `\"`, on level 2 `\\\"`, on level n they follow 2^n - 1
 * backslashes, and a backslash of that level's own is 2^n of them.
 *
 * @param from place behind the opening quote.
 * @param backslashes how many there are before the opening quote.
 * @returns the end of the line, or of the text, where the value has no end in it.
 */
export function endOfQuoted(text: string, from: number, quote: string, backslashes: number): number {
  const unit = backslashes + 1;
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    let run = 0;
    while (at - run > from && text[at - run - 1] === "\\") run += 1;
    const own = run - backslashes;
    // Fewer: the text around it ends, which is broken.
    if (own < 0 || Math.floor(own / unit) % 2 === 0) return withinLine(text, from, at - Math.min(run, backslashes));
  }
  return withinLine(text, from, text.length);
}

/** No quoted value goes on behind its line. */
function withinLine(text: string, from: number, end: number): number {
  const lineEnd = text.slice(from, end).indexOf("\n");
  return lineEnd === -1 ? end : from + lineEnd;
}
