import * as assert from "node:assert/strict";
import {
  DeliveryDestinations,
  FindingCollection,
  LogCollection,
  MemberProviders,
  SecurityLakeSubscriber,
} from "../../../components";
import { findingPatterns } from "../../../components/organization/finding-patterns";
import { organizationServices } from "../../../components/organization/organization";
import { readPolicyDocument } from "../../../policies/policy-document";
import { isAllowed, isServiceAllowed } from "../../support/iam-decision";
import { ireland, type Registered, register } from "../support";
import { administrator, archive, archiveAccount, made, management, member } from "./support";

const logKeyArn = `arn:aws:kms:eu-west-1:${archiveAccount}:key/66666666-7777-4888-8999-aaaaaaaaaaaa`;
const common = { target: ireland, archive, logKeyArn, logRetentionDays: 365 };
const streamOf = (name: string) => `arn:aws:firehose:eu-west-1:${archiveAccount}:deliverystream/${name}`;

function streamInputs(registered: Registered, name: string, folder: string, contents: object) {
  return {
    [name]: {
      ...{ account: archiveAccount, name, destination: "extended_s3" },
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: archive.keyArn },
      extendedS3Configuration: {
        roleArn: registered.one("iam/role:Role", `${name}-firehose`).arn,
        ...{ bucketArn: "arn:aws:s3:::aws-waf-logs-siem-test-1234567", kmsKeyArn: archive.keyArn },
        prefix: `firehose/${folder}/!{timestamp:yyyy/MM/dd/HH}/`,
        errorOutputPrefix: `firehose/errors/${folder}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
        ...{ bufferingSize: 64, bufferingInterval: 60, ...contents },
        cloudwatchLoggingOptions: {
          ...{ enabled: true, logGroupName: `/aws/kinesisfirehose/${name}` },
          logStreamName: registered.one("cloudwatch/logStream:LogStream", name).inputs.name,
        },
      },
    },
  };
}

describe("The collection of log groups", () => {
  const name = "siem-test-log-groups";
  const organizationId = "o-exampleorg1";
  let registered: Registered;
  before(async () => {
    registered = await register(
      () => new LogCollection(name, { ...common, organizationId, regions: ["eu-west-1", "us-east-1"] }),
    );
  });

  it("writes to the archive with its key, as CloudWatch Logs compressed the events", () => {
    assert.deepEqual(
      made(registered, "kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"),
      streamInputs(registered, name, "cloudwatch-logs", { compressionFormat: "UNCOMPRESSED" }),
    );
    assert.deepEqual(registered.one("cloudwatch/logGroup:LogGroup").inputs, {
      ...{ name: `/aws/kinesisfirehose/${name}`, kmsKeyId: logKeyArn, retentionInDays: 365 },
    });
  });

  it("has a destination in each region, all of them before the one stream", () => {
    const roleArn = registered.one("iam/role:Role", `${name}-sender`).arn;
    assert.deepEqual(
      made(registered, "cloudwatch/logDestination:LogDestination"),
      Object.fromEntries(
        ["eu-west-1", "us-east-1"].map((region) => [
          `${name}-${region}`,
          { account: archiveAccount, region, name, targetArn: streamOf(name), roleArn },
        ]),
      ),
    );
  });

  const may = (action: string, resource: string, context: Record<string, string>) =>
    isAllowed(
      { roleArn: `arn:aws:iam::${member}:role/admin`, action, resource, context },
      {
        identity: [],
        resource: readPolicyDocument(
          registered.one("cloudwatch/logDestinationPolicy:LogDestinationPolicy", `${name}-us-east-1`).inputs
            .accessPolicy,
        ),
      },
    );
  const destination = `arn:aws:logs:us-east-1:${archiveAccount}:destination:${name}`;
  const rows: readonly [string, string, string, Record<string, string>, boolean][] = [
    [
      "takes log groups of the organization",
      "logs:PutSubscriptionFilter",
      destination,
      { "aws:PrincipalOrgID": "o-exampleorg1" },
      true,
    ],
    [
      "takes all log groups of an account of it",
      "logs:PutAccountPolicy",
      destination,
      { "aws:PrincipalOrgID": "o-exampleorg1" },
      true,
    ],
    [
      "takes none of another organization",
      "logs:PutSubscriptionFilter",
      destination,
      { "aws:PrincipalOrgID": "o-somebodyelse" },
      false,
    ],
    ["takes none of an account without organization", "logs:PutSubscriptionFilter", destination, {}, false],
    ["lets nobody change it", "logs:DeleteDestination", destination, { "aws:PrincipalOrgID": "o-exampleorg1" }, false],
  ];
  for (const [title, action, resource, context, is] of rows) {
    it(title, () => assert.equal(may(action, resource, context), is));
  }

  const trusted = (from: Registered, role: string, service: string, context: Record<string, string>) => {
    const policy = from.one("iam/role:Role", role).inputs.assumeRolePolicy;
    return isServiceAllowed({ service, action: "sts:AssumeRole", resource: "", context }, readPolicyDocument(policy));
  };
  const ofGroup = (account: string, organization: string) => ({
    "aws:SourceArn": `arn:aws:logs:us-east-1:${account}:*`,
    "aws:SourceOrgID": organization,
  });

  it("lets CloudWatch Logs use the stream for log groups of the organization only", () => {
    const ours = (from: Registered, account: string, organization: string) =>
      trusted(from, `${name}-sender`, "logs.amazonaws.com", ofGroup(account, organization));
    assert.equal(ours(registered, member, "o-exampleorg1"), true);
    assert.equal(ours(registered, archiveAccount, "o-exampleorg1"), true);
    assert.equal(ours(registered, "999999999999", "o-somebodyelse"), false);
    assert.equal(
      trusted(registered, `${name}-sender`, "events.amazonaws.com", ofGroup(member, "o-exampleorg1")),
      false,
    );
  });

  it("lets Firehose write under its own folder of the archive, for its own stream, and nothing else", () => {
    const firehose = (source: string) =>
      trusted(registered, `${name}-firehose`, "firehose.amazonaws.com", {
        "aws:SourceAccount": archiveAccount,
        "aws:SourceArn": source,
      });
    assert.equal(firehose(streamOf(name)), true);
    assert.equal(firehose(streamOf("another")), false);
    const identity = readPolicyDocument(registered.one("iam/rolePolicy:RolePolicy", `${name}-firehose`).inputs.policy);
    const roleArn = String(registered.one("iam/role:Role", `${name}-firehose`).arn);
    // As the archive's key, which leaves itself to the account's policies.
    const key = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${archiveAccount}:root` }, Action: "kms:*" };
    const does = (action: string, resource: string, context = {}) =>
      isAllowed(
        { roleArn, action, resource, context },
        {
          identity,
          ...(action.startsWith("kms:") && {
            resource: readPolicyDocument({ Statement: [{ ...key, Resource: "*" }] }),
          }),
        },
      );
    const bucket = "arn:aws:s3:::aws-waf-logs-siem-test-1234567";
    assert.equal(does("s3:PutObject", `${bucket}/firehose/cloudwatch-logs/2026/01/02/03/a`), true);
    assert.equal(does("s3:PutObject", `${bucket}/firehose/errors/cloudwatch-logs/x/a`), true);
    assert.equal(does("s3:PutObject", `${bucket}/AWSLogs/a`), false);
    assert.equal(does("s3:PutObject", `${bucket}/firehose/eventbridge/a`), false);
    assert.equal(does("s3:GetObject", `${bucket}/firehose/cloudwatch-logs/a`), false);
    assert.equal(does("s3:DeleteObject", `${bucket}/firehose/cloudwatch-logs/a`), false);
    const keyArn = String(archive.keyArn);
    assert.equal(does("kms:GenerateDataKey", keyArn, { "kms:ViaService": "s3.eu-west-1.amazonaws.com" }), true);
    assert.equal(does("kms:GenerateDataKey", keyArn, { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" }), false);
    assert.equal(does("kms:GenerateDataKey", logKeyArn, { "kms:ViaService": "s3.eu-west-1.amazonaws.com" }), false);
  });

  it("needs no log resource policy, of which a region has ten", () => {
    assert.deepEqual(registered.all("cloudwatch/logResourcePolicy:LogResourcePolicy"), []);
  });
});

describe("The collection of findings", () => {
  const name = "siem-test-findings";
  let registered: Registered;
  before(async () => {
    registered = await register(() => {
      const providers = new MemberProviders("siem-test", {
        ...{
          target: ireland,
          ownAccount: archiveAccount,
          accounts: [administrator],
          role: { name: "siem-deployment" },
        },
      });
      new FindingCollection(name, {
        ...{ ...common, services: ["inspector", "macie"], regions: ["eu-west-1", "us-east-1"] },
        ...{ delegatedAdministrator: administrator, administrator: providers.in(administrator) },
      });
    });
  });

  it("writes them to the archive, one a line", () => {
    const parameters = [{ parameterName: "Delimiter", parameterValue: "\\n" }];
    const contents = {
      compressionFormat: "GZIP",
      processingConfiguration: { enabled: true, processors: [{ type: "AppendDelimiterToRecord", parameters }] },
    };
    assert.deepEqual(
      made(registered, "kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"),
      streamInputs(registered, name, "eventbridge", contents),
    );
  });

  it("sends them from the administrator's account in each region to the event bus, and from there into the stream", () => {
    const bus = `arn:aws:events:eu-west-1:${archiveAccount}:event-bus/${name}`;
    const eventPattern = JSON.stringify({
      ...{ source: ["aws.inspector2", "aws.macie"], "detail-type": ["Inspector2 Finding", "Macie Finding"] },
    });
    const forwarding = `${name}-forwarding`;
    const description = "Findings, to the SIEM";
    const ofRegion = (region: string) => ({
      account: administrator,
      region,
      name: forwarding,
      description,
      eventPattern,
    });
    assert.deepEqual(made(registered, "cloudwatch/eventRule:EventRule"), {
      [name]: { account: archiveAccount, name, eventBusName: name, eventPattern: '{"account":[{"exists":true}]}' },
      [`${forwarding}-eu-west-1`]: ofRegion("eu-west-1"),
      [`${forwarding}-us-east-1`]: ofRegion("us-east-1"),
    });
    const roleArn = registered.one("iam/role:Role", forwarding).arn;
    const toBus = (region: string) => ({ account: administrator, region, rule: forwarding, arn: bus, roleArn });
    assert.deepEqual(made(registered, "cloudwatch/eventTarget:EventTarget"), {
      [name]: {
        ...{ account: archiveAccount, rule: name, eventBusName: name, arn: streamOf(name) },
        roleArn: registered.one("iam/role:Role", `${name}-sender`).arn,
      },
      [`${forwarding}-eu-west-1`]: toBus("eu-west-1"),
      [`${forwarding}-us-east-1`]: toBus("us-east-1"),
    });
  });

  it("takes events from the administrator's account only", () => {
    const resource = readPolicyDocument(registered.one("cloudwatch/eventBusPolicy:EventBusPolicy").inputs.policy);
    const put = (account: string) =>
      isAllowed(
        {
          ...{ roleArn: `arn:aws:iam::${account}:root`, action: "events:PutEvents", context: {} },
          resource: `arn:aws:events:eu-west-1:${archiveAccount}:event-bus/${name}`,
        },
        { identity: [], resource },
      );
    assert.deepEqual([administrator, member, management, "999999999999"].map(put), [true, false, false, false]);
  });

  it("takes each finding once: all from Security Hub but GuardDuty's, which are exported; else each service's own", () => {
    const regions = ["eu-west-1", "us-east-1"] as const;
    assert.deepEqual(findingPatterns(organizationServices, regions), [
      [
        "eu-west-1",
        {
          ...{ source: ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"] },
          detail: { findings: { ProductName: [{ "anything-but": ["GuardDuty"] }] } },
        },
      ],
    ]);
    assert.deepEqual(findingPatterns(["security-hub"], regions), [
      ["eu-west-1", { source: ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"] }],
    ]);
    const analyzer = { source: ["aws.access-analyzer"], "detail-type": ["Access Analyzer Finding"] };
    assert.deepEqual(findingPatterns(["access-analyzer", "guardduty", "config"], regions), [
      ["eu-west-1", analyzer],
      ["us-east-1", analyzer],
    ]);
    assert.deepEqual(findingPatterns(["guardduty", "config", "cloudtrail"], regions), []);
  });
});

describe("The archive as destination of log deliveries", () => {
  const [region, name] = ["us-east-1", "siem-test-deliveries"];
  let registered: Registered;
  before(async () => {
    const args = { target: ireland, archive, organizationId: "o-exampleorg1", regions: [region] };
    registered = await register(() => new DeliveryDestinations(name, args));
  });

  it("is one in each region", () => {
    assert.deepEqual(made(registered, "cloudwatch/logDeliveryDestination:LogDeliveryDestination"), {
      [`${name}-us-east-1`]: {
        ...{ account: archiveAccount, region, name, outputFormat: "json" },
        deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::aws-waf-logs-siem-test-1234567" },
      },
    });
  });

  it("takes deliveries of the organization's accounts, named or not, and of no other", () => {
    const type = "cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy";
    const resource = readPolicyDocument(registered.one(type).inputs.deliveryDestinationPolicy);
    const may = (context: Record<string, string>, what: string) =>
      isAllowed(
        {
          ...{ roleArn: `arn:aws:iam::${member}:role/admin`, action: "logs:CreateDelivery", context },
          resource: `arn:aws:logs:us-east-1:${what}`,
        },
        { identity: [], resource },
      );
    const ours = { "aws:PrincipalOrgID": "o-exampleorg1" };
    for (const part of ["delivery:x", "delivery-destination:x"]) {
      assert.equal(may(ours, `${archiveAccount}:${part}`), true, part);
      assert.equal(may({ "aws:PrincipalOrgID": "o-somebodyelse" }, `${archiveAccount}:${part}`), false, part);
      assert.equal(may({}, `${archiveAccount}:${part}`), false, part);
      assert.equal(may(ours, `${member}:${part}`), false, part);
    }
    assert.equal(may(ours, `${member}:delivery-source:x`), true);
    assert.equal(may(ours, `${management}:delivery-source:x`), true);
  });
});

describe("A subscriber of Security Lake", () => {
  it("reads objects of the sources as the SIEM's account with an external id, and learns of them by a queue", async () => {
    const outputs: Record<string, unknown> = {};
    const registered = await register(() => {
      const lake = new SecurityLakeSubscriber("siem-test-lake", {
        ...{ subscriberAccount: archiveAccount, externalId: "example-external-id", region: "eu-central-1" },
        sources: ["CLOUD_TRAIL_MGMT", "SH_FINDINGS"],
      });
      for (const [output, value] of Object.entries({ ...lake })) {
        if (["roleArn", "bucketArn", "queueArn"].includes(output))
          value.apply((text: unknown) => (outputs[output] = text));
      }
    });
    assert.deepEqual(registered.one("securitylake/subscriber:Subscriber").inputs, {
      ...{
        region: "eu-central-1",
        subscriberName: "siem-test-lake",
        subscriberDescription: "The SIEM",
        accessType: "S3",
      },
      subscriberIdentity: { principal: archiveAccount, externalId: "example-external-id" },
      sources: ["CLOUD_TRAIL_MGMT", "SH_FINDINGS"].map((sourceName) => ({
        awsLogSourceResource: { sourceName, sourceVersion: "2.0" },
      })),
    });
    const { id } = registered.one("securitylake/subscriber:Subscriber");
    assert.deepEqual(registered.one("securitylake/subscriberNotification:SubscriberNotification").inputs, {
      ...{ region: "eu-central-1", subscriberId: id, configuration: { sqsNotificationConfiguration: {} } },
    });
    assert.match(String(outputs.queueArn), /^arn:aws:sqs:eu-central-1:\d{12}:AmazonSecurityLake-.*-Main-Queue$/);
    assert.match(String(outputs.roleArn), /:role\/AmazonSecurityLake-/);
    assert.match(String(outputs.bucketArn), /^arn:aws:s3:::aws-security-data-lake-eu-central-1-/);
  });
});
