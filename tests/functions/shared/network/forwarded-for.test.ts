import assert from "node:assert/strict";
import { forwardedFor } from "../../../../functions/shared/network/forwarded-for";

describe("an X-Forwarded-For header", () => {
  for (const [what, header, client, addresses] of [
    ["of a client", "192.0.2.1", "192.0.2.1", ["192.0.2.1"]],
    ["of a client and proxies", "192.0.2.1, 198.51.100.7,2001:db8::1", "192.0.2.1", 3],
    ["that was sent twice", ["192.0.2.1", "198.51.100.7, 192.0.2.1"], "192.0.2.1", ["192.0.2.1", "198.51.100.7"]],
    ["with ports", "192.0.2.1:51234, [2001:db8::1]:443", "192.0.2.1", ["192.0.2.1", "2001:db8::1"]],
    ["whose client is not known", "unknown, 198.51.100.7", undefined, ["198.51.100.7"]],
    ["with anything", "' OR 1=1", undefined, undefined],
    ["without value", "", undefined, undefined],
    ["that is missing", undefined, undefined, undefined],
  ] as const) {
    it(what, () => {
      const read = forwardedFor(header);
      assert.equal(read.client, client);
      if (typeof addresses === "number") assert.equal(read.addresses?.length, addresses);
      else assert.deepEqual(read.addresses, addresses);
    });
  }
});
