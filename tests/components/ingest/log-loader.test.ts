import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { LogLoader, type LogLoaderArgs } from "../../../components/ingest/log-loader";
import { FunctionRole } from "../../../components/lambda/function-role";
import { defaultLimits } from "../../../functions/shared/limits";
import { beijing, ireland, type Registered, register } from "../support";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/functions";

function make(others: Partial<LogLoaderArgs> = {}) {
  return new LogLoader("test-loader", {
    target: ireland,
    role: new FunctionRole("test-loader", { description: "Loads" }),
    kmsKeyArn: keyArn,
    logRetentionDays: 365,
    queueArn: "arn:aws:sqs:eu-west-1:111122223333:objects",
    queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/objects",
    archiveBucketName: "logs",
    archiveBucketArn: "arn:aws:s3:::logs",
    otherBucketArns: ["arn:aws:s3:::access"],
    archiveKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/archive",
    searchEndpoint: "https://search.example",
    searchDomainArn: "arn:aws:es:eu-west-1:111122223333:domain/test",
    retentionDays: 90,
    networks: [{ cidr: "192.0.2.0/24", name: "Office", country: "DE" }],
    timeout: 300,
    concurrency: 4,
    memorySize: 1769,
    storageSize: 2048,
    objectsAtOnce: 4,
    batchSize: 10,
    batchWindow: 2,
    ...others,
  });
}

describe("The log loader", () => {
  let registered: Registered;
  before(async () => {
    registered = await register(() => make());
  });

  it("is a traced function with its own log group and an encrypted environment", () => {
    const { environment } = registered.one("lambda/function:Function").inputs;
    const { ROLE_ID: roleId } = (environment as { variables: Record<string, string> }).variables;
    assert.match(roleId ?? "", /^AROA[0-9A-Z]{17}$/);
    assert.deepEqual(registered.one("lambda/function:Function").inputs, {
      name: "test-loader",
      description: "Normalises logs to the Elastic Common Schema and loads them into OpenSearch",
      code: { path: ".siem/bundles/loader.zip" },
      handler: "index.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      role: registered.one("iam/role:Role").arn,
      memorySize: 1769,
      ephemeralStorage: { size: 2048 },
      timeout: 300,
      reservedConcurrentExecutions: 4,
      environment: {
        variables: {
          OPENSEARCH_ENDPOINT: "https://search.example",
          ARCHIVE_BUCKET: "logs",
          QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/objects",
          ROLE_ID: roleId,
          OBJECTS_AT_ONCE: "4",
          RETENTION_DAYS: "90",
          NETWORKS: '[{"cidr":"192.0.2.0/24","name":"Office","country":"DE"}]',
          POWERTOOLS_SERVICE_NAME: "test-loader",
          POWERTOOLS_METRICS_NAMESPACE: "siem",
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
      },
      kmsKeyArn: keyArn,
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: "/aws/lambda/test-loader" },
    });
    assert.deepEqual(registered.one("cloudwatch/logGroup:LogGroup").inputs, {
      name: "/aws/lambda/test-loader",
      kmsKeyId: keyArn,
      retentionInDays: 365,
    });
  });

  it("has limits of the stack's own in its code, and no others", async () => {
    const code = async (limits: typeof defaultLimits) => {
      const other = await register(() => make({ limits }));
      const { path } = other.one("lambda/function:Function").inputs.code as { path: string };
      return { path, text: Buffer.from(unzipSync(readFileSync(path))["index.js"] ?? []).toString() };
    };
    assert.equal((await code({ ...defaultLimits })).path, ".siem/bundles/loader.zip");
    const own = await code({ ...defaultLimits, lineBytes: 65_432 });
    assert.match(own.path, /loader-[0-9a-f]{8}\.zip$/);
    assert.match(own.text, /lineBytes:65432/);
  }).timeout(60_000);

  it("takes batches of the queue, reports the objects that failed, and starts no more loaders than are reserved", () => {
    assert.deepEqual(registered.one("lambda/eventSourceMapping:EventSourceMapping").inputs, {
      eventSourceArn: "arn:aws:sqs:eu-west-1:111122223333:objects",
      functionName: registered.one("lambda/function:Function").arn,
      batchSize: 10,
      maximumBatchingWindowInSeconds: 2,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 4 },
    });
  });

  it("may do what it needs, and nothing else", () => {
    const allowed = registered
      .statements("iam/rolePolicy:RolePolicy")
      .map(({ Action, Resource, Condition, ...statement }) => [statement.Effect, Action, Resource, Condition]);
    const logGroup = registered.one("cloudwatch/logGroup:LogGroup").arn;
    const archiveKey = "arn:aws:kms:eu-west-1:111122223333:key/archive";
    const via = (...services: string[]) => ({
      StringEquals: { "kms:ViaService": services.map((service) => `${service}.eu-west-1.amazonaws.com`) },
    });
    assert.deepEqual(allowed, [
      ["Allow", ["logs:CreateLogStream", "logs:PutLogEvents"], `${logGroup}:*`, undefined],
      ["Allow", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*", undefined],
      [
        "Allow",
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        "arn:aws:sqs:eu-west-1:111122223333:objects",
        undefined,
      ],
      ["Allow", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:objects", undefined],
      ["Allow", ["s3:GetObject", "s3:GetObjectVersion"], ["arn:aws:s3:::logs/*", "arn:aws:s3:::access/*"], undefined],
      ["Allow", "s3:ListBucket", ["arn:aws:s3:::logs", "arn:aws:s3:::access"], undefined],
      ["Allow", "s3:PutObject", ["arn:aws:s3:::logs/rejected/*", "arn:aws:s3:::logs/quarantine/*"], undefined],
      ["Allow", "kms:Decrypt", archiveKey, via("s3", "sqs")],
      ["Allow", "kms:GenerateDataKey", archiveKey, via("s3", "sqs")],
      ["Allow", "es:ESHttpPost", "arn:aws:es:eu-west-1:111122223333:domain/test/_bulk", undefined],
    ]);
  });

  it("may send itself as many messages as an object takes: Lambda does not end the chain", () => {
    const recursion = registered.one("lambda/functionRecursionConfig:FunctionRecursionConfig");
    assert.deepEqual(recursion.inputs, { functionName: "test-loader", recursiveLoop: "Allow" });
    const mapping = registered.one("lambda/eventSourceMapping:EventSourceMapping");
    const before = "aws:lambda/functionRecursionConfig:FunctionRecursionConfig test-loader";
    assert.ok(registered.dependencies(mapping).includes(before));
  });

  it("has its permissions before it is made, and before it is fed", () => {
    for (const type of ["lambda/function:Function", "lambda/eventSourceMapping:EventSourceMapping"]) {
      const dependencies = registered.dependencies(registered.one(type));
      assert.ok(dependencies.includes("aws:iam/rolePolicy:RolePolicy test-loader"), type);
    }
  });

  it("trusts Lambda alone with its role", () => {
    assert.deepEqual(registered.statements("iam/role:Role", undefined, "assumeRolePolicy"), [
      {
        ...{ Sid: "Lambda", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        Condition: { StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
  });

  it("is attached to the VPC of its domain, which takes permissions on network interfaces", async () => {
    const inVpc = await register(() =>
      make({
        target: beijing,
        network: { subnetIds: ["subnet-00000001", "subnet-00000002"], securityGroupIds: ["sg-00000001"] },
      }),
    );
    assert.deepEqual(inVpc.one("lambda/function:Function").inputs.vpcConfig, {
      subnetIds: ["subnet-00000001", "subnet-00000002"],
      securityGroupIds: ["sg-00000001"],
    });
    const statement = inVpc.statement("iam/rolePolicy:RolePolicy", undefined, "CreateNetworkInterface");
    assert.deepEqual(
      statement.Resource,
      ["network-interface", "subnet", "security-group"].map(
        (kind) => `arn:aws-cn:ec2:cn-north-1:111122223333:${kind}/*`,
      ),
    );
    const decrypt = inVpc.statement("iam/rolePolicy:RolePolicy", undefined, "Decrypt");
    assert.deepEqual(decrypt.Condition?.StringEquals?.["kms:ViaService"], [
      "s3.cn-north-1.amazonaws.com.cn",
      "sqs.cn-north-1.amazonaws.com.cn",
    ]);
  });

  for (const [part, value, message] of [
    ["concurrency", 1, /concurrency is 1; allowed: a whole number from 2 to 1000\./],
    ["concurrency", 1001, /allowed: a whole number from 2 to 1000\./],
    ["concurrency", Number.NaN, /concurrency is NaN; allowed: a whole number from 2 to 1000\./],
    ["timeout", 20, /timeout is 20; allowed: a whole number from 30 to 900\./],
    ["objectsAtOnce", 0, /objectsAtOnce is 0; allowed: a whole number from 1 to 16\./],
    ["objectsAtOnce", 6, /storageSize is 2048 MB, and 6 objects at once \(objectsAtOnce\) may take 2400; raise it/],
    ["memorySize", 511, /memorySize is 511; allowed: a whole number from 512 to 10240\./],
    ["batchSize", 1001, /batchSize is 1001; allowed: a whole number from 1 to 1000\./],
    ["batchWindow", 301, /batchWindow is 301; allowed: a whole number from 0 to 300\./],
  ] as const) {
    it(`refuses ${part} ${value}`, async () => {
      await assert.rejects(
        register(() => make({ [part]: value })),
        message,
      );
    });
  }

  it("refuses a large batch for which it does not wait", async () => {
    await assert.rejects(
      register(() => make({ batchSize: 11, batchWindow: 0 })),
      /batchSize is 11; Lambda collects more than 10 messages only with a batchWindow of 1 or more/,
    );
  });
});
