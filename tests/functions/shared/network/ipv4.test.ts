import assert from "node:assert/strict";
import { isIPv4 } from "node:net";
import fc from "fast-check";
import { ipv4Bits } from "../../../../functions/shared/network/ipv4";
import { runs } from "../../../support/fuzz";

describe("the bits of an IPv4 address", () => {
  it("are those of its four numbers", () => {
    assert.equal(ipv4Bits("0.0.0.0"), 0);
    assert.equal(ipv4Bits("192.0.2.1"), 0xc0_00_02_01);
    assert.equal(ipv4Bits("255.255.255.255"), 0xff_ff_ff_ff);
  });

  it("are there for just the texts that Node.js takes for an address", () => {
    const nearly = fc
      .array(fc.constantFrom("0", "1", "25", "255", "256", "01", "9", "", "a", ".", "-1", " "), { maxLength: 6 })
      .map((parts) => parts.join("."));
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), nearly, fc.string({ maxLength: 17 })), (text) => {
        assert.equal(ipv4Bits(text) >= 0, isIPv4(text));
      }),
      runs(2_000),
    );
  });
});
