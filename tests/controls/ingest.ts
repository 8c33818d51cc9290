import { publicStatements } from "../../policies/statements";
import {
  added,
  at,
  type Control,
  changed,
  deniesPlain,
  each,
  hasCondition,
  isForService,
  type StageGraph,
  statements,
  unless,
  without,
  withoutStatement,
  withStatement,
} from "./control";

const queue = "sqs/queue:Queue";
const queuePolicy = "sqs/queuePolicy:QueuePolicy";
const mapping = "lambda/eventSourceMapping:EventSourceMapping";
const lambda = "lambda/function:Function";
const logQueue = "components/ingest/log-queue.ts";
const logLoader = "components/ingest/log-loader.ts";
const secureFunction = "components/lambda/secure-function.ts";

/** Functions of access points that mask. */
function masking(graph: StageGraph): string[] {
  return graph.all("s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint").map(({ name }) => name);
}

export const ingestControls: readonly Control[] = [
  {
    number: 33,
    ids: "SQS.1, CKV_AWS_27",
    resource: "queue",
    setting: "encrypts its messages",
    where: logQueue,
    check: (graph) => each(graph, queue, ({ inputs }) => inputs.kmsMasterKeyId !== undefined),
    broken: changed(queue, { kmsMasterKeyId: undefined }),
  },
  {
    number: 34,
    ids: "CKV2_AWS_73",
    resource: "queue",
    setting: "encrypts with a key of the account's own: S3 cannot use the managed one",
    where: logQueue,
    check: (graph) => {
      const keys = graph.all("kms/key:Key").map(({ arn }) => arn);
      return each(graph, queue, ({ inputs }) => keys.includes(String(inputs.kmsMasterKeyId)));
    },
    broken: changed(queue, { kmsMasterKeyId: "alias/aws/sqs" }),
  },
  {
    number: 35,
    ids: "S3 notifications",
    resource: "queue's key",
    setting: "lets S3 of the account encrypt messages",
    where: "components/encryption/service-statements.ts",
    check: (graph) =>
      unless(
        graph
          .policies("policy", "kms/key:Key")
          .some(({ statements: list }) =>
            list.some(
              (each) =>
                isForService(each, "s3.amazonaws.com") &&
                ["kms:generatedatakey", "kms:decrypt"].every((action) => each.actions.patterns.includes(action)) &&
                hasCondition(each, "aws:SourceAccount", "aws:SourceArn"),
            ),
          ),
        "no key lets S3 in",
      ),
    broken: withoutStatement("kms/key:Key", /^BucketNotifications$/, "policy", "-archive"),
  },
  {
    number: 36,
    ids: "NAG SQS3",
    resource: "queue",
    setting: "gives what fails to a dead-letter queue, which keeps it longer",
    where: logQueue,
    check: (graph) =>
      each(graph, queue, (resource) => {
        const { inputs, name } = resource;
        if (name.endsWith("-dead-letters")) return inputs.messageRetentionSeconds === 14 * 86_400;
        const target = graph
          .all(queue)
          .find(({ arn }) => arn !== undefined && String(inputs.redrivePolicy).includes(arn));
        return Number(target?.inputs.messageRetentionSeconds) > Number(inputs.messageRetentionSeconds);
      }),
    broken: changed(queue, { redrivePolicy: undefined }, "-objects"),
  },
  {
    number: 37,
    ids: "AWS guidance",
    resource: "dead-letter queue",
    setting: "takes messages of its queue only",
    where: logQueue,
    check: (graph) =>
      each(graph, "sqs/redriveAllowPolicy:RedriveAllowPolicy", ({ inputs }) =>
        String(inputs.redriveAllowPolicy).includes('"byQueue"'),
      ),
    broken: without("sqs/redriveAllowPolicy:RedriveAllowPolicy"),
  },
  {
    number: 38,
    ids: "NAG SQS4",
    resource: "queue's policy",
    setting: "denies what comes without TLS",
    where: logQueue,
    check: (graph) =>
      each(graph, queue, (resource) =>
        graph
          .all(queuePolicy)
          .filter(({ inputs }) => inputs.queueUrl === resource.id)
          .some((found) => deniesPlain(statements(found), "bool", "aws:securetransport", "false")),
      ),
    broken: without(queuePolicy, "-dead-letters"),
  },
  {
    number: 39,
    ids: "CKV_AWS_72, CKV_AWS_168, CKV_AWS_387",
    resource: "queue's policy",
    setting: "allows no action by a wildcard, and nothing to everyone",
    where: logQueue,
    check: (graph) =>
      each(
        graph,
        queuePolicy,
        (resource) =>
          [...publicStatements(statements(resource))].length === 0 &&
          statements(resource).every(
            ({ effect, actions }) => effect === "Deny" || !actions.patterns.some((action) => action.includes("*")),
          ),
      ),
    broken: withStatement(queuePolicy, { Principal: { AWS: "111122223333" }, Action: "sqs:*", Resource: "*" }),
  },
  {
    number: 40,
    ids: "AWS Lambda guide",
    resource: "queue",
    setting: "hides a message for six times as long as the loader may take, and the batch window",
    where: logQueue,
    check: (graph) => {
      const timeout = Number(graph.one(lambda, "-loader")?.inputs.timeout);
      const window = Number(at(graph.one(mapping, ""), "maximumBatchingWindowInSeconds"));
      const visible = Number(graph.one(queue, "-objects")?.inputs.visibilityTimeoutSeconds);
      return unless(visible >= 6 * timeout + window, `${visible} s for a timeout of ${timeout} s`);
    },
    broken: changed(lambda, { timeout: 900 }, "-loader"),
  },
  {
    number: 41,
    ids: "AWS Lambda guide",
    resource: "queue",
    setting: "tries at least five times",
    where: logQueue,
    check: (graph) => {
      const policy = String(graph.one(queue, "-objects")?.inputs.redrivePolicy);
      return unless(Number(/"maxReceiveCount":(\d+)/.exec(policy)?.[1]) >= 5, policy);
    },
    broken: changed(queue, { redrivePolicy: '{"maxReceiveCount":4}' }, "-objects"),
  },
  {
    number: 42,
    ids: "AWS Lambda guide",
    resource: "event source mapping",
    setting: "takes an answer for each message",
    where: logLoader,
    check: (graph) =>
      each(graph, mapping, (resource) => at(resource, "functionResponseTypes", 0) === "ReportBatchItemFailures"),
    broken: changed(mapping, { functionResponseTypes: [] }),
  },
  {
    number: 43,
    ids: "AWS Lambda guide",
    resource: "event source mapping",
    setting: "starts no more loaders than are reserved",
    where: logLoader,
    check: (graph) =>
      each(graph, mapping, (resource) => {
        const maximum = Number(at(resource, "scalingConfig", "maximumConcurrency"));
        return maximum >= 2 && maximum <= Number(graph.one(lambda, "-loader")?.inputs.reservedConcurrentExecutions);
      }),
    broken: changed(mapping, { scalingConfig: { maximumConcurrency: 1_000 } }),
  },
  {
    number: 44,
    ids: "AWS Lambda guide",
    resource: "event source mapping",
    setting: "waits for batches of more than ten",
    where: "components/ingest/loader-shape.ts",
    check: (graph) =>
      each(
        graph,
        mapping,
        ({ inputs }) => Number(inputs.batchSize) <= 10 || Number(inputs.maximumBatchingWindowInSeconds) >= 1,
      ),
    broken: changed(mapping, { batchSize: 100, maximumBatchingWindowInSeconds: 0 }),
  },
  {
    number: 45,
    ids: "Lambda.1, CKV_AWS_301, CKV_AWS_364",
    resource: "function",
    setting: "may be started by nobody but roles of the account's own, or that are named, and services for one source",
    where: secureFunction,
    check: (graph) =>
      graph
        .all("lambda/permission:Permission")
        .filter(
          ({ inputs: { principal, sourceArn } }) =>
            principal === "*" ||
            (sourceArn === undefined && !/^arn:[a-z-]+:iam::\d{12}:role\//.test(String(principal))),
        )
        .map(({ name }) => name),
    broken: added("lambda/permission:Permission", { principal: "s3.amazonaws.com" }),
  },
  {
    number: 46,
    ids: "Lambda.2, CKV_AWS_363",
    resource: "function",
    setting: "has a runtime that AWS supports, on arm64",
    where: secureFunction,
    check: (graph) =>
      each(
        graph,
        lambda,
        (resource) => resource.inputs.runtime === "nodejs22.x" && at(resource, "architectures", 0) === "arm64",
      ),
    broken: changed(lambda, { runtime: "nodejs18.x" }),
  },
  {
    number: 47,
    ids: "Lambda.3, .5, CKV_AWS_117",
    resource: "function",
    setting:
      "is in the VPC if the search domain is, in two zones at least; but for those that talk to what has no way from there: the masking of access points",
    where: secureFunction,
    check: (graph) => {
      const inVpc = at(graph.all("opensearch/domain:Domain")[0], "vpcOptions") !== undefined;
      return each(graph, lambda, (resource) => {
        if (masking(graph).includes(resource.name)) return true;
        const subnets = at(resource, "vpcConfig", "subnetIds");
        return inVpc ? Array.isArray(subnets) && subnets.length >= 2 : subnets === undefined;
      });
    },
    broken: changed(lambda, { vpcConfig: undefined }),
  },
  {
    number: 48,
    ids: "CKV_AWS_115",
    resource: "function",
    setting: "has its concurrency reserved",
    where: secureFunction,
    check: (graph) => each(graph, lambda, ({ inputs }) => Number(inputs.reservedConcurrentExecutions) > 0),
    broken: changed(lambda, { reservedConcurrentExecutions: undefined }),
  },
  {
    number: 49,
    ids: "CKV_AWS_116",
    resource: "function",
    setting:
      "tells what failed of asynchronous invocations; what reads a queue or is invoked by a job has that job's own, and who reads by a masking access point waits for the answer",
    where: secureFunction,
    check: (graph) =>
      each(
        graph,
        lambda,
        (resource) =>
          /-(?:loader|backfill)$/.test(resource.name) ||
          masking(graph).includes(resource.name) ||
          at(resource, "deadLetterConfig", "targetArn") !== undefined,
      ),
    broken: changed(lambda, { deadLetterConfig: undefined }, "-content"),
  },
  {
    number: 50,
    ids: "CKV_AWS_50",
    resource: "function",
    setting: "is traced",
    where: secureFunction,
    check: (graph) => each(graph, lambda, (resource) => at(resource, "tracingConfig", "mode") === "Active"),
    broken: changed(lambda, { tracingConfig: { mode: "PassThrough" } }),
  },
  {
    number: 51,
    ids: "CKV_AWS_173, CKV_AWS_45",
    resource: "function",
    setting: "encrypts its environment, which holds no secrets",
    where: secureFunction,
    check: (graph) =>
      each(graph, lambda, (resource) => {
        const variables = JSON.stringify(at(resource, "environment", "variables") ?? {});
        return resource.inputs.kmsKeyArn !== undefined && !/password|secret|token|AKIA[0-9A-Z]{16}/i.test(variables);
      }),
    broken: changed(lambda, { environment: { variables: { API_TOKEN: "x" } } }),
  },
  {
    number: 52,
    ids: "CKV_AWS_272",
    resource: "function",
    setting: "has signed code",
    exempt: "needs a signing profile of the organisation; the code is built by the deployment itself",
  },
  {
    number: 53,
    ids: "CKV_AWS_258",
    resource: "function",
    setting: "has no URL",
    where: secureFunction,
    check: (graph) => graph.all("lambda/functionUrl:FunctionUrl").map(({ name }) => name),
    broken: added("lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" }),
  },
  {
    number: 54,
    ids: "NAG LambdaLogging",
    resource: "function",
    setting: "logs JSON to a log group of its own, with a retention",
    where: secureFunction,
    check: (graph) => {
      const groups = graph.all("cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs.name);
      return each(
        graph,
        lambda,
        (resource) =>
          at(resource, "loggingConfig", "logFormat") === "JSON" &&
          groups.includes(at(resource, "loggingConfig", "logGroup")),
      );
    },
    broken: changed(lambda, { loggingConfig: undefined }),
  },
];
