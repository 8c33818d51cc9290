import * as z from "zod/mini";
import type { SearchService } from "../shared/aws/search-service";
import { ConfigurationError } from "../shared/errors";

const network = z.object({
  cidr: z.string("must be a network such as 192.0.2.0/24"),
  name: z.string("must be a text"),
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, "must be two capital letters (ISO 3166-1), such as DE"))),
});

const reader = z.object({
  bucket: z.string("must be the name of a bucket"),
  roleArn: z.string("must be the ARN of a role"),
  externalId: z.string("must be a text"),
});

const atOnce = "must be a number of objects from 1 to 99";
const retention = "must be a number of days from 1 to 99999";

const schema = z.object({
  OPENSEARCH_ENDPOINT: z.url({ protocol: /^https?$/, error: "must be the https URL of the search domain" }),
  ARCHIVE_BUCKET: z.string("must be the name of the archive bucket").check(z.minLength(3, "must be a bucket's name")),
  QUEUE_URL: z.url({ protocol: /^https?$/, error: "must be the URL of the loader's queue" }),
  ROLE_ID: z.optional(z.string()),
  AWS_REGION: z.string("must be a region; Lambda sets it").check(z.minLength(1, "must not be empty")),
  OBJECTS_AT_ONCE: z.optional(z.string(atOnce).check(z.regex(/^[1-9]\d?$/, atOnce))),
  RETENTION_DAYS: z.optional(z.string(retention).check(z.regex(/^[1-9]\d{0,4}$/, retention))),
  OPENSEARCH_SERVICE: z.optional(z.enum(["es", "aoss"], "must be es or aoss")),
  NETWORKS: z.optional(z.string()),
  BUCKET_READERS: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.string()),
});

/** The loader's settings, as its function's environment gives them. */
export interface LoaderEnvironment {
  /** `OPENSEARCH_ENDPOINT`: URL of the search domain. */
  readonly openSearchEndpoint: string;
  /** `OPENSEARCH_SERVICE`: what requests are signed for, `aoss` being OpenSearch Serverless; `es` by default. */
  readonly openSearchService: SearchService;
  /** `ARCHIVE_BUCKET`: gets rejected records and notes of unreadable objects. */
  readonly archiveBucket: string;
  /** `QUEUE_URL`: the queue that the loader reads, and sends itself what it did not finish. */
  readonly queueUrl: string;
  /** `ROLE_ID`: the unique id of the function's own role, `AROA...`; undefined where it is not known. */
  readonly ownRoleId: string | undefined;
  /** `OBJECTS_AT_ONCE`; undefined for the usual number. */
  readonly objectsAtOnce: number | undefined;
  /** `AWS_REGION`, set by Lambda. */
  readonly region: string;
  /** `RETENTION_DAYS`; 365 by default. Older events go to the index of their arrival. */
  readonly retentionDays: number;
  /** `NETWORKS`: JSON array of `{ "cidr", "name", "country"? }`; none by default. */
  readonly networks: readonly z.infer<typeof network>[];
  /** `BUCKET_READERS`: JSON array of `{ "bucket", "roleArn", "externalId" }`, the roles to read buckets with; none by default. */
  readonly bucketReaders: readonly z.infer<typeof reader>[];
  /** Another endpoint than AWS's own (`AWS_ENDPOINT_URL`), where bucket names are no host names. */
  readonly ownAwsEndpoint: boolean;
}

/** @throws ConfigurationError naming each variable that is wrong and what it must be. */
export function parseEnvironment(environment: Readonly<Record<string, string | undefined>>): LoaderEnvironment {
  const data = parse(schema, environment, "");
  return {
    openSearchEndpoint: data.OPENSEARCH_ENDPOINT,
    openSearchService: data.OPENSEARCH_SERVICE ?? "es",
    archiveBucket: data.ARCHIVE_BUCKET,
    queueUrl: data.QUEUE_URL,
    // Empty, it would be the start of any sender.
    ownRoleId: data.ROLE_ID === "" ? undefined : data.ROLE_ID,
    objectsAtOnce: data.OBJECTS_AT_ONCE === undefined ? undefined : Number(data.OBJECTS_AT_ONCE),
    region: data.AWS_REGION,
    retentionDays: Number(data.RETENTION_DAYS ?? 365),
    networks: parseList(z.array(network, "must be a JSON array"), data.NETWORKS, "NETWORKS"),
    bucketReaders: parseList(z.array(reader, "must be a JSON array"), data.BUCKET_READERS, "BUCKET_READERS"),
    ownAwsEndpoint: (data.AWS_ENDPOINT_URL ?? "") !== "",
  };
}

function parseList<Item extends z.core.$ZodType>(
  schema: z.ZodMiniArray<Item>,
  json: string | undefined,
  variable: string,
): z.output<Item>[] {
  if (json === undefined || json === "") return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new ConfigurationError(`The loader's environment is wrong. ${variable} must be a JSON array`, { cause });
  }
  return parse(schema, value, variable);
}

function parse<Schema extends z.core.$ZodType>(schema: Schema, value: unknown, within: string): z.output<Schema> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const place = [within, ...path].filter((part) => part !== "").join(".");
    return `${place} ${message}`;
  });
  throw new ConfigurationError(`The loader's environment is wrong. ${problems.join("; ")}`);
}
