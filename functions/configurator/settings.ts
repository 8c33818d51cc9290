import { ConfigurationError } from "../shared/errors";

export interface ConfiguratorSettings {
  /** `https://` URL of the search domain. */
  readonly endpoint: string;
  readonly region: string;
  /** IAM role that gets the security role `siem_loader`; none: no security role is made. */
  readonly loaderRoleArn: string | undefined;
  /** IAM roles of people, which get the security role `siem_analyst`. */
  readonly analystRoleArns: readonly string[];
  /** IAM roles of people, which get the security role `siem_operator`. */
  readonly operatorRoleArns: readonly string[];
  /** Days after which indices are deleted; none: they are kept. */
  readonly retentionDays: number | undefined;
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

/**
 * Reads the function's environment: `OPENSEARCH_ENDPOINT`, `AWS_REGION` (set by Lambda), and optionally
 * `LOADER_ROLE_ARN`, `ANALYST_ROLE_ARNS` and `OPERATOR_ROLE_ARNS` (JSON lists), `RETENTION_DAYS`, `REPLICAS` (a number, or
 * `auto`, the default), `KEYWORD_CHARACTERS`.
 */
export function configuratorSettings(environment: Readonly<Record<string, string | undefined>>): ConfiguratorSettings {
  const { OPENSEARCH_ENDPOINT: endpoint, AWS_REGION: region, ...optional } = environment;
  const { LOADER_ROLE_ARN, ANALYST_ROLE_ARNS, OPERATOR_ROLE_ARNS } = optional;
  const { RETENTION_DAYS, REPLICAS, KEYWORD_CHARACTERS } = optional;
  if (!endpoint?.startsWith("https://")) {
    throw new ConfigurationError(
      `Environment variable OPENSEARCH_ENDPOINT is ${JSON.stringify(endpoint)}; it must be the https:// URL of the search domain`,
    );
  }
  if (!region) throw new ConfigurationError("Environment variable AWS_REGION is missing; Lambda sets it");
  return {
    endpoint,
    region,
    loaderRoleArn: LOADER_ROLE_ARN || undefined,
    analystRoleArns: textList("ANALYST_ROLE_ARNS", ANALYST_ROLE_ARNS ?? "[]"),
    operatorRoleArns: textList("OPERATOR_ROLE_ARNS", OPERATOR_ROLE_ARNS ?? "[]"),
    retentionDays: RETENTION_DAYS ? wholeNumber("RETENTION_DAYS", RETENTION_DAYS, 1) : undefined,
    replicas: !REPLICAS || REPLICAS === "auto" ? "auto" : wholeNumber("REPLICAS", REPLICAS, 0),
    keywordCharacters: KEYWORD_CHARACTERS ? wholeNumber("KEYWORD_CHARACTERS", KEYWORD_CHARACTERS, 1) : undefined,
  };
}
