import {
  cloudTrailActivity,
  expandRelated,
  findingsBySeverity,
  httpTransport,
  OpenSearchSearch,
  rootCause,
  type Search,
} from "../functions/investigator";
import { ConfigurationError } from "../functions/shared/errors";
import { defaultStateFolder } from "../local/folders";
import { readStageRecord } from "../local/stage-record";
import { renderActivity, renderRelatedRecords, renderRootCause } from "./answers";
import { wholeNumber } from "./whole-number";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

export interface InvestigateOptions {
  /** Days to look back, as the command line gives them. */
  readonly days: string;
  /** `http://` address of OpenSearch; the running local stage by default. */
  readonly url?: string;
}

/**
 * Answers what caused a GuardDuty finding and which records belong to it; without a finding, of the most severe one.
 * @returns 1 if there is no such finding.
 */
export async function investigate(finding: string | undefined, options: InvestigateOptions): Promise<number> {
  const search = searchOf(options);
  const [mostSevere] = finding === undefined ? await findingsBySeverity(search, windowOf(options)) : [finding];
  const cause = mostSevere === undefined ? undefined : await rootCause(search, mostSevere);
  if (cause === undefined) {
    const what = finding === undefined ? `GuardDuty finding of the last ${options.days} days` : `finding ${finding}`;
    console.error(`There is no ${what} in the index.`);
    return 1;
  }
  console.log(renderRootCause(cause));
  console.log(renderRelatedRecords(await expandRelated(search, cause)));
  return 0;
}

/** Answers what happened in CloudTrail: by principal, API, country, error, account and region. */
export async function activity(options: InvestigateOptions): Promise<number> {
  console.log(renderActivity(await cloudTrailActivity(searchOf(options), windowOf(options))));
  return 0;
}

function searchOf({ url }: InvestigateOptions): Search {
  const address = url ?? readStageRecord(defaultStateFolder)?.ready?.openSearchUrl;
  if (address === undefined) {
    throw new ConfigurationError(
      "No local stage is running. Start it with: npx siem up, or name an OpenSearch with --url",
    );
  }
  return new OpenSearchSearch(httpTransport(address));
}

function windowOf({ days }: InvestigateOptions): { from: string; to: string } {
  const now = Date.now();
  return {
    from: new Date(now - wholeNumber("--days", days, 1) * DAY_MILLISECONDS).toISOString(),
    to: new Date(now + DAY_MILLISECONDS).toISOString(),
  };
}
