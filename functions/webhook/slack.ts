import { noun } from "../shared/text/counted";
import { oneLine } from "../shared/text/message-text";
import { asArray, asRecord, type JsonObject, text } from "../shared/values";

/** Slack takes 3,000 characters of a section's text. https://docs.slack.dev/reference/block-kit/blocks/section-block */
const maximumText = 2_900;
/** Of a line: what comes last, such as the way to the alert, must not be cut off. */
const maximumLine = 250;

/**
 * What a webhook of Slack, or of something that takes the same, is sent: a text, and blocks that show it better.
 * @param message the JSON that the topic of alerts carries.
 */
export function slackMessage(message: string): JsonObject {
  const alert = asRecord(parsed(message));
  const rule = asRecord(alert?.rule);
  if (alert?.kind === "digest") return section("Digest of alerts", asArray(alert.summary).map(String).map(escaped));
  if (rule === undefined) return { text: escaped(message.slice(0, maximumText)) };
  const facts = asRecord(alert?.alert);
  const news = asRecord(alert?.new);
  const headline = `[${text(rule.level) ?? ""}] ${text(alert?.kind) ?? ""}: ${text(rule.name) ?? ""}`;
  const lines = [
    `*${shortened(headline)}*`,
    text(rule.description) && shortened(text(rule.description) ?? ""),
    `${text(facts?.count) ?? "?"} ${noun(Number(facts?.count), "signal")}, ${text(news?.count) ?? "?"} of them new; last ${text(facts?.last_seen) ?? ""}`,
    ...Object.entries(asRecord(news?.entities) ?? {}).map(
      ([kind, values]) => `New ${kind}: ${shortened(asArray(values).map(String).map(oneLine).join(", "))}`,
    ),
    `Rule ${shortened(text(rule.id) ?? text(rule.key) ?? "")}${author(rule)}`,
    `Alert \`${text(facts?.id) ?? ""}\`${alert?.url === undefined ? "" : ` <${String(alert.url)}|Dashboards>`}`,
  ];
  return section(
    headline,
    lines.filter((line) => line !== undefined),
  );
}

function section(headline: string, lines: readonly string[]): JsonObject {
  return {
    text: escaped(headline).slice(0, maximumText),
    blocks: [{ type: "section", text: { type: "mrkdwn", text: lines.join("\n").slice(0, maximumText) } }],
  };
}

function author(rule: JsonObject): string {
  const authors = asArray(rule.author).map(String);
  return authors.length === 0 ? "" : ` by ${shortened(authors.join(", "))}`;
}

function shortened(value: string): string {
  const whole = escaped(value);
  return whole.length <= maximumLine
    ? whole
    : `${whole.slice(0, maximumLine).replace(/&\w*$|[\ud800-\udbff]$/, "")}...`;
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
