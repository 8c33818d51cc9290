import * as assert from "node:assert/strict";
import { StateTable, type StateTableArgs } from "../../../components/storage/state-table";
import { ireland, register } from "../support";

const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/operations";

const make = (change: Partial<StateTableArgs> = {}) =>
  register(() => new StateTable("siem-state", { target: ireland, kmsKeyArn, ...change }));

describe("The table of what functions keep", () => {
  it("is encrypted with the key, paid for by request, and can be restored as it was", async () => {
    const { inputs, protect } = (await make()).one("dynamodb/table:Table");
    const { billingMode, serverSideEncryption, pointInTimeRecovery, deletionProtectionEnabled } = inputs;
    assert.deepEqual(
      [billingMode, serverSideEncryption, pointInTimeRecovery, deletionProtectionEnabled, protect],
      ["PAY_PER_REQUEST", { enabled: true, kmsKeyArn }, { enabled: true }, true, true],
    );
  });

  it("can be deleted only where nothing is to be protected", async () => {
    const { inputs, protect } = (await make({ protect: false })).one("dynamodb/table:Table");
    assert.deepEqual([inputs.deletionProtectionEnabled, protect], [false, undefined]);
  });

  it("has an index for each mark, of the items that have it, without what they hold", async () => {
    const { inputs } = (await make()).one("dynamodb/table:Table");
    const { hashKey, rangeKey, globalSecondaryIndexes, attributes } = inputs;
    assert.deepEqual([hashKey, rangeKey], ["kind", "id"]);
    const index = (name: string) => ({ name, hashKey: "kind", rangeKey: name, projectionType: "KEYS_ONLY" });
    assert.deepEqual(globalSecondaryIndexes, ["due", "unsent", "unshown"].map(index));
    assert.deepEqual(
      attributes,
      ["kind", "id", "due", "unsent", "unshown"].map((name) => ({ name, type: "S" })),
    );
  });
});
