/**
 * The row of a table for a key that a log holds; `undefined` without one. Plain indexing would find what every object
 * inherits: an action named `constructor` or `toString` is a function there.
 */
export function lookup<Row>(table: Readonly<Record<string, Row>>, key: string | undefined): Row | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
