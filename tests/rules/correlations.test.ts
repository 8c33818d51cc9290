import assert from "node:assert/strict";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { readRules } from "../../functions/detector/read-rules";
import { sigmaLogSources } from "../../functions/loader/detection";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import type { EcsDocument } from "../../functions/shared/ecs";
import type { SigmaCorrelation, SigmaRule } from "../../functions/shared/sigma";
import { isWithin } from "../../functions/shared/sigma/log-source";

const { rules, correlations } = readRules([builtInRulesFolder]);

/** The documents of the events that a rule matches. */
async function matchedDocuments({ logsource, tests }: SigmaRule): Promise<EcsDocument[]> {
  const source = sources.find((candidate) => sigmaLogSources(candidate).some((log) => isWithin(log, logsource)));
  assert.ok(source !== undefined, `no log source for ${JSON.stringify(logsource)}`);
  const options = { sources, source: source.id, now: () => new Date("2026-02-01T00:00:00Z") };
  const documents: EcsDocument[] = [];
  for (const { record } of tests?.match ?? []) {
    const text = typeof record === "string" ? `${record}\n` : JSON.stringify(record);
    for await (const read of normaliseObject({ bucket: "test", key: "test" }, chunks(text), options)) {
      if (read.kind === "document") documents.push(read.document);
    }
  }
  return documents;
}

async function* chunks(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text);
}

function memberOf(document: unknown, field: string): unknown {
  return field
    .split(".")
    .reduce<unknown>(
      (value, name) => (typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined),
      document,
    );
}

/** The rules whose events a correlation counts in the end. */
function basesOf({ rules: references }: SigmaCorrelation): SigmaRule[] {
  return references.flatMap(({ to }) => {
    const rule = rules.find(({ name }) => name === to);
    const correlation = correlations.find(({ name }) => name === to);
    return rule !== undefined ? [rule] : correlation !== undefined ? basesOf(correlation) : [];
  });
}

describe("the correlations of this product", () => {
  for (const correlation of correlations) {
    it(`${correlation.name} finds its fields in the documents of the rules that it refers to`, async () => {
      const fields = [...correlation.groupBy, ...correlation.condition.fields];
      const bases = basesOf(correlation);
      assert.ok(bases.length > 0, "it refers to no rule");
      for (const base of bases) {
        for (const document of await matchedDocuments(base)) {
          const missing = fields.filter((field) => memberOf(document, field) === undefined);
          assert.deepEqual(missing, [], `fields that an event of ${base.name} lacks`);
        }
      }
    });
  }
});
