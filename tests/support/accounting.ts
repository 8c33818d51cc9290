import assert from "node:assert/strict";

/** What the loader's log says of an object that it has done with adds up: each record became something. */
export function assertAddsUp(values: Readonly<Record<string, unknown>>): void {
  const { received, indexed, duplicate, rejected } = values;
  const dropped = Object.values(values.dropped as Record<string, number>);
  const settled = [indexed, duplicate, rejected, ...dropped].map(Number);
  assert.equal(
    received,
    settled.reduce((sum, count) => sum + count, 0),
    JSON.stringify(values),
  );
}
