import assert from "node:assert/strict";
import { progressOnStderr } from "../../local/progress";
import { policies } from "../../policies/registry.generated";
import { type Agreement, compare, merged } from "../../tools/scan/agreement/compare";
import { corpus } from "../../tools/scan/agreement/corpus";
import { scannerPython } from "../../tools/scan/environments";
import { checkovVerdicts } from "../../tools/scan/scanners";

describe("the policies and checkov, where both ask for the same", function () {
  this.timeout(900_000);
  const stacks = corpus();
  let agreement: Agreement;

  before(async () => {
    const python = await scannerPython("checkov", progressOnStderr());
    const checks = policies.flatMap(({ checkov }) => checkov ?? []);
    agreement = compare(stacks, checkovVerdicts(python, merged(stacks), checks));
    const { compared, differences } = agreement;
    console.log(`      ${stacks.length} stacks, ${compared} verdicts compared, ${differences.length} disagreements`);
  });

  it("are compared on at least 200 stacks, of which each differs from a good one in one property", () => {
    assert.ok(stacks.length >= 200, `${stacks.length} stacks`);
    assert.equal(new Set(stacks.map(({ label }) => label)).size, stacks.length);
  });

  it("are compared for every policy that names a check", () => {
    assert.deepEqual(
      agreement.policies.toSorted(),
      policies.flatMap(({ id, checkov }) => (checkov === undefined ? [] : [id])).toSorted(),
    );
  });

  it("disagree only where somebody has explained it", () => {
    const unexplained = agreement.differences.filter(({ explanation }) => explanation === undefined);
    assert.deepEqual(
      unexplained.map(({ policy, stack, ours, theirs }) => `${policy}: ${stack}: ours ${ours}, theirs ${theirs}`),
      [],
    );
  });

  it("disagree wherever it is explained", () => {
    assert.deepEqual(
      agreement.unusedExplanations.map(({ policy, stack }) => `${policy} ${String(stack)}`),
      [],
    );
  });
});
