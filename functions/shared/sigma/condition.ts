import type { SigmaCondition } from "./ast";
import { didYouMean } from "./members";
import type { SigmaLocation } from "./problems";
import type { YamlScalar } from "./yaml-nodes";

/** Where and why a condition cannot be read; the caller reports it. */
export class ConditionFault extends Error {
  constructor(
    message: string,
    /** Of the first character that is wrong, from 0. */
    readonly offset: number,
    readonly code: "condition" | "unknown-search" = "condition",
  ) {
    super(message);
  }
}

interface Token {
  readonly kind: "(" | ")" | "word" | "end";
  readonly text: string;
  readonly offset: number;
}

const tokenPattern = /\s*(?:([()])|([\p{L}\p{N}_*.?-]+)|(\S))/uy;
const maximumDepth = 64;
const operators = new Set(["and", "or", "not", "of", "them"]);

/**
 * Reads a condition: `or` binds least, then `and`, `not`, `1 of` and `all of`, parentheses.
 * @param names the search identifiers.
 * @throws ConditionFault
 */
export function parseCondition(text: string, names: readonly string[]): SigmaCondition {
  return new ConditionParser(tokenize(text), names).parse();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    const [whole, parenthesis, word, other] = match;
    const offset = match.index + whole.length - (parenthesis ?? word ?? other ?? "").length;
    if (parenthesis !== undefined) tokens.push({ kind: parenthesis === "(" ? "(" : ")", text: parenthesis, offset });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, offset });
    else if (other === "|") {
      throw new ConditionFault(
        "aggregations after | are not Sigma any more: leave it a plain rule, and count its events in a correlation (type: event_count or value_count)",
        offset,
      );
    } else {
      throw new ConditionFault(
        `${JSON.stringify(other)} has no meaning in a condition: it is made of search identifiers, and, or, not, 1 of, all of and parentheses`,
        offset,
      );
    }
  }
  tokens.push({ kind: "end", text: "the end", offset: text.length });
  return tokens;
}

class ConditionParser {
  private next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly names: readonly string[],
  ) {}

  parse(): SigmaCondition {
    const condition = this.disjunction(maximumDepth);
    const token = this.peek();
    if (token.kind !== "end") {
      throw new ConditionFault(`${token.text} comes where and, or or the end is expected`, token.offset);
    }
    return condition;
  }

  private peek(): Token {
    return this.tokens[this.next] ?? { kind: "end", text: "the end", offset: 0 };
  }

  private take(): Token {
    const token = this.peek();
    this.next += 1;
    return token;
  }

  private takes(operator: string): boolean {
    const { kind, text } = this.peek();
    if (kind !== "word" || text.toLowerCase() !== operator) return false;
    this.next += 1;
    return true;
  }

  private disjunction(depth: number): SigmaCondition {
    const conditions = [this.conjunction(depth)];
    while (this.takes("or")) conditions.push(this.conjunction(depth));
    return joined("or", conditions);
  }

  private conjunction(depth: number): SigmaCondition {
    const conditions = [this.negation(depth)];
    while (this.takes("and")) conditions.push(this.negation(depth));
    return joined("and", conditions);
  }

  private negation(depth: number): SigmaCondition {
    if (depth === 0) throw new ConditionFault("the condition is nested too deep: simplify it", this.peek().offset);
    return this.takes("not") ? { kind: "not", condition: this.negation(depth - 1) } : this.primary(depth);
  }

  private primary(depth: number): SigmaCondition {
    const token = this.take();
    if (token.kind === "(") {
      const condition = this.disjunction(depth - 1);
      const end = this.take();
      if (end.kind === ")") return condition;
      throw new ConditionFault(`${end.text} comes where ) is expected`, end.offset);
    }
    if (token.kind !== "word" || (operators.has(token.text.toLowerCase()) && !this.names.includes(token.text))) {
      throw new ConditionFault(`${token.text} comes where a search identifier is expected`, token.offset);
    }
    const following = this.peek();
    if (following.kind === "word" && following.text.toLowerCase() === "of") return this.quantified(token);
    if (this.names.includes(token.text)) return { kind: "search", name: token.text };
    if (token.text.includes("*")) {
      throw new ConditionFault(
        `a pattern needs a number: write 1 of ${token.text} or all of ${token.text}`,
        token.offset,
      );
    }
    throw new ConditionFault(
      `there is no search identifier ${token.text}${didYouMean(token.text, this.names)}`,
      token.offset,
      "unknown-search",
    );
  }

  private quantified(token: Token): SigmaCondition {
    const word = token.text.toLowerCase();
    if (word !== "1" && word !== "any" && word !== "all") {
      throw new ConditionFault(
        `${token.text} of is not Sigma: write 1 of or all of, or count in a correlation`,
        token.offset,
      );
    }
    this.next += 1;
    const { kind, text, offset } = this.take();
    if (kind !== "word") throw new ConditionFault(`${text} comes where them or a pattern is expected`, offset);
    const pattern = text.toLowerCase() === "them" ? "them" : text;
    const names = this.names.filter((name) => isMeant(name, pattern));
    if (names.length === 0) {
      const hint =
        pattern === "them"
          ? "all search identifiers start with _"
          : `no search identifier is like ${pattern}${didYouMean(pattern, this.names)}`;
      throw new ConditionFault(hint, offset, "unknown-search");
    }
    return { kind: "quantified", quantifier: word === "all" ? "all" : "one", pattern, names };
  }
}

function joined(kind: "and" | "or", conditions: readonly SigmaCondition[]): SigmaCondition {
  const [first] = conditions;
  return conditions.length === 1 && first !== undefined ? first : { kind, conditions };
}

/** Identifiers that start with `_` are only meant by a pattern that does so too. */
function isMeant(name: string, pattern: string): boolean {
  if (name.startsWith("_") && !pattern.startsWith("_")) return false;
  return pattern === "them" || isLike(name, pattern.split("*"));
}

/** Whether a name has the texts in order, the first at its beginning and the last at its end. */
function isLike(name: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const text of others) {
    const found = name.indexOf(text, from);
    if (found < 0) return false;
    from = found + text.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

/** Where in a file a character of a condition stands; of one over several lines, where the condition starts. */
export function conditionLocation({ location, style }: YamlScalar, offset: number): SigmaLocation {
  if (style === "block") return location;
  return { ...location, column: location.column + offset + (style === "quoted" ? 1 : 0) };
}
