import type { Found } from "../../../functions/investigator/search";
import { normaliseObject } from "../../../functions/loader/normalise";
import { sources } from "../../../functions/loader/registry.generated";
import { type DemoObject, type GeneratorOptions, generate, type Scenario } from "../../../local/demo/generator";

export interface NormalisedDay {
  readonly objects: readonly DemoObject[];
  readonly scenario: Scenario;
  readonly documents: readonly Found[];
  /** Source that each object was taken for, by key. */
  readonly recognised: ReadonlyMap<string, string | undefined>;
  readonly pipelineErrors: number;
  /** Ids (index and id) of the documents of the planted records. */
  readonly planted: ReadonlySet<string>;
}

/** A generated day, through the loader's core, without any service. */
export async function normaliseDay(options: GeneratorOptions): Promise<NormalisedDay> {
  const { objects, scenario } = generate(options);
  const places = new Set(scenario.records.map(({ key, offset }) => `${key}#${offset}`));
  const documents: Found[] = [];
  const planted = new Set<string>();
  const recognised = new Map<string, string | undefined>();
  let pipelineErrors = 0;
  for (const { key, bucket, body } of objects) {
    const lastModified = new Date(`${options.day ?? scenario.day}T23:59:59Z`);
    const records = normaliseObject({ bucket, key, lastModified }, once(body), { sources, now: () => lastModified });
    for await (const record of records) {
      if (record.kind === "document") {
        documents.push({ id: record.id, index: record.index, document: record.document });
        if (places.has(`${key}#${record.offset}`)) planted.add(`${record.index}/${record.id}`);
      }
    }
    recognised.set(key, records.summary.source);
    pipelineErrors += records.summary.pipelineErrors;
  }
  return { objects, scenario, documents, recognised, pipelineErrors, planted };
}

async function* once(body: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(body);
}
