import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { ConfigurationError } from "../../functions/shared/errors";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";
import { defaultStateFolder } from "../../local/folders";
import { readStageRecord } from "../../local/stage-record";

/** Where a stage is, as the command line says it. */
export interface PlaceOptions {
  /** A stack of Pulumi, whose outputs say the rest. */
  readonly stack?: string;
  /** The same by the name of its stage, which `local` is too. */
  readonly stage?: string;
  /** The one of a stack's SIEMs, by the name of the output that has its parts. */
  readonly siem?: string;
  readonly region?: string;
  readonly bucket?: string;
  readonly logBucket?: readonly string[];
  readonly queue?: string;
  readonly deadLetterQueue?: string;
  readonly endpoint?: string;
}

/** The parts of a stage that are known. */
export interface Places {
  readonly archiveBucket?: string | undefined;
  /** Buckets whose objects the loader may be told of. */
  readonly logBuckets: readonly string[];
  readonly queueUrl?: string | undefined;
  readonly deadLetterQueueUrl?: string | undefined;
  /** `https://` or, of the local stage, `http://`. */
  readonly searchEndpoint?: string | undefined;
  readonly region?: string | undefined;
  /** Bucket of the reports about the archive. */
  readonly reportsBucket?: string;
  /** What loads old logs by S3 Batch Operations. */
  readonly backfill?: BackfillPlaces;
  readonly loaderFunction?: string;
  /** Table of the alerts, where the search domain does not keep them. */
  readonly alertTable?: string;
  readonly searchDomain?: string;
  /** Of the local stage: where its files are, and what the deployed functions know as the search domain. */
  readonly local?: { readonly stateFolder: string; readonly domainEndpoint: string };
  /** Of the local stage: where AWS is emulated, and what any key opens. */
  readonly emulator?: string | undefined;
}

export interface BackfillPlaces {
  readonly accountId: string;
  readonly functionArn: string;
  readonly roleArn: string;
  /** Objects that are loaded at the same time. */
  readonly concurrency: number;
}

const projectFolder = resolve(__dirname, "../..");

/**
 * The stage that the options name: a stack, or only what they say; without any, the local stage that runs.
 * @throws ConfigurationError where there is none.
 */
export async function findPlaces(options: PlaceOptions, stateFolder = defaultStateFolder): Promise<Places> {
  const { siem, region, bucket, logBucket = [], queue, deadLetterQueue, endpoint } = options;
  const stack = stackOf(options);
  // A region, and buckets beside the stage's own, say nothing of where the stage is.
  const named = [bucket, queue, deadLetterQueue, endpoint].some((option) => option !== undefined);
  if (siem !== undefined && stack === undefined) {
    throw new ConfigurationError("--siem names one of a stack's SIEMs: say which stack with --stage");
  }
  if (stack === undefined && !named) {
    const local = localPlaces(stateFolder);
    return { ...local, logBuckets: [...local.logBuckets, ...logBucket] };
  }
  const known: Places = stack === undefined ? { logBuckets: [] } : fromOutputs(await siemOutputs(stack, siem));
  return {
    ...known,
    archiveBucket: bucket ?? known.archiveBucket,
    logBuckets: [...known.logBuckets, ...(bucket === undefined ? [] : [bucket]), ...logBucket],
    queueUrl: queue ?? known.queueUrl,
    deadLetterQueueUrl: deadLetterQueue ?? known.deadLetterQueueUrl,
    searchEndpoint: endpoint ?? known.searchEndpoint,
    region: region ?? known.region,
  };
}

function localPlaces(stateFolder: string): Places {
  const stage = readStageRecord(stateFolder)?.ready;
  if (stage === undefined) {
    throw new ConfigurationError(
      "No local stage is running. Start it with: npx siem up, or name a stage on AWS with --stage (or --bucket, --queue, --dead-letter-queue, --endpoint)",
    );
  }
  return {
    ...fromOutputs(stage.outputs),
    searchEndpoint: stage.openSearchUrl,
    region: stage.region,
    emulator: stage.awsEndpoint,
    local: { stateFolder, domainEndpoint: stage.domainEndpoint },
  };
}

function fromOutputs(outputs: JsonObject): Places {
  const archiveBucket = text(outputs.archiveBucketName);
  const accessLogBucket = text(outputs.accessLogBucketName);
  const reportsBucket = text(outputs.reportsBucketName);
  const backfill = backfillPlaces(outputs);
  const loaderFunction = text(outputs.loaderFunctionName);
  const searchDomain = text(outputs.searchDomainName);
  const alertTable = text(outputs.alertTableName);
  return {
    archiveBucket,
    logBuckets: [archiveBucket, accessLogBucket].filter((bucket) => bucket !== undefined),
    queueUrl: text(outputs.queueUrl),
    deadLetterQueueUrl: text(outputs.deadLetterQueueUrl),
    searchEndpoint: text(outputs.searchEndpoint),
    region: text(outputs.region),
    ...(loaderFunction === undefined ? {} : { loaderFunction }),
    ...(searchDomain === undefined ? {} : { searchDomain }),
    ...(alertTable === undefined ? {} : { alertTable }),
    ...(reportsBucket === undefined ? {} : { reportsBucket }),
    ...(backfill === undefined ? {} : { backfill }),
  };
}

function backfillPlaces(outputs: JsonObject): BackfillPlaces | undefined {
  const [accountId, functionArn, roleArn] = [
    outputs.accountId,
    outputs.backfillFunctionArn,
    outputs.backfillRoleArn,
  ].map(text);
  if (accountId === undefined || functionArn === undefined || roleArn === undefined) return undefined;
  return { accountId, functionArn, roleArn, concurrency: Number(outputs.backfillConcurrency) };
}

/** A stack, and the option that names it. */
interface NamedStack {
  readonly name: string;
  readonly option: "--stack" | "--stage";
}

/** @throws ConfigurationError if its name is empty. */
export function stackOf({ stack, stage }: Pick<PlaceOptions, "stack" | "stage">): NamedStack | undefined {
  const option = stack === undefined ? "--stage" : "--stack";
  const name = stack ?? stage;
  if (name === "") throw new ConfigurationError(`${option} is empty: name one, or leave it out for the local stage`);
  return name === undefined || (option === "--stage" && name === "local") ? undefined : { name, option };
}

/** The outputs of a stack's only SIEM, or of the one that is named. */
async function siemOutputs(stack: NamedStack, siem: string | undefined): Promise<JsonObject> {
  const outputs = await stackOutputs(stack);
  const isSiem = (value: unknown) => text(asRecord(value)?.archiveBucketName) !== undefined;
  const names = Object.keys(outputs).filter((name) => isSiem(outputs[name]));
  const list = names.join(", ");
  if (isSiem(outputs) || names.length === 0) {
    if (siem === undefined) return outputs;
    throw new ConfigurationError(`Stack ${stack.name} has one SIEM, and none by the name ${siem}: leave --siem out`);
  }
  if (siem === undefined && names.length > 1) {
    throw new ConfigurationError(`Stack ${stack.name} has the SIEMs ${list}: say which one with --siem`);
  }
  const found = asRecord(outputs[siem ?? list]);
  if (found !== undefined && names.includes(siem ?? list)) return found;
  throw new ConfigurationError(`Stack ${stack.name} has no SIEM ${siem}; --siem may be ${list}`);
}

async function stackOutputs(stack: NamedStack): Promise<JsonObject> {
  const run = promisify(execFile);
  const { stdout } = await run("pulumi", ["stack", "output", "--json", "--non-interactive", "--stack", stack.name], {
    cwd: projectFolder,
  }).catch((cause: unknown) => {
    throw new ConfigurationError(whyNoOutputs(stack, cause), { cause });
  });
  const outputs = asRecord(JSON.parse(stdout));
  if (outputs === undefined || Object.keys(outputs).length === 0) {
    throw new ConfigurationError(`Stack ${stack.name} has no outputs: it is not deployed (pulumi up)`);
  }
  return outputs;
}

function whyNoOutputs({ name, option }: NamedStack, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ENOENT") {
    return `${option} needs the pulumi command; without it name the parts: --bucket, --queue, --dead-letter-queue, --endpoint`;
  }
  const said = "stderr" in error && typeof error.stderr === "string" ? error.stderr.trim() : error.message;
  return `${option} ${name} cannot be read: ${said}`;
}
