import type * as pulumi from "@pulumi/pulumi";
import { defaultSilenceRules, type SilenceRules } from "../../functions/silence/rules";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import { alarmPublishing, logGroupEncryption, rulePublishing } from "../encryption/service-statements";
import { defaultLoaderShape, type LoaderShape } from "../ingest/loader-shape";
import { AlarmTopic } from "../operations/alarm-topic";
import { StateTable } from "../storage/state-table";
import type { SiemArgs } from "./args";

/** What all parts of a SIEM stand on: each is made by a function of its own, with the SIEM as its parent. */
export interface Foundation {
  /** Starts the names of all resources. */
  readonly name: string;
  readonly args: SiemArgs;
  readonly parent: pulumi.Resource;
  readonly target: AwsTarget;
  readonly protect: boolean;
  readonly loader: LoaderShape & NonNullable<SiemArgs["loader"]>;
  readonly silence: SilenceRules;
  /** Of functions, their logs and topics. */
  readonly key: CustomerKey;
  readonly alarmTopic: AlarmTopic;
  /** Where alerts are kept, and what functions remember, with a collection of OpenSearch Serverless, which cannot. */
  readonly stateTable: StateTable | undefined;
}

export function layFoundation(name: string, args: SiemArgs, parent: pulumi.Resource): Foundation {
  const { search, organization, detection, protect = true } = args;
  const { alarmEmail, silence = defaultSilenceRules } = args.operations;
  const target = currentTarget(parent);
  const key = new CustomerKey(
    `${name}-operations`,
    {
      target,
      description: `Functions, their logs and alarms of ${name}`,
      serviceStatements: [
        logGroupEncryption(target, `/aws/lambda/${name}-`, ...(organization ? [`/aws/kinesisfirehose/${name}-`] : [])),
        alarmPublishing(target),
        rulePublishing(target),
      ],
      protect,
    },
    { parent },
  );
  const alarmTopic = new AlarmTopic(`${name}-alarms`, { target, kmsKeyArn: key.keyArn, alarmEmail }, { parent });
  const stateTable =
    "serverless" in search && (detection || silence.enabled)
      ? new StateTable(`${name}-state`, { target, kmsKeyArn: key.keyArn, protect }, { parent })
      : undefined;
  const loader = { ...defaultLoaderShape, ...args.loader };
  return { name, args, parent, target, protect, loader, silence, key, alarmTopic, stateTable };
}
