import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tableKeys, tableMarks } from "../../functions/detector/dynamodb/table-shape";
import { viaService } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";

export interface StateTableArgs {
  /** Where the table is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Key of the table. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Refuse to delete the table. Default: true. */
  readonly protect?: boolean;
}

/**
 * Where a detector keeps alerts and how far it is, where searches hold no versions of documents: a table that is paid for
 * by request, and can be restored as it was at any time of the last 35 days.
 */
export class StateTable extends pulumi.ComponentResource {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;
  /** What a role needs to read and write alerts and state, and to find what is due. */
  readonly useStatements: readonly PolicyStatement[];

  constructor(name: string, args: StateTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:detection:StateTable", name, {}, opts);
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
    this.useStatements = [
      {
        Sid: "KeepState",
        Effect: "Allow",
        Action: ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        Resource: table.arn,
      },
      {
        Sid: "FindWhatIsDue",
        Effect: "Allow",
        Action: "dynamodb:Query",
        Resource: tableMarks.map((mark) => pulumi.interpolate`${table.arn}/index/${mark}`),
      },
      {
        Sid: "DecryptState",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": viaService(target, "dynamodb") } },
      },
    ];
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }
}
