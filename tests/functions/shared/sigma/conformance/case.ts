/** Events that a detection matches, and events that it does not: each is a case. */
export interface MatchRow {
  /** What is asked, as a clause: `a text ...`. */
  readonly what: string;
  /** YAML of the detection; without a condition, it is `selection`, and what is given is its content. */
  readonly detection: string;
  readonly match: readonly unknown[];
  readonly noMatch: readonly unknown[];
  /** What the placeholders stand for. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

/** A document that is refused, or warned of. */
export interface ProblemRow {
  readonly what: string;
  /** YAML of a detection, as above, or of a whole document where it has a title. */
  readonly document: string;
  readonly code: string;
  /** Line and column in the text as it is written here. */
  readonly at: readonly [line: number, column: number];
  /** A part of the message: what to do. */
  readonly says: RegExp;
}

function indented(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** The lines before a detection. */
const ruleHead = "title: a rule\nlogsource: { product: test }\ndetection:\n";

/** A rule with a detection, whose lines keep their columns but for two spaces. */
export function ruleText(detection: string): string {
  const isWhole = /^condition:/m.test(detection.trim());
  const body = isWhole ? detection.trim() : `selection:\n${indented(detection)}\ncondition: selection`;
  return `${ruleHead}${indented(body)}\n`;
}
