import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { MemberProviders, OrganizationTrail, type OrganizationTrailArgs } from "../../../components";
import { dataEvents } from "../../../components/organization/data-events";
import { beijing, ireland, register } from "../support";
import { administrator, archive, archiveAccount, made, management } from "./support";

const queueArn = `arn:aws:sqs:eu-west-1:${archiveAccount}:siem-test-objects`;
const functionArn = `arn:aws:lambda:eu-west-1:${archiveAccount}:function:siem-test-loader`;

describe("The trail of an organization", () => {
  const make = (args: Partial<OrganizationTrailArgs> = {}) =>
    register(() => {
      const providers = new MemberProviders("siem-test", {
        target: ireland,
        ...{ ownAccount: archiveAccount, accounts: [management], role: { name: "siem-deployment" } },
      });
      new OrganizationTrail(
        "siem-test-trail",
        {
          ...{ trailName: "siem-test", region: "eu-west-1", after: [providers] },
          ...{ bucketName: archive.bucketName, kmsKeyArn: archive.keyArn },
          loader: {
            bucketArns: [archive.bucketArn, pulumi.output("arn:aws:s3:::siem-test-access-logs-1")],
            ...{ queueArn, functionArn },
          },
          ...args,
        },
        providers.in(management),
      );
    });

  it("is the management account's, of all accounts and regions, proven unchanged and encrypted with the archive's key", async () => {
    const registered = await make();
    assert.deepEqual(made(registered, "cloudtrail/trail:Trail"), {
      "siem-test-trail": {
        account: management,
        name: "siem-test",
        region: "eu-west-1",
        s3BucketName: "aws-waf-logs-siem-test-1234567",
        kmsKeyId: archive.keyArn,
        isOrganizationTrail: true,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
      },
    });
    const { arn } = registered.one("cloudtrail/trail:Trail");
    assert.equal(arn, `arn:aws:cloudtrail:eu-west-1:${management}:trail/siem-test`);
  });

  it("records data events that are asked for beside management events, but not of the buckets that the loader reads", async () => {
    const { inputs } = (await make({ dataEvents: ["s3-object-writes", "lambda-invocations"] })).one(
      "cloudtrail/trail:Trail",
    );
    assert.deepEqual(inputs.advancedEventSelectors, [
      { name: "management", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
      {
        name: "s3-object-writes",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "readOnly", equals: ["false"] },
          {
            field: "resources.ARN",
            notStartsWiths: ["arn:aws:s3:::aws-waf-logs-siem-test-1234567/", "arn:aws:s3:::siem-test-access-logs-1/"],
          },
        ],
      },
      {
        name: "lambda-invocations",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::Lambda::Function"] },
          { field: "resources.ARN", notEquals: [functionArn] },
        ],
      },
    ]);
  });

  it("never records what the loader does, whatever data events are asked for", async () => {
    const { inputs } = (await make({ dataEvents })).one("cloudtrail/trail:Trail");
    const selectors = inputs.advancedEventSelectors as { name: string; fieldSelectors: Record<string, unknown>[] }[];
    const leftOut = selectors.flatMap(({ name, fieldSelectors }) =>
      fieldSelectors.filter(({ field }) => field === "resources.ARN").map(({ field: _, ...values }) => [name, values]),
    );
    const notStartsWiths = ["arn:aws:s3:::aws-waf-logs-siem-test-1234567/", "arn:aws:s3:::siem-test-access-logs-1/"];
    assert.deepEqual(leftOut, [
      ["s3-objects", { notStartsWiths }],
      ["s3-object-writes", { notStartsWiths }],
      ["lambda-invocations", { notEquals: [functionArn] }],
      ["sqs-messages", { notEquals: [queueArn] }],
    ]);
  });
});

describe("The providers of an organization's accounts", () => {
  const role = { name: "deployment/siem", externalId: "example-external-id" };

  it("assume a role in each other account in which something is made, and nothing in one's own", async () => {
    const registered = await register(() => {
      const accounts = [management, archiveAccount, administrator];
      const providers = new MemberProviders("siem-test", {
        target: beijing,
        ownAccount: archiveAccount,
        accounts,
        role,
      });
      assert.deepEqual(providers.in(archiveAccount), {});
      // One, however often it is used; none where nothing is made.
      assert.equal(providers.in(management).provider, providers.in(management).provider);
    }, beijing);
    const { inputs } = registered.one("pulumi:providers:aws");
    assert.equal(inputs.region, "cn-north-1");
    assert.equal(inputs.allowedAccountIds, JSON.stringify([management]));
    assert.deepEqual(JSON.parse(String(inputs.assumeRoles)), [
      {
        roleArn: `arn:aws-cn:iam::${management}:role/deployment/siem`,
        sessionName: "siem",
        externalId: "example-external-id",
      },
    ]);
  });

  it("are of the accounts that are named: another is an error that says so", async () => {
    const args = { target: ireland, ownAccount: archiveAccount, accounts: [management], role };
    await assert.rejects(
      register(() => new MemberProviders("siem-test", args).in("999999999999")),
      /There is no provider for the account 999999999999; name it among the accounts/,
    );
  });
});
