import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SearchService } from "../../functions/shared/aws/search-service";
import { defaultLimits, type Limits } from "../../functions/shared/limits";
import { arn } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import { bundleFunction } from "../lambda/bundle";
import { scheduleFunction } from "../lambda/function-schedule";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";
import { SiemComponent } from "../siem-component";

export interface SearchContentArgs extends FunctionSettings {
  /** `https://...` of the search domain, or collection. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** `aoss` for a collection of OpenSearch Serverless. Default: `es`, a domain. */
  readonly searchService?: SearchService;
  /** Role of the loader, which is let in to write. */
  readonly loaderRoleArn: pulumi.Input<string>;
  /** Role of the function that looks for silence, which is let in to count the logs. Default: none. */
  readonly watcherRoleArn?: pulumi.Input<string> | undefined;
  /** Role of the detector, which is let in to read signals and to keep alerts. Default: none. */
  readonly detectorRoleArn?: pulumi.Input<string> | undefined;
  /** Role of the function that detects in events, which is let in as the loader is. Default: none. */
  readonly fastLaneRoleArn?: pulumi.Input<string> | undefined;
  /** Roles of people, who are let in to read the logs and to use the dashboards. Default: none. */
  readonly analystRoleArns?: readonly string[];
  /** Roles of people, who are let in to read the logs and to create documents. Default: none. */
  readonly operatorRoleArns?: readonly string[];
  /** Groups of people, as the domain's sign-in calls them, who are let in like the analysts' roles. Default: none. */
  readonly analystGroups?: readonly string[];
  /** Topic that learns when content could not be installed by an asynchronous invocation, encrypted with `kmsKeyArn`. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Copies of each index beside the first. Default: one as soon as there are two data nodes. */
  readonly replicas?: number;
  /** Absolute paths of modules whose default export is a log source of the stack's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** Characters of a keyword that can be searched. Default: 1024. */
  readonly limits?: Pick<Limits, "keywordCharacters">;
  /** Days after which indices are deleted. */
  readonly retentionDays: number;
  /** Days after which indices go to warm nodes. Default: never. */
  readonly warmAfterDays?: number | undefined;
  /** Days after which indices go to cold storage; needs `warmAfterDays`. Default: never. */
  readonly coldAfterDays?: number | undefined;
  /** Where nightly snapshots go that outlive the domain. Default: no such snapshots are made. */
  readonly snapshots?:
    | { readonly bucketName: pulumi.Input<string>; readonly roleArn: pulumi.Input<string> }
    | undefined;
}

/**
 * What a search domain holds beside logs: index templates, retention, roles and dashboards. A function installs them;
 * it is invoked at deployment, and again whenever its code, which includes the content, or its settings change.
 */
export class SearchContent extends SiemComponent {
  readonly functionName: pulumi.Output<string>;
  /** Done when the content is installed. */
  readonly installation: aws.lambda.Invocation;

  constructor(name: string, args: SearchContentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:search:SearchContent", name, args, opts);
    const { zipPath, sha256 } = bundleFunction("configurator", { sourceModules: args.sourceModules ?? [] });
    const { snapshots, warmAfterDays, coldAfterDays, searchService = "es" } = args;
    const environment = {
      OPENSEARCH_ENDPOINT: args.searchEndpoint,
      ...(searchService !== "es" && { OPENSEARCH_SERVICE: searchService }),
      LOADER_ROLE_ARN: args.loaderRoleArn,
      ...(args.watcherRoleArn === undefined ? {} : { WATCHER_ROLE_ARN: args.watcherRoleArn }),
      ...(args.detectorRoleArn === undefined ? {} : { DETECTOR_ROLE_ARN: args.detectorRoleArn }),
      ...(args.fastLaneRoleArn === undefined ? {} : { FAST_LANE_ROLE_ARN: args.fastLaneRoleArn }),
      ANALYST_ROLE_ARNS: JSON.stringify(args.analystRoleArns ?? []),
      ANALYST_GROUPS: JSON.stringify(args.analystGroups ?? []),
      OPERATOR_ROLE_ARNS: JSON.stringify(args.operatorRoleArns ?? []),
      RETENTION_DAYS: String(args.retentionDays),
      ...(warmAfterDays !== undefined && { WARM_AFTER_DAYS: String(warmAfterDays) }),
      ...(coldAfterDays !== undefined && { COLD_AFTER_DAYS: String(coldAfterDays) }),
      ...(snapshots && { SNAPSHOT_BUCKET: snapshots.bucketName, SNAPSHOT_ROLE_ARN: snapshots.roleArn }),
      REPLICAS: String(args.replicas ?? "auto"),
      KEYWORD_CHARACTERS: String((args.limits ?? defaultLimits).keywordCharacters),
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_LOG_LEVEL: "INFO",
    };

    const configurator = new SecureFunction(
      name,
      {
        ...args,
        zipPath,
        description: "Installs index templates, retention, roles and dashboards into OpenSearch",
        memorySize: 512,
        // A new domain can take some minutes until it lets its master role in.
        timeout: 600,
        reservedConcurrency: 1,
        deadLetterTopicArn: args.alarmTopicArn,
        environment,
        statements: [
          ...(searchService === "aoss" ? collectionStatements(args) : domainStatements(args)),
          ...(snapshots ? [passRole(snapshots.roleArn)] : []),
        ],
      },
      { parent: this },
    );
    const input = pulumi
      .all([sha256, pulumi.jsonStringify(environment)])
      .apply((parts) => JSON.stringify({ contentHash: createHash("sha256").update(parts.join("\n")).digest("hex") }));
    this.installation = new aws.lambda.Invocation(
      name,
      { functionName: configurator.functionName, input },
      { parent: this, dependsOn: configurator.rolePolicy },
    );
    if (searchService === "aoss") {
      scheduleFunction(
        `${name}-daily`,
        {
          target: args.target,
          functionArn: configurator.functionArn,
          description: "Deletes indices that are older than the retention",
          roleDescription: "Starts the function that deletes old indices",
          expression: "rate(1 day)",
          input,
          flexibleMinutes: 60,
          kmsKeyArn: args.kmsKeyArn,
          startAfter: [this.installation],
        },
        this,
      );
    }

    this.functionName = configurator.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }
}

function domainStatements({ searchDomainArn }: SearchContentArgs): PolicyStatement[] {
  return [
    {
      Sid: "ConfigureDomain",
      Effect: "Allow",
      Action: ["Get", "Head", "Post", "Put", "Patch", "Delete"].map((method) => `es:ESHttp${method}`),
      Resource: pulumi.interpolate`${searchDomainArn}/*`,
    },
  ];
}

/** What may be done there, the collection's data access policy says. */
function collectionStatements({ target, searchDomainArn }: SearchContentArgs): PolicyStatement[] {
  return [
    { Sid: "ConfigureCollection", Effect: "Allow", Action: "aoss:APIAccessAll", Resource: searchDomainArn },
    {
      Sid: "ImportDashboards",
      Effect: "Allow",
      Action: "aoss:DashboardsAccessAll",
      Resource: arn(target, { service: "aoss", resource: "dashboards/default" }),
    },
  ];
}

/** Whoever registers a repository hands over its role. */
function passRole(roleArn: pulumi.Input<string>): PolicyStatement {
  return {
    Sid: "GiveSnapshotRole",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: roleArn,
    Condition: { StringEquals: { "iam:PassedToService": "es.amazonaws.com" } },
  };
}
