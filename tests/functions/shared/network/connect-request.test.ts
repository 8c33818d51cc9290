import assert from "node:assert/strict";
import { requestedUrl } from "../../../../functions/shared/network/connect-request";
import { parseRequestLine } from "../../../../functions/shared/network/request-line";

describe("the URL of a request", () => {
  for (const [line, domain, port] of [
    ["CONNECT 203.0.113.9:443 HTTP/1.1", "203.0.113.9", 443],
    ["CONNECT www.example.com:8443", "www.example.com", 8443],
    ["CONNECT nothing HTTP/1.1", undefined, undefined],
    ["GET 203.0.113.9:443 HTTP/1.1", undefined, undefined],
    ["GET http://www.example.com:80/ HTTP/1.1", "www.example.com", 80],
  ] as const) {
    it(`${line} is ${domain === undefined ? "without host" : `at ${domain}`}`, () => {
      const url = requestedUrl(parseRequestLine(line));
      assert.deepEqual([url?.domain, url?.port], [domain, port]);
    });
  }
});
