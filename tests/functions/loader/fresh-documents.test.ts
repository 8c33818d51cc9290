import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { normaliseObject } from "../../../functions/loader/normalise";
import { sources } from "../../../functions/loader/registry.generated";
import { readExpected, sampleCases } from "../../../tools/sample-cases";
import { body, now } from "./support";

describe("documents", () => {
  it("share no object that the loader completes in place", async () => {
    const seen = new Set<object>();
    for (const sample of sampleCases(resolve(__dirname, "../../.."))) {
      const key = readExpected(sample).key;
      const records = normaliseObject({ bucket: "archive", key }, body(readFileSync(sample.inputPath), 10_000), {
        sources,
        now: () => now,
      });
      for await (const record of records) {
        if (record.kind === "dropped") continue;
        const { event, cloud, log, url, http } = record.document;
        for (const part of [record.document, event, cloud, cloud?.account, log, url, http, http?.request]) {
          if (part === undefined) continue;
          assert.ok(
            !seen.has(part),
            `${sample.source}/${sample.name}, record ${record.ordinal}: ${JSON.stringify(part)}`,
          );
          seen.add(part);
        }
      }
    }
    assert.ok(seen.size > 100);
  });
});
