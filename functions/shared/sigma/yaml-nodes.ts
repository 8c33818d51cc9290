import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
} from "yaml";
import type { SigmaLocation, SigmaProblems } from "./problems";

/** A YAML value with its place. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
  readonly location: SigmaLocation;
}

export interface YamlEntry {
  readonly key: string;
  /** Of the key. */
  readonly location: SigmaLocation;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly location: SigmaLocation;
}

export interface YamlScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As it is written, without quotation marks. */
  readonly source: string;
  /** In quotation marks, a block of lines, or neither. */
  readonly style: "plain" | "quoted" | "block";
  readonly location: SigmaLocation;
}

// Rules are a page long; an alias may stand for as much again, and so on.
const maximumCharacters = 1024 * 1024;
const maximumNodes = 100_000;
const maximumDepth = 64;

/** Reads the documents of a YAML text; what is no YAML is reported, and its document left out. Never throws. */
export function readYaml(text: string, file: string, problems: SigmaProblems): YamlNode[] {
  const start = { location: { file, line: 1, column: 1 } };
  if (text.length > maximumCharacters) {
    problems.report("too-large", start, `the file has more than ${maximumCharacters} characters: divide it`);
    return [];
  }
  const lines = new LineCounter();
  let documents: readonly Document.Parsed<ParsedNode>[];
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
    documents = "empty" in parsed ? [] : parsed;
  } catch (error) {
    // Deep nesting overflows the stack.
    problems.report("yaml", start, yamlFault(error instanceof Error ? error.message : String(error)));
    return [];
  }
  const reader = new YamlReader(file, lines, problems);
  return documents.map((document) => reader.read(document)).filter((node) => node !== undefined);
}

class Refused extends Error {}

class YamlReader {
  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
    private readonly problems: SigmaProblems,
  ) {}

  read(document: Document.Parsed<ParsedNode>): YamlNode | undefined {
    // What is behind the first fault is mostly its consequence.
    const [first] = document.errors;
    if (first !== undefined) this.problems.report("yaml", this.at(first.pos[0]), yamlFault(first.message));
    if (document.errors.length > 0 || document.contents === null) return undefined;
    if (isScalar(document.contents) && document.contents.value === null) return undefined;
    const budget = { nodes: maximumNodes };
    try {
      return this.node(document.contents, document, budget, maximumDepth);
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }

  private at(offset: number): { readonly location: SigmaLocation } {
    const { line, col } = this.lines.linePos(offset);
    return { location: { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) } };
  }

  private refuse(code: "yaml" | "too-large", offset: number, message: string): never {
    this.problems.report(code, this.at(offset), message);
    throw new Refused();
  }

  private node(node: unknown, document: Document.Parsed, budget: { nodes: number }, depth: number, from = 0): YamlNode {
    const offset = rangeStart(node) ?? from;
    budget.nodes -= 1;
    if (budget.nodes < 0 || depth < 0) {
      this.refuse("too-large", offset, `the document has more than ${maximumNodes} values, or ${maximumDepth} levels`);
    }
    const { location } = this.at(offset);
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target === undefined) this.refuse("yaml", offset, `there is no anchor &${node.source}`);
      return this.node(target, document, budget, depth - 1, offset);
    }
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }): YamlEntry => {
        const keyOffset = rangeStart(key) ?? offset;
        if (!isScalar(key)) this.refuse("yaml", keyOffset, "a key must be a text, not a list or map");
        return {
          key: key.value === null ? "" : String(key.value),
          location: this.at(keyOffset).location,
          value: this.node(value, document, budget, depth - 1, keyOffset),
        };
      });
      return { kind: "map", entries, location };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item, document, budget, depth - 1, offset));
      return { kind: "list", items, location };
    }
    return { kind: "scalar", ...scalarOf(node), location };
  }
}

/** The parser's words, but for those of JavaScript. */
function yamlFault(message: string): string {
  return message.includes("call stack") ? "lists or maps are nested too deep" : message;
}

function scalarOf(node: unknown): Pick<YamlScalar, "value" | "source" | "style"> {
  if (!isScalar(node)) return { value: null, source: "", style: "plain" };
  const { value, type } = node;
  const source = node.source ?? String(value);
  const style = type?.startsWith("QUOTE") === true ? "quoted" : type?.startsWith("BLOCK") === true ? "block" : "plain";
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return { value, source, style };
  }
  return { value: value === null ? null : String(value), source, style };
}

function rangeStart(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

/** The value that a node stands for. */
export function plainValue(node: YamlNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainValue);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
  }
}
