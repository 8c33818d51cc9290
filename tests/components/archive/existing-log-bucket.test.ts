import * as assert from "node:assert/strict";
import { runWithMocks } from "../../../cli/graph";
import { stageConfig } from "../../../cli/stage-config";
import { ireland, Registered } from "../support";

const topicArn = "arn:aws:sns:eu-west-1:444455556666:new-logs";
const keyArn = "arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-4333-8444-555555555555";
const roleArn = "arn:aws:iam::444455556666:role/read-logs";
const policy = "sqs/queuePolicy:QueuePolicy";

describe("A bucket that belongs to somebody else", function () {
  this.timeout(60_000);
  const make = async (...buckets: readonly object[]) => {
    const { default: program } = await import("../../../index");
    const config = { ...stageConfig("prod"), "siem:existingBuckets": JSON.stringify(buckets) };
    return new Registered(await runWithMocks(program, { stack: "prod", config, target: ireland }));
  };
  const queueOf = (registered: Registered) => registered.one("sqs/queue:Queue", "siem-prod-objects");
  const environment = (registered: Registered, name = "siem-prod-loader") => {
    const { variables } = registered.one("lambda/function:Function", name).inputs.environment as {
      variables: Record<string, string>;
    };
    return variables;
  };

  describe("announced by a topic, and read by the loader's own role", () => {
    let registered: Registered;
    before(async () => {
      registered = await make({ bucket: "their-logs", accountId: "444455556666", topicArn, keyArns: [keyArn] });
    });

    it("has the queue subscribe to the topic, as soon as that may send to it", () => {
      const subscription = registered
        .all("sns/topicSubscription:TopicSubscription")
        .find(({ inputs }) => inputs.topic === topicArn);
      assert.deepEqual(subscription?.inputs, {
        topic: topicArn,
        protocol: "sqs",
        endpoint: queueOf(registered).arn,
        rawMessageDelivery: true,
      });
      assert.ok(registered.dependencies(subscription).includes(`aws:${policy} siem-prod-objects`));
    });

    it("lets that topic alone send, encrypted with the archive's key", () => {
      const Condition = { ArnEquals: { "aws:SourceArn": [topicArn] } };
      const Principal = { Service: "sns.amazonaws.com" };
      assert.deepEqual(registered.statement(policy, "siem-prod-objects", "Topics"), {
        Sid: "Topics",
        Effect: "Allow",
        Principal,
        Action: "sqs:SendMessage",
        Resource: queueOf(registered).arn,
        Condition,
      });
      assert.deepEqual(registered.statement("kms/key:Key", "siem-prod-archive", "Topics"), {
        Sid: "Topics",
        Effect: "Allow",
        Principal,
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition,
      });
    });

    it("lets the loader read and decrypt it, through the VPC's endpoint, and assume no role", () => {
      const role = "iam/rolePolicy:RolePolicy";
      const { Resource } = registered.statement(role, "siem-prod-loader", "ReadObjects");
      assert.ok([Resource].flat().includes("arn:aws:s3:::their-logs/*"), JSON.stringify(Resource));
      assert.deepEqual(registered.statement(role, "siem-prod-loader", "DecryptOthers"), {
        Sid: "DecryptOthers",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: [keyArn],
        Condition: { StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] } },
      });
      assert.equal("BUCKET_READERS" in environment(registered), false);
      const sids = registered.statements(role, "siem-prod-loader").map(({ Sid }) => Sid);
      assert.equal(sids.includes("ReadAsOthers"), false);
      const endpoint = registered.statements("ec2/vpcEndpoint:VpcEndpoint", "siem-prod-s3");
      assert.equal(endpoint.length, 1);
      assert.match(JSON.stringify(endpoint), /arn:aws:s3:::their-logs\/\*/);
    });
  });

  describe("read with a role of its own account", () => {
    let registered: Registered;
    before(async () => {
      registered = await make({
        bucket: "their-logs",
        topicArn,
        rawMessages: false,
        keyArns: [keyArn],
        roleArn,
        externalId: "siem-7",
      });
    });

    it("says to both functions that load with which role and external id; they may assume that one alone", () => {
      const readers = JSON.stringify([{ bucket: "their-logs", roleArn, externalId: "siem-7" }]);
      for (const name of ["siem-prod-loader", "siem-prod-backfill"]) {
        assert.equal(environment(registered, name).BUCKET_READERS, readers);
      }
      assert.deepEqual(registered.statement("iam/rolePolicy:RolePolicy", "siem-prod-loader", "ReadAsOthers"), {
        Sid: "ReadAsOthers",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: [roleArn],
      });
      const statements = JSON.stringify(registered.statements("iam/rolePolicy:RolePolicy", "siem-prod-loader"));
      assert.doesNotMatch(statements, /their-logs|11111111-2222/, "the loader's own role reads nothing of it");
    });

    it("is reached from the VPC by that role, and STS by the loader", () => {
      assert.deepEqual(
        registered.statement("ec2/vpcEndpoint:VpcEndpoint", "siem-prod-s3", "ReadersOfOtherAccounts").Condition,
        { ArnEquals: { "aws:PrincipalArn": [roleArn] } },
      );
      const services = registered.all("ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => String(inputs.serviceName));
      assert.ok(
        services.some((service) => service.endsWith(".sts")),
        services.join(", "),
      );
    });

    it("may have its notifications in SNS's own envelope", () => {
      const subscriptions = registered.all("sns/topicSubscription:TopicSubscription");
      assert.deepEqual(
        subscriptions.map(({ inputs }) => inputs.rawMessageDelivery),
        [false],
      );
    });
  });

  describe("announced by EventBridge", () => {
    let registered: Registered;
    before(async () => {
      registered = await make(
        { bucket: "our-other-logs", eventBridge: true },
        { bucket: "their-logs", accountId: "444455556666", eventBridge: true },
      );
    });
    const rule = (bucket: string) => registered.one("cloudwatch/eventRule:EventRule", `siem-prod-${bucket}`);

    it("has a rule for its new objects, in the account that it is in", () => {
      assert.deepEqual(JSON.parse(String(rule("their-logs").inputs.eventPattern)), {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        account: ["444455556666"],
        detail: { bucket: { name: ["their-logs"] } },
      });
      assert.match(String(rule("our-other-logs").inputs.eventPattern), /"account":\["111122223333"\]/);
    });

    it("sends them to the queue, which lets those rules alone send", () => {
      const target = registered.one("cloudwatch/eventTarget:EventTarget", "siem-prod-their-logs");
      assert.equal(target.inputs.arn, queueOf(registered).arn);
      assert.equal(target.inputs.rule, rule("their-logs").inputs.name);
      const { Principal, Condition } = registered.statement(policy, "siem-prod-objects", "Rules");
      assert.deepEqual(Principal, { Service: "events.amazonaws.com" });
      assert.deepEqual(Condition, {
        ArnEquals: {
          "aws:SourceArn": ["our-other-logs", "their-logs"].map(
            (bucket) => `arn:aws:events:eu-west-1:111122223333:rule/${String(rule(bucket).inputs.name)}`,
          ),
        },
      });
      assert.deepEqual(registered.statement("kms/key:Key", "siem-prod-archive", "Rules").Condition, Condition);
    });

    it("lets another account forward its events, and no other", () => {
      assert.deepEqual(
        registered
          .all("cloudwatch/eventPermission:EventPermission")
          .map(({ inputs }) => [inputs.principal, inputs.action]),
        [["444455556666", "events:PutEvents"]],
      );
    });

    it("of the longest name has a rule of its own, within EventBridge's limit", async () => {
      const long = await make(
        { bucket: `${"a".repeat(62)}1`, eventBridge: true },
        { bucket: `${"a".repeat(62)}2`, eventBridge: true },
      );
      const rules = long.all("cloudwatch/eventRule:EventRule").filter(({ name }) => name.startsWith("siem-prod-aaa"));
      const names = rules.map(({ inputs }) => String(inputs.name));
      assert.equal(new Set(names).size, 2);
      assert.ok(
        names.every((name) => name.length <= 64),
        names.join(", "),
      );
    });
  });

  it("is none by default: nobody but S3 and the loader's own sends", async () => {
    const registered = await make();
    assert.deepEqual(
      registered.statements(policy, "siem-prod-objects").map(({ Sid }) => Sid),
      ["BucketNotifications", "OnlyFromServicesAndNamedRoles", "OnlyTls"],
    );
  });
});
