import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Redaction } from "../../functions/redactor/redaction";
import { refuseSecond } from "../aws/account-wide";
import { arn, viaService } from "../aws/arn";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

/** Who may read which logs through an access point. */
export interface LogAccess {
  /** Unique in account and region: 3 to 50 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** IAM roles of the team, or of another account. */
  readonly roleArns: readonly string[];
  /** Starts of the keys that they may read, such as `AWSLogs/111122223333/`. */
  readonly prefixes: readonly string[];
  /** VPC that the access point is used from, and from nowhere else; not with `redaction`. Default: from anywhere. */
  readonly vpcId?: string | undefined;
  /**
   * What is masked in what they read, and that they then read in no other way. Needs S3 Object Lambda, which is closed to
   * accounts that did not use it before 7 November 2025. Default: nothing.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazons3-ol-change.html
   */
  readonly redaction?: LogRedaction | undefined;
}

/** What is masked, and how its pseudonyms are made. */
export interface LogRedaction extends Redaction {
  /** Secret of 16 bytes or more: pseudonyms are then the same in all objects. Default: within an object only. */
  readonly pseudonymKeySecretArn?: string | undefined;
}

export interface LogAccessPointArgs extends LogAccess {
  /** Where it is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Bucket whose policy has the statements of `accessPointDelegation`. */
  readonly bucketName: pulumi.Input<string>;
}

const readActions = ["s3:GetObject", "s3:GetObjectVersion"];

/** An access point that lets some roles read some of the archive's logs, and do nothing else. */
export class LogAccessPoint extends SiemComponent {
  readonly accessPointArn: pulumi.Output<string>;
  /** To be used in place of a bucket's name. */
  readonly alias: pulumi.Output<string>;

  constructor(name: string, args: LogAccessPointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:LogAccessPoint", name, args, opts);
    const { bucketName: bucket, vpcId, roleArns, prefixes } = args;
    refuseSecond(this, name, `the access point ${args.name}`, "give it another name, such as one with the stage in it");
    const target = args.target ?? currentTarget(this);
    const pointName = standardPointName(args);
    const pointArn = accessPointArn(target, pointName);
    const isRedacting = args.redaction !== undefined;
    const point = new aws.s3.AccessPoint(
      name,
      {
        name: pointName,
        bucket,
        publicAccessBlockConfiguration: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        ...(vpcId !== undefined && { vpcConfiguration: { vpcId } }),
        policy: policyDocument([
          {
            Sid: "ReadLogs",
            Effect: "Allow",
            Principal: { AWS: roleArns },
            Action: readActions,
            Resource: prefixes.map((prefix) => pulumi.interpolate`${pointArn}/object/${prefix}*`),
            ...(isRedacting && { Condition: throughObjectLambda }),
          },
          {
            Sid: "ListLogs",
            Effect: "Allow",
            Principal: { AWS: roleArns },
            Action: "s3:ListBucket",
            Resource: pointArn,
            Condition: {
              StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) },
              ...(isRedacting && throughObjectLambda),
            },
          },
        ]),
      },
      { parent: this },
    );
    this.accessPointArn = point.arn;
    this.alias = point.alias;
    this.registerOutputs({ accessPointArn: this.accessPointArn, alias: this.alias });
  }
}

/** The access point of the bucket: with `redaction` the one behind that which is used. */
function standardPointName({ name, redaction }: LogAccess): string {
  return redaction === undefined ? name : `${name}-original`;
}

const objectLambda = "s3-object-lambda.amazonaws.com";
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-policies.html
const throughObjectLambda = { "ForAnyValue:StringEquals": { "aws:CalledVia": objectLambda } };

function accessPointArn(target: AwsTarget, name: string): pulumi.Output<string> {
  return arn(target, { service: "s3", resource: `accesspoint/${name}` });
}

/**
 * Statements of the bucket's policy: what the access points allow, for other accounts too. Each names its roles, so that
 * whoever may make access points in the account opens nothing by that.
 */
export function accessPointDelegation(
  target: AwsTarget,
  accesses: readonly LogAccess[],
  bucketArn: pulumi.Output<string>,
): PolicyStatement[] {
  return accesses.flatMap((access): PolicyStatement[] => {
    const { name, roleArns, redaction } = access;
    const reading = { Principal: { AWS: roleArns }, Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`] };
    const point = accessPointArn(target, standardPointName(access));
    const allowed: PolicyStatement = {
      ...{ Sid: `AccessPoint${lettersOf(name)}`, Effect: "Allow", ...reading },
      Action: [...readActions, "s3:ListBucket"],
      Condition: { ArnEquals: { "s3:DataAccessPointArn": point } },
    };
    if (redaction === undefined) return [allowed];
    return [
      allowed,
      {
        // Whatever policies of their own say: the originals are not for them.
        ...{ Sid: `OnlyMasked${lettersOf(name)}`, Effect: "Deny", ...reading },
        Action: readActions,
        Condition: { "ForAllValues:StringNotEquals": { "aws:CalledVia": objectLambda } },
      },
    ];
  });
}

/** Statements of the key's policy that let those who use the access points decrypt through S3. */
export function accessPointDecryption(target: AwsTarget, accesses: readonly LogAccess[]): PolicyStatement[] {
  const roleArns = [...new Set(accesses.flatMap((access) => access.roleArns))];
  if (roleArns.length === 0) return [];
  return [
    {
      Sid: "ReadersOfAccessPoints",
      Effect: "Allow",
      Principal: { AWS: roleArns },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": viaService(target, "s3") } },
    },
  ];
}

/** A name as part of a statement's, which takes letters and digits only: `a-b` and `ab` stay two. */
function lettersOf(name: string): string {
  return name.replaceAll("-", "X");
}
