import {
  cloudTrailActivity,
  expandRelated,
  findingsBySeverity,
  OpenSearchSearch,
  rootCause,
} from "../functions/investigator";
import { renderActivity, renderRelatedRecords, renderRootCause } from "./answers";
import { atSearch } from "./rescue/at-stage";
import type { PlaceOptions } from "./rescue/places";
import { wholeNumber } from "./whole-number";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

export interface InvestigateOptions extends PlaceOptions {
  /** Days to look back, as the command line gives them. */
  readonly days: string;
}

/**
 * Answers what caused a GuardDuty finding and which records belong to it; without a finding, of the most severe one.
 * @returns 1 if there is no such finding.
 */
export function investigate(finding: string | undefined, options: InvestigateOptions): Promise<number> {
  const window = windowOf(options);
  return atSearch(options, async (transport) => {
    const search = new OpenSearchSearch(transport);
    const [mostSevere] = finding === undefined ? await findingsBySeverity(search, window) : [finding];
    const cause = mostSevere === undefined ? undefined : await rootCause(search, mostSevere);
    if (cause === undefined) {
      const what = finding === undefined ? `GuardDuty finding of the last ${options.days} days` : `finding ${finding}`;
      console.error(`There is no ${what} in the index.`);
      return 1;
    }
    console.log(renderRootCause(cause));
    console.log(renderRelatedRecords(await expandRelated(search, cause)));
    return 0;
  });
}

/** Answers what happened in CloudTrail: by principal, API, country, error, account and region. */
export async function activity(options: InvestigateOptions): Promise<number> {
  const window = windowOf(options);
  const found = await atSearch(options, (transport) => cloudTrailActivity(new OpenSearchSearch(transport), window));
  console.log(renderActivity(found));
  return 0;
}

function windowOf({ days }: InvestigateOptions): { from: string; to: string } {
  const now = Date.now();
  return {
    from: new Date(now - wholeNumber("--days", days, 1) * DAY_MILLISECONDS).toISOString(),
    to: new Date(now + DAY_MILLISECONDS).toISOString(),
  };
}
