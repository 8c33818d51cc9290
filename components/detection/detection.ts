import type * as pulumi from "@pulumi/pulumi";
import type { DetectionSettings } from "../../functions/detector/detection-settings";
import type { DetectionRules } from "../../functions/loader/signals";
import type { SearchService } from "../../functions/shared/aws/search-service";
import { FunctionRole } from "../lambda/function-role";
import type { FunctionSettings } from "../lambda/secure-function";
import type { PostRoles } from "../search/domain-access";
import { SiemComponent } from "../siem-component";
import type { StateTable } from "../storage/state-table";
import { AlertTopic } from "./alert-topic";
import { AlertWebhook } from "./alert-webhook";
import { ruleVersions } from "./detection-rules";
import { Detector, detectorPaths } from "./detector";
import { FastLane } from "./fast-lane";

export interface DetectionArgs extends Omit<FunctionSettings, "role"> {
  readonly rules: DetectionRules;
  readonly settings: DetectionSettings;
  readonly roles: DetectionRoles;
  /** `https://...` of the search domain. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** `aoss` for a collection of OpenSearch Serverless, which needs `stateTable`. Default: `es`, a domain. */
  readonly searchService?: SearchService;
  /** Where alerts and state are kept of a collection. Default: in the search domain. */
  readonly stateTable?: StateTable | undefined;
  readonly dashboardsUrl: pulumi.Input<string>;
  /** Topic that learns when detection itself is late or fails, encrypted with `kmsKeyArn`. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Seconds that the loader may take for a batch. */
  readonly loaderTimeout: number;
  /** Absolute paths of modules whose default export is a log source of the stack's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** What must exist before the first run: children do not wait for what their component depends on. */
  readonly startAfter?: readonly pulumi.Resource[];
}

/** Roles that the search domain must know before it is made. */
export interface DetectionRoles {
  readonly detector: FunctionRole;
  /** None: there is no fast lane. */
  readonly fastLane: FunctionRole | undefined;
}

export function detectionRoles(name: string, settings: DetectionSettings, parent: pulumi.Resource): DetectionRoles {
  return {
    detector: new FunctionRole(`${name}-detector`, { description: "Correlates signals, raises alerts" }, { parent }),
    fastLane: settings.fastLane
      ? new FunctionRole(`${name}-fast-lane`, { description: "Detects in events of EventBridge" }, { parent })
      : undefined,
  };
}

/** What the roles may send to a domain. */
export function detectionPaths({ detector, fastLane }: DetectionRoles): readonly PostRoles[] {
  return [
    { sid: "Detector", roleArns: [detector.roleArn], paths: detectorPaths },
    ...(fastLane === undefined ? [] : [{ sid: "FastLane", roleArns: [fastLane.roleArn], paths: ["_bulk"] }]),
  ];
}

/**
 * What follows when rules fire in the loader: correlations, alerts and messages about them; and rules of high levels over
 * events that do not wait for their log.
 */
export class Detection extends SiemComponent {
  /** Topic of the alerts. */
  readonly topicArn: pulumi.Output<string>;
  readonly detector: Detector;
  /** What is deployed, by name: a preview shows which rules come, change and go. */
  readonly ruleVersions: Readonly<Record<string, string>>;

  constructor(name: string, args: DetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:detection:Detection", name, args, opts);
    const { settings, roles, network: _, ...withoutNetwork } = args;
    const child = { parent: this };
    if (args.searchService === "aoss" && args.stateTable === undefined) {
      throw new Error("Detection in a collection needs stateTable: a collection cannot keep alerts");
    }
    const topic = new AlertTopic(`${name}-alerts`, { kmsKeyArn: args.kmsKeyArn, email: settings.email }, child);
    this.detector = new Detector(
      `${name}-detector`,
      { ...args, role: roles.detector, alertTopicArn: topic.topicArn },
      child,
    );
    if (roles.fastLane !== undefined) new FastLane(`${name}-fast-lane`, { ...args, role: roles.fastLane }, child);
    if (settings.webhookSecretArn !== undefined) {
      const role = new FunctionRole(`${name}-webhook`, { description: "Sends alerts to a webhook" }, child);
      const secretArn = settings.webhookSecretArn;
      new AlertWebhook(`${name}-webhook`, { ...withoutNetwork, role, topicArn: topic.topicArn, secretArn }, child);
    }
    this.topicArn = topic.topicArn;
    this.ruleVersions = ruleVersions(args.rules);
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
