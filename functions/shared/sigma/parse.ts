import {
  type SigmaDocument,
  type SigmaFilter,
  type SigmaLogSource,
  type SigmaMetadata,
  type SigmaRule,
  sigmaTaxonomies,
} from "./ast";
import { contentHash } from "./content-hash";
import { parseCorrelation, references } from "./correlation";
import { parseDetection } from "./detection";
import type { ValueContext } from "./item-values";
import { type Members, membersOf, shown } from "./members";
import { parseMetadata } from "./metadata";
import type { Placeholders } from "./placeholders";
import { placeOf, rememberPlaces, type SigmaPath } from "./places";
import { type SigmaProblem, SigmaProblems } from "./problems";
import { parseRuleTests } from "./rule-tests";
import { readYaml, type YamlNode } from "./yaml-nodes";

export interface SigmaParseOptions {
  /** What placeholders of `expand` stand for; a rule with another one is refused. */
  readonly placeholders?: Placeholders | undefined;
  /** Members that Sigma leaves to those who use it. */
  readonly extension?: SigmaExtension | undefined;
}

/** Members of documents that Sigma does not define and somebody gives a meaning to. */
export interface SigmaExtension {
  readonly members: readonly string[];
  /** Says what is wrong with them, also of a document that is refused for something else. */
  readonly check: (document: ExtendedDocument, report: ReportMember) => void;
}

export interface ExtendedDocument extends Pick<SigmaMetadata, "custom"> {
  readonly kind: SigmaDocument["kind"];
}

export type ReportMember = (code: "unknown-member" | "wrong-value", path: SigmaPath, message: string) => void;

export interface SigmaFile {
  /** Those without an error, in the order of the file. */
  readonly documents: readonly SigmaDocument[];
  readonly problems: readonly SigmaProblem[];
}

/**
 * Reads the rules, correlations and filters of a YAML file. What is wrong with one does not keep the others from being
 * read. Never throws.
 * @param file its path, for messages.
 */
export function parseSigma(
  text: string,
  file: string,
  { placeholders = {}, extension }: SigmaParseOptions = {},
): SigmaFile {
  const problems = new SigmaProblems();
  const context: ValueContext = { problems, placeholders };
  const nodes = readYaml(text, file, problems);
  if (nodes.length === 0 && problems.errorCount === 0) {
    problems.report("not-a-rule", { location: { file, line: 1, column: 1 } }, "there is no rule in this file");
  }
  const documents = nodes.map((node) => parseDocument(node, context, extension));
  return { documents: documents.filter((document) => document !== undefined), problems: problems.list };
}

function parseDocument(node: YamlNode, context: ValueContext, extension?: SigmaExtension): SigmaDocument | undefined {
  const { problems } = context;
  const members = membersOf(node, problems, "the document");
  if (members === undefined) return undefined;
  const action = members.entry("action");
  if (action !== undefined) {
    problems.report("unknown-member", action, "action is of Sigma 1: write each rule out in a document of its own");
    return undefined;
  }
  const faultsBefore = problems.errorCount;
  const kind = kinds.find(({ member }) => members.has(member));
  if (kind === undefined) {
    const hint = members.entries.map(({ key }) => key).join(", ");
    problems.report(
      "not-a-rule",
      node,
      `the document has none of detection (a rule), correlation and filter; it has ${hint || "nothing"}`,
    );
    return undefined;
  }
  const metadata = parseMetadata(members, problems, { own: kind.members, others: extension?.members ?? [] });
  const document = metadata && kind.parse(members, metadata, context);
  if (metadata !== undefined) {
    extension?.check({ kind: kind.kind, custom: metadata.custom }, (code, path, message) => {
      const location = placeOf(node, path, code === "unknown-member" ? "name" : "value");
      problems.report(code, { location }, message);
    });
  }
  if (document === undefined || problems.errorCount > faultsBefore) return undefined;
  rememberPlaces(document, node);
  return document;
}

interface DocumentKind {
  readonly kind: SigmaDocument["kind"];
  /** The member that only this kind of document has. */
  readonly member: string;
  readonly members: readonly string[];
  readonly parse: (members: Members, metadata: SigmaMetadata, context: ValueContext) => SigmaDocument | undefined;
}

const kinds: readonly DocumentKind[] = [
  {
    kind: "correlation",
    member: "correlation",
    members: ["correlation", "generate", "taxonomy"],
    parse: (members, metadata, { problems }) => parseCorrelation(members, metadata, problems),
  },
  { kind: "filter", member: "filter", members: ["filter", "logsource", "taxonomy"], parse: parseFilter },
  {
    kind: "rule",
    member: "detection",
    members: ["detection", "logsource", "taxonomy", "tests"],
    parse: parseRule,
  },
];

function parseRule(members: Members, metadata: SigmaMetadata, context: ValueContext): SigmaRule | undefined {
  const logsource = parseLogSource(members, context);
  const taxonomy = members.oneOf("taxonomy", sigmaTaxonomies) ?? "sigma";
  const node = members.entry("detection")?.value;
  const tests = members.entry("tests");
  const parsedTests = tests && parseRuleTests(tests.value, context.problems);
  if (node?.kind !== "map") {
    if (node !== undefined) membersOf(node, context.problems, "the detection");
    return undefined;
  }
  const detection = parseDetection(node, context);
  if (detection === undefined || logsource === undefined) return undefined;
  const meaning = { taxonomy, logsource, detection };
  return { ...metadata, ...meaning, kind: "rule", hash: contentHash(meaning), tests: parsedTests };
}

function parseFilter(members: Members, metadata: SigmaMetadata, context: ValueContext): SigmaFilter | undefined {
  const { problems } = context;
  const logsource = parseLogSource(members, context);
  const taxonomy = members.oneOf("taxonomy", sigmaTaxonomies) ?? "sigma";
  const node = members.entry("filter")?.value;
  const filter = node && membersOf(node, problems, "the filter");
  if (filter === undefined || node?.kind !== "map") return undefined;
  const entry = filter.required("rules", "the ids or names of rules, or rules: any");
  const isAny = entry?.value.kind === "scalar" && entry.value.value === "any";
  const rules = entry === undefined ? [] : isAny ? "any" : references(entry.value, problems);
  const detection = parseDetection(node, context, ["rules"]);
  if (detection === undefined || logsource === undefined) return undefined;
  if (!JSON.stringify(detection.conditions).includes('"not"')) {
    problems.report(
      "positive-filter",
      filter.entry("condition") ?? node,
      "the filter's condition is added to the rules by and: without not, only what it selects raises alerts",
    );
  }
  return { ...metadata, kind: "filter", taxonomy, logsource, rules, detection };
}

const logSourceMembers = ["category", "product", "service"] as const;

function parseLogSource(members: Members, { problems }: ValueContext): SigmaLogSource | undefined {
  const entry = members.required("logsource", "one, such as logsource: { product: aws, service: cloudtrail }");
  const source = entry && membersOf(entry.value, problems, "the logsource");
  if (entry === undefined || source === undefined) return undefined;
  source.probably([...logSourceMembers, "definition"]);
  const logsource = {
    category: source.text("category"),
    product: source.text("product"),
    service: source.text("service"),
  };
  for (const name of logSourceMembers) {
    const value = logsource[name];
    if (value === undefined || value === value.toLowerCase()) continue;
    problems.report(
      "wrong-value",
      source.entry(name) ?? source,
      `${name} must be in lower case: ${value.toLowerCase()}`,
    );
  }
  if (logSourceMembers.every((name) => logsource[name] === undefined)) {
    problems.report(
      "missing-member",
      entry.value,
      `the logsource has none of ${logSourceMembers.join(", ")}, not ${shown(entry.value)}: a rule is for some logs`,
    );
    return undefined;
  }
  return logsource;
}
