import { ConfigurationError } from "../shared/errors";
import { suggest } from "../shared/suggest";
import type { Sender } from "./sender";

/** What is said of some senders, instead of what is learned; a part that is left out means any. */
export interface SenderRule extends Partial<Sender> {
  /** Hours of silence that are usual. */
  readonly hours?: number;
  /** Their silence is not told. */
  readonly ignore?: boolean;
}

/** When silence is told: the members of `siem:silence`. */
export interface SilenceRules {
  /** False: no function looks for silence. */
  readonly enabled: boolean;
  /** Days from which a sender's rhythm is learned; from 21 on two weekends are among them. */
  readonly learningDays: number;
  /** Silence is told that is so many times as long as the sender's usual one. */
  readonly factor: number;
  /** Shorter silence is never told; objects arrive some minutes late, and the function runs once an hour. */
  readonly minimumHours: number;
  /** The first that matches a sender is taken. */
  readonly senders: readonly SenderRule[];
}

export const defaultSilenceRules: SilenceRules = {
  enabled: true,
  learningDays: 21,
  factor: 1.5,
  minimumHours: 2,
  senders: [],
};

const ranges = { learningDays: [4, 90], factor: [1, 10], minimumHours: [1, 720] } as const;

type Members = Readonly<Record<string, unknown>>;

/** @throws ConfigurationError that names what is wrong and what is allowed. */
export function parseSilenceRules(given: Members): SilenceRules {
  refuseUnknown(given, Object.keys(defaultSilenceRules), "");
  const { enabled = true, senders = [] } = given;
  if (typeof enabled !== "boolean") throw new ConfigurationError(`enabled is ${text(enabled)}; allowed: true, false`);
  if (!Array.isArray(senders)) throw new ConfigurationError(`senders is ${text(senders)}; it must be a list`);
  const number = (name: keyof typeof ranges) => numberOf(given[name] ?? defaultSilenceRules[name], name, ranges[name]);
  return {
    enabled,
    learningDays: number("learningDays"),
    factor: number("factor"),
    minimumHours: number("minimumHours"),
    senders: senders.map((rule: unknown, index) => parseSenderRule(rule, `senders[${index}]`)),
  };
}

/** What the stack says of a sender. */
export function ruleFor(sender: Sender, { senders }: SilenceRules): SenderRule | undefined {
  return senders.find((rule) => parts.every((part) => rule[part] === undefined || rule[part] === sender[part]));
}

const parts = ["dataset", "account", "region"] as const;

function parseSenderRule(rule: unknown, place: string): SenderRule {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) {
    throw new ConfigurationError(`${place} is ${text(rule)}; it must be an object`);
  }
  const members: Members = Object.fromEntries(Object.entries(rule));
  refuseUnknown(members, [...parts, "hours", "ignore"], `${place}.`);
  const { hours, ignore } = members;
  for (const part of parts) {
    const value = members[part];
    if (value !== undefined && typeof value !== "string") {
      throw new ConfigurationError(`${place}.${part} is ${text(value)}; it must be a text, in quotes`);
    }
  }
  if ((hours === undefined) === (ignore !== true)) {
    throw new ConfigurationError(`${place} needs one of hours (such as 24) and ignore: true`);
  }
  const named = Object.fromEntries(
    parts.flatMap((part) => (members[part] === undefined ? [] : [[part, members[part]]])),
  );
  if (ignore === true) return { ...named, ignore };
  return { ...named, hours: numberOf(hours, `${place}.hours`, [1, 8_760]) };
}

function numberOf(value: unknown, name: string, [minimum, maximum]: readonly [number, number]): number {
  if (typeof value === "number" && value >= minimum && value <= maximum) return value;
  throw new ConfigurationError(`${name} is ${text(value)}; allowed: a number from ${minimum} to ${maximum}`);
}

function refuseUnknown(members: Members, known: readonly string[], place: string): void {
  const unknown = Object.keys(members).find((member) => !known.includes(member));
  if (unknown === undefined) return;
  const meant = suggest(unknown, known);
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  throw new ConfigurationError(`${place}${unknown} is unknown${hint}; allowed: ${known.join(", ")}`);
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
