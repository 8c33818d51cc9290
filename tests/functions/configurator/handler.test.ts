import assert from "node:assert/strict";
import type { Context } from "aws-lambda";
import { createHandler } from "../../../functions/configurator/handler";

describe("the configurator's handler", () => {
  it("fails with what is wrong when its environment names no domain", async () => {
    const endpoint = process.env["OPENSEARCH_ENDPOINT"];
    delete process.env["OPENSEARCH_ENDPOINT"];
    try {
      const context = { functionName: "configurator" } as Context;
      await assert.rejects(
        createHandler({})({ contentHash: "1" }, context),
        /OPENSEARCH_ENDPOINT is undefined; it must be the https/,
      );
    } finally {
      if (endpoint !== undefined) process.env["OPENSEARCH_ENDPOINT"] = endpoint;
    }
  });
});
