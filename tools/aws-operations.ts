import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { builtInRulesFolder } from "../components/detection/built-in-rules";
import { readRules } from "../functions/detector/read-rules";
import { cloudTrailCalls, isMeant } from "./cloudtrail-calls";

/*
 * Writes which operations the rules for CloudTrail name, with their parameters, from the models of AWS's APIs:
 * `npm run aws-operations -- FOLDER`, the folder `data` of an installed botocore. Names that are in no model are left out,
 * and the test of the rules then says so.
 */

const target = resolve(__dirname, "../tests/rules/aws-operations.json");

/** Services whose name in `eventSource` is not their folder's. */
const foldersOf: Readonly<Record<string, readonly string[]>> = {
  "access-analyzer": ["accessanalyzer"],
  bedrock: ["bedrock", "bedrock-runtime"],
  elasticfilesystem: ["efs"],
  monitoring: ["cloudwatch"],
  s3: ["s3", "s3control"],
  servicequotas: ["service-quotas"],
  ses: ["ses", "sesv2"],
  sso: ["sso-admin"],
};

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<
    Record<string, { readonly members?: Readonly<Record<string, { readonly locationName?: string }>> }>
  >;
}

function main([folder]: readonly string[]): void {
  if (folder === undefined || !existsSync(join(folder, "iam"))) {
    throw new Error(`${folder ?? "nothing"} is not the folder data of botocore: give its path`);
  }
  const { rules } = readRules([builtInRulesFolder]);
  const calls = rules.filter(({ logsource }) => logsource.service === "cloudtrail").map(cloudTrailCalls);
  const sources = [...new Set(calls.flatMap((call) => call.sources))].sort();
  const operations = sources.flatMap((source) => {
    const service = source.replace(/\.amazonaws\.com$/, "");
    const models = (foldersOf[service] ?? [service]).map((name) => readModel(join(folder, name)));
    const names = calls.filter((call) => call.sources.includes(source)).flatMap((call) => call.names);
    const found = new Set(
      names.flatMap((name) =>
        models.flatMap((model) => Object.keys(model?.operations ?? {}).filter((operation) => isMeant(operation, name))),
      ),
    );
    const rows = [...found].sort().map((operation) => [operation, parametersOf(models, operation)] as const);
    return rows.length === 0 ? [] : [[source, Object.fromEntries(rows)] as const];
  });
  writeFileSync(target, `${JSON.stringify(Object.fromEntries(operations), undefined, 1)}\n`);
}

function readModel(folder: string): Model | undefined {
  if (!existsSync(folder)) return undefined;
  const version = readdirSync(folder).sort().at(-1) ?? "";
  const packed = join(folder, version, "service-2.json.gz");
  const text = existsSync(packed)
    ? gunzipSync(readFileSync(packed)).toString()
    : readFileSync(join(folder, version, "service-2.json"), "utf8");
  return JSON.parse(text) as Model;
}

/** Names of parameters, and those by which they go over the line. */
function parametersOf(models: readonly (Model | undefined)[], operation: string): string[] {
  const names = models.flatMap((model) => {
    const shape = model?.operations[operation]?.input?.shape;
    const members = shape === undefined ? {} : (model?.shapes[shape]?.members ?? {});
    return Object.entries(members).flatMap(([name, { locationName = name }]) => [name, locationName]);
  });
  return [...new Set(names.map((name) => name.toLowerCase()))].sort();
}

main(process.argv.slice(2));
