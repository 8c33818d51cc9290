import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DocumentKind, tableKeys, tableMarks } from "../../functions/shared/state-table/table-shape";
import { viaService } from "../aws/arn";
import type { PolicyConditions, PolicyStatement } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

export interface StateTableArgs {
  /** Where the table is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Key of the table. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Refuse to delete the table. Default: true. */
  readonly protect?: boolean;
}

/**
 * Where functions keep what changes (alerts, how far the detector is, who sends logs), where searches hold no versions of
 * documents: a table that is paid for by request, and can be restored as it was at any time of the last 35 days.
 */
export class StateTable extends SiemComponent {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;

  private readonly target: AwsTarget;
  private readonly kmsKeyArn: pulumi.Input<string>;

  constructor(name: string, args: StateTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:storage:StateTable", name, args, opts);
    const { kmsKeyArn, protect = true } = args;
    const target = args.target ?? currentTarget(this);
    const table = new aws.dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: tableKeys.kind,
        rangeKey: tableKeys.id,
        attributes: [...Object.values(tableKeys), ...tableMarks].map((attribute) => ({ name: attribute, type: "S" })),
        globalSecondaryIndexes: tableMarks.map((mark) => ({
          name: mark,
          hashKey: tableKeys.kind,
          rangeKey: mark,
          projectionType: "KEYS_ONLY",
        })),
        serverSideEncryption: { enabled: true, kmsKeyArn },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: protect,
      },
      { parent: this, protect },
    );
    this.tableName = table.name;
    this.tableArn = table.arn;
    this.target = target;
    this.kmsKeyArn = kmsKeyArn;
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }

  /** What a role needs to read and write documents of these kinds. */
  keepStatements(...kinds: readonly DocumentKind[]): readonly PolicyStatement[] {
    // Only alerts have marks to be taken away.
    const update = kinds.includes("alert") ? ["dynamodb:UpdateItem"] : [];
    return [
      {
        Sid: "KeepState",
        Effect: "Allow",
        Action: ["dynamodb:BatchGetItem", "dynamodb:PutItem", ...update],
        Resource: this.tableArn,
        Condition: onlyOf(kinds),
      },
      {
        Sid: "DecryptState",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: this.kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": viaService(this.target, "dynamodb") } },
      },
    ];
  }

  /** What a role needs to find documents of these kinds that are marked. */
  findStatement(...kinds: readonly DocumentKind[]): PolicyStatement {
    return {
      Sid: "FindMarked",
      Effect: "Allow",
      Action: "dynamodb:Query",
      Resource: tableMarks.map((mark) => pulumi.interpolate`${this.tableArn}/index/${mark}`),
      Condition: onlyOf(kinds),
    };
  }
}

/** Of the table's and its indices' items, those of these kinds: the kind is the partition key of all of them. */
function onlyOf(kinds: readonly DocumentKind[]): PolicyConditions {
  return { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [...kinds] } };
}
