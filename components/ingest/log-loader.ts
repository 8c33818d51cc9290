import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type FilterRule, parseFilterRules } from "../../functions/loader/filter-rules";
import { parseSourceRules, type SourceRule } from "../../functions/loader/source-rules";
import { ConfigurationError } from "../../functions/shared/errors";
import { defaultLimits, type Limits, limitNames } from "../../functions/shared/limits";
import { viaService } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import { bundleFunction } from "../lambda/bundle";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";
import { knownSources } from "../lambda/source-modules";
import { loaderMetricNamespace } from "../operations/pipeline";
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
  /** Key of archive and queue. */
  readonly archiveKeyArn: pulumi.Input<string>;
  /** `https://...` of the search domain. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** Days that logs stay searchable; older events are indexed by the time they arrived. */
  readonly retentionDays: number;
  readonly networks?: readonly OwnNetwork[];
  /** Absolute paths of modules whose default export is a log source of the stack's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** What the objects under some prefixes are. Default: what their key and content say. */
  readonly sourceRules?: readonly SourceRule[];
  /** What is dropped, sampled or put into an index of its own. Default: nothing. */
  readonly filters?: readonly FilterRule[];
  /** What a log may be. Default: the defaults of `siem:limits`. */
  readonly limits?: Limits;
  /** What must exist before the first object is loaded: children do not wait for what their component depends on. */
  readonly startAfter?: readonly pulumi.Resource[];
}

/** The function that normalises the objects which a queue announces and loads them into a search domain. */
export class LogLoader extends pulumi.ComponentResource {
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;

  constructor(name: string, args: LogLoaderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:ingest:LogLoader", name, {}, opts);
    const { concurrency, networks = [], startAfter = [] } = args;
    const faults = loaderFaults(args);
    if (faults.length > 0) throw new ConfigurationError(`The loader ${name} cannot work: ${faults.join("; ")}`);

    const loader = new SecureFunction(
      name,
      {
        ...args,
        zipPath: bundleFunction("loader", handlerConfiguration(args)).zipPath,
        description: "Normalises logs to the Elastic Common Schema and loads them into OpenSearch",
        ephemeralStorageSize: args.storageSize,
        reservedConcurrency: concurrency,
        environment: {
          OPENSEARCH_ENDPOINT: args.searchEndpoint,
          ARCHIVE_BUCKET: args.archiveBucketName,
          QUEUE_URL: args.queueUrl,
          ROLE_ID: args.role.roleId,
          OBJECTS_AT_ONCE: String(args.objectsAtOnce),
          RETENTION_DAYS: String(args.retentionDays),
          NETWORKS: JSON.stringify(networks),
          POWERTOOLS_SERVICE_NAME: name,
          POWERTOOLS_METRICS_NAMESPACE: loaderMetricNamespace,
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
        statements: loaderStatements(args),
      },
      { parent: this },
    );
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
function handlerConfiguration({ sourceModules = [], sourceRules, filters, limits = defaultLimits }: LogLoaderArgs) {
  const known = knownSources(sourceModules);
  const values = {
    ...(sourceRules?.length ? { rules: parseSourceRules(sourceRules, known.ids) } : {}),
    ...(filters?.length ? { filters: parseFilterRules(filters, known) } : {}),
    ...(limitNames.some((name) => limits[name] !== defaultLimits[name]) ? { limits } : {}),
  };
  return { sourceModules, values };
}

function loaderStatements(args: LogLoaderArgs): PolicyStatement[] {
  const { target, archiveBucketArn, otherBucketArns = [], searchDomainArn } = args;
  const bucketArns = [archiveBucketArn, ...otherBucketArns];
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
      Resource: args.archiveKeyArn,
      Condition: onlyThrough("s3", "sqs"),
    },
    {
      Sid: "Encrypt",
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource: args.archiveKeyArn,
      Condition: onlyThrough("s3", "sqs"),
    },
    {
      Sid: "Index",
      Effect: "Allow",
      Action: "es:ESHttpPost",
      Resource: pulumi.interpolate`${searchDomainArn}/_bulk`,
    },
  ];
}
