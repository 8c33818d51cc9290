import assert from "node:assert/strict";
import { ConfigurationError, RecordError } from "../../../functions/shared/errors";

describe("errors", () => {
  it("say who can act, where, and why", () => {
    const cause = new Error("inner");
    const error = new RecordError("no time", { place: { record: 3 }, cause });
    assert.deepEqual(
      [error.name, error.message, error.place, error.cause],
      ["RecordError", "no time", { record: 3 }, cause],
    );
  });

  it("of records have no stack, and leave those of others as they are", () => {
    assert.ok(!(new RecordError("no time").stack ?? "").includes("\n    at "));
    assert.match(new ConfigurationError("wrong").stack ?? "", /\n {4}at /);
  });
});
