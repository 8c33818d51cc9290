import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { ObjectError } from "../../../../functions/shared/errors";
import { lines, open, openParts, type TestMember, zip } from "../containers";
import { normalise } from "../support";

const chunkSizes = [1, 1_000, Number.MAX_SAFE_INTEGER];
const two: readonly TestMember[] = [
  { name: "one.log", content: "one\n" },
  { name: "two.log", content: "two" },
];

describe("opening zip", () => {
  const rows: readonly (readonly [string, Buffer | Uint8Array, readonly string[]])[] = [
    ["members that are deflated", zip(two), ["one\n", "two"]],
    ["members that are stored", zip(two.map((member) => ({ ...member, method: 0 }))), ["one\n", "two"]],
    ["what fflate writes", zipSync({ "a.log": Buffer.from("one"), b: Buffer.from("two") }), ["one", "two"]],
    ["no member", zip([]), []],
    ["an empty member", zip([{ name: "empty", content: "" }, ...two]), ["", "one\n", "two"]],
    ["sizes behind the data", zip(two.map((member) => ({ ...member, descriptor: "signed" }))), ["one\n", "two"]],
    [
      "sizes behind the data, without signature",
      zip([{ name: "empty", content: "" }, ...two].map((member) => ({ ...member, descriptor: "unsigned" }))),
      ["", "one\n", "two"],
    ],
    ["long sizes behind the data", zip(two.map((member) => ({ ...member, descriptor: "zip64" }))), ["one\n", "two"]],
    ["long sizes in a field of their own", zip(two.map((member) => ({ ...member, zip64: true }))), ["one\n", "two"]],
    [
      "directories and what macOS adds",
      zip([
        { name: "logs/", content: "", method: 0 },
        { name: "logs/one.log", content: "one\n", descriptor: "signed" },
        { name: "__MACOSX/logs/._one.log", content: "\0\x05\x16\x07", descriptor: "signed" },
        { name: "logs/.DS_Store", content: "\0\0\0\x01Bud1" },
        { name: "two.log", content: "two" },
      ]),
      ["one\n", "two"],
    ],
    ["the mark of an archive that was split", Buffer.concat([Buffer.from("PK\x07\x08"), zip(two)]), ["one\n", "two"]],
    ["names that are paths out of the archive", zip([{ name: "../../etc/passwd", content: "x" }]), ["x"]],
    ["gzip in a member", zip([{ name: "a.log.gz", content: gzipSync("one") }]), ["one"]],
    ["a zip in a member", zip([{ name: "in.zip", content: zip(two) }, ...two]), ["one\n", "two", "one\n", "two"]],
    ["a zip in gzip", gzipSync(zip(two)), ["one\n", "two"]],
    ["megabytes", zip([{ name: "a", content: lines(50_000), descriptor: "signed" }]), [lines(50_000)]],
  ];
  for (const [name, content, expected] of rows) {
    it(`reads ${name}, member by member`, async () => {
      for (const chunkBytes of content.length > 100_000 ? chunkSizes.slice(1) : chunkSizes) {
        const { texts, errors } = await open(content, chunkBytes);
        assert.deepEqual(errors, []);
        assert.ok(texts.length === expected.length && texts.every((text, index) => text === expected[index]));
      }
    });
  }

  const last: TestMember = { name: "last.log", content: "last\n" };
  const faults: readonly (readonly [string, readonly TestMember[], RegExp, string])[] = [
    ["an encrypted member", [{ ...last, flags: 1 }, last], /^zip member 1 \("last\.log"\): it is encrypted/, "last\n"],
    ["another method", [{ ...last, method: 9 }, last], /^zip member 1 .* compressed with Deflate64/, "last\n"],
    [
      "a wrong check sum",
      [{ ...last, checkSum: 1 }, last],
      /^corrupt zip member 1 .*incorrect check sum after 5 decompressed/,
      "last\nlast\n",
    ],
    [
      "a wrong check sum behind the data",
      [{ ...last, checkSum: 1, descriptor: "signed" }, last],
      /^corrupt zip member 1 .*incorrect check sum/,
      "last\nlast\n",
    ],
    ["an unsupported container in a member", [{ name: "a", content: "ORC\n." }, last], /^ORC inside zip: /, "last\n"],
    [
      "a damaged gzip in a member",
      [{ name: "a.gz", content: gzipSync("whole\n").subarray(0, 20) }, last],
      /^truncated gzip/,
      "last\n",
    ],
  ];
  for (const [name, members, message, expected] of faults) {
    it(`says what is wrong with ${name}, and reads the other members`, async () => {
      for (const chunkBytes of chunkSizes) {
        const { text, errors } = await open(zip(members), chunkBytes);
        assert.ok(text.endsWith(expected), text);
        assert.equal(errors.length, 1);
        assert.ok(errors[0] instanceof ObjectError);
        assert.match(errors[0].message, message);
      }
    });
  }

  it("gives all of a member before damage in its data, and the members behind it", async () => {
    const text = lines(5_000);
    const content = zip([{ name: "a", content: text }, last]);
    content.fill(0xff, 25_000, 25_020);
    const { texts, errors } = await open(content, 1_000);
    assert.ok(text.startsWith(texts[0] ?? "-") && (texts[0]?.length ?? 0) > 1_000);
    assert.equal(texts[1], "last\n");
    assert.match(String(errors[0]), /corrupt zip member 1 \("a"\): .* after \d+ decompressed bytes/);
    assert.equal((errors[0] as ObjectError).place.offset, texts[0]?.length);
  });

  it("gives what comes before the end of a truncated one, wherever that is", async () => {
    const content = zip([...two, { name: "c", content: lines(10), descriptor: "signed" }]);
    for (let end = 5; end < content.length; end += 1) {
      const { text, errors } = await open(content.subarray(0, end), 1_000);
      assert.ok(`one\ntwo${lines(10)}`.startsWith(text));
      assert.ok(errors.length > 0, `no fault at ${end}`);
      for (const error of errors) {
        assert.ok(error instanceof ObjectError);
        assert.match(error.message, /^truncated zip/);
      }
    }
  });

  it("refuses an archive of too many members, after the first ones", async () => {
    const many = Array.from({ length: 10_001 }, () => ({ name: "a", content: "x", method: 0 }));
    const { texts, errors } = await open(zip(many), 65_536);
    assert.equal(texts.length, 10_000);
    assert.match(String(errors[0]), /a zip of more than 10000 members/);
  });

  it("passes on errors of the transport as they are", async () => {
    const reset = new Error("connection reset");
    const large = zip([{ name: "large", content: "one\n".repeat(1_000), method: 0 }, ...two]);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield large.subarray(0, 4_050);
      throw reset;
    }
    const { text, errors } = await openParts(broken());
    assert.equal(text, "one\n".repeat(1_000));
    assert.deepEqual(errors, [reset]);
  });
});

describe("normalising the members of a zip", () => {
  it("splits and recognises each by itself, and numbers their records through", async () => {
    const content = zip([
      { name: "lines", content: "#test header\nLOG a\nLOG b" },
      { name: "json", content: '{"n":1}\n{"n":2}' },
      { name: "lines again", content: "LOG c\n" },
    ]);
    const { documents, summary, error } = await normalise(content, { chunkBytes: 50 });
    assert.equal(error, undefined);
    assert.deepEqual(
      documents.map(({ source, ordinal, offset, document }) => [
        source,
        ordinal,
        offset,
        JSON.stringify(document.test),
      ]),
      [
        ["test-lines", 0, 13, '{"line":"a","header":"#test header"}'],
        ["test-lines", 1, 19, '{"line":"b","header":"#test header"}'],
        ["test-json", 2, 24, '{"n":1}'],
        ["test-json", 3, 32, '{"n":2}'],
        ["test-lines", 4, 39, '{"line":"c"}'],
      ],
    );
    assert.deepEqual([...new Set(documents.map(({ id }) => id.replace(/^.*-/, "")))], ["0", "1", "2", "3", "4"]);
    assert.equal(summary.source, "test-lines");
    assert.equal(summary.outcome, "read");
    assert.equal(documents[3]?.document.log?.offset, 32);
  });

  it("gives one document for each member that no source recognises", async () => {
    const readme = { name: "README", content: "these are logs\n" };
    const mixed = await normalise(zip([readme, { name: "lines", content: "LOG a\n" }, readme]));
    assert.deepEqual(
      mixed.documents.map(({ source, ordinal }) => [source, ordinal]),
      [
        ["siem-unrecognised", 0],
        ["test-lines", 1],
        ["siem-unrecognised", 2],
      ],
    );
    assert.equal(mixed.summary.outcome, "read");
    assert.equal(new Set(mixed.documents.map(({ id }) => id)).size, 3);
    const { summary } = await normalise(zip([readme, readme]));
    assert.equal(summary.outcome, "unrecognised");
    assert.equal(summary.received, 2);
  });

  it("is empty without members or with empty ones", async () => {
    for (const content of [zip([]), zip([{ name: "a", content: "" }])]) {
      const { summary, error } = await normalise(content);
      assert.equal(error, undefined);
      assert.equal(summary.outcome, "empty");
    }
  });

  it("keeps the records of all members beside the first fault", async () => {
    const content = zip([
      { name: "a", content: "LOG a\nLOG b", checkSum: 1 },
      { name: "b", content: "LOG c\nLOG d" },
    ]);
    const { documents, error } = await normalise(content);
    assert.deepEqual(
      documents.map(({ ordinal, document }) => [ordinal, (document.test as { line: string }).line]),
      // The last line of a member that breaks off may be cut: it is no record.
      [
        [0, "a"],
        [1, "c"],
        [2, "d"],
      ],
    );
    assert.ok(error instanceof ObjectError);
    assert.match(error.message, /^corrupt zip member 1 .* after 11 decompressed bytes$/);
  });

  it("says of how many members it cannot read, and why the first cannot be", async () => {
    const secret = { name: "secret", content: "LOG a", flags: 1 };
    const { documents, error } = await normalise(zip([secret, { name: "b", content: "LOG b" }, secret]));
    assert.equal(documents.length, 1);
    assert.match(String(error), /member 1 .* it is encrypted; .*; and 1 more of its members cannot be read$/);
  });
});
