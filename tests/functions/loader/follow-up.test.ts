import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeMessage } from "../../../functions/loader/events";
import {
  decodeFollowUp,
  encodeFollowUp,
  type FollowUp,
  isSentBy,
  withoutPlace,
} from "../../../functions/loader/follow-up";
import { maximumHeaderBytes, maximumHops } from "../../../functions/loader/resume";

const place = { ordinal: 1_000, offset: 70_000, inside: "member", headers: ["#Fields: date time"] } as const;
const followUp: FollowUp = {
  parkings: 2,
  firstSeen: Date.parse("2026-01-02T03:04:05.678Z"),
  objects: [
    {
      reference: { bucket: "archive", key: "a b/ü\n", versionId: "v1", etag: "e1" },
      resume: { ordinal: 1_200, hops: 3, place },
    },
    { reference: { bucket: "archive", key: "b", versionId: undefined, etag: undefined }, resume: undefined },
  ],
};

/** The message, with other members of its object or of its resume point. */
function message(object: object, resume: object | undefined): string {
  const base = { bucket: "archive", key: "a", versionId: "v1" };
  const point = resume === undefined ? {} : { resume: { ordinal: 1_200, hops: 3, ...resume } };
  return JSON.stringify({
    siemLoader: 1,
    parkings: 0,
    firstSeen: "2026-01-02T03:04:05Z",
    objects: [{ ...base, ...object, ...point }],
  });
}

describe("a message of the loader to itself", () => {
  it("says what it was given", () => {
    const { objects, ...rest } = followUp;
    const decoded = decodeMessage(encodeFollowUp(followUp));
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    assert.deepEqual(plain(decoded), plain({ kind: "objects", objects, ignored: 0, followUp: rest }));
  });

  it("holds nothing that SQS refuses, whatever is in a key", () => {
    for (const key of ["\uffff", "a\ufffeb", "\u007f\u0080", "🔥é\u202e", "\u0000\u001f", "\ud800"]) {
      const body = encodeFollowUp({ ...followUp, objects: [{ reference: { bucket: "archive", key } }] });
      assert.match(body, /^[ -~]+$/);
      const decoded = decodeMessage(body);
      assert.equal(decoded.kind === "objects" ? decoded.objects[0]?.reference.key : undefined, key);
    }
  });

  it("may name an object without a version, as long as it is to be loaded from its beginning", () => {
    const decoded = decodeMessage(message({ versionId: undefined }, undefined));
    assert.equal(decoded.kind, "objects");
  });

  for (const [name, body, reason] of [
    ["of another version", '{"siemLoader":2}', /another version/],
    ["without counts", '{"siemLoader":1}', /without parkings/],
    ["with a negative count", '{"siemLoader":1,"parkings":-1,"firstSeen":"2026-01-02T03:04:05Z"}', /without parkings/],
    ["without objects", '{"siemLoader":1,"parkings":0,"firstSeen":"2026-01-02T03:04:05Z"}', /without objects/],
    ["without a bucket", message({ bucket: undefined }, {}), /no bucket or key/],
    ["with a bucket that is no text", message({ bucket: { a: 1 } }, {}), /no bucket or key/],
    ["with an empty key", message({ key: "" }, {}), /no bucket or key/],
    ["with a key that S3 does not allow", message({ key: "k".repeat(1_025) }, {}), /no bucket or key/],
    ["with a version that is no text", message({ versionId: 1 }, {}), /no text/],
    ["that goes on with any version", message({ versionId: undefined }, {}), /which version/],
    ["with a record before the first", message({}, { ordinal: -1 }), /no possible place/],
    ["with a part of a record", message({}, { ordinal: 1.5 }), /no possible place/],
    ["with a number that is none", message({}, { ordinal: "1e999" }), /no possible place/],
    ["without a hop", message({}, { hops: 0 }), /no possible place/],
    ["with too many hops", message({}, { hops: maximumHops + 1 }), /no possible place/],
    ["that starts behind the record", message({}, { place: { ...place, ordinal: 1_201 } }), /no possible place/],
    ["that starts before the object", message({}, { place: { ...place, offset: -1 } }), /no possible place/],
    ["that starts in no known array", message({}, { place: { ...place, inside: "x" } }), /no possible place/],
    ["with headers that are no texts", message({}, { place: { ...place, headers: [{}] } }), /no possible place/],
    [
      "with endless headers",
      message({}, { place: { ...place, headers: ["x".repeat(maximumHeaderBytes + 1)] } }),
      /no possible place/,
    ],
  ] as const) {
    it(`is not understood ${name}`, () => {
      const decoded = decodeMessage(body);
      assert.ok(decoded.kind === "unknown");
      assert.match(decoded.reason, reason);
    });
  }

  it("is the loader's only if SQS says that a session of its role sent it", () => {
    assert.equal(isSentBy("AROAEXAMPLE", "AROAEXAMPLE:siem-prod-loader"), true);
    for (const [role, sender] of [
      ["AROAEXAMPLE", "AROAEXAMPLE"],
      ["AROAEXAMPLE", "AROAEXAMPLE2:siem-prod-loader"],
      ["AROAEXAMPLE", undefined],
      [undefined, "AROAEXAMPLE:siem-prod-loader"],
      [undefined, "undefined:siem-prod-loader"],
    ])
      assert.equal(isSentBy(role, sender), false, `${role} ${sender}`);
  });

  it("keeps the record to go on with, and the count that ends loops, without its place", () => {
    assert.deepEqual(withoutPlace({ ordinal: 1_200, hops: 3, place }), { ordinal: 1_200, hops: 3 });
    assert.equal(withoutPlace(undefined), undefined);
  });

  it("is understood or refused, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("parkings", "firstSeen", "objects", "x"), fc.jsonValue()),
        (members) => {
          const decoded = decodeFollowUp({ siemLoader: 1, ...members });
          assert.ok(typeof decoded === "string" || decoded.objects.length > 0);
        },
      ),
    );
  });
});
