import * as z from "zod/mini";
import { ConfigurationError } from "../shared/errors";
import { sigmaLevels } from "../shared/sigma/ast";

const level = z.enum(sigmaLevels, `must be one of ${sigmaLevels.join(", ")}`);
const minutes = z.string("must be a number of minutes").check(z.regex(/^\d{1,5}$/, "must be a number of minutes"));
const count = z.string("must be a number").check(z.regex(/^[1-9]\d{0,5}$/, "must be a number from 1"));

const schema = z.object({
  OPENSEARCH_ENDPOINT: z.url({ protocol: /^https?$/, error: "must be the https URL of the search domain" }),
  OPENSEARCH_SERVICE: z.optional(z.enum(["es", "aoss"], "must be es or aoss")),
  STATE_TABLE: z.optional(z.string()),
  AWS_REGION: z.string("must be a region; Lambda sets it"),
  TOPIC_ARN: z.string("must be the ARN of the topic of alerts").check(z.regex(/^arn:/, "must be an ARN")),
  RUNS_PER_MINUTE: z.string("must be a number from 1 to 6").check(z.regex(/^[1-6]$/, "must be a number from 1 to 6")),
  OVERLAP_SECONDS: count,
  ALLOWED_LATENESS_MINUTES: minutes,
  ALERT_LEVEL: level,
  NOTIFY_LEVEL: level,
  GROWTH_MINUTES: minutes,
  ESCALATE_LEVEL: level,
  ESCALATE_MINUTES: minutes,
  STORM_ALERTS: count,
  DIGEST_HOUR: z.optional(z.string().check(z.regex(/^(?:1?\d|2[0-3])$/, "must be an hour of the day"))),
  DASHBOARDS_URL: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.string()),
});

/** The detector's settings, as its function's environment gives them. */
export type DetectorSettings = z.output<typeof schema>;

/** @throws ConfigurationError naming each variable that is wrong. */
export function detectorSettings(environment: Readonly<Record<string, string | undefined>>): DetectorSettings {
  const parsed = z.safeParse(schema, environment);
  if (parsed.success) {
    const { OPENSEARCH_SERVICE, STATE_TABLE } = parsed.data;
    if (OPENSEARCH_SERVICE !== "aoss" || STATE_TABLE) return parsed.data;
    throw new ConfigurationError(
      "The detector's environment is wrong. STATE_TABLE must name the table for alerts, which a collection cannot keep",
    );
  }
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new ConfigurationError(`The detector's environment is wrong. ${problems.join("; ")}`);
}
