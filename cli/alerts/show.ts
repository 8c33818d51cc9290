import pc from "picocolors";
import { member } from "../../functions/configurator/cluster";
import { type Alert, entityKinds } from "../../functions/detector/alerts/alert";
import { type SigmaMetadata, sigmaKey } from "../../functions/shared/sigma";
import { counted } from "../../functions/shared/text/counted";
import { asArray, type JsonObject, text } from "../../functions/shared/values";
import { choice } from "../choice";
import { writeLine } from "../output";
import type { PlaceOptions } from "../rescue/places";
import { rulesOfStage } from "../rules/of-stage";
import { printable, printableJson, textTable } from "../text-table";
import { wholeNumber } from "../whole-number";
import { asJson } from "./as-json";
import { atDesk } from "./open-desk";

export interface ShowAlertOptions extends PlaceOptions {
  /** `text` or `json`. */
  readonly format: string;
  /** So many signals at most, the last ones. */
  readonly signals: string;
  /** Rule files or folders, instead of the stage's, where the rule's triage steps are looked for. */
  readonly rules?: readonly string[];
}

const mostSignals = 1_000;

/** Prints an alert, its last signals, and what its rule says is to be done. */
export async function showAlert(id: string, options: ShowAlertOptions): Promise<number> {
  const format = choice("--format", options.format, ["text", "json"]);
  const limit = Math.min(mostSignals, wholeNumber("--signals", options.signals));
  const [alert, signals] = await atDesk(options, async (desk) => {
    const found = await desk.alert(id);
    return [found, limit === 0 ? [] : await desk.signals(found, limit)] as const;
  });
  const { rules, correlations } = rulesOfStage(options);
  const rule = [...rules, ...correlations].find((one) => sigmaKey(one) === alert.rule.key);
  if (format === "json") {
    const { triage, falsePositives } = adviceOf(rule);
    const json = { ...asJson(alert), triage, falsepositives: falsePositives, signals };
    await writeLine(printableJson(JSON.stringify(json, undefined, 2)));
  } else {
    for (const line of render(alert, signals, rule)) await writeLine(line);
  }
  return 0;
}

function adviceOf(rule: SigmaMetadata | undefined) {
  const triage = asArray(rule?.custom.triage).filter((step) => typeof step === "string");
  return { triage, falsePositives: rule?.falsepositives ?? [] };
}

export function render(alert: Alert, signals: readonly JsonObject[], rule: SigmaMetadata | undefined): string[] {
  const { rule: of, kind, count } = alert;
  const { triage, falsePositives } = adviceOf(rule);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["alert", alert.id],
    ["status", [alert.status, alert.verdict].filter((part) => part !== undefined).join(": ")],
    ["owner", alert.owner ?? "nobody"],
    ["opened", alert.opened],
    ["reopened", alert.reopened],
    ["escalated", alert.escalated],
    ["signals", `${count.toLocaleString("en")} from ${alert.firstSeen} to ${alert.lastSeen}`],
    ["about", kind === "storm" ? "so many alerts of the rule that only this one was raised" : alert.key.join(", ")],
    ...entityKinds.map((name) => [name, alert.entities[name].join(", ") || undefined] as const),
    ["ATT&CK", techniques(alert)],
    ["rule", `${of.id ?? of.key}${of.author === undefined ? "" : ` by ${of.author.join(", ")}`}`],
    ["reference", of.reference],
    ["shortened", alert.shortened ? "it was too large to be kept whole: the signals have what is left out" : undefined],
  ];
  return [
    pc.bold(printable(`[${of.level}] ${of.name}`)),
    ...(of.description === undefined ? [] : [printable(of.description)]),
    ...rows.flatMap(([name, value]) => (value ? [`  ${name.padEnd(10)} ${printable(value)}`] : [])),
    ...listed("What to do", triage),
    ...listed("Harmless where it is", falsePositives),
    ...(alert.notes.length === 0 ? [] : ["", pc.bold("Notes")]),
    ...alert.notes.map(
      ({ time, author, text: note }) => `  ${time.slice(0, 19)}  ${printable(author)}: ${printable(note)}`,
    ),
    ...(signals.length === 0 ? [] : ["", pc.bold(`Last ${counted(signals.length, "signal")}`), signalTable(signals)]),
  ];
}

function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", pc.bold(title), ...lines.map((line) => `  - ${printable(line)}`)];
}

function techniques({ about }: Alert): string | undefined {
  const technique = member(about.threat, "technique");
  const ids = [member(technique, "id"), member(technique, "subtechnique", "id")].flatMap((found) => asArray(found));
  const tactics = asArray(member(about.threat, "tactic", "name")).map(String);
  const parts = [tactics.join(", "), ids.map(String).join(", ")].filter((part) => part !== "");
  return parts.length === 0 ? undefined : parts.join(": ");
}

/** The event of a signal is the document with this id in this index. */
function signalTable(signals: readonly JsonObject[]): string {
  const rows = signals.map((signal) => {
    const facts = member(signal, "siem", "signal");
    const cells = [
      text(signal["@timestamp"])?.slice(0, 19),
      text(member(signal, "event", "action")) ?? text(member(facts, "kind")),
      firstOf(member(signal, "user", "name") ?? member(signal, "related", "user")),
      firstOf(member(signal, "source", "ip") ?? member(signal, "related", "ip")),
      text(member(facts, "source", "index")),
      text(member(facts, "source", "id")) ?? text(member(facts, "event_id")),
    ];
    return cells.map((cell) => printable(cell ?? "-"));
  });
  return textTable(["time (UTC)", "what", "user", "address", "index", "event"], rows);
}

function firstOf(value: unknown): string | undefined {
  const [first] = asArray(Array.isArray(value) ? value : [value]);
  return text(first);
}
