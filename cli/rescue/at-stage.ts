import { CompleteSearch } from "../../functions/detector/opensearch/search";
import type { SearchTransport } from "../../functions/investigator";
import type { PlaceOptions } from "./places";
import { StageAccess } from "./stage-access";

/** A search of a month of a large log takes longer than anything else that is asked. */
const searchTimeoutMilliseconds = 300_000;

/** Has something searched for in the stage that the options name; a search that OpenSearch answers in part only throws. */
export function atSearch<Result>(
  options: PlaceOptions,
  work: (search: SearchTransport) => Promise<Result>,
): Promise<Result> {
  return atStage(options, async (stage) => {
    const search = new CompleteSearch(await stage.cluster(searchTimeoutMilliseconds));
    return work((index, body) => search.search(index, { ...body }));
  });
}

/** Has something done with the stage that the options name, which is left whatever becomes of it. */
export async function atStage<Result>(
  options: PlaceOptions,
  work: (stage: StageAccess) => Promise<Result>,
): Promise<Result> {
  const stage = await StageAccess.open(options);
  try {
    return await work(stage);
  } finally {
    stage.close();
  }
}
