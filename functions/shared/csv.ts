/**
 * The fields of a CSV line (RFC 4180): separated by commas, in quotes where they hold one, with quotes doubled. A quote
 * that is not closed extends to the end of the line.
 */
export function csvFields(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      const [field, end] = quoted(line, at + 1);
      fields.push(field);
      const comma = line.indexOf(",", end);
      at = comma === -1 ? line.length + 1 : comma + 1;
    } else {
      const comma = line.indexOf(",", at);
      const end = comma === -1 ? line.length : comma;
      fields.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return fields;
}

/** The text up to the closing quote, and the index behind it. */
function quoted(line: string, from: number): [field: string, end: number] {
  let field = "";
  let at = from;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote === -1) return [field + line.slice(at), line.length];
    field += line.slice(at, quote);
    if (line[quote + 1] !== '"') return [field, quote + 1];
    field += '"';
    at = quote + 2;
  }
}
