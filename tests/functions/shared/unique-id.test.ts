import assert from "node:assert/strict";
import { eventBridgeId, generatedId, guid, idWith } from "../../../functions/shared/unique-id";

describe("the ids that identify a record", () => {
  for (const { id, isGuid, isGenerated } of [
    { id: "11111111-2222-4333-8444-0000000000aB", isGuid: true, isGenerated: true },
    { id: "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111", isGuid: false, isGenerated: true },
    { id: "11111111-2222-4333-8444-0000000000aB-1", isGuid: false, isGenerated: true },
    { id: "07c0ffee000000000000000000000000", isGuid: false, isGenerated: true },
    { id: "arn:aws:inspector2:eu-west-1:111122223333:finding/00aa", isGuid: false, isGenerated: true },
    { id: "-6709442587437772001", isGuid: false, isGenerated: true },
    { id: "123456789012345", isGuid: false, isGenerated: false },
    { id: "the-only-example-of-all", isGuid: false, isGenerated: false },
    { id: "1234567890 1234567890", isGuid: false, isGenerated: false },
    { id: "1", isGuid: false, isGenerated: false },
    { id: "", isGuid: false, isGenerated: false },
    { id: undefined, isGuid: false, isGenerated: false },
    { id: { id: "07c0ffee000000000000000000000000" }, isGuid: false, isGenerated: false },
  ]) {
    it(`${JSON.stringify(id) ?? "none"} is ${isGuid ? "a GUID" : isGenerated ? "generated" : "anybody's"}`, () => {
      assert.equal(guid(id), isGuid ? id : undefined);
      assert.equal(generatedId(id), isGenerated ? id : undefined);
    });
  }

  it("are EventBridge's in its envelopes only", () => {
    const id = "11111111-2222-4333-8444-000000000001";
    assert.equal(eventBridgeId({ kind: "eventbridge", id }), id);
    assert.equal(eventBridgeId({ kind: "eventbridge", id: "1" }), undefined);
    assert.equal(eventBridgeId({ kind: "cloudwatch-logs", id }), undefined);
    assert.equal(eventBridgeId(undefined), undefined);
  });

  it("have more parts only where there is an id", () => {
    assert.equal(idWith("a", undefined, 0, "b"), "a-0-b");
    assert.equal(idWith(undefined, "a"), undefined);
  });
});

describe("findings of two products with one id", () => {
  it("are two in Security Hub, whose products choose the ids", async () => {
    const { updateId } = await import("../../../sources/aws-securityhub/finding");
    const finding = { Id: "1", AwsAccountId: "111122223333", UpdatedAt: "2026-01-02T02:00:00Z" };
    const product = (name: string) => `arn:aws:securityhub:eu-west-1::product/example/${name}`;
    const ids = ["a", "b"].map((name) => updateId({ ...finding, ProductArn: product(name) }));
    assert.ok(ids[0] !== undefined && ids[0] !== ids[1]);
    assert.equal(updateId(finding), undefined);
  });
});
