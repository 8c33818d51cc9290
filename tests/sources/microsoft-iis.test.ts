import assert from "node:assert/strict";
import iis from "../../sources/microsoft-iis";

const line = "2026-01-02 02:50:11 192.0.2.10 GET / - 443 - 203.0.113.10 curl/8.5.0 - 200 0 0 65";

describe("recognising IIS", () => {
  for (const { what, value, recognised } of [
    { what: "its header", value: "#Software: Microsoft Internet Information Services 10.0", recognised: true },
    { what: "its fields", value: "#Fields: date time s-ip cs-method sc-win32-status", recognised: true },
    { what: "HTTP.sys's header", value: "#Software: Microsoft HTTP API 2.0", recognised: true },
    { what: "the header of another server", value: "#Software: Some Web Server", recognised: false },
    { what: "CloudFront's fields", value: "#Fields: date time x-edge-location c-ip cs-method", recognised: false },
    { what: "a line of the default fields", value: line, recognised: true },
    { what: "a line with a field less", value: line.slice(0, -3), recognised: false },
    { what: "a line with a name for an address", value: line.replace("203.0.113.10", "client"), recognised: false },
    { what: "an object", value: { line }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(iis.recognises(value), recognised));
  }
});
