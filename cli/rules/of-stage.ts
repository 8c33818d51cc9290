import { resolve } from "node:path";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { parseDetection } from "../../functions/detector/detection-settings";
import { type ReadRules, readRules } from "../../functions/detector/read-rules";
import { naming, object, parseSetting } from "../../settings/definition";
import { stackOf } from "../rescue/places";
import { projectOf, projectRoot, stageConfig, stages } from "../stage-config";
import { printable } from "../text-table";
import { rulesOf } from "./read";

export interface StageRules {
  /** Rule files or folders, instead of those that the stage's settings name. */
  readonly rules?: readonly string[];
  readonly stack?: string;
  readonly stage?: string;
  readonly endpoint?: string;
}

const detection = object("How a stage detects", (members) => members);

/**
 * The rules that the settings of a stage name (`siem:detection` in Pulumi.<stage>.yaml): those of the stack that is named,
 * else of the local stage. Only a search domain is known by nothing but its endpoint: then the project's own.
 * @param folder that of the settings, where paths in them start. Default: this project's.
 * @throws ConfigurationError where the settings are not allowed, or name what is not there.
 */
export function rulesOfStage(options: StageRules, folder = projectRoot): ReadRules {
  const { rules, endpoint } = options;
  if (rules !== undefined && rules.length > 0) return rulesOf(rules);
  // The name may be preceded by those of organisation and project.
  const stage = stackOf(options)?.name.split("/").at(-1) ?? (endpoint === undefined ? "local" : undefined);
  if (stage === undefined) return rulesOf(undefined);
  if (!stages(folder).includes(stage)) {
    console.error(
      printable(`There is no Pulumi.${stage}.yaml here: the project's own rules are read; name others with --rules`),
    );
    return rulesOf(undefined);
  }
  const key = `${projectOf(folder).name}:detection`;
  const { builtInRules, rules: own } = parseSetting(key, detection, stageConfig(stage, folder)[key] ?? "{}");
  // Other members may be encrypted.
  const detects = naming(key, () => parseDetection({ builtInRules, rules: own }));
  const paths = detects.rules.map((path) => resolve(folder, path));
  return readRules([...(detects.builtInRules ? [builtInRulesFolder] : []), ...paths]);
}
