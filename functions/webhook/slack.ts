import { noun } from "../shared/text/counted";
import { oneLine } from "../shared/text/message-text";
import { asArray, asRecord, type JsonObject, text } from "../shared/values";

/** Slack takes 3,000 characters of a section's text. https://docs.slack.dev/reference/block-kit/blocks/section-block */
const maximumText = 2_900;
/** Of what may be long in a line: the first with which all lines fit. With the last, lists of every kind do. */
const lengths = [1_000, 500, 250];

/**
 * What a webhook of Slack, or of something that takes the same, is sent: a text, and blocks that show it better.
 * @param message the JSON that the topic of alerts carries.
 */
export function slackMessage(message: string): JsonObject {
  const alert = asRecord(parsed(message));
  const rule = asRecord(alert?.rule);
  if (alert?.kind === "digest") return section("Digest of alerts", asArray(alert.summary).map(String).map(escaped));
  if (rule === undefined) return { text: escaped(message.slice(0, maximumText)) };
  const headline = `[${text(rule.level) ?? ""}] ${text(alert?.kind) ?? ""}: ${text(rule.name) ?? ""}`;
  const forms = lengths.map((length) => lines(alert ?? {}, rule, headline, length));
  return section(headline, forms.find((form) => form.join("\n").length <= maximumText) ?? forms.at(-1) ?? []);
}

function lines(alert: JsonObject, rule: JsonObject, headline: string, length: number): readonly string[] {
  const facts = asRecord(alert.alert);
  const news = asRecord(alert.new);
  const description = text(rule.description);
  const authors = asArray(rule.author).map(String);
  return [
    `*${shortened(headline, length)}*`,
    ...(description === undefined ? [] : [shortened(description, length)]),
    `${text(facts?.count) ?? "?"} ${noun(Number(facts?.count), "signal")}, ${text(news?.count) ?? "?"} of them new; last ${text(facts?.last_seen) ?? ""}`,
    ...Object.entries(asRecord(news?.entities) ?? {}).map(
      ([kind, values]) => `New ${kind}: ${listed(asArray(values).map(String), length)}`,
    ),
    `Rule ${shortened(text(rule.id) ?? text(rule.key) ?? "", length)}${authors.length === 0 ? "" : ` by ${listed(authors, length)}`}`,
    `Alert \`${text(facts?.id) ?? ""}\`${alert.url === undefined ? "" : ` <${String(alert.url)}|Dashboards>`}`,
  ];
}

function section(headline: string, lines: readonly string[]): JsonObject {
  return {
    text: escaped(headline).slice(0, maximumText),
    blocks: [{ type: "section", text: { type: "mrkdwn", text: lines.join("\n").slice(0, maximumText) } }],
  };
}

/** As many whole values as there is room for, one at least. */
function listed(values: readonly string[], length: number): string {
  const [first = "", ...others] = values.map((value) => shortened(oneLine(value), length));
  let list = first;
  for (const [index, value] of others.entries()) {
    if (list.length + value.length > length) return `${list} and ${others.length - index} more`;
    list += `, ${value}`;
  }
  return list;
}

function shortened(value: string, length: number): string {
  const whole = escaped(value);
  return whole.length <= length ? whole : `${whole.slice(0, length).replace(/&\w*$|[\ud800-\udbff]$/, "")}...`;
}

/** The three characters that mean something to Slack. https://docs.slack.dev/messaging/formatting-message-text */
function escaped(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
