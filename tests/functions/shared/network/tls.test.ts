import assert from "node:assert/strict";
import { tlsProtocol } from "../../../../functions/shared/network/tls";

describe("the TLS version of a log field", () => {
  for (const { protocol, version, name } of [
    { protocol: "TLSv1.3", version: "1.3", name: "tls" },
    { protocol: "tlsv12", version: "1.2", name: "tls" },
    { protocol: "TLSv1", version: "1", name: "tls" },
    { protocol: "SSLv3", version: "3", name: "ssl" },
    { protocol: "-", version: undefined, name: undefined },
    { protocol: "QUIC", version: undefined, name: undefined },
    { protocol: undefined, version: undefined, name: undefined },
  ]) {
    it(`of ${protocol} is ${version} of ${name}`, () => {
      const found = tlsProtocol(protocol);
      assert.deepEqual([found.version, found.version_protocol], [version, name]);
    });
  }
});
