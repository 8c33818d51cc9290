import assert from "node:assert/strict";
import webhook from "../../sources/github-webhook";

const repository = { full_name: "example-org/shop" };
const sender = { login: "anna-lang" };

describe("recognising a GitHub webhook", () => {
  for (const { what, value, recognised } of [
    { what: "a payload with a sender", value: { action: "privatized", repository, sender }, recognised: true },
    { what: "one without a sender whose member tells it", value: { issue: {}, repository }, recognised: true },
    { what: "one of an organisation", value: { organization: { login: "o" }, sender }, recognised: true },
    { what: "a repository alone", value: { repository }, recognised: false },
    { what: "a repository that is a text", value: { repository: "example-org/shop", sender }, recognised: false },
    {
      what: "an audit event",
      value: { action: "repo.create", actor: "a", org: "o", repository: "o/r" },
      recognised: false,
    },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(webhook.recognises(value), recognised));
  }
});
