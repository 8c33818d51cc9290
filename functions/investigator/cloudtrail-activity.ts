import { DATASETS, type Search, type TallyRow, type TimelineRow, type Window } from "./search";

/** What happened in CloudTrail within a window. `counted` of each row is its failures. */
export interface CloudTrailActivity {
  readonly window: Window;
  readonly principals: readonly TallyRow[];
  readonly principalTypes: readonly TallyRow[];
  readonly apis: readonly TallyRow[];
  readonly services: readonly TallyRow[];
  /** ISO country codes; calls of AWS services have none. */
  readonly countries: readonly TallyRow[];
  readonly errors: readonly TallyRow[];
  readonly accounts: readonly TallyRow[];
  readonly regions: readonly TallyRow[];
  /** Events by hour and outcome. */
  readonly timeline: readonly TimelineRow[];
  readonly total: number;
}

/** Answers what happened in CloudTrail: by principal, API, country, error, account, region and hour. */
export async function cloudTrailActivity(search: Search, window: Window, size = 15): Promise<CloudTrailActivity> {
  const datasets = [DATASETS.cloudTrail];
  const [tally, timeline] = await Promise.all([
    search.tally({
      purpose: "CloudTrail by principal, API, country, error",
      datasets,
      window,
      by: Object.values(FIELDS),
      counting: { field: "event.outcome", is: "failure" },
      size,
    }),
    search.timeline({
      purpose: "CloudTrail by hour",
      datasets,
      window,
      minutes: 60,
      by: "event.outcome",
    }),
  ]);
  const rows = (field: keyof typeof FIELDS) => tally[FIELDS[field]] ?? [];
  return {
    window,
    principals: rows("principals"),
    principalTypes: rows("principalTypes"),
    apis: rows("apis"),
    services: rows("services"),
    countries: rows("countries"),
    errors: rows("errors"),
    accounts: rows("accounts"),
    regions: rows("regions"),
    timeline,
    total: timeline.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0),
  };
}

const FIELDS = {
  principals: "user.name",
  principalTypes: "aws.cloudtrail.user_identity.type",
  apis: "event.action",
  services: "cloud.service.name",
  countries: "source.geo.country_iso_code",
  errors: "error.code",
  accounts: "cloud.account.id",
  regions: "cloud.region",
} as const;
