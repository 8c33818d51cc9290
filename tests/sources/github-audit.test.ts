import assert from "node:assert/strict";
import { classify } from "../../functions/shared/classification";
import github from "../../sources/github-audit";
import { rules } from "../../sources/github-audit/classes";

describe("recognising GitHub's audit log", () => {
  for (const { what, value, recognised } of [
    { what: "a Git event", value: { action: "git.push", actor: "anna", repo: "o/r" }, recognised: true },
    {
      what: "an event without actor",
      value: { action: "org.x", org: "o", operation_type: "modify" },
      recognised: true,
    },
    { what: "an action alone", value: { action: "repo.create", name: "x" }, recognised: false },
    { what: "a webhook", value: { action: "opened", actor: "a", repository: {}, org: "o" }, recognised: false },
    { what: "an action in capitals", value: { action: "Repo.Create", actor: "a", org: "o" }, recognised: false },
    { what: "an actor that is an object", value: { action: "a.b", actor: {}, org: "o" }, recognised: false },
    { what: "a text", value: '{"action":"git.push"}', recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(github.recognises(value), recognised));
  }
});

it("takes a change of a repository's visibility for a change, though GitHub calls it access", () => {
  assert.deepEqual(classify("repo.access", rules), { category: ["configuration"], type: ["change"] });
  assert.deepEqual(classify("repo.download_zip", rules).type, ["access"]);
});
