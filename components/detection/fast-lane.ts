import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { fastLanePatterns } from "../../functions/fast-lane/event-patterns";
import type { DetectionRules } from "../../functions/loader/signals";
import type { SearchService } from "../../functions/shared/aws/search-service";
import { bundleFunction } from "../lambda/bundle";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";
import { loaderMetricNamespace } from "../operations/pipeline";
import { SiemComponent } from "../siem-component";

export interface FastLaneArgs extends FunctionSettings {
  readonly rules: DetectionRules;
  /** `https://...` of the search domain. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** `aoss` for a collection of OpenSearch Serverless. Default: `es`, a domain. */
  readonly searchService?: SearchService;
  /** Absolute paths of modules whose default export is a log source of the stack's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** Topic that learns of events that could not be looked at, encrypted with `kmsKeyArn`. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** What must exist before the first event. */
  readonly startAfter?: readonly pulumi.Resource[];
}

/**
 * Rules of level high and critical over events as EventBridge tells them: CloudTrail's management events and findings of
 * GuardDuty of the account and region that the SIEM is in. The log of the same events follows minutes later.
 */
export class FastLane extends SiemComponent {
  readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: FastLaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:detection:FastLane", name, args, opts);
    const { rules, searchService = "es", sourceModules = [], startAfter = [] } = args;
    const child = { parent: this };
    const lane = new SecureFunction(
      name,
      {
        ...args,
        zipPath: bundleFunction("fast-lane", { sourceModules, values: { detection: rules } }).zipPath,
        description: "Detects in events of EventBridge, before their log arrives",
        memorySize: 512,
        timeout: 60,
        reservedConcurrency: 5,
        deadLetterTopicArn: args.alarmTopicArn,
        environment: {
          OPENSEARCH_ENDPOINT: args.searchEndpoint,
          ...(searchService !== "es" && { OPENSEARCH_SERVICE: searchService }),
          POWERTOOLS_SERVICE_NAME: name,
          POWERTOOLS_METRICS_NAMESPACE: loaderMetricNamespace,
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
        statements: [
          searchService === "aoss"
            ? { Sid: "Index", Effect: "Allow", Action: "aoss:APIAccessAll", Resource: args.searchDomainArn }
            : {
                Sid: "Index",
                Effect: "Allow",
                Action: "es:ESHttpPost",
                Resource: pulumi.interpolate`${args.searchDomainArn}/_bulk`,
              },
        ],
      },
      child,
    );
    for (const [number, eventPattern] of fastLanePatterns(rules.rules).entries()) {
      const ruleName = `${name}-${number}`;
      const rule = new aws.cloudwatch.EventRule(
        ruleName,
        { name: ruleName, description: "Events that rules of level high and critical ask for", eventPattern },
        child,
      );
      const permission = new aws.lambda.Permission(
        ruleName,
        {
          action: "lambda:InvokeFunction",
          function: lane.functionName,
          principal: "events.amazonaws.com",
          sourceArn: rule.arn,
          sourceAccount: args.target.accountId,
        },
        child,
      );
      new aws.cloudwatch.EventTarget(
        ruleName,
        { rule: rule.name, arn: lane.functionArn },
        { parent: this, dependsOn: [permission, lane.rolePolicy, ...startAfter] },
      );
    }
    this.functionName = lane.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }
}
