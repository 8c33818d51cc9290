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
    for (const file of policyFiles(root)) {
      const test = join(root, `tests/policies/${file}.test.ts`);
      assert.ok(existsSync(test), file);
      // Which demands good, bad and undecided graphs, and both forms of settings that have two.
      const text = readFileSync(test, "utf8");
      assert.match(text, /^describePolicy\(policy, \{$/m, file);
      assert.ok(text.startsWith(`import policy from "../../../policies/${file}";\n`), file);
    }
  });

  it("say in whole sentences what they ask for and why, and what to change", () => {
    for (const { id, title, rationale, fix } of policies) {
      assert.match(title, /^[A-Z].*[^.]$/, id);
      assert.match(rationale, /^[A-Z].*\.$/, id);
      assert.match(fix, /^[A-Z].*\.$/, id);
    }
  });

  it("have a code sample of their fix, and controls of catalogues in the form that those use", () => {
    const forms = {
      fsbp: /^[A-Z][A-Za-z0-9]+\.\d+$/,
      cis: /^\d(?:\.\d+)+$/,
      "nist-800-53": /^[A-Z]{2}-\d+(?:\(\d+\))?$/,
      "pci-dss": /^\d+(?:\.\d+)+$/,
      hipaa: /^164\.\d{3}\([a-e]\)(?:\(\d\))?(?:\([ivx]+\))?(?:\([A-D]\))?$/,
    };
    for (const { id, example, frameworks } of policies) {
      assert.match(example, /[{(]/, id);
      for (const [name, form] of Object.entries(forms)) {
        for (const control of frameworks[name as keyof typeof forms] ?? [])
          assert.match(control, form, `${id} ${name}`);
      }
    }
  });

  it("have unique ids, and are all that the field's list asks for", () => {
    assert.equal(new Set(policies.map(({ id }) => id)).size, policies.length);
    assert.ok(policies.length >= 124, `${policies.length} policies`);
  });
});
