import { counted } from "../../shared/text/counted";
import { cutText, oneLine, subjectOf } from "../../shared/text/message-text";
import { type Alert, entityKinds, type PendingNotification } from "./alert";
import { shortName } from "./life-cycle";

/** What people are sent: for machines, for mail, and what subscriptions can be filtered by. */
export interface AlertMessage {
  readonly subject: string;
  readonly text: string;
  readonly json: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Bytes of a message of SNS with all its forms, less what its own structure takes. */
const maximumBytes = 200_000;
/** Of each kind; there may be more. */
const shownEntities = 20;

const headlines: Readonly<Record<PendingNotification["kind"], string>> = {
  opened: "New alert",
  grew: "Alert goes on",
  escalated: "Nobody has taken up",
  reopened: "Closed alert goes on",
};

export function alertMessage(
  alert: Alert,
  { id, kind, news }: PendingNotification,
  dashboardsUrl?: string,
): AlertMessage {
  const { rule, key } = alert;
  const headline = alert.kind === "storm" ? "Storm of alerts" : headlines[kind];
  const json = {
    notification: id,
    kind,
    alert: {
      id: alert.id,
      kind: alert.kind,
      status: alert.status,
      owner: alert.owner,
      key,
      count: alert.count,
      first_seen: alert.firstSeen,
      last_seen: alert.lastSeen,
      opened: alert.opened,
    },
    rule,
    threat: alert.about.threat,
    new: { count: news.count, entities: shown(news.entities) },
    entities: shown(alert.entities),
    url: dashboardsUrl,
  };
  // Without what is only good to know, where it would be too long.
  const shortened = {
    ...json,
    rule: {
      key: rule.key,
      name: cutText(rule.name, 1_000),
      id: rule.id,
      author: rule.author?.slice(0, 10).map((one) => cutText(one, 200)),
      level: rule.level,
    },
    threat: undefined,
    entities: undefined,
    shortened: true,
  };
  const shortest = {
    ...shortened,
    alert: { ...json.alert, key: key.slice(0, 10).map(shortName) },
    new: { count: news.count, entities: shown(news.entities, 5, shortName) },
  };
  const lines = [
    `${headline}: ${rule.name}`,
    `Level ${rule.level}. ${counted(alert.count, "signal")} from ${alert.firstSeen} to ${alert.lastSeen}, ${news.count} of them new.`,
    key.length > 0 ? `About: ${key.map(oneLine).join(", ")}` : undefined,
    ...entityKinds.map((name) => entityLine(name, news.entities[name])),
    rule.description,
    `Rule ${rule.id ?? rule.key}${rule.author === undefined ? "" : ` by ${rule.author.join(", ")}`}`,
    rule.reference,
    `Alert ${alert.id}: npx siem alerts show ${alert.id}`,
    dashboardsUrl,
  ];
  return {
    subject: subjectOf(`[${rule.level}] ${headline}: ${rule.name}`),
    text: fittingText(lines.filter((line) => line !== undefined).join("\n")),
    json: fittingJson([json, shortened, shortest]),
    attributes: { level: rule.level, kind, rule: rule.key.slice(0, 256), alert_kind: alert.kind },
  };
}

function shown(
  entities: Alert["entities"],
  most = shownEntities,
  cut = (one: string) => one.slice(0, 512),
): Readonly<Record<string, readonly string[]>> {
  const all = entityKinds.map((kind) => [kind, entities[kind].slice(0, most).map(cut)] as const);
  return Object.fromEntries(all.filter(([, values]) => values.length > 0));
}

function entityLine(kind: string, values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  const more = values.length > shownEntities ? ` and ${values.length - shownEntities} more` : "";
  return `New ${kind}: ${values.slice(0, shownEntities).map(oneLine).join(", ")}${more}`;
}

/** The first of several forms that is not too long, or the last. */
function fittingJson(forms: readonly object[]): string {
  let text = "";
  for (const form of forms) {
    text = JSON.stringify(form);
    if (bytesInJson(text) <= maximumBytes / 2) break;
  }
  return text;
}

function fittingText(text: string): string {
  const cut = cutText(text, maximumBytes / 4);
  return bytesInJson(cut) <= maximumBytes / 2 ? cut : cutText(cut, maximumBytes / 2 / longestEscape);
}

/** Both forms are texts in the JSON of a message, where a character that is not printed takes six bytes. */
function bytesInJson(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

const longestEscape = 6;
