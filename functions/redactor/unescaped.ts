/** A text without escapes, and where its characters come from. */
export interface Unescaped {
  readonly text: string;
  /** Where the character at a place, or the end, is in the text with escapes. */
  readonly placeOf: (index: number) => number;
}

const escapes = /\\+(?:u[0-9A-Fa-f]{4}|["'/bfnrt])?|(?:%[0-9A-Fa-f]{2})+|&(?:amp|lt|gt|quot|apos);/g;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Resolves the escapes of JSON (also within JSON), URLs and XML; undefined for a text that has none. Each character of
 * the result is that of one escape, or its own.
 */
export function unescaped(text: string): Unescaped | undefined {
  let result = "";
  let done = 0;
  /** Places in the result, and theirs in the text, from which on both go on alike. */
  const places: number[] = [0];
  const origins: number[] = [0];
  for (const { 0: found, index } of text.matchAll(escapes)) {
    result += text.slice(done, index);
    done = index;
    for (const { character, length } of charactersOf(found)) {
      places.push(result.length);
      origins.push(done);
      result += character;
      done += length;
    }
    places.push(result.length);
    origins.push(done);
  }
  if (places.length === 1) return undefined;
  result += text.slice(done);
  return {
    text: result,
    placeOf: (index) => {
      let low = 0;
      let high = places.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((places[middle] ?? 0) <= index) low = middle;
        else high = middle - 1;
      }
      return (origins[low] ?? 0) + index - (places[low] ?? 0);
    },
  };
}

interface Character {
  readonly character: string;
  /** Of its escape. */
  readonly length: number;
}

function charactersOf(found: string): readonly Character[] {
  const { length } = found;
  if (found.startsWith("&")) return [{ character: entities[found.slice(1, -1)] ?? found, length }];
  if (found.startsWith("%")) return bytesOf(found);
  const backslashes = found.lastIndexOf("\\") + 1;
  const rest = found.slice(backslashes);
  if (rest.length > 1) return [{ character: String.fromCharCode(Number.parseInt(rest.slice(1), 16)), length }];
  // A backslash of the text's own, as in `DOMAIN\\name`, or an escape.
  if (backslashes % 2 === 0 || rest === "") {
    return [
      { character: "\\", length: backslashes },
      { character: rest, length: rest.length },
    ];
  }
  return [{ character: /[bfnrt]/.test(rest) ? " " : rest, length }];
}

/** Of bytes in UTF-8, or else in Latin-1. */
function bytesOf(found: string): readonly Character[] {
  try {
    return Array.from(decodeURIComponent(found), (character) => ({
      character,
      length: 3 * Buffer.byteLength(character),
    }));
  } catch {
    return Array.from(Buffer.from(found.replaceAll("%", ""), "hex").toString("latin1"), (character) => ({
      character,
      length: 3,
    }));
  }
}
