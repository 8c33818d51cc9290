import assert from "node:assert/strict";
import fc from "fast-check";
import { PendingBytes } from "../../../../functions/loader/formats/splitter";

describe("bytes that are not yet divided", () => {
  it("are what was appended and not forgotten, and chunks are not written to", () => {
    const steps = fc.array(fc.tuple(fc.uint8Array({ maxLength: 9 }), fc.double({ min: 0, max: 1, noNaN: true })));
    fc.assert(
      fc.property(steps, (chunks) => {
        const pending = new PendingBytes();
        const given = chunks.map(([chunk]) => Uint8Array.from(chunk));
        let expected = Buffer.alloc(0);
        let offset = 0;
        for (const [chunk, share] of chunks) {
          const from = Math.floor(share * expected.length);
          pending.append(chunk, from);
          expected = Buffer.concat([expected.subarray(from), chunk]);
          offset += from;
          assert.deepEqual(pending.buffer.subarray(0, pending.length), expected);
          assert.equal(pending.offset, offset);
        }
        assert.deepEqual(
          chunks.map(([chunk]) => chunk),
          given,
        );
      }),
    );
  });

  it("never spill over the end of a chunk into the memory that it is a part of", () => {
    const pending = new PendingBytes();
    const memory = Uint8Array.from([1, 2, 3, 4]);
    pending.append(memory.subarray(0, 2), 0);
    pending.append(Uint8Array.of(9), 1);
    assert.deepEqual([...memory], [1, 2, 3, 4]);
    assert.deepEqual([...pending.buffer.subarray(0, pending.length)], [2, 9]);
  });

  it("are copied a few times only, however many chunks a record has", () => {
    const pending = new PendingBytes();
    const chunk = new Uint8Array(64 * 1024);
    const memories = new Set<ArrayBufferLike>();
    for (let number = 0; number < 256; number += 1) {
      pending.append(chunk, 0);
      memories.add(pending.buffer.buffer);
    }
    assert.ok(memories.size <= 10, `${memories.size} copies`);
  });
});
