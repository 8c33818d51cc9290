import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LoaderConfiguration } from "../../functions/loader/configuration";
import { arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import { bundleFunction } from "../lambda/bundle";
import { FunctionRole } from "../lambda/function-role";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";
import { SiemComponent } from "../siem-component";
import { type LogAccess, LogAccessPoint, type LogRedaction } from "./log-access-point";

export interface RedactingAccessPointArgs
  extends Omit<LogAccess, "vpcId" | "redaction">,
    Pick<FunctionSettings, "target" | "kmsKeyArn" | "logRetentionDays">,
    Partial<Pick<LoaderConfiguration, "rules" | "limits">> {
  readonly redaction: LogRedaction;
  /** Bucket whose policy has the statements of `accessPointDelegation`. */
  readonly bucketName: pulumi.Input<string>;
  /** Absolute paths of modules whose default export is a log source of one's own. Default: none. */
  readonly sourceModules?: readonly string[];
}

/** What S3 calls the function by: Lambda takes no permissions for `$LATEST` itself. */
const aliasName = "masking";

/**
 * An S3 Object Lambda access point over a `LogAccessPoint`: whoever reads through it gets the logs with personal data
 * masked by a function, and cannot read them in another way. Accounts that did not use S3 Object Lambda before
 * 7 November 2025 cannot make one: https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazons3-ol-change.html
 */
export class RedactingAccessPoint extends SiemComponent {
  readonly accessPointArn: pulumi.Output<string>;
  /** To be used in place of a bucket's name. */
  readonly alias: pulumi.Output<string>;

  constructor(name: string, args: RedactingAccessPointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:RedactingAccessPoint", name, args, opts);
    const { target, roleArns, redaction, bucketName, rules, limits, sourceModules = [] } = args;
    const { pseudonymKeySecretArn: keyArn, ...masked } = redaction;
    const child = { parent: this };
    const pointArn = arn(target, { service: "s3-object-lambda", resource: `accesspoint/${args.name}` });
    const originals = new LogAccessPoint(
      name,
      { target, bucketName, name: args.name, roleArns, prefixes: args.prefixes, redaction },
      child,
    );
    const redactor = new SecureFunction(
      name,
      {
        target,
        role: new FunctionRole(name, { description: "Masks personal data in logs that are read" }, child),
        kmsKeyArn: args.kmsKeyArn,
        logRetentionDays: args.logRetentionDays,
        // In no VPC: it talks to S3 Object Lambda, which has no endpoint in one.
        zipPath: bundleFunction("redactor", {
          sourceModules,
          values: { redaction: masked, ...(rules?.length ? { rules } : {}), ...(limits ? { limits } : {}) },
        }).zipPath,
        description: "Masks personal data in logs that are read through an access point",
        memorySize: 1769,
        // S3 waits no longer. https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-best-practices.html
        timeout: 60,
        reservedConcurrency: 10,
        environment: {
          ACCESS_POINT_ARN: pointArn,
          ...(keyArn !== undefined && { PSEUDONYM_KEY_SECRET_ARN: keyArn }),
          POWERTOOLS_SERVICE_NAME: name,
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
        // It reads with presigned URLs, so with the permissions of who asks.
        statements: [
          { Sid: "Answer", Effect: "Allow", Action: "s3-object-lambda:WriteGetObjectResponse", Resource: pointArn },
          ...(keyArn === undefined
            ? []
            : [
                {
                  Sid: "ReadPseudonymKey",
                  Effect: "Allow" as const,
                  Action: "secretsmanager:GetSecretValue",
                  Resource: keyArn,
                },
              ]),
        ],
      },
      child,
    );
    const alias = new aws.lambda.Alias(
      name,
      { name: aliasName, functionName: redactor.functionName, functionVersion: "$LATEST" },
      child,
    );
    // S3 calls the function in the name of who asks.
    const permissions = roleArns.map(
      (principal, index) =>
        new aws.lambda.Permission(
          `${name}-${index}`,
          { action: "lambda:InvokeFunction", function: redactor.functionName, qualifier: alias.name, principal },
          child,
        ),
    );
    const point = new aws.s3control.ObjectLambdaAccessPoint(
      name,
      {
        name: args.name,
        configuration: {
          supportingAccessPoint: originals.accessPointArn,
          // S3 refuses ranges and parts by itself as long as allowedFeatures has none.
          cloudWatchMetricsEnabled: true,
          transformationConfigurations: [
            {
              actions: ["GetObject", "HeadObject"],
              contentTransformation: { awsLambda: { functionArn: alias.arn } },
            },
          ],
        },
      },
      { parent: this, dependsOn: permissions },
    );
    new aws.s3control.ObjectLambdaAccessPointPolicy(
      name,
      {
        name: point.name,
        policy: policyDocument([
          {
            Sid: "ReadMasked",
            Effect: "Allow",
            Principal: { AWS: roleArns },
            Action: ["s3-object-lambda:GetObject", "s3-object-lambda:GetObjectVersion", "s3-object-lambda:ListBucket"],
            Resource: pointArn,
          },
        ]),
      },
      child,
    );
    this.accessPointArn = point.arn;
    this.alias = point.alias;
    this.registerOutputs({ accessPointArn: this.accessPointArn, alias: this.alias });
  }
}
