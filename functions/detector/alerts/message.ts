import { counted } from "../../shared/text/counted";
import { type Alert, entityKinds, type PendingNotification } from "./alert";
import { cutText, subjectOf } from "./message-text";

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
  const lines = [
    `${headline}: ${rule.name}`,
    `Level ${rule.level}. ${counted(alert.count, "signal")} from ${alert.firstSeen} to ${alert.lastSeen}, ${news.count} of them new.`,
    key.length > 0 ? `About: ${key.join(", ")}` : undefined,
    ...entityKinds.map((name) => entityLine(name, news.entities[name])),
    rule.description,
    `Rule ${rule.id ?? rule.key}${rule.author === undefined ? "" : ` by ${rule.author.join(", ")}`}`,
    rule.reference,
    `Alert ${alert.id}: npx siem alerts show ${alert.id}`,
    dashboardsUrl,
  ];
  return {
    subject: subjectOf(`[${rule.level}] ${headline}: ${rule.name}`),
    text: cutText(lines.filter((line) => line !== undefined).join("\n"), maximumBytes / 4),
    json: fitted(json),
    attributes: { level: rule.level, kind, rule: rule.key.slice(0, 256), alert_kind: alert.kind },
  };
}

function shown(entities: Alert["entities"], most = shownEntities): Readonly<Record<string, readonly string[]>> {
  const all = entityKinds.map((kind) => [kind, entities[kind].slice(0, most).map((one) => one.slice(0, 512))] as const);
  return Object.fromEntries(all.filter(([, values]) => values.length > 0));
}

function entityLine(kind: string, values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  const more = values.length > shownEntities ? ` and ${values.length - shownEntities} more` : "";
  return `New ${kind}: ${values.slice(0, shownEntities).join(", ")}${more}`;
}

/** Without what is only good to know, where it would be too long. */
function fitted(json: Readonly<Record<string, unknown>> & { readonly rule: Alert["rule"] }): string {
  const whole = JSON.stringify(json);
  if (Buffer.byteLength(whole) <= maximumBytes / 2) return whole;
  const { key, name, id, author, level } = json.rule;
  const rule = {
    key,
    name: cutText(name, 1_000),
    id,
    author: author?.slice(0, 10).map((one) => cutText(one, 200)),
    level,
  };
  return JSON.stringify({ ...json, rule, threat: undefined, entities: undefined, shortened: true });
}
