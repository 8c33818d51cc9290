/** A string, or a whole number of so many digits that it may be beyond 2^53. */
const stringOrLongInteger = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gs;
const longDigits = /\d{16}/;

/**
 * As `JSON.parse`, but whole numbers that JavaScript cannot hold exactly become texts: ids of that size are common, and
 * a rounded one is another's.
 * @throws SyntaxError for what is no JSON.
 */
export function parseExactJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  // Almost no record has such a number.
  if (!longDigits.test(text)) return parsed;
  const exact = text.replace(stringOrLongInteger, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
  return exact === text ? parsed : JSON.parse(exact);
}
