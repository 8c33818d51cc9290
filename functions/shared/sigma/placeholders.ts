import { didYouMean } from "./members";
import type { SigmaProblems } from "./problems";
import type { YamlScalar } from "./yaml-nodes";

/** What placeholders stand for, by name, without the percent signs. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** `\%` is a percent sign; else two of them enclose a name. */
const placeholder = /\\%|%([^%\s\\]+)%/g;

const maximumTexts = 1_000;

/** A value once for each combination of what its placeholders stand for; undefined after a fault was reported. */
export function expandPlaceholders(
  node: YamlScalar,
  text: string,
  placeholders: Placeholders,
  problems: SigmaProblems,
): readonly string[] | undefined {
  let texts = [""];
  let from = 0;
  let found = false;
  for (const match of text.matchAll(placeholder)) {
    const before = text.slice(from, match.index);
    from = match.index + match[0].length;
    const name = match[1];
    if (name === undefined) {
      texts = texts.map((one) => `${one}${before}%`);
      continue;
    }
    found = true;
    const values = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    if (values === undefined || values.length === 0) {
      const known = Object.keys(placeholders);
      const hint = known.length === 0 ? ": define it, or leave the rule out" : didYouMean(name, known);
      problems.report("placeholder", node, `nothing says what the placeholder %${name}% stands for${hint}`);
      return undefined;
    }
    texts = texts.flatMap((one) => values.map((value) => one + before + value));
    if (texts.length > maximumTexts) {
      problems.report("placeholder", node, `its placeholders stand for more than ${maximumTexts} texts`);
      return undefined;
    }
  }
  if (!found) {
    problems.report("placeholder", node, `expand is for a value with a placeholder such as %Servers%: leave it out`);
    return undefined;
  }
  const rest = text.slice(from);
  return texts.map((one) => one + rest);
}
