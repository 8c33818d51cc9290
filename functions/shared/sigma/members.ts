import { suggest } from "../suggest";
import type { SigmaLocation, SigmaProblems } from "./problems";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-nodes";

/** `: did you mean X?`, or what is allowed where nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = word === "" ? undefined : suggest(word, candidates);
  return meant === undefined ? `; allowed are ${candidates.join(", ")}` : `: did you mean ${meant}?`;
}

/** Reads the members of a map, and reports those that are not of the type that they must have. */
export class Members {
  private readonly byName: ReadonlyMap<string, YamlEntry>;
  readonly location: SigmaLocation;

  constructor(
    private readonly map: YamlMap,
    private readonly problems: SigmaProblems,
    /** What the map is, for messages: `the rule`. */
    private readonly what: string,
  ) {
    this.byName = new Map(map.entries.map((entry) => [entry.key, entry]));
    this.location = map.location;
  }

  get entries(): readonly YamlEntry[] {
    return this.map.entries;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  entry(name: string): YamlEntry | undefined {
    return this.byName.get(name);
  }

  required(name: string, example: string): YamlEntry | undefined {
    const entry = this.byName.get(name);
    if (entry === undefined) {
      const near = suggest(
        name,
        this.map.entries.map(({ key }) => key),
      );
      const hint = near === undefined ? "" : ` (is it ${near}?)`;
      this.problems.report("missing-member", this, `${this.what} has no ${name}${hint}: add ${example}`);
    }
    return entry;
  }

  /** Reports members of other names. */
  only(names: readonly string[]): void {
    for (const { key, location } of this.map.entries) {
      if (names.includes(key)) continue;
      this.problems.report(
        "unknown-member",
        { location },
        `${this.what} has no member ${key}${didYouMean(key, names)}`,
      );
    }
  }

  /** Warns of members of other names that may be misspelt ones. */
  probably(names: readonly string[]): void {
    for (const { key, location } of this.map.entries) {
      if (names.includes(key)) continue;
      const meant = suggest(key, names);
      if (meant === undefined) continue;
      this.problems.report(
        "probable-typo",
        { location },
        `${key} is not a member of ${this.what} in Sigma: did you mean ${meant}?`,
      );
    }
  }

  text(name: string, maximum = 65_535): string | undefined {
    const node = this.byName.get(name)?.value;
    if (node === undefined) return undefined;
    const text = textOf(node);
    if (text === undefined || text === "") return this.wrong(node, `${name} must be a text that is not empty`);
    if (text.length <= maximum) return text;
    this.problems.report("wrong-value", node, `${name} has ${text.length} characters: shorten it to ${maximum}`);
    return undefined;
  }

  /** A list of texts; a single text stands for a list of one. */
  texts(name: string): readonly string[] {
    const node = this.byName.get(name)?.value;
    if (node === undefined || isNothing(node)) return [];
    const items = node.kind === "list" ? node.items : [node];
    const texts = items.map((item) => textOf(item) ?? this.wrong(item, `${name} must be a list of texts`));
    return texts.filter((text) => text !== undefined);
  }

  boolean(name: string): boolean | undefined {
    const node = this.byName.get(name)?.value;
    if (node === undefined) return undefined;
    if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
    return this.wrong(node, `${name} must be true or false`);
  }

  oneOf<Value extends string>(name: string, allowed: readonly Value[]): Value | undefined {
    const node = this.byName.get(name)?.value;
    if (node === undefined) return undefined;
    const text = textOf(node) ?? "";
    const found = allowed.find((value) => value === text);
    if (found === undefined) {
      this.problems.report("wrong-value", node, `${name} cannot be ${shown(node)}${didYouMean(text, allowed)}`);
    }
    return found;
  }

  private wrong(node: YamlNode, message: string): undefined {
    this.problems.report("wrong-type", node, `${message}, not ${shown(node)}`);
    return undefined;
  }
}

/** A node that must be a map. */
export function membersOf(node: YamlNode, problems: SigmaProblems, what: string): Members | undefined {
  if (node.kind === "map") return new Members(node, problems, what);
  problems.report("wrong-type", node, `${what} must be a map of names and values, not ${shown(node)}`);
  return undefined;
}

/** A text, or what a number or boolean looks like where it is written. */
export function textOf(node: YamlNode): string | undefined {
  if (node.kind !== "scalar" || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : node.source;
}

export function isNothing(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** A node in a message. */
export function shown(node: YamlNode): string {
  if (node.kind !== "scalar") return `a ${node.kind}`;
  if (node.value === null) return "nothing";
  const text = JSON.stringify(node.value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
