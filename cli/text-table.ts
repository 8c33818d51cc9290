import { stripVTControlCharacters } from "node:util";

/** Columns of text: numbers to the right, everything else to the left. */
export function textTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)),
  );
  const isNumber = header.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => typeof row[column] === "number" || /^\d+\.\d+$/.test(row[column] ?? "")),
  );
  const widths = header.map((_, column) => Math.max(...cells.map((row) => lengthOf(row[column] ?? ""))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = " ".repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(cell)));
          return isNumber[column] === true ? padding + cell : cell + padding;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** What a terminal obeys instead of showing it, or shows in another order or on another line. */
const unsafe = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** Values come from logs that anyone can write to, so no control character may reach the terminal. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = hexadecimal(character);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** The same for JSON, which stays JSON of the same value: line ends between its parts are left alone. */
export function printableJson(json: string): string {
  return json.replace(unsafe, (character) =>
    character === "\n" ? character : `\\u${hexadecimal(character).padStart(4, "0")}`,
  );
}

function hexadecimal(character: string): string {
  return character.charCodeAt(0).toString(16);
}
