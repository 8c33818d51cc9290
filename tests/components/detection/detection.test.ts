import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Detection, type DetectionArgs, detectionRoles } from "../../../components/detection/detection";
import { detectionRules, ruleVersions } from "../../../components/detection/detection-rules";
import { StateTable } from "../../../components/storage/state-table";
import { parseDetection } from "../../../functions/detector/detection-settings";
import { SigmaError } from "../../../functions/shared/sigma";
import { cloudTrailRule, ruleSet } from "../../functions/detector/rules";
import { ireland, type Registered, register } from "../support";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/operations";
const alarmTopicArn = "arn:aws:sns:eu-west-1:111122223333:alarms";
const domainArn = "arn:aws:es:eu-west-1:111122223333:domain/test";
const collectionArn = "arn:aws:aoss:eu-west-1:111122223333:collection/test";
const secretArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf";

const rules = ruleSet(`${cloudTrailRule("stopped", "StopLogging")}
${cloudTrailRule("seen", "DescribeTrails").replace("level: high", "level: low")}
title: A finding
name: finding
level: critical
logsource: { product: aws, service: guardduty }
detection: { high: { severity|gte: 7 }, condition: high }
`);

interface Given {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly network?: DetectionArgs["network"];
  /** Whether logs are searched with a collection of OpenSearch Serverless. */
  readonly collection?: true;
}

function deployed({ settings = {}, network, collection }: Given = {}): Promise<Registered> {
  return register(() => {
    const parsed = parseDetection(settings);
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    const stateTable =
      collection && new StateTable("siem-detection", { target: ireland, kmsKeyArn: keyArn }, { parent });
    new Detection("siem", {
      ...(collection && { searchService: "aoss", stateTable }),
      target: ireland,
      kmsKeyArn: keyArn,
      logRetentionDays: 365,
      network,
      rules,
      settings: parsed,
      roles: detectionRoles("siem", parsed, parent),
      searchEndpoint: "https://search.example.com",
      searchDomainArn: collection ? collectionArn : domainArn,
      dashboardsUrl: "https://search.example.com/_dashboards",
      alarmTopicArn,
      loaderTimeout: 300,
    });
  });
}

/** Of a function's role, what it may do beside its log, traces and dead letters. */
function allowed(registered: Registered, name: string): readonly unknown[] {
  const usual = ["WriteLog", "WriteTraces", "TellFailures", "EncryptFailures"];
  return registered
    .statements("iam/rolePolicy:RolePolicy", name)
    .filter(({ Sid }) => !usual.includes(Sid))
    .map(({ Action, Resource }) => [Action, Resource]);
}

describe("Detection", function () {
  this.timeout(60_000);
  let usual: Registered;
  before(async () => {
    usual = await deployed();
  });

  describe("the topic of alerts", () => {
    it("is encrypted, and takes nothing that is not sent by TLS", () => {
      const topic = usual.one("sns/topic:Topic", "siem-alerts");
      assert.equal(topic.inputs.kmsMasterKeyId, keyArn);
      const [statement, ...others] = usual.statements("sns/topicPolicy:TopicPolicy", "siem-alerts");
      assert.deepEqual(others, []);
      assert.deepEqual(
        [statement?.Effect, statement?.Principal, statement?.Action, statement?.Resource, statement?.Condition],
        ["Deny", "*", "sns:Publish", topic.arn, { Bool: { "aws:SecureTransport": "false" } }],
      );
    });

    it("is subscribed to by nobody, or by the address that the settings name", async () => {
      assert.deepEqual(usual.all("sns/topicSubscription:TopicSubscription"), []);
      const mailed = await deployed({ settings: { email: "security@example.com" } });
      assert.deepEqual(mailed.one("sns/topicSubscription:TopicSubscription").inputs, {
        topic: mailed.one("sns/topic:Topic").arn,
        protocol: "email",
        endpoint: "security@example.com",
      });
    });
  });

  describe("the detector", () => {
    it("runs each minute, once at a time", () => {
      const detector = usual.one("lambda/function:Function", "siem-detector");
      const { scheduleExpression, flexibleTimeWindow, target } = usual.one("scheduler/schedule:Schedule").inputs;
      assert.deepEqual(
        [scheduleExpression, flexibleTimeWindow, (target as { arn: string }).arn],
        ["rate(1 minute)", { mode: "OFF" }, detector.arn],
      );
      const { reservedConcurrentExecutions, deadLetterConfig } = detector.inputs;
      assert.deepEqual([reservedConcurrentExecutions, deadLetterConfig], [1, { targetArn: alarmTopicArn }]);
    });

    it("runs as many times at once as there are partitions, each run with its own", async () => {
      const three = await deployed({ settings: { partitions: 3 } });
      const { reservedConcurrentExecutions } = three.one("lambda/function:Function", "siem-detector").inputs;
      assert.equal(reservedConcurrentExecutions, 3);
      const schedules = three.all("scheduler/schedule:Schedule").map(({ name, inputs }) => {
        const { target, scheduleExpression } = inputs as { target: { input: string }; scheduleExpression: string };
        return [name, scheduleExpression, JSON.parse(target.input) as unknown];
      });
      assert.deepEqual(
        schedules.toSorted(),
        [0, 1, 2].map((number) => [`siem-detector-${number}`, "rate(1 minute)", { partition: { number, of: 3 } }]),
      );
    });

    it("is told the settings, and looks back as long as the loader may take", async () => {
      const settings = {
        notifyLevel: "high",
        growthMinutes: 5,
        escalateMinutes: 7,
        stormAlerts: 9,
        alertLevel: "medium",
      };
      const changed = await deployed({
        settings: { ...settings, escalateLevel: "critical", allowedLatenessMinutes: 11 },
      });
      assert.deepEqual(changed.one("lambda/function:Function", "siem-detector").inputs.environment, {
        variables: {
          OPENSEARCH_ENDPOINT: "https://search.example.com",
          TOPIC_ARN: changed.one("sns/topic:Topic").arn,
          DASHBOARDS_URL: "https://search.example.com/_dashboards",
          RUNS_PER_MINUTE: "2",
          OVERLAP_SECONDS: "360",
          ALLOWED_LATENESS_MINUTES: "11",
          ALERT_LEVEL: "medium",
          NOTIFY_LEVEL: "high",
          GROWTH_MINUTES: "5",
          ESCALATE_LEVEL: "critical",
          ESCALATE_MINUTES: "7",
          STORM_ALERTS: "9",
          DIGEST_HOUR: "7",
          POWERTOOLS_SERVICE_NAME: "siem-detector",
          POWERTOOLS_METRICS_NAMESPACE: "siem",
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
      });
    });

    it("may read signals, keep alerts and its own state, and publish alerts; nothing else", () => {
      assert.deepEqual(allowed(usual, "siem-detector"), [
        [
          "es:ESHttpPost",
          ["_bulk", "siem-signals-*/_search", "siem_alerts/_search", "siem_alerts/_mget", "siem_detector/_mget"].map(
            (path) => `${domainArn}/${path}`,
          ),
        ],
        ["sns:Publish", usual.one("sns/topic:Topic").arn],
      ]);
    });

    it("has alarms for being late, also by not running at all, and for failing", () => {
      const alarms = usual.all("cloudwatch/metricAlarm:MetricAlarm").toSorted((a, b) => (a.name < b.name ? 1 : -1));
      assert.deepEqual(
        alarms.map(({ name, inputs }) => [
          name,
          inputs.metricName,
          inputs.threshold,
          inputs.treatMissingData,
          inputs.alarmActions,
        ]),
        [
          ["siem-detector-late", "DetectorDelaySeconds", 600, "breaching", [alarmTopicArn]],
          ["siem-detector-failing", "Errors", 0, "notBreaching", [alarmTopicArn]],
        ],
      );
      assert.deepEqual(alarms[1]?.inputs.dimensions, { FunctionName: "siem-detector" });
    });
  });

  describe("in a collection of OpenSearch Serverless", () => {
    let serverless: Registered;
    before(async () => {
      serverless = await deployed({ collection: true });
    });

    it("keeps alerts and state in a table, which its detector is told of", () => {
      const { environment } = serverless.one("lambda/function:Function", "siem-detector").inputs;
      const { OPENSEARCH_SERVICE, STATE_TABLE, OVERLAP_SECONDS } = (
        environment as { variables: Record<string, string> }
      ).variables;
      assert.deepEqual(
        [OPENSEARCH_SERVICE, STATE_TABLE, OVERLAP_SECONDS],
        ["aoss", serverless.one("dynamodb/table:Table").id, "420"],
      );
    });

    it("may use the collection, as far as it lets in, and that table", () => {
      const tableArn = String(serverless.one("dynamodb/table:Table").arn);
      assert.deepEqual(allowed(serverless, "siem-detector"), [
        ["aoss:APIAccessAll", collectionArn],
        [["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], tableArn],
        [["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], keyArn],
        ["dynamodb:Query", ["due", "unsent", "unshown"].map((index) => `${tableArn}/index/${index}`)],
        ["sns:Publish", serverless.one("sns/topic:Topic").arn],
      ]);
      const conditions = ["KeepState", "DecryptState", "FindMarked"].map(
        (sid) => serverless.statement("iam/rolePolicy:RolePolicy", "siem-detector", sid).Condition,
      );
      assert.deepEqual(conditions, [
        { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["alert", "detector"] } },
        { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } },
        { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["alert"] } },
      ]);
    });

    it("has an alarm for alerts that searches do not find", () => {
      const { inputs } = serverless.one("cloudwatch/metricAlarm:MetricAlarm", "siem-detector-unshown");
      const { metricName, dimensions, threshold, alarmActions } = inputs;
      assert.deepEqual(
        [metricName, dimensions, threshold, alarmActions],
        ["AlertsUnshown", { service: "siem-detector" }, 0, [alarmTopicArn]],
      );
    });

    it("has a fast lane that signs for it", () => {
      const { environment } = serverless.one("lambda/function:Function", "siem-fast-lane").inputs;
      assert.equal((environment as { variables: Record<string, string> }).variables.OPENSEARCH_SERVICE, "aoss");
      assert.deepEqual(allowed(serverless, "siem-fast-lane"), [["aoss:APIAccessAll", collectionArn]]);
    });
  });

  describe("the fast lane", () => {
    it("is sent the events that rules of level high and critical ask for, by EventBridge alone", () => {
      const lane = usual.one("lambda/function:Function", "siem-fast-lane");
      const events = usual.all("cloudwatch/eventRule:EventRule");
      assert.deepEqual(
        events.map(({ inputs }) => JSON.parse(String(inputs.eventPattern)) as unknown),
        [
          { source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] },
          {
            "detail-type": [
              "AWS API Call via CloudTrail",
              "AWS Console Sign In via CloudTrail",
              "AWS Service Event via CloudTrail",
            ],
            detail: { eventName: ["StopLogging"] },
          },
        ],
      );
      for (const { name, arn } of events) {
        const target = usual.one("cloudwatch/eventTarget:EventTarget", name);
        assert.equal(target.inputs.arn, lane.arn);
        assert.ok(usual.dependencies(target).includes(`aws:lambda/permission:Permission ${name}`), "permission first");
        const { action, principal, sourceArn, sourceAccount } = usual.one("lambda/permission:Permission", name).inputs;
        assert.deepEqual(
          [action, principal, sourceArn, sourceAccount],
          ["lambda:InvokeFunction", "events.amazonaws.com", arn, "111122223333"],
        );
      }
    });

    it("may create documents, and nothing else", () => {
      assert.deepEqual(allowed(usual, "siem-fast-lane"), [["es:ESHttpPost", `${domainArn}/_bulk`]]);
    });

    it("is not there where the settings say so", async () => {
      const without = await deployed({ settings: { fastLane: false } });
      assert.deepEqual(
        without.all("lambda/function:Function").map(({ name }) => name),
        ["siem-detector"],
      );
      assert.deepEqual(without.all("cloudwatch/eventRule:EventRule"), []);
    });
  });

  describe("the webhook", () => {
    const network = { subnetIds: ["subnet-00000001", "subnet-00000002"], securityGroupIds: ["sg-00000001"] };
    let registered: Registered;
    before(async () => {
      registered = await deployed({ settings: { webhookSecretArn: secretArn }, network });
    });

    it("is outside of the VPC in which the others are, for it sends to the internet", () => {
      const inVpc = registered
        .all("lambda/function:Function")
        .map(({ name, inputs }) => [name, inputs.vpcConfig !== undefined]);
      assert.deepEqual(Object.fromEntries(inVpc), {
        "siem-detector": true,
        "siem-fast-lane": true,
        "siem-webhook": false,
      });
    });

    it("is invoked by the topic of alerts alone", () => {
      const topic = registered.one("sns/topic:Topic");
      const webhook = registered.one("lambda/function:Function", "siem-webhook");
      const subscription = registered.one("sns/topicSubscription:TopicSubscription");
      assert.deepEqual(subscription.inputs, { topic: topic.arn, protocol: "lambda", endpoint: webhook.arn });
      assert.ok(
        registered.dependencies(subscription).includes("aws:lambda/permission:Permission siem-webhook"),
        "permission first",
      );
      const { principal, sourceArn, sourceAccount } = registered.one(
        "lambda/permission:Permission",
        "siem-webhook",
      ).inputs;
      assert.deepEqual([principal, sourceArn, sourceAccount], ["sns.amazonaws.com", topic.arn, "111122223333"]);
    });

    it("reads its URL from the secret, and has it nowhere else", () => {
      assert.deepEqual(allowed(registered, "siem-webhook"), [["secretsmanager:GetSecretValue", secretArn]]);
      const { environment } = registered.one("lambda/function:Function", "siem-webhook").inputs;
      assert.deepEqual(environment, {
        variables: {
          WEBHOOK_SECRET_ARN: secretArn,
          POWERTOOLS_SERVICE_NAME: "siem-webhook",
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
      });
    });
  });
});

describe("the rules of a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-rules-"));
  after(() => rmSync(folder, { recursive: true }));

  const written = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const versions = (text: string) => ruleVersions(detectionRules([written("rules.yml", text)]));
  const [stopped, deleted] = [cloudTrailRule("stopped", "StopLogging"), cloudTrailRule("deleted", "DeleteTrail")];

  it("show in a preview which of them a change adds, alters and removes", () => {
    const before = versions(stopped);
    assert.deepEqual(Object.keys(before), ["stopped"]);
    const more = versions(stopped + deleted);
    assert.deepEqual([Object.keys(more), more.stopped], [["deleted", "stopped"], before.stopped]);
    for (const altered of [
      versions(cloudTrailRule("stopped", "[StopLogging, UpdateTrail]")),
      versions(stopped.replace("level: high", "level: low")),
      versions(cloudTrailRule("stopped", "StopLogging", "alert: { window: 6h }")),
    ]) {
      assert.deepEqual(Object.keys(altered), ["stopped"]);
      assert.notEqual(altered.stopped, before.stopped);
    }
    assert.deepEqual(Object.keys(versions(deleted)), ["deleted"]);
  });

  it("show a change of a filter", () => {
    const filter = (user: string) =>
      `\ntitle: Not of the platform\nname: platform\nlogsource: { product: aws, service: cloudtrail }\nfilter:\n  rules: [stopped]\n  them: { userIdentity.userName: ${user} }\n  condition: not them\n`;
    const [one, other] = [versions(stopped + filter("mary")), versions(stopped + filter("max"))];
    assert.deepEqual(Object.keys(one), ["platform", "stopped"]);
    assert.notEqual(one.platform, other.platform);
  });

  it("are not deployed where one has a mistake, which is named with its place", () => {
    const text = stopped + cloudTrailRule("other", "x").replace("eventName:", "eventName|contain:");
    assert.throws(
      () => detectionRules([written("bad.yml", text)]),
      (error) => error instanceof SigmaError && /bad\.yml:\d+:\d+.*did you mean contains\?/.test(error.message),
    );
    const option = cloudTrailRule("other", "x", "first_seen: { fields: [awsRegion], memory: 30 }");
    assert.throws(
      () => detectionRules([written("option.yml", option)]),
      /first_seen\.memory must be a number and m, h or d/,
    );
  });

  it("are bundled without what only people and tests need", () => {
    const text = cloudTrailRule(
      "stopped",
      "StopLogging",
      "falsepositives: [Maintenance]\ntriage: [Look]\nalert: { window: 6h }\ntests: { match: [{ title: one, record: {} }] }",
    );
    const [rule] = detectionRules([written("whole.yml", text)]).rules;
    assert.deepEqual([rule?.tests, rule?.falsepositives, rule?.custom], [undefined, [], { alert: { window: "6h" } }]);
  });

  it("may be none", () => {
    assert.deepEqual(detectionRules([]), { rules: [], correlations: [], filters: [] });
  });
});
