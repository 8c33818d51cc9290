import { writeFileSync } from "node:fs";
import { ConfigurationError } from "../../functions/shared/errors";
import { type SigmaCorrelation, type SigmaRule, sigmaLevels } from "../../functions/shared/sigma";
import { counted } from "../../functions/shared/text/counted";
import { fileFault } from "../file-fault";
import { writeLine } from "../output";
import { textTable } from "../text-table";
import { printProblems, rulesOf, writtenIn } from "./read";

type Tagged = SigmaRule | SigmaCorrelation;

/** A tag of a technique: `attack.t1078`, `attack.t1078.004`. */
const techniqueTag = /^attack\.(t\d{4}(?:\.\d{3})?)$/;
const tacticTag = /^attack\.([a-z][a-z_-]+)$/;

/** Counts rules by ATT&CK technique. */
export async function showCoverage(paths: readonly string[], { layer }: { layer?: string }): Promise<number> {
  const read = rulesOf(paths);
  const { rules, correlations } = writtenIn(read);
  const errors = printProblems(read.problems);
  const all: readonly Tagged[] = [...rules, ...correlations];
  const techniques = byTag(all, techniqueTag);
  const rows = [...techniques].map(([technique, of]) => [
    technique.toUpperCase(),
    of.length,
    ...sigmaLevels.toReversed().map((level) => of.filter((rule) => rule.level === level).length),
    [...byTag(of, tacticTag).keys()].join(", "),
  ]);
  const levels = sigmaLevels.toReversed();
  await writeLine(textTable(["technique", "rules", ...levels, "tactics of these rules"], rows));
  const untagged = all.filter(({ tags }) => !tags.some((tag) => techniqueTag.test(tag))).length;
  console.error(
    `${counted(techniques.size, "technique")}, ${counted(all.length, "rule")}, ${untagged} of them without a technique`,
  );
  if (layer !== undefined) {
    writeLayer(layer, techniques);
    console.error(`wrote ${layer}: open it in https://mitre-attack.github.io/attack-navigator/`);
  }
  return errors === 0 ? 0 : 1;
}

function writeLayer(layer: string, techniques: ReadonlyMap<string, readonly Tagged[]>): void {
  try {
    writeFileSync(layer, `${JSON.stringify(navigatorLayer(techniques), undefined, 2)}\n`);
  } catch (error) {
    const fault = fileFault(error);
    if (fault === undefined) throw error;
    throw new ConfigurationError(`--layer: ${fault}; give a file in a folder that is there`, { cause: error });
  }
}

function byTag(rules: readonly Tagged[], pattern: RegExp): Map<string, Tagged[]> {
  const found = new Map<string, Tagged[]>();
  for (const rule of rules) {
    for (const tag of rule.tags) {
      const name = pattern.exec(tag)?.[1];
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), rule]);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @see https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md */
function navigatorLayer(techniques: ReadonlyMap<string, readonly Tagged[]>): object {
  const scores = [...techniques.values()].map((rules) => rules.length);
  return {
    name: "Detection rules",
    versions: { layer: "4.5", navigator: "5.1.0" },
    domain: "enterprise-attack",
    description: "Number of detection rules by technique",
    techniques: [...techniques].map(([technique, rules]) => ({
      techniqueID: technique.toUpperCase(),
      score: rules.length,
      comment: rules.map(({ title }) => title).join("\n"),
    })),
    gradient: { colors: ["#cfe8cf", "#2e7d32"], minValue: 0, maxValue: Math.max(1, ...scores) },
  };
}
