import assert from "node:assert/strict";
import { urlDecoded } from "../../../../functions/shared/text/url-encoding";

describe("a percent-encoded field", () => {
  for (const { what, field, decoded } of [
    { what: "has its spaces back", field: "Mozilla/5.0%20(X11)", decoded: "Mozilla/5.0 (X11)" },
    { what: "may hold several bytes a character", field: "caf%C3%A9", decoded: "café" },
    { what: "is decoded once", field: "%2527", decoded: "%27" },
    { what: "keeps what is no encoding", field: "100%, %zz, %2", decoded: "100%, %zz, %2" },
    { what: "keeps bytes that are no UTF-8", field: "a%20b%ff%20c", decoded: "a b%ff%20c" },
    { what: "may be absent", field: "-", decoded: undefined },
    { what: "may be no text", field: {}, decoded: undefined },
  ]) {
    it(what, () => assert.equal(urlDecoded(field), decoded));
  }
});
