import { emailAddress, secretArn } from "../shared/aws-forms";
import { ConfigurationError } from "../shared/errors";
import { type SigmaLevel, sigmaLevels } from "../shared/sigma/ast";
import { suggest } from "../shared/suggest";

/** How a stack detects: the members of `siem:detection`. */
export interface DetectionSettings {
  /** False: no rule is evaluated, and there is no detector. */
  readonly enabled: boolean;
  /** Whether the rules of this project are among them. */
  readonly builtInRules: boolean;
  /** Files and folders with rules of one's own, or packs, from the folder of Pulumi.yaml. */
  readonly rules: readonly string[];
  /**
   * How often a minute signals are correlated and alerts raised: an alert is told of within about 75 seconds of its log's
   * arrival with 1, 45 with 2. The function is paid for while it waits: about 18 USD a month with 2, next to nothing with 1.
   */
  readonly runsPerMinute: number;
  /** From this level on signals become alerts. */
  readonly alertLevel: SigmaLevel;
  /** From this level on people are told of an alert. */
  readonly notifyLevel: SigmaLevel;
  /** From this level on an alert that nobody takes up is told of once more ... */
  readonly escalateLevel: SigmaLevel;
  /** ... after so many minutes. */
  readonly escalateMinutes: number;
  /** Minutes between two messages that an alert has grown. */
  readonly growthMinutes: number;
  /** A rule with more alerts in a minute raises one that says so. */
  readonly stormAlerts: number;
  /** Whether people are told once a day of alerts below `notifyLevel`, and of suppressions ... */
  readonly digest: boolean;
  /** ... at this hour, UTC. */
  readonly digestHour: number;
  /** Minutes that a log may be late before it is said that something did not happen. */
  readonly allowedLatenessMinutes: number;
  /** Detectors that run at the same time and share the groups of correlations. */
  readonly partitions: number;
  /** Whether rules of level high and critical also see events as EventBridge tells them. */
  readonly fastLane: boolean;
  /** Address that alerts are mailed to. */
  readonly email?: string | undefined;
  /** ARN of a secret that holds the URL of a webhook which takes messages of Slack. */
  readonly webhookSecretArn?: string | undefined;
}

/** Detects with all rules of this project, and tells of alerts from medium on. */
export const defaultDetection: DetectionSettings = {
  enabled: true,
  builtInRules: true,
  rules: [],
  runsPerMinute: 2,
  alertLevel: "low",
  notifyLevel: "medium",
  escalateLevel: "high",
  escalateMinutes: 60,
  growthMinutes: 60,
  stormAlerts: 20,
  digest: true,
  digestHour: 7,
  allowedLatenessMinutes: 60,
  partitions: 1,
  fastLane: true,
};

type Given = Readonly<Record<string, unknown>>;
type Read = (value: unknown, name: string) => unknown;

const readers: Readonly<Record<keyof DetectionSettings, Read>> = {
  enabled: flag,
  builtInRules: flag,
  rules: texts,
  runsPerMinute: numberFrom(1, 6),
  alertLevel: level,
  notifyLevel: level,
  escalateLevel: level,
  escalateMinutes: numberFrom(1, 10_080),
  growthMinutes: numberFrom(1, 10_080),
  stormAlerts: numberFrom(1, 100_000),
  digest: flag,
  digestHour: numberFrom(0, 23),
  allowedLatenessMinutes: numberFrom(1, 1_440),
  partitions: numberFrom(1, 32),
  fastLane: flag,
  email: matching(emailAddress),
  webhookSecretArn: matching(secretArn),
};

/** @throws ConfigurationError that names what is wrong and what is allowed. */
export function parseDetection(given: Given): DetectionSettings {
  const known = Object.keys(readers);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = suggest(unknown, known);
    const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
    throw new ConfigurationError(`${unknown} is unknown${hint}; allowed: ${known.join(", ")}`);
  }
  const read = Object.entries(readers).flatMap(([name, reader]) =>
    given[name] === undefined ? [] : [[name, reader(given[name], name)] as const],
  );
  // Each value was read by its own member's reader.
  return { ...defaultDetection, ...(Object.fromEntries(read) as Partial<DetectionSettings>) };
}

function flag(value: unknown, name: string): unknown {
  return typeof value === "boolean" ? value : refuse(name, value, "true or false");
}

function texts(value: unknown, name: string): unknown {
  const isList = Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
  return isList ? value : refuse(name, value, "a list of paths");
}

function level(value: unknown, name: string): unknown {
  return sigmaLevels.find((one) => one === value) ?? refuse(name, value, `one of ${sigmaLevels.join(", ")}`);
}

function numberFrom(minimum: number, maximum: number): Read {
  return (value, name) => {
    const isWithin = typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum;
    return isWithin ? value : refuse(name, value, `a whole number from ${minimum} to ${maximum}`);
  };
}

function matching({ pattern, form }: { readonly pattern: RegExp; readonly form: string }): Read {
  return (value, name) => (typeof value === "string" && pattern.test(value) ? value : refuse(name, value, form));
}

function refuse(name: string, value: unknown, allowed: string): never {
  throw new ConfigurationError(`${name} is ${JSON.stringify(value)}; it must be ${allowed}`);
}
