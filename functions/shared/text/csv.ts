/**
 * The columns of one CSV record (RFC 4180), which may have line ends within quotes. A quote that is not closed, as in a
 * record that was cut, extends to the end; quotes within a plain column are text.
 */
export function csvColumns(record: string): string[] {
  const columns: string[] = [];
  let at = 0;
  while (at <= record.length) {
    if (record.charAt(at) === '"') {
      const end = closingQuote(record, at + 1);
      columns.push(record.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at >= record.length) break;
      // What stands between the closing quote and the comma is no CSV; it is kept as a column of its own.
      if (record.charAt(at) === ",") at += 1;
    } else {
      const comma = record.indexOf(",", at);
      const end = comma === -1 ? record.length : comma;
      columns.push(record.slice(at, end));
      if (comma === -1) break;
      at = comma + 1;
    }
  }
  return columns;
}

function closingQuote(record: string, from: number): number {
  let quote = record.indexOf('"', from);
  while (quote !== -1 && record.charAt(quote + 1) === '"') quote = record.indexOf('"', quote + 2);
  return quote === -1 ? record.length : quote;
}
