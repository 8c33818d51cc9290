import * as assert from "node:assert/strict";
import { AlarmTopic } from "../../../components/operations/alarm-topic";
import { Monitoring } from "../../../components/operations/monitoring";
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
        domainName: "test",
      },
      volumeGib: 100,
      alarmTopicArn: topic.topicArn,
    });
  }, target);

describe("Monitoring", () => {
  let registered: Registered;
  before(async () => {
    registered = await make();
  });
  const topicArn = () => registered.one("sns/topic:Topic").arn;
  const alarm = (name: string) => registered.one("cloudwatch/metricAlarm:MetricAlarm", `test-${name}`).inputs;

  it("publishes to a topic with a customer key, which only alarms of the account may use, and over TLS", () => {
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
        "limits-reached",
        "loader-errors",
        "loader-throttles",
        "memory-pressure",
        "missing-objects",
        "objects-parked",
        "pipeline-errors",
        "quarantined-objects",
        "queue-age",
        "rejected-records",
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
    assert.deepEqual(query("unmapped-records"), ["SELECT SUM(RecordsUnmapped)", 3600, "GreaterThanThreshold", 100, 1]);
  });

  it("is alarmed when a quarter of a node's storage is left, which the metric gives in MiB", () => {
    const { metricName, threshold, comparisonOperator, dimensions } = alarm("free-storage");
    assert.deepEqual([metricName, threshold, comparisonOperator], ["FreeStorageSpace", 25_600, "LessThanThreshold"]);
    assert.deepEqual(dimensions, { DomainName: "test", ClientId: "111122223333" });
  });

  it("draws a dashboard whose charts stand beside and below one another", () => {
    const { dashboardName, dashboardBody } = registered.one("cloudwatch/dashboard:Dashboard").inputs;
    assert.equal(dashboardName, "test");
    const { widgets } = JSON.parse(String(dashboardBody)) as { widgets: Widget[] };
    assert.deepEqual(
      widgets.map(({ properties }) => properties.title),
      [
        "Records",
        "Not loaded as they should be",
        "Seconds from arrival to index, the slowest object",
        "Objects waiting",
        "Seconds that the oldest object waits",
        "Loader",
        "Milliseconds of a batch",
        "Search domain: processor and heap, percent",
        "Search domain: free storage of the fullest node, MiB",
      ],
    );
    const places = widgets.map(({ x, y, width, height }) => `${x},${y},${width},${height}`);
    assert.equal(new Set(places).size, widgets.length);
    assert.ok(widgets.every(({ x, width }) => x + width <= 24));
    assert.deepEqual(widgets[5]?.properties.metrics[1], [
      "AWS/Lambda",
      "Errors",
      "FunctionName",
      "test-loader",
      { label: "errors" },
    ]);
    assert.deepEqual(widgets[0]?.properties.metrics[0], [
      {
        expression: `SELECT SUM(RecordsReceived) FROM SCHEMA("siem", service, source) WHERE service = 'test-loader'`,
        label: "received",
      },
    ]);
  });
});

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title: string; readonly metrics: readonly (readonly unknown[])[] };
}
