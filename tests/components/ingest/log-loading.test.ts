import * as assert from "node:assert/strict";
import { LogLoading, type LogLoadingArgs } from "../../../components";
import { type Registered, register } from "../support";

const bucketKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const args: LogLoadingArgs = {
  bucketName: "their-logs",
  search: {
    endpoint: "https://search-logs.eu-west-1.es.amazonaws.com",
    arn: "arn:aws:es:eu-west-1:111122223333:domain/logs",
    retentionDays: 30,
    analystRoleArns: [],
    operatorRoleArns: ["arn:aws:iam::111122223333:role/operator"],
  },
  loader: { concurrency: 5 },
};

describe("The loader alone", function () {
  this.timeout(60_000);
  const loading = (more: Partial<LogLoadingArgs> = {}): Promise<Registered> =>
    register(() => {
      new LogLoading("siem-logs", { ...args, ...more });
    });
  let registered: Registered;
  before(async () => {
    registered = await loading();
  });

  it("makes no bucket, no domain and no notification that would replace others of the bucket", () => {
    assert.deepEqual(
      registered.resources.filter(({ type }) => /^aws:(s3|opensearch|ec2)\//.test(type)),
      [],
    );
  });

  it("lets only the rule of EventBridge send to queue and key, and no bucket", () => {
    const rule = registered.one("cloudwatch/eventRule:EventRule", "siem-logs");
    assert.deepEqual(JSON.parse(String(rule.inputs.eventPattern)).detail, { bucket: { name: ["their-logs"] } });
    const source = { ArnEquals: { "aws:SourceArn": [rule.arn] } };
    assert.deepEqual(
      registered.statement("sqs/queuePolicy:QueuePolicy", "siem-logs-objects", "Rules").Condition,
      source,
    );
    const sids = registered.statements("sqs/queuePolicy:QueuePolicy", "siem-logs-objects").map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["Rules", "OnlyFromServicesAndNamedRoles", "OnlyTls"]);
    assert.deepEqual(registered.statement("kms/key:Key", "siem-logs", "Rules").Condition, source);
  });

  it("lets the operators redrive", () => {
    const { Condition } = registered.statement(
      "sqs/queuePolicy:QueuePolicy",
      "siem-logs-objects",
      "OnlyFromServicesAndNamedRoles",
    );
    const loaderRole = registered.one("iam/role:Role", "siem-logs-loader").arn;
    assert.deepEqual(Condition?.ArnNotEquals, {
      "aws:PrincipalArn": [loaderRole, "arn:aws:iam::111122223333:role/operator"],
    });
  });

  it("keeps what cannot be loaded in the bucket, with the bucket's key", async () => {
    const policy = (stack: Registered, sid: string) =>
      stack.statement("iam/rolePolicy:RolePolicy", "siem-logs-loader", sid).Resource;
    assert.deepEqual(policy(registered, "KeepWhatCannotBeLoaded"), [
      "arn:aws:s3:::their-logs/rejected/*",
      "arn:aws:s3:::their-logs/quarantine/*",
    ]);
    const ownKey = registered.one("kms/key:Key").arn;
    assert.equal(policy(registered, "Encrypt"), ownKey);
    const encrypted = await loading({ bucketKeyArn });
    for (const sid of ["Encrypt", "Decrypt"]) assert.deepEqual(policy(encrypted, sid), [bucketKeyArn, ownKey]);
  });

  it("takes each part of the loader's shape that is not given from the default one", () => {
    const { inputs } = registered.one("lambda/function:Function", "siem-logs-loader");
    assert.deepEqual([inputs.reservedConcurrentExecutions, inputs.timeout, inputs.memorySize], [5, 300, 1769]);
  });
});
