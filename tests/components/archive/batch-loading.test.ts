import * as assert from "node:assert/strict";
import { runWithMocks } from "../../../cli/graph";
import { stageConfig } from "../../../cli/stage-config";
import { ireland, Registered } from "../support";

describe("Loading by S3 Batch Operations", function () {
  this.timeout(60_000);
  const make = async (config: Record<string, string> = {}) => {
    const { default: program } = await import("../../../index");
    const settings = { ...stageConfig("prod"), ...config };
    return new Registered(await runWithMocks(program, { stack: "prod", config: settings, target: ireland }));
  };
  let registered: Registered;
  before(async () => {
    registered = await make({ "siem:backfillConcurrency": "7" });
  });
  const functionOf = (name: string) => registered.one("lambda/function:Function", name);

  it("is done by the loader's code with its settings and role, in a function that new logs do not compete with", () => {
    const {
      name: _,
      description,
      reservedConcurrentExecutions,
      loggingConfig,
      ...same
    } = functionOf("siem-prod-backfill").inputs;
    const loader = functionOf("siem-prod-loader").inputs;
    for (const [input, value] of Object.entries(same)) assert.deepEqual(value, loader[input], input);
    assert.equal(reservedConcurrentExecutions, 7);
    assert.deepEqual(loggingConfig, { logFormat: "JSON", logGroup: "/aws/lambda/siem-prod-backfill" });
    assert.match(String(description), /S3 Batch Operations/);
    assert.ok(
      registered
        .all("lambda/eventSourceMapping:EventSourceMapping")
        .every(({ inputs }) => inputs.functionName === functionOf("siem-prod-loader").arn),
      "the queue starts the loader only",
    );
  });

  it("is asked for with a role that S3 Batch Operations alone assumes", () => {
    assert.deepEqual(
      registered
        .statements("iam/role:Role", "siem-prod-backfill-jobs", "assumeRolePolicy")
        .map((statement) => statement),
      [
        {
          Sid: "BatchOperations",
          Effect: "Allow",
          Principal: { Service: "batchoperations.s3.amazonaws.com" },
          Action: "sts:AssumeRole",
          // Holds where nothing is said, and refuses another account.
          Condition: { StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } },
        },
      ],
    );
  });

  it("may start that one function, read manifests and write reports, and nothing else", () => {
    const { arn } = registered.one("s3/bucket:Bucket", "siem-prod-reports");
    const keyArn = registered.one("kms/key:Key", "siem-prod-archive").arn;
    const statements = registered
      .statements("iam/rolePolicy:RolePolicy", "siem-prod-backfill-jobs")
      .map(({ Action, Resource, Condition }) => [Action, Resource, Condition]);
    assert.deepEqual(statements, [
      ["lambda:InvokeFunction", functionOf("siem-prod-backfill").arn, undefined],
      [["s3:GetObject", "s3:GetObjectVersion"], `${arn}/batch/*`, undefined],
      ["s3:PutObject", `${arn}/batch/*`, undefined],
      ["s3:GetBucketLocation", arn, undefined],
      [
        ["kms:GenerateDataKey", "kms:Decrypt"],
        keyArn,
        { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      ],
    ]);
  });

  it("is not there if no concurrency is reserved for it", async () => {
    const without = await make({ "siem:backfillConcurrency": "0" });
    assert.deepEqual(
      without.resources.filter(({ name }) => name.startsWith("siem-prod-backfill")),
      [],
    );
  });
});
