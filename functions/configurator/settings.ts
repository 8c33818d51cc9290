import type { SearchService } from "../shared/aws/search-service";
import { ConfigurationError } from "../shared/errors";
import type { Snapshots } from "./snapshots";

export interface ConfiguratorSettings {
  /** `https://` URL of the search domain. */
  readonly endpoint: string;
  readonly region: string;
  /** `aoss` for a collection of OpenSearch Serverless, which has less to install. Default: `es`, a domain. */
  readonly service?: SearchService;
  /** IAM role that gets the security role `siem_loader`; none: no security role is made. */
  readonly loaderRoleArn: string | undefined;
  /** IAM role that gets the security role `siem_detector`; none: no such role is made. */
  readonly detectorRoleArn?: string | undefined;
  /** IAM role of the function that detects in events, which writes as the loader does. */
  readonly fastLaneRoleArn?: string | undefined;
  /** IAM roles of people, which get the security role `siem_analyst`. */
  readonly analystRoleArns: readonly string[];
  /** Groups of people, as the domain's sign-in calls them, which get the security role `siem_analyst`. */
  readonly analystGroups?: readonly string[];
  /** IAM roles of people, which get the security role `siem_operator`. */
  readonly operatorRoleArns: readonly string[];
  /** IAM role of the function that looks for silence, which gets the security role `siem_watcher`; none: it is not made. */
  readonly watcherRoleArn?: string | undefined;
  /** Days after which indices are deleted; none: they are kept. */
  readonly retentionDays: number | undefined;
  /** Days after which indices go to warm nodes, and from them to cold storage; none: never. */
  readonly warmAfterDays?: number | undefined;
  readonly coldAfterDays?: number | undefined;
  /** Where snapshots go that outlive the domain; none: no such snapshots are made. */
  readonly snapshots?: Snapshots | undefined;
  readonly replicas: number | "auto";
  /** Characters of a keyword that can be searched. */
  readonly keywordCharacters?: number | undefined;
}

function wholeNumber(name: string, value: string, minimum: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= minimum) return number;
  throw new ConfigurationError(`Environment variable ${name} is "${value}"; it must be a whole number from ${minimum}`);
}

function textList(name: string, value: string): string[] {
  let list: unknown;
  try {
    list = JSON.parse(value);
  } catch {
    list = undefined;
  }
  if (Array.isArray(list) && list.every((item): item is string => typeof item === "string")) return list;
  throw new ConfigurationError(`Environment variable ${name} is "${value}"; it must be a JSON list of texts`);
}

function optionalNumber(name: string, value: string | undefined): number | undefined {
  return value ? wholeNumber(name, value, 1) : undefined;
}

/**
 * Reads the function's environment: `OPENSEARCH_ENDPOINT`, `AWS_REGION` (set by Lambda), and optionally
 * `OPENSEARCH_SERVICE` (`es` or `aoss`), `LOADER_ROLE_ARN`, `DETECTOR_ROLE_ARN`, `FAST_LANE_ROLE_ARN`, `WATCHER_ROLE_ARN`, `ANALYST_ROLE_ARNS`, `ANALYST_GROUPS`
 * and `OPERATOR_ROLE_ARNS` (JSON lists), `RETENTION_DAYS`, `WARM_AFTER_DAYS`, `COLD_AFTER_DAYS`, `SNAPSHOT_BUCKET` and
 * `SNAPSHOT_ROLE_ARN`, `REPLICAS` (a number, or `auto`, the default), `KEYWORD_CHARACTERS`.
 */
export function configuratorSettings(environment: Readonly<Record<string, string | undefined>>): ConfiguratorSettings {
  const { OPENSEARCH_ENDPOINT: endpoint, AWS_REGION: region, ...optional } = environment;
  const { LOADER_ROLE_ARN, DETECTOR_ROLE_ARN, FAST_LANE_ROLE_ARN, WATCHER_ROLE_ARN } = optional;
  const { ANALYST_ROLE_ARNS, ANALYST_GROUPS, OPERATOR_ROLE_ARNS } = optional;
  const { RETENTION_DAYS, WARM_AFTER_DAYS, COLD_AFTER_DAYS, REPLICAS, KEYWORD_CHARACTERS } = optional;
  const { OPENSEARCH_SERVICE: service = "es" } = optional;
  if (service !== "es" && service !== "aoss") {
    throw new ConfigurationError(`Environment variable OPENSEARCH_SERVICE is "${service}"; it must be es or aoss`);
  }
  const { SNAPSHOT_BUCKET: bucketName, SNAPSHOT_ROLE_ARN: roleArn } = optional;
  if (!endpoint?.startsWith("https://")) {
    throw new ConfigurationError(
      `Environment variable OPENSEARCH_ENDPOINT is ${JSON.stringify(endpoint)}; it must be the https:// URL of the search domain`,
    );
  }
  if (!region) throw new ConfigurationError("Environment variable AWS_REGION is missing; Lambda sets it");
  return {
    endpoint,
    region,
    service,
    loaderRoleArn: LOADER_ROLE_ARN || undefined,
    detectorRoleArn: DETECTOR_ROLE_ARN || undefined,
    fastLaneRoleArn: FAST_LANE_ROLE_ARN || undefined,
    analystRoleArns: textList("ANALYST_ROLE_ARNS", ANALYST_ROLE_ARNS ?? "[]"),
    analystGroups: textList("ANALYST_GROUPS", ANALYST_GROUPS ?? "[]"),
    operatorRoleArns: textList("OPERATOR_ROLE_ARNS", OPERATOR_ROLE_ARNS ?? "[]"),
    watcherRoleArn: WATCHER_ROLE_ARN || undefined,
    retentionDays: optionalNumber("RETENTION_DAYS", RETENTION_DAYS),
    warmAfterDays: optionalNumber("WARM_AFTER_DAYS", WARM_AFTER_DAYS),
    coldAfterDays: optionalNumber("COLD_AFTER_DAYS", COLD_AFTER_DAYS),
    snapshots: bucketName && roleArn ? { bucketName, roleArn, region } : undefined,
    replicas: !REPLICAS || REPLICAS === "auto" ? "auto" : wholeNumber("REPLICAS", REPLICAS, 0),
    keywordCharacters: optionalNumber("KEYWORD_CHARACTERS", KEYWORD_CHARACTERS),
  };
}
