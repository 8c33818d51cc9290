import * as assert from "node:assert/strict";
import { AlarmTopic } from "../../../components/operations/alarm-topic";
import { Monitoring } from "../../../components/operations/monitoring";
import { MonthlyBudget } from "../../../components/operations/monthly-budget";
import { govWest, ireland, type Registered, register } from "../support";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/operations";

const make = (alarmEmail?: string, target = ireland) =>
  register(() => {
    const topic = new AlarmTopic("test-alarms", { kmsKeyArn: keyArn, alarmEmail });
    new Monitoring("test", {
      pipeline: {
        queueName: "objects",
        deadLetterQueueName: "dead-letters",
        loaderFunctionName: "test-loader",
        loaderMemory: 1024,
        domain: { domainName: "test", instanceCount: 3, volumeGib: 100 },
        bucketNames: ["archive", "access-logs"],
      },
      alarmTopicArn: topic.topicArn,
      keyArns: [keyArn],
      prices: { lambdaGbSecond: 0.00001, lambdaRequest: 0.0000002, archiveGbMonth: 0.03, searchGbMonth: 0.1 },
    });
  }, target);

describe("Monitoring", () => {
  let registered: Registered;
  before(async () => {
    registered = await make();
  });
  const topicArn = () => registered.one("sns/topic:Topic").arn;
  const alarm = (name: string) => registered.one("cloudwatch/metricAlarm:MetricAlarm", `test-${name}`).inputs;

  it("publishes to a topic with a customer key, which only alarms and rules of the account may use, and over TLS", () => {
    assert.deepEqual(registered.one("sns/topic:Topic").inputs, { kmsMasterKeyId: keyArn });
    assert.deepEqual(registered.statements("sns/topicPolicy:TopicPolicy"), [
      {
        Sid: "Alarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn(),
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*" },
        },
      },
      {
        Sid: "Rules",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn(),
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:events:eu-west-1:111122223333:rule/*" } },
      },
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn(),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("mails alarms if an address is given", async () => {
    assert.deepEqual(registered.all("sns/topicSubscription:TopicSubscription"), []);
    const mailing = await make("soc@example.com", govWest);
    assert.deepEqual(mailing.one("sns/topicSubscription:TopicSubscription").inputs, {
      topic: mailing.one("sns/topic:Topic").arn,
      protocol: "email",
      endpoint: "soc@example.com",
    });
    assert.match(String(mailing.one("sns/topic:Topic").arn), /^arn:aws-us-gov:sns:us-gov-west-1:/);
  });

  it("watches queue, loader and search domain, and tells when an alarm goes off and when it is over", () => {
    const alarms = registered.all("cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(
      alarms.map(({ name }) => name.replace("test-", "")),
      [
        "cluster-red",
        "cluster-yellow",
        "dead-letters",
        "free-storage",
        "key-disabled",
        "key-inaccessible",
        "limits-reached",
        "loader-errors",
        "loader-throttles",
        "manager-memory-pressure",
        "memory-pressure",
        "missing-objects",
        "objects-parked",
        "pipeline-errors",
        "processor",
        "quarantined-objects",
        "queue-age",
        "rejected-records",
        "search-busy",
        "snapshot-failure",
        "unmapped-records",
        "writes-blocked",
      ],
    );
    for (const { inputs } of alarms) {
      assert.deepEqual([inputs.alarmActions, inputs.okActions], [[topicArn()], [topicArn()]]);
    }
  });

  it("is alarmed by the first dead letter", () => {
    const { alarmDescription, ...inputs } = alarm("dead-letters");
    assert.match(String(alarmDescription), /redrive/);
    assert.deepEqual(inputs, {
      name: "test-dead-letters",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "dead-letters" },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn()],
      okActions: [topicArn()],
    });
  });

  it("is alarmed by a refused record of whatever log source", () => {
    const { metricQueries, metricName, statistic } = alarm("rejected-records");
    assert.deepEqual([metricName, statistic], [undefined, undefined]);
    assert.deepEqual(metricQueries, [
      {
        id: "value",
        label: "rejected-records",
        expression: `SELECT SUM(RecordsRejected) FROM SCHEMA("siem", service, source) WHERE service = 'test-loader'`,
        period: 300,
        returnData: true,
      },
    ]);
  });

  it("is alarmed by an object that is gone, by an outage, and by more unmapped records than a bad line here and there", () => {
    const query = (name: string) => {
      const { metricQueries, threshold, comparisonOperator, evaluationPeriods } = alarm(name);
      const [{ expression, period }] = metricQueries as [{ expression: string; period: number }];
      return [expression.split(" FROM ")[0], period, comparisonOperator, threshold, evaluationPeriods];
    };
    assert.deepEqual(query("missing-objects"), ["SELECT SUM(ObjectsMissing)", 300, "GreaterThanThreshold", 0, 1]);
    assert.deepEqual(query("pipeline-errors"), ["SELECT SUM(PipelineErrors)", 3600, "GreaterThanThreshold", 100, 1]);
    assert.deepEqual(query("objects-parked"), ["SELECT SUM(ObjectsParked)", 900, "GreaterThanThreshold", 0, 2]);
    assert.deepEqual(query("search-busy"), ["SELECT SUM(RequestsBusy)", 900, "GreaterThanThreshold", 100, 2]);
    assert.deepEqual(query("unmapped-records"), ["SELECT SUM(RecordsUnmapped)", 3600, "GreaterThanThreshold", 100, 1]);
  });

  it("is alarmed when a quarter of a node's storage is left, which the metric gives in MiB", () => {
    const { metricName, threshold, comparisonOperator, dimensions } = alarm("free-storage");
    assert.deepEqual([metricName, threshold, comparisonOperator], ["FreeStorageSpace", 25_600, "LessThanThreshold"]);
    assert.deepEqual(dimensions, { DomainName: "test", ClientId: "111122223333" });
  });

  it("has one alarm that is OK while no other is in alarm, and that notifies nobody a second time", () => {
    const { alarmRule, alarmName, alarmActions } = registered.one(
      "cloudwatch/compositeAlarm:CompositeAlarm",
      "test-healthy",
    ).inputs;
    const names = registered
      .all("cloudwatch/metricAlarm:MetricAlarm")
      .map(({ inputs }) => `ALARM("${String(inputs.name)}")`);
    assert.deepEqual(String(alarmRule).split(" OR ").sort(), names.sort());
    assert.deepEqual([alarmName, alarmActions], ["test-healthy", undefined]);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    assert.ok(names.length <= 100, `${names.length} alarms`);
    assert.ok(String(alarmRule).length <= 10_240, `${String(alarmRule).length} characters`);
  });

  it("tells when a key is disabled or to be deleted, by whatever name it is called", () => {
    const { eventPattern } = registered.one("cloudwatch/eventRule:EventRule", "test-keys").inputs;
    assert.deepEqual(JSON.parse(String(eventPattern)), {
      source: ["aws.kms"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["kms.amazonaws.com"],
        eventName: ["DisableKey", "ScheduleKeyDeletion"],
        requestParameters: { keyId: [keyArn, "operations"] },
      },
    });
    assert.deepEqual(registered.one("cloudwatch/eventTarget:EventTarget").inputs, {
      rule: "test-keys",
      arn: topicArn(),
    });
  });

  describe("has a dashboard", () => {
    const widgets = () => {
      const { dashboardName, dashboardBody } = registered.one("cloudwatch/dashboard:Dashboard").inputs;
      assert.equal(dashboardName, "test");
      return (JSON.parse(String(dashboardBody)) as { widgets: Widget[] }).widgets;
    };
    const chart = (title: string) => {
      const found = widgets().find(({ properties }) => properties.title?.startsWith(title) === true);
      assert.ok(found, `no chart ${title}`);
      return found.properties;
    };

    it("that shows all alarms, and then answers what those on duty ask, in their order", () => {
      const [first, ...others] = widgets();
      assert.equal(first?.type, "alarm");
      assert.equal(first.properties.alarms?.[0], "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:test-healthy");
      assert.equal(first.properties.alarms.length, registered.all("cloudwatch/metricAlarm:MetricAlarm").length + 1);
      const sections = others.map(({ type, properties }) =>
        type === "text" ? properties.markdown?.split("\n")[0] : `  ${properties.title}`,
      );
      assert.deepEqual(sections, [
        "## Is anything lost?",
        "  Dead letters",
        "  Not loaded as they should be",
        "  Records",
        "## Is it late?",
        "  Seconds from arrival to index, the slowest object of each source",
        "  Seconds from an object's newest event to index, the slowest of each source",
        "  Seconds that the oldest object waits",
        "  Objects waiting",
        "  Objects that take more than one go",
        "  Loader",
        "  Milliseconds of a batch",
        "## Is it about to be full?",
        "  Search domain: free storage of the fullest node, MiB",
        "  Search domain: processor and heap, percent",
        "  Search domain: health",
        "  Search domain: writes waiting and refused so far",
        "  Bulk requests not taken (429, 5xx, blocks)",
        "  Loaders at the same time",
        "## What does it cost?",
        "  Records of each source, a day",
        "  Bytes of each source as they are stored, a day",
        "  Estimated US dollars a day",
      ]);
    });

    it("whose charts overlap nowhere and are not wider than it", () => {
      const taken = new Set<string>();
      for (const { x, y, width, height, properties } of widgets()) {
        assert.ok(x >= 0 && x + width <= 24, `${properties.title} ends at ${x + width}`);
        for (let column = x; column < x + width; column += 1) {
          for (let row = y; row < y + height; row += 1) {
            assert.ok(!taken.has(`${column},${row}`), `${properties.title} lies on another at ${column},${row}`);
            taken.add(`${column},${row}`);
          }
        }
      }
    });

    it("with AWS's metrics, sums of the loader's, and a line for each source", () => {
      assert.deepEqual(chart("Loader").metrics?.[1], [
        "AWS/Lambda",
        "Errors",
        "FunctionName",
        "test-loader",
        { label: "errors" },
      ]);
      assert.deepEqual(chart("Records").metrics?.[0], [
        {
          expression: `SELECT SUM(RecordsReceived) FROM SCHEMA("siem", service, source) WHERE service = 'test-loader'`,
          label: "received",
        },
      ]);
      assert.deepEqual(chart("Seconds from arrival").metrics, [
        [
          {
            expression: `SELECT MAX(ArrivalToIndexedSeconds) FROM SCHEMA("siem", service, source) WHERE service = 'test-loader' GROUP BY source ORDER BY MAX() DESC LIMIT 15`,
          },
        ],
      ]);
    });

    it("that estimates what the loader and the storage cost a day", () => {
      const { metrics, period, stat } = chart("Estimated");
      assert.deepEqual([period, stat], [86_400, "Sum"]);
      const hidden = (id: string) => ({ id, visible: false });
      const search = (bucket: string) =>
        `SUM(SEARCH('{AWS/S3,BucketName,StorageType} MetricName="BucketSizeBytes" BucketName="${bucket}"', 'Average', 86400))`;
      assert.deepEqual(metrics, [
        ["AWS/Lambda", "Duration", "FunctionName", "test-loader", hidden("duration")],
        ["AWS/Lambda", "Invocations", "FunctionName", "test-loader", hidden("invocations")],
        [{ expression: "duration / 1000 * 0.00001 + invocations * 0.0000002", label: "loader" }],
        [
          {
            // 0.03 dollars for 30 days and 2^30 bytes.
            expression: `SUM([${search("archive")}, ${search("access-logs")}]) * 0.000000000000931323`,
            label: "archive, at most",
          },
        ],
        ["AWS/ES", "Nodes", "DomainName", "test", "ClientId", "111122223333", hidden("nodes")],
        [{ expression: "nodes * 0 + 1", label: "storage of the search domain" }],
      ]);
    });
  });
});

describe("MonthlyBudget", () => {
  it("mails at 80 % of what the account may cost, and when it is forecast to cost more", async () => {
    const registered = await register(
      () => new MonthlyBudget("test-monthly", { limitUsd: 1500, email: "soc@example.com" }),
    );
    const common = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: ["soc@example.com"],
    };
    assert.deepEqual(registered.one("budgets/budget:Budget").inputs, {
      name: "test-monthly",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "1500",
      limitUnit: "USD",
      notifications: [
        { ...common, notificationType: "ACTUAL", threshold: 80 },
        { ...common, notificationType: "FORECASTED", threshold: 100 },
      ],
    });
  });
});

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly period?: number;
    readonly stat?: string;
    readonly metrics?: readonly (readonly unknown[])[];
  };
}
