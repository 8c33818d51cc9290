import assert from "node:assert/strict";
import { parseRequestLine, parseUrl } from "../../../../functions/shared/network/request-line";

function defined(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("request line", () => {
  for (const [name, line, expected] of [
    [
      "has method, URL and version",
      "GET https://www.example.com:443/shop?id=1 HTTP/1.1",
      {
        method: "GET",
        version: "1.1",
        url: {
          original: "https://www.example.com:443/shop?id=1",
          scheme: "https",
          domain: "www.example.com",
          port: 443,
          path: "/shop",
          query: "id=1",
        },
      },
    ],
    [
      "keeps a URL with spaces and quotes whole",
      'GET /q?a=" or "1"="1 HTTP/1.1',
      { method: "GET", version: "1.1", url: { original: '/q?a=" or "1"="1', path: "/q", query: 'a=" or "1"="1' } },
    ],
    [
      "has no method for a dash",
      "- http://192.0.2.1:80 -",
      { url: { original: "http://192.0.2.1:80", scheme: "http", domain: "192.0.2.1", port: 80 } },
    ],
    [
      "without a version keeps the last word in the URL",
      "GET /a b",
      { method: "GET", url: { original: "/a b", path: "/a b" } },
    ],
    ["of one word is a URL", "\\x16\\x03\\x01", { url: { original: "\\x16\\x03\\x01" } }],
    ["of dashes is nothing", "- - - ", {}],
    ["that is absent is nothing", "-", {}],
  ] as const) {
    it(name, () => assert.deepEqual(defined(parseRequestLine(line)), expected));
  }
});

describe("URL", () => {
  for (const [name, url, expected] of [
    [
      "of an IPv6 host keeps the brackets",
      "http://[2001:db8::1]:8080/",
      { original: "http://[2001:db8::1]:8080/", scheme: "http", domain: "[2001:db8::1]", port: 8080, path: "/" },
    ],
    [
      "of an IPv6 host without port",
      "http://[2001:db8::1]/",
      { original: "http://[2001:db8::1]/", scheme: "http", domain: "[2001:db8::1]", path: "/" },
    ],
    ["with a fragment", "/a?b#c", { original: "/a?b#c", path: "/a", query: "b", fragment: "c" }],
    [
      "with a scheme in its query only",
      "/redirect?to=http://example.com/",
      { original: "/redirect?to=http://example.com/", path: "/redirect", query: "to=http://example.com/" },
    ],
    [
      "with credentials leaves them out of the domain",
      "http://user:pw@example.com/",
      { original: "http://user:pw@example.com/", scheme: "http", domain: "example.com", path: "/" },
    ],
    [
      "with a port that is none",
      "http://example.com:99999/",
      { original: "http://example.com:99999/", scheme: "http", domain: "example.com", path: "/" },
    ],
    ["that is something else is kept as it is", "javascript:alert(1)", { original: "javascript:alert(1)" }],
  ] as const) {
    it(name, () => assert.deepEqual(defined(parseUrl(url) ?? {}), expected));
  }
});
