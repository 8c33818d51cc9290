import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigurationError } from "../../functions/shared/errors";
import type { Configuration } from "../../policies/configuration";
import type { ResourceLike } from "../../policies/graph";
import { blocking, type Judgement, judge } from "../../policies/judge";
import type { PresetName } from "../../policies/presets";
import { PolicyConfigurationError, readConfiguration, readConfigurationFile } from "../../policies/read-configuration";
import { writeLine } from "../output";
import { stages } from "../stage-config";
import { type FormatName, formats } from "./formats";
import { readGraph } from "./read-graph";

export interface CheckPoliciesOptions {
  readonly stage?: string;
  readonly graph?: string;
  readonly preset?: PresetName;
  readonly config?: string;
  readonly format: FormatName;
}

const projectConfiguration = resolve(__dirname, "../../siem-policies.yaml");

/** Judges stages or a graph, and prints what was found; 1 where a mandatory policy is violated, or failed itself. */
export async function checkPolicies(options: CheckPoliciesOptions): Promise<number> {
  if (options.stage !== undefined && options.graph !== undefined) {
    throw new ConfigurationError("--stage and --graph name two things to judge; give one of them");
  }
  const configuration = configurationOf(options);
  const judgements: Judgement[] = [];
  for await (const { name, resources } of subjects(options)) {
    judgements.push({ ...judge(resources, configuration), name });
  }
  const status = judgements.some(({ findings }) => blocking(findings).length > 0) ? 1 : 0;
  // Also for a reader that has seen enough before the end.
  process.exitCode = status;
  await writeLine(formats[options.format](judgements));
  return status;
}

interface Subject {
  readonly name: string;
  readonly resources: readonly ResourceLike[];
}

async function* subjects({ stage, graph: file }: CheckPoliciesOptions): AsyncIterable<Subject> {
  if (file !== undefined) {
    yield { name: file === "-" ? "stdin" : file, resources: readGraph(readContent(file), file) };
    return;
  }
  const { graphOf } = await import("../graph");
  for (const name of stage === undefined ? stages() : [stage]) {
    yield { name, resources: await graphOf(name) };
  }
}

function readContent(file: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (cause) {
    throw new ConfigurationError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * The named file; else that of the folder one is in; else, for stages of this project, the project's own. A graph is
 * another program's, which this project's exemptions are not for.
 */
function configurationOf({ config, preset, graph: file }: CheckPoliciesOptions): Configuration {
  const here = join(process.cwd(), "siem-policies.yaml");
  const candidates = file === undefined ? [here, projectConfiguration] : here === projectConfiguration ? [] : [here];
  const path = config ?? candidates.find((candidate) => existsSync(candidate));
  try {
    const configuration = path === undefined ? {} : readConfigurationFile(path);
    if (preset === undefined) return configuration;
    return readConfiguration({ ...configuration, preset }, `--preset ${preset}`);
  } catch (error) {
    if (error instanceof PolicyConfigurationError) throw new ConfigurationError(error.message, { cause: error });
    throw error;
  }
}
