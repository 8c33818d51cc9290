import assert from "node:assert/strict";
import { basename, resolve } from "node:path";
import { fieldProblems } from "../../cli/rules/field-problems";
import { sources } from "../../functions/loader/registry.generated";
import { testRule } from "../../functions/loader/rule-test";
import { describeProblem } from "../../functions/shared/sigma";
import { readRules } from "../../functions/shared/sigma/read-rules";

const { rules, correlations, filters, problems } = readRules([resolve(__dirname, "../../rules")]);

describe("the rules of this project", () => {
  it("have nothing wrong with them, not even a warning", () => {
    assert.deepEqual([...problems, ...fieldProblems(rules, sources)].map(describeProblem), []);
  });

  for (const document of [...rules, ...correlations, ...filters]) {
    it(`${document.location.file.split("/rules/")[1]} says who wrote it, when, and what it is called`, () => {
      assert.equal(document.name, basename(document.location.file, ".yml"));
      assert.match(document.id ?? "", /^[0-9a-f-]{36}$/);
      assert.ok(document.author !== undefined && document.date !== undefined, "author and date");
      assert.ok((document.description ?? "").length > 20, "a description");
    });
  }

  for (const rule of rules) {
    it(`${rule.name} says how bad it is, what may be harmless and what to do`, () => {
      assert.ok(rule.level !== undefined, "a level");
      assert.ok(rule.falsepositives.length > 0, "false positives");
      assert.ok(Array.isArray(rule.custom.triage) && rule.custom.triage.length > 0, "triage");
      assert.ok(
        rule.tags.some((tag) => tag.startsWith("attack.")),
        "a tag of ATT&CK",
      );
    });

    it(`${rule.name} matches at least two events and leaves at least two near misses`, async () => {
      assert.deepEqual(await testRule(rule, sources), []);
      assert.ok((rule.tests?.match.length ?? 0) >= 2, "two events that match");
      assert.ok((rule.tests?.noMatch.length ?? 0) >= 2, "two near misses");
    });
  }
});
