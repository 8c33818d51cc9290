import assert from "node:assert/strict";
import { httpDate } from "../../../../functions/shared/time/http-date";

describe("the date of HTTP", () => {
  const cases: readonly (readonly [unknown, string | undefined])[] = [
    ["Wed, 01 Aug 2018 06:27:57 GMT", "2018-08-01T06:27:57Z"],
    ["Thu, 1 Nov 2018 22:00:00 GMT", "2018-11-01T22:00:00Z"],
    ["Sat, 31 Feb 2026 00:00:00 GMT", undefined],
    ["Wed, 01 Aug 2018 25:00:00 GMT", undefined],
    ["Wed, 01 Abc 2018 06:27:57 GMT", undefined],
    ["Wed, 01 Aug 2018 06:27:57 +0200", undefined],
    ["2018-08-01T06:27:57Z", undefined],
    [1533104877, undefined],
    [null, undefined],
  ];
  for (const [value, expected] of cases) {
    it(`of ${JSON.stringify(value)} is ${expected ?? "none"}`, () => assert.equal(httpDate(value), expected));
  }
});
