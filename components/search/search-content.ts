import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { defaultLimits, type Limits } from "../../functions/shared/limits";
import { bundleFunction } from "../lambda/bundle";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";

export interface SearchContentArgs extends FunctionSettings {
  /** `https://...` of the search domain. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** Role of the loader, which is let in to write. */
  readonly loaderRoleArn: pulumi.Input<string>;
  /** Roles of people, who are let in to read the logs and to use the dashboards. Default: none. */
  readonly analystRoleArns?: readonly string[];
  /** Roles of people, who are let in to read the logs and to create documents. Default: none. */
  readonly operatorRoleArns?: readonly string[];
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
}

/**
 * What a search domain holds beside logs: index templates, retention, roles and dashboards. A function installs them;
 * it is invoked at deployment, and again whenever its code, which includes the content, or its settings change.
 */
export class SearchContent extends pulumi.ComponentResource {
  readonly functionName: pulumi.Output<string>;
  /** Done when the content is installed. */
  readonly installation: aws.lambda.Invocation;

  constructor(name: string, args: SearchContentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:search:SearchContent", name, {}, opts);
    const { zipPath, sha256 } = bundleFunction("configurator", { sourceModules: args.sourceModules ?? [] });
    const environment = {
      OPENSEARCH_ENDPOINT: args.searchEndpoint,
      LOADER_ROLE_ARN: args.loaderRoleArn,
      ANALYST_ROLE_ARNS: JSON.stringify(args.analystRoleArns ?? []),
      OPERATOR_ROLE_ARNS: JSON.stringify(args.operatorRoleArns ?? []),
      RETENTION_DAYS: String(args.retentionDays),
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
          {
            Sid: "ConfigureDomain",
            Effect: "Allow",
            Action: ["Get", "Head", "Post", "Put", "Patch", "Delete"].map((method) => `es:ESHttp${method}`),
            Resource: pulumi.interpolate`${args.searchDomainArn}/*`,
          },
        ],
      },
      { parent: this },
    );
    this.installation = new aws.lambda.Invocation(
      name,
      {
        functionName: configurator.functionName,
        input: pulumi
          .all([sha256, pulumi.jsonStringify(environment)])
          .apply((parts) =>
            JSON.stringify({ contentHash: createHash("sha256").update(parts.join("\n")).digest("hex") }),
          ),
      },
      { parent: this, dependsOn: configurator.rolePolicy },
    );

    this.functionName = configurator.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }
}
