import assert from "node:assert/strict";
import { failedMessageIds } from "../../local/event-pump/batch-response";
import type { InvocationResult } from "../../local/lambda/execution-environment";

const returned = (payload: unknown): InvocationResult => ({ kind: "returned", payload });

describe("the messages that stay in the queue after an invocation", () => {
  const ids = ["a", "b", "c"];
  const rows: readonly [string, InvocationResult, readonly string[]][] = [
    ["none after an answer without failures", returned({ batchItemFailures: [] }), []],
    ["none after an empty answer", returned({}), []],
    ["none after no answer", returned(null), []],
    ["none after an answer whose list is null", returned({ batchItemFailures: null }), []],
    ["those that the function names", returned({ batchItemFailures: [{ itemIdentifier: "b" }] }), ["b"]],
    [
      "each once when it is named twice",
      returned({ batchItemFailures: [{ itemIdentifier: "b" }, { itemIdentifier: "b" }] }),
      ["b"],
    ],
    ["all when an id is empty", returned({ batchItemFailures: [{ itemIdentifier: "" }] }), ids],
    ["all when an id is unknown", returned({ batchItemFailures: [{ itemIdentifier: "x" }] }), ids],
    ["all when an entry has another member", returned({ batchItemFailures: [{ messageId: "a" }] }), ids],
    ["all when the list is no list", returned({ batchItemFailures: "a" }), ids],
    ["all when the answer is a text", returned("done"), ids],
    ["all when the function failed", { kind: "failed", error: { errorType: "E", errorMessage: "m" } }, ids],
  ];
  for (const [name, result, expected] of rows) {
    it(`are ${name}`, () => assert.deepEqual(failedMessageIds(result, ids, true), expected));
  }

  it("are none when the mapping does not ask for reports, whatever the answer says", () => {
    assert.deepEqual(failedMessageIds(returned({ batchItemFailures: [{ itemIdentifier: "b" }] }), ids, false), []);
  });
});
