import { closingQuote } from "./escaped";

const longDigits = /\d{16}/;
/** Of a class alone: a pattern that has more to go back to runs out of stack on a text of megabytes. */
const numbers = /[-+.\deE]+/g;

/**
 * As `JSON.parse`, but whole numbers that JavaScript cannot hold exactly become texts: ids of that size are common, and
 * a rounded one is another's.
 * @throws SyntaxError for what is no JSON.
 */
export function parseExactJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  // Almost no record has such a number.
  if (!longDigits.test(text)) return parsed;
  const exact = withExactNumbers(text);
  return exact === text ? parsed : JSON.parse(exact);
}

function withExactNumbers(text: string): string {
  let exact = "";
  let done = 0;
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    const between = text.slice(at, end);
    if (longDigits.test(between)) {
      exact += text.slice(done, at) + between.replace(numbers, exactNumber);
      done = end;
    }
    at = quote === -1 ? end : closingQuote(text, quote + 1) + 1;
  }
  return exact + text.slice(done);
}

function exactNumber(number: string): string {
  const isExact = number.length < 16 || /[.eE]/.test(number) || Number.isSafeInteger(Number(number));
  return isExact ? number : `"${number}"`;
}
