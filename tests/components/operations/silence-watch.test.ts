import * as assert from "node:assert/strict";
import { FunctionRole } from "../../../components/lambda/function-role";
import { SilenceWatch, type SilenceWatchArgs } from "../../../components/operations/silence-watch";
import { StateTable } from "../../../components/storage/state-table";
import { defaultSilenceRules } from "../../../functions/silence/rules";
import { ireland, type Registered, register } from "../support";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/operations";
const topicArn = "arn:aws:sns:eu-west-1:111122223333:alarms";
const domainArn = "arn:aws:es:eu-west-1:111122223333:domain/test";

const args = {
  target: ireland,
  kmsKeyArn: keyArn,
  logRetentionDays: 365,
  searchEndpoint: "https://search.example.com",
  searchDomainArn: domainArn,
  alarmTopicArn: topicArn,
  rules: { ...defaultSilenceRules, minimumHours: 6 },
} satisfies Omit<SilenceWatchArgs, "role">;

describe("SilenceWatch", function () {
  this.timeout(60_000);
  let registered: Registered;
  before(async () => {
    registered = await register(() => {
      new SilenceWatch("test-silence", {
        ...args,
        role: new FunctionRole("test-silence", { description: "Looks" }),
      });
    });
  });

  it("is a function that runs once at a time, and whose failures are told", () => {
    const { environment, reservedConcurrentExecutions, timeout, deadLetterConfig } = registered.one(
      "lambda/function:Function",
      "test-silence",
    ).inputs;
    assert.deepEqual([reservedConcurrentExecutions, timeout, deadLetterConfig], [1, 900, { targetArn: topicArn }]);
    assert.deepEqual(environment, {
      variables: {
        OPENSEARCH_ENDPOINT: "https://search.example.com",
        ALARM_TOPIC_ARN: topicArn,
        POWERTOOLS_SERVICE_NAME: "test-silence",
        POWERTOOLS_LOG_LEVEL: "INFO",
      },
    });
  });

  it("may search the logs, keep what it remembers and publish; nothing else", () => {
    const statements = registered.statements("iam/rolePolicy:RolePolicy", "test-silence");
    const allowed = statements.filter(({ Sid }) => !["WriteLog", "WriteTraces"].includes(Sid));
    assert.deepEqual(
      allowed.map(({ Action, Resource }) => [Action, Resource]),
      [
        ["sns:Publish", topicArn],
        [["kms:Decrypt", "kms:GenerateDataKey"], keyArn],
        [
          "es:ESHttpPost",
          ["siem-*/_search", "watch-silence/_search", "watch-silence/_doc/state"].map((path) => `${domainArn}/${path}`),
        ],
      ],
    );
  });

  it("keeps what it knows of a collection in a table, and may use its own documents there only", async () => {
    const collectionArn = "arn:aws:aoss:eu-west-1:111122223333:collection/test";
    const made = await register(() => {
      new SilenceWatch("test-silence", {
        ...args,
        role: new FunctionRole("test-silence", { description: "Looks" }),
        searchDomainArn: collectionArn,
        stateTable: new StateTable("test-state", { target: ireland, kmsKeyArn: keyArn }),
      });
    });
    const table = made.one("dynamodb/table:Table");
    const { environment } = made.one("lambda/function:Function").inputs;
    assert.equal((environment as { variables: Record<string, string> }).variables.STATE_TABLE, table.id);
    const of = (sid: string) => made.statement("iam/rolePolicy:RolePolicy", "test-silence", sid);
    assert.deepEqual(
      ["Count", "KeepState"].map((sid) => [of(sid).Action, of(sid).Resource]),
      [
        ["aoss:APIAccessAll", collectionArn],
        [["dynamodb:BatchGetItem", "dynamodb:PutItem"], table.arn],
      ],
    );
    assert.deepEqual(of("KeepState").Condition, {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["silence"] },
    });
  });

  it("is started each hour by a role that can do nothing else, which only schedules of the account may take", () => {
    const { arn } = registered.one("lambda/function:Function", "test-silence");
    const role = registered.one("iam/role:Role", "test-silence-schedule");
    const { description, ...schedule } = registered.one("scheduler/schedule:Schedule", "test-silence").inputs;
    assert.equal(typeof description, "string");
    assert.deepEqual(schedule, {
      name: "test-silence",
      scheduleExpression: "rate(1 hour)",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 10 },
      kmsKeyArn: keyArn,
      target: { arn, roleArn: role.arn, retryPolicy: { maximumRetryAttempts: 0 } },
    });
    const [trust] = registered.statements("iam/role:Role", "test-silence-schedule", "assumeRolePolicy");
    assert.deepEqual(
      [trust?.Principal, trust?.Condition],
      [{ Service: "scheduler.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "111122223333" } }],
    );
    assert.deepEqual(
      registered
        .statements("iam/rolePolicy:RolePolicy", "test-silence-schedule")
        .map(({ Action, Resource }) => [Action, Resource]),
      [
        ["lambda:InvokeFunction", arn],
        ["kms:Decrypt", keyArn],
      ],
    );
  });
});
