import * as assert from "node:assert/strict";
import { type GraphResource, graph } from "../../../cli/graph";
import { policyTemplate } from "../../../tools/scan/policy-template";
import { judge } from "../../../tools/scan/suppressions";
import { terraformPlan } from "../../../tools/scan/terraform-plan";

const urn = (type: string, name: string) => `urn:pulumi:test::siem::${type}::${name}`;

function resource(type: string, name: string, inputs: Record<string, unknown>, propertyDeps = {}): GraphResource {
  return { type, name, inputs, propertyDeps, id: name, urn: urn(type, name), parent: "", deps: [] };
}

interface Plan {
  readonly planned_values: {
    readonly root_module: { readonly resources: readonly { address: string; values: unknown }[] };
  };
  readonly configuration: { readonly root_module: { readonly resources: readonly { expressions: unknown }[] } };
}

describe("The plan that scanners read", () => {
  const bucket = resource("aws:s3/bucket:Bucket", "logs", { bucketPrefix: "logs-" });

  it("has Terraform's names, and a block for each nested object", () => {
    const lifecycle = resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "logs", {
      rules: [{ id: "keep", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 }, transitions: [{ days: 0 }] }],
    });
    const lambda = resource("aws:lambda/function:Function", "loader", {
      name: "loader",
      code: { path: "loader.zip" },
      environment: { variables: { RETENTION_DAYS: "90" } },
    });
    const { planned_values: values } = terraformPlan([lifecycle, lambda]) as Plan;
    assert.deepEqual(
      values.root_module.resources.map(({ address, values }) => [address, values]),
      [
        [
          "aws_s3_bucket_lifecycle_configuration.logs",
          {
            rule: [
              {
                id: "keep",
                abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
                transition: [{ days: 0 }],
              },
            ],
          },
        ],
        [
          "aws_lambda_function.loader",
          { function_name: "loader", filename: "loader.zip", environment: [{ variables: { RETENTION_DAYS: "90" } }] },
        ],
      ],
    );
  });

  it("keeps what refers to what", () => {
    const versioning = resource(
      "aws:s3/bucketVersioning:BucketVersioning",
      "logs",
      { bucket: "logs-1", versioningConfiguration: { status: "Enabled" } },
      { bucket: [bucket.urn] },
    );
    const { configuration } = terraformPlan([bucket, versioning]) as Plan;
    assert.deepEqual(configuration.root_module.resources[1]?.expressions, {
      bucket: { references: ["aws_s3_bucket.logs.id", "aws_s3_bucket.logs"] },
      versioning_configuration: { constant_value: [{ status: "Enabled" }] },
    });
  });

  it("leaves out components and refuses a type it does not know, so that nothing goes unscanned", () => {
    const component = resource("siem:archive:LogArchive", "siem", {});
    const { planned_values: values } = terraformPlan([component, bucket]) as Plan;
    assert.equal(values.root_module.resources.length, 1);
    assert.throws(
      () => terraformPlan([resource("aws:rds/instance:Instance", "db", {})]),
      /aws:rds\/instance:Instance is not in tools\/scan\/terraform-types\.ts/,
    );
  });

  it("refuses two resources that would be one", () => {
    const twin = { ...bucket, urn: urn("siem:other$aws:s3/bucket:Bucket", "logs") };
    assert.throws(() => terraformPlan([bucket, twin]), /Two resources of the stage would be aws_s3_bucket\.logs/);
  });

  it("can be made of every stage", async function () {
    this.timeout(60_000);
    for (const stage of ["dev", "prod"]) terraformPlan(await graph(stage));
  });
});

describe("The template that policy linters read", () => {
  it("holds each policy, in a resource of its kind and with a name of its own", () => {
    const document = { Version: "2012-10-17", Statement: [] };
    const policy = (name: string) =>
      resource("aws:s3/bucketPolicy:BucketPolicy", name, { policy: JSON.stringify(document) });
    const role = resource("aws:iam/rolePolicy:RolePolicy", "loader", { policy: JSON.stringify(document) });
    const { policies, template } = policyTemplate([
      policy("a"),
      policy("b"),
      role,
      resource("aws:s3/bucket:Bucket", "c", {}),
    ]);
    assert.deepEqual(
      policies.map(({ holder, ofIdentity }) => [holder, ofIdentity]),
      [
        ["aws:s3/bucketPolicy:BucketPolicy a", false],
        ["aws:s3/bucketPolicy:BucketPolicy b", false],
        ["aws:iam/rolePolicy:RolePolicy loader", true],
      ],
    );
    assert.deepEqual(template, {
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: {
        Policy0: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: "bucket-0", PolicyDocument: document } },
        Policy1: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: "bucket-1", PolicyDocument: document } },
        Policy2: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: document } },
      },
    });
  });
});

describe("Suppressions", () => {
  const suppression = { check: "CKV_1", resource: /-loader$/, reason: "It is so" };
  const finding = (check: string, name: string) => ({ check, title: "Ensure it", resource: name });

  it("accept a finding where they say so, with their reason, and no other", () => {
    const findings = [finding("CKV_1", "a-loader"), finding("CKV_1", "a-content"), finding("CKV_2", "a-loader")];
    const { accepted, unaccepted, unused } = judge(findings, [suppression]);
    assert.deepEqual(accepted, [{ finding: findings[0], reason: "It is so" }]);
    assert.deepEqual(unaccepted, findings.slice(1));
    assert.deepEqual(unused, []);
  });

  it("are named when they suppress nothing", () => {
    assert.deepEqual(judge([], [suppression]).unused, [suppression]);
  });
});
