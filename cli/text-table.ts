import { stripVTControlCharacters } from "node:util";
import { visibleText } from "../functions/shared/text/visible-text";

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

/** Values come from logs that anyone can write to: no control character and no mark of direction may reach the terminal. */
export function printable(text: string): string {
  return visibleText(text.replace(/\p{Cc}/gu, (character) => `\\x${hexadecimal(character, 2)}`));
}

/** The same for JSON, which stays JSON of the same value: line ends between its parts are left alone. */
export function printableJson(json: string): string {
  return visibleText(
    json.replace(/\p{Cc}/gu, (character) => (character === "\n" ? character : `\\u${hexadecimal(character, 4)}`)),
  );
}

function hexadecimal(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, "0");
}
