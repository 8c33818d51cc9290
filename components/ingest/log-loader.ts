import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type FilterRule, parseFilterRules } from "../../functions/loader/filter-rules";
import type { DetectionRules } from "../../functions/loader/signals";
import { parseSourceRules, type SourceRule } from "../../functions/loader/source-rules";
import type { SearchService } from "../../functions/shared/aws/search-service";
import { ConfigurationError } from "../../functions/shared/errors";
import { defaultLimits, type Limits, limitNames } from "../../functions/shared/limits";
import type { BucketReader } from "../archive/existing-log-bucket";
import { viaService } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import { bundleFunction } from "../lambda/bundle";
import { type FunctionSettings, mountPath, SecureFunction, type SecureFunctionArgs } from "../lambda/secure-function";
import { knownSources } from "../lambda/source-modules";
import { loaderMetricNamespace } from "../operations/pipeline";
import { SiemComponent } from "../siem-component";
import { type LoaderShape, loaderFaults } from "./loader-shape";

/** A network of the organisation's own, to name it in events. */
export interface OwnNetwork {
  /** Such as `192.0.2.0/24`. */
  readonly cidr: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

export interface LogLoaderArgs extends FunctionSettings, LoaderShape {
  /** Queue of the objects to load. */
  readonly queueArn: pulumi.Input<string>;
  readonly queueUrl: pulumi.Input<string>;
  /** Archive; the loader writes what could not be loaded under its prefixes `rejected/` and `quarantine/`. */
  readonly archiveBucketName: pulumi.Input<string>;
  readonly archiveBucketArn: pulumi.Input<string>;
  /** Further buckets that the loader reads. */
  readonly otherBucketArns?: readonly pulumi.Input<string>[];
  /** Buckets of others that are read with a role of their own. Default: none. */
  readonly bucketReaders?: readonly (BucketReader & { readonly bucketName: pulumi.Input<string> })[];
  /** Customer keys of `otherBucketArns`. Default: none. */
  readonly otherKeyArns?: readonly string[];
  /** Key of archive and queue. */
  readonly archiveKeyArn: pulumi.Input<string>;
  /** Key of the queue, where it has one of its own. Default: the archive's. */
  readonly queueKeyArn?: pulumi.Input<string> | undefined;
  /** `https://...` of the search domain. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** `aoss` for a collection of OpenSearch Serverless. Default: `es`, a domain. */
  readonly searchService?: SearchService;
  /** Days that logs stay searchable; older events are indexed by the time they arrived. */
  readonly retentionDays: number;
  readonly networks?: readonly OwnNetwork[];
  /** Absolute paths of modules whose default export is a log source of the stack's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** What the objects under some prefixes are. Default: what their key and content say. */
  readonly sourceRules?: readonly SourceRule[];
  /** What is dropped, sampled or put into an index of its own. Default: nothing. */
  readonly filters?: readonly FilterRule[];
  /** Rules that detect in what is loaded. Default: none. */
  readonly detection?: DetectionRules | undefined;
  /** What a log may be. Default: the defaults of `siem:limits`. */
  readonly limits?: Limits;
  /** What must exist before the first object is loaded: children do not wait for what their component depends on. */
  readonly startAfter?: readonly pulumi.Resource[];
}

/** The function that normalises the objects which a queue announces and loads them into a search domain. */
export class LogLoader extends SiemComponent {
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  /** What its function is made with: for another one that loads by the same code, settings and role. */
  readonly functionArgs: SecureFunctionArgs;

  constructor(name: string, args: LogLoaderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:ingest:LogLoader", name, args, opts);
    const { concurrency, networks = [], bucketReaders = [], startAfter = [] } = args;
    const faults = loaderFaults(args);
    if (faults.length > 0) throw new ConfigurationError(`The loader ${name} cannot work: ${faults.join("; ")}`);

    this.functionArgs = {
      ...args,
      zipPath: bundleFunction("loader", handlerConfiguration(args)).zipPath,
      description: "Normalises logs to the Elastic Common Schema and loads them into OpenSearch",
      ephemeralStorageSize: args.storageSize,
      reservedConcurrency: concurrency,
      environment: {
        OPENSEARCH_ENDPOINT: args.searchEndpoint,
        ...(args.searchService === "aoss" && { OPENSEARCH_SERVICE: "aoss" }),
        ...(args.fileSystem && { DATA_FOLDER: mountPath }),
        ARCHIVE_BUCKET: args.archiveBucketName,
        QUEUE_URL: args.queueUrl,
        ROLE_ID: args.role.roleId,
        OBJECTS_AT_ONCE: String(args.objectsAtOnce),
        RETENTION_DAYS: String(args.retentionDays),
        NETWORKS: JSON.stringify(networks),
        ...(bucketReaders.length > 0 && {
          BUCKET_READERS: pulumi.jsonStringify(
            bucketReaders.map(({ bucketName: bucket, roleArn, externalId }) => ({ bucket, roleArn, externalId })),
          ),
        }),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: loaderMetricNamespace,
        POWERTOOLS_LOG_LEVEL: "INFO",
      },
      statements: loaderStatements(args),
    };
    const loader = new SecureFunction(name, this.functionArgs, { parent: this });
    // A message in which the loader goes on with an object is one to itself: without this Lambda ends the chain after 16
    // of them. The loader counts them by itself. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
    const recursion = new aws.lambda.FunctionRecursionConfig(
      name,
      { functionName: loader.functionName, recursiveLoop: "Allow" },
      { parent: this },
    );
    new aws.lambda.EventSourceMapping(
      name,
      {
        eventSourceArn: args.queueArn,
        functionName: loader.functionArn,
        batchSize: args.batchSize,
        maximumBatchingWindowInSeconds: args.batchWindow,
        functionResponseTypes: ["ReportBatchItemFailures"],
        // As many as are reserved: more would be throttled, and each throttled receive brings a message nearer to the
        // dead-letter queue. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
        scalingConfig: { maximumConcurrency: concurrency },
      },
      { parent: this, dependsOn: [loader.rolePolicy, recursion, ...startAfter] },
    );

    this.functionName = loader.functionName;
    this.functionArn = loader.functionArn;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }
}

/** @throws ConfigurationError for rules or filters that are wrong. */
function handlerConfiguration(args: LogLoaderArgs) {
  const { sourceModules = [], sourceRules, filters, detection, limits = defaultLimits } = args;
  const known = knownSources(sourceModules);
  const values = {
    ...(sourceRules?.length ? { rules: parseSourceRules(sourceRules, known.ids) } : {}),
    ...(filters?.length ? { filters: parseFilterRules(filters, known) } : {}),
    ...(detection ? { detection } : {}),
    ...(limitNames.some((name) => limits[name] !== defaultLimits[name]) ? { limits } : {}),
  };
  return { sourceModules, values };
}

function loaderStatements(args: LogLoaderArgs): PolicyStatement[] {
  const {
    target,
    archiveBucketArn,
    otherBucketArns = [],
    otherKeyArns = [],
    bucketReaders = [],
    searchDomainArn,
  } = args;
  const bucketArns = [archiveBucketArn, ...otherBucketArns];
  const keyArns = args.queueKeyArn === undefined ? args.archiveKeyArn : [args.archiveKeyArn, args.queueKeyArn];
  const onlyThrough = (...services: string[]) => ({
    StringEquals: { "kms:ViaService": services.map((service) => viaService(target, service)) },
  });
  return [
    {
      Sid: "ReceiveObjects",
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
      Resource: args.queueArn,
    },
    // To go on with an object, and to wait for an outage to end.
    { Sid: "SendItselfWhatIsLeft", Effect: "Allow", Action: "sqs:SendMessage", Resource: args.queueArn },
    {
      Sid: "ReadObjects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: bucketArns.map((bucketArn) => pulumi.interpolate`${bucketArn}/*`),
    },
    // Without it S3 says that access is denied where an object is missing.
    { Sid: "TellMissingObjects", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArns },
    {
      Sid: "KeepWhatCannotBeLoaded",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: ["rejected", "quarantine"].map((prefix) => pulumi.interpolate`${archiveBucketArn}/${prefix}/*`),
    },
    {
      Sid: "Decrypt",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: keyArns,
      Condition: onlyThrough("s3", "sqs"),
    },
    {
      Sid: "Encrypt",
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource: keyArns,
      Condition: onlyThrough("s3", "sqs"),
    },
    ...(otherKeyArns.length === 0
      ? []
      : [
          {
            Sid: "DecryptOthers",
            Effect: "Allow" as const,
            Action: "kms:Decrypt",
            Resource: otherKeyArns,
            Condition: onlyThrough("s3"),
          },
        ]),
    ...(bucketReaders.length === 0
      ? []
      : [
          {
            Sid: "ReadAsOthers",
            Effect: "Allow" as const,
            Action: "sts:AssumeRole",
            Resource: [...new Set(bucketReaders.map(({ roleArn }) => roleArn))],
          },
        ]),
    args.searchService === "aoss"
      ? // What it may do there, the collection's data access policy says.
        { Sid: "Index", Effect: "Allow", Action: "aoss:APIAccessAll", Resource: searchDomainArn }
      : {
          Sid: "Index",
          Effect: "Allow",
          Action: "es:ESHttpPost",
          Resource: pulumi.interpolate`${searchDomainArn}/_bulk`,
        },
  ];
}
