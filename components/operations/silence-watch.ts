import * as pulumi from "@pulumi/pulumi";
import type { SilenceRules } from "../../functions/silence/rules";
import { bundleFunction } from "../lambda/bundle";
import { scheduleFunction } from "../lambda/function-schedule";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";
import { SiemComponent } from "../siem-component";
import type { StateTable } from "../storage/state-table";

export interface SilenceWatchArgs extends FunctionSettings {
  /** `https://...` of the search domain. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** Where it keeps what it knows of a collection of OpenSearch Serverless. Default: the search domain, which is none. */
  readonly stateTable?: StateTable | undefined;
  /** Topic that is told, encrypted with `kmsKeyArn`. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** When silence is told. */
  readonly rules: SilenceRules;
  /** What must exist before the first run: children do not wait for what their component depends on. */
  readonly startAfter?: readonly pulumi.Resource[];
}

/** Paths of the search domain that the function sends POST requests to. */
export const silenceWatchPaths: readonly string[] = [
  "siem-*/_search",
  "watch-silence/_search",
  "watch-silence/_doc/state",
];

/** Looks each hour who has stopped sending logs, by source, account and region, and tells the alarm topic. */
export class SilenceWatch extends SiemComponent {
  readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: SilenceWatchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:operations:SilenceWatch", name, args, opts);
    const { target, kmsKeyArn, rules, stateTable, startAfter = [] } = args;
    const child = { parent: this };
    const watch = new SecureFunction(
      name,
      {
        ...args,
        zipPath: bundleFunction("silence", { values: { silence: rules } }).zipPath,
        description: "Tells who has stopped sending logs",
        memorySize: 512,
        timeout: 900,
        // Two at a time would tell everything twice.
        reservedConcurrency: 1,
        deadLetterTopicArn: args.alarmTopicArn,
        environment: {
          OPENSEARCH_ENDPOINT: args.searchEndpoint,
          ...(stateTable && { STATE_TABLE: stateTable.tableName }),
          ALARM_TOPIC_ARN: args.alarmTopicArn,
          POWERTOOLS_SERVICE_NAME: name,
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
        statements: [
          stateTable
            ? // What may be searched there, the collection's data access policy says.
              { Sid: "Count", Effect: "Allow", Action: "aoss:APIAccessAll", Resource: args.searchDomainArn }
            : {
                Sid: "CountAndRemember",
                Effect: "Allow",
                Action: "es:ESHttpPost",
                Resource: silenceWatchPaths.map((path) => pulumi.interpolate`${args.searchDomainArn}/${path}`),
              },
          ...(stateTable?.keepStatements("silence") ?? []),
        ],
      },
      child,
    );
    scheduleFunction(
      name,
      {
        target,
        functionArn: watch.functionArn,
        description: "Looks who has stopped sending logs",
        roleDescription: "Starts the function that looks for silence",
        expression: "rate(1 hour)",
        flexibleMinutes: 10,
        kmsKeyArn,
        startAfter: [watch.rolePolicy, ...startAfter],
      },
      this,
    );

    this.functionName = watch.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }
}
