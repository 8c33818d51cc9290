import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies/registry.generated";
import { policyFiles, policyRegistry } from "../../tools/generators/policy-registry";

const root = join(__dirname, "../..");

describe("the policies", () => {
  it("are all in the registry, which is not stale", () => {
    assert.equal(readFileSync(join(root, "policies/registry.generated.ts"), "utf8"), policyRegistry(root));
  });

  it("lie in the folder of their service in a file of their name, with a test beside the others", () => {
    assert.deepEqual(
      policies.map(({ service, id }) => `${service}/${id}`),
      policyFiles(root),
    );
    for (const file of policyFiles(root)) assert.ok(existsSync(join(root, `tests/policies/${file}.test.ts`)), file);
  });

  it("say in whole sentences what they ask for and why, and what to change", () => {
    for (const { id, title, rationale, fix } of policies) {
      assert.match(title, /^[A-Z].*[^.]$/, id);
      assert.match(rationale, /^[A-Z].*\.$/, id);
      assert.match(fix, /^[A-Z].*\.$/, id);
    }
  });

  it("include at least twelve that stop a deployment", () => {
    assert.ok(policies.filter(({ severity }) => severity === "mandatory").length >= 12);
  });
});
