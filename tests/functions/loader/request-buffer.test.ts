import assert from "node:assert/strict";
import fc from "fast-check";
import {
  RequestBuffer,
  requestBody,
  type WrittenLines,
  writtenDocument,
  writtenId,
  writtenLines,
} from "../../../functions/loader/request-buffer";
import { runs } from "../../support/fuzz";

const documents = fc.record({
  index: fc.constantFrom("siem-test-2026-01", "siem-a.b_c-d"),
  id: fc.oneof(fc.stringMatching(/^[\w-]{1,30}$/), fc.string({ unit: "binary", maxLength: 20 })),
  document: fc.string({ unit: "binary", maxLength: 60 }).map((text) => JSON.stringify({ text })),
});

describe("the lines of a bulk request", () => {
  it("are those of the documents, whichever of them are sent, in whichever buffers they lie", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(documents, fc.boolean()), { maxLength: 20 }),
        fc.integer({ min: 1, max: 600 }),
        (all, size) => {
          let buffer = new RequestBuffer(size);
          const written: WrittenLines[] = all.map(([document]) => {
            const lines = buffer.write(document);
            if (lines !== undefined) return lines;
            buffer = new RequestBuffer(size);
            return buffer.write(document) ?? writtenLines(document);
          });
          const sent = all.flatMap(([document, isSent], place) =>
            isSent ? [{ document, lines: written[place]! }] : [],
          );
          const expected = sent.map(
            ({ document: { index, id, document } }) =>
              `${JSON.stringify({ create: { _index: index, _id: id } })}\n${document}\n`,
          );
          assert.equal(requestBody(sent.map(({ lines }) => lines)).toString(), expected.join(""));
          for (const { document, lines } of sent) {
            assert.equal(writtenDocument(lines), document.document);
            assert.equal(writtenId(lines), document.id);
          }
        },
      ),
      runs(500),
    );
  });

  it("are not copied where they lie behind each other", () => {
    const buffer = new RequestBuffer(1_000);
    const lines = ["a", "b", "c"].map((id) => buffer.write({ index: "siem-test-2026-01", id, document: "{}" })!);
    assert.equal(requestBody(lines).buffer, lines[0]!.bytes.buffer);
    assert.notEqual(requestBody([lines[0]!, lines[2]!]).buffer, lines[0]!.bytes.buffer);
  });

  it("of a document do not fit where there is too little room, and take what room there is", () => {
    const document = { index: "siem-test-2026-01", id: "ü", document: '{"text":"ü"}' };
    const size = writtenLines(document).end;
    assert.equal(new RequestBuffer(size - 1).write(document), undefined);
    assert.equal(new RequestBuffer(size).write(document)?.end, size);
  });
});
