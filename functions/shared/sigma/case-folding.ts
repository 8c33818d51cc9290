/**
 * A text in which upper and lower case are the same: letter by letter, whatever stands beside them, so that a part of a
 * text is a part of the folded text. `toLowerCase` alone makes another letter of a capital sigma at the end of a word,
 * and leaves the long s, which regular expressions take for an s.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return isAscii(lower) ? lower : lower.replaceAll("ς", "σ").replaceAll("ſ", "s");
}

const notAscii = /[^\0-\x7f]/;

function isAscii(text: string): boolean {
  return !notAscii.test(text);
}
