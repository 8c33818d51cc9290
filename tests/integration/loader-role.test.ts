import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { CloudWatchClient, DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import { DisableKeyCommand, KMSClient, ListKeysCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { DeleteFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DeleteDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import * as s3 from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { emulatorClient, startAwsEmulator } from "../../local/aws-emulator";
import { type ControlEndpoint, startControlEndpoint } from "../../local/control-endpoint";
import { type DeployedResource, Deployment } from "../../local/deploy";
import { type DomainFront, startDomainFront } from "../../local/domain-front";
import { projectFolder } from "../../local/folders";
import { LambdaRuntime } from "../../local/lambda/runtime";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";

const [accountId, region] = ["111122223333", "eu-west-1"];
const objectKey = "AWSLogs/444455556666/vpcflowlogs/a.log";
const otherBucket = "somebody-elses-logs";

/** What calls are about. */
interface Places {
  readonly archive: string;
  readonly accessLogs: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  readonly roleName: string;
  readonly keyId: string;
  readonly logGroupName: string;
  readonly functionName: string;
  readonly domainName: string;
  readonly topicArn: string;
  readonly receiptHandle: string;
}

interface Clients {
  readonly s3: s3.S3Client;
  readonly sqs: sqs.SQSClient;
  readonly iam: iam.IAMClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly opensearch: OpenSearchClient;
  readonly sns: SNSClient;
  readonly sts: STSClient;
  readonly cloudwatch: CloudWatchClient;
}

type Call = (clients: Clients, places: Places) => Promise<unknown>;

const put =
  (bucket: (places: Places) => string, Key: string): Call =>
  (clients, places) =>
    clients.s3.send(new s3.PutObjectCommand({ Bucket: bucket(places), Key, Body: "x" }));
const archive = ({ archive }: Places): string => archive;
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
});

const needed: Readonly<Record<string, Call>> = {
  "read a log": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.GetObjectCommand({ Bucket, Key: objectKey })),
  "read an access log": ({ s3: client }, { accessLogs: Bucket }) =>
    client.send(new s3.GetObjectCommand({ Bucket, Key: objectKey })),
  "learn that an object is missing": async ({ s3: client }, { archive: Bucket }) => {
    const missing = client.send(new s3.GetObjectCommand({ Bucket, Key: "AWSLogs/missing" }));
    await assert.rejects(missing, { name: "NoSuchKey" });
  },
  "keep a rejected record": put(archive, "rejected/aws-alb/a-0.ndjson"),
  "note an unreadable object": put(archive, "quarantine/a.json"),
  "look at its queue": ({ sqs: client }, { queueUrl: QueueUrl }) =>
    client.send(new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] })),
  "receive messages": ({ sqs: client }, { queueUrl: QueueUrl }) =>
    client.send(new sqs.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 })),
  "put off a message": ({ sqs: client }, { queueUrl: QueueUrl, receiptHandle: ReceiptHandle }) =>
    client.send(new sqs.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 60 })),
  "send its queue what is left": ({ sqs: client }, { queueUrl: QueueUrl }) =>
    client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: "x" })),
  "delete a message": ({ sqs: client }, { queueUrl: QueueUrl, receiptHandle: ReceiptHandle }) =>
    client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
};

const refused: Readonly<Record<string, Call>> = {
  "write a log": put(archive, objectKey),
  "write beside its prefixes": put(archive, "rejected-by-others/a"),
  "write a rejected record into another bucket": put(({ accessLogs }) => accessLogs, "rejected/aws-alb/a-0.ndjson"),
  "delete a log": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.DeleteObjectCommand({ Bucket, Key: objectKey })),
  "delete what it put aside": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.DeleteObjectCommand({ Bucket, Key: "rejected/aws-alb/a-0.ndjson" })),
  "copy a log over another": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.CopyObjectCommand({ Bucket, Key: "AWSLogs/b", CopySource: `${Bucket}/${objectKey}` })),
  "read another bucket": ({ s3: client }) =>
    client.send(new s3.GetObjectCommand({ Bucket: otherBucket, Key: objectKey })),
  "list another bucket": ({ s3: client }) => client.send(new s3.ListObjectsV2Command({ Bucket: otherBucket })),
  "list all buckets": ({ s3: client }) => client.send(new s3.ListBucketsCommand({})),
  "open the archive": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: policy })),
  "remove the archive's policy": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.DeleteBucketPolicyCommand({ Bucket })),
  "stop versioning": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } })),
  "have logs expire": ({ s3: client }, { archive: Bucket }) =>
    client.send(new s3.DeleteBucketLifecycleCommand({ Bucket })),
  "delete the archive": ({ s3: client }, { archive: Bucket }) => client.send(new s3.DeleteBucketCommand({ Bucket })),
  "receive dead letters": ({ sqs: client }, { deadLettersUrl: QueueUrl }) =>
    client.send(new sqs.ReceiveMessageCommand({ QueueUrl })),
  "delete a dead letter": ({ sqs: client }, { deadLettersUrl: QueueUrl, receiptHandle: ReceiptHandle }) =>
    client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
  "send to another queue": ({ sqs: client }, { deadLettersUrl: QueueUrl }) =>
    client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: "x" })),
  "purge its queue": ({ sqs: client }, { queueUrl: QueueUrl }) => client.send(new sqs.PurgeQueueCommand({ QueueUrl })),
  "delete its queue": ({ sqs: client }, { queueUrl: QueueUrl }) =>
    client.send(new sqs.DeleteQueueCommand({ QueueUrl })),
  "change its queue": ({ sqs: client }, { queueUrl: QueueUrl }) =>
    client.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "0" } })),
  "make a user": ({ iam: client }) => client.send(new iam.CreateUserCommand({ UserName: "x" })),
  "read its own policy": ({ iam: client }, { roleName: RoleName }) =>
    client.send(new iam.ListRolePoliciesCommand({ RoleName })),
  "give itself more": ({ iam: client }, { roleName: RoleName }) =>
    client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: "x", PolicyDocument: policy })),
  "let others take its role": ({ iam: client }, { roleName: RoleName }) =>
    client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: policy })),
  "take another role": ({ sts: client }) =>
    client.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/siem-content`, RoleSessionName: "x" }),
    ),
  "list keys": ({ kms: client }) => client.send(new ListKeysCommand({})),
  "disable the key": ({ kms: client }, { keyId: KeyId }) => client.send(new DisableKeyCommand({ KeyId })),
  "delete the key": ({ kms: client }, { keyId: KeyId }) =>
    client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
  "invoke a function": ({ lambda: client }, { functionName: FunctionName }) =>
    client.send(new InvokeCommand({ FunctionName })),
  "delete its function": ({ lambda: client }, { functionName: FunctionName }) =>
    client.send(new DeleteFunctionCommand({ FunctionName })),
  "delete its log": ({ logs: client }, { logGroupName }) => client.send(new DeleteLogGroupCommand({ logGroupName })),
  "delete the domain": ({ opensearch: client }, { domainName: DomainName }) =>
    client.send(new DeleteDomainCommand({ DomainName })),
  "silence alarms": ({ cloudwatch: client }) => client.send(new DeleteAlarmsCommand({ AlarmNames: ["x"] })),
  "raise false alarms": ({ sns: client }, { topicArn: TopicArn }) =>
    client.send(new PublishCommand({ TopicArn, Message: "x" })),
};

/** How a call ended: passed, refused, or with which error. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "passed";
  } catch (error) {
    const { name, message, $response } = error as Error & { readonly $response?: { readonly statusCode?: number } };
    // The emulator refuses in XML, also where the service's protocol is JSON; all that can be read then is the status.
    const unread = name === "SyntaxError" && $response?.statusCode === 403;
    return unread || /^(AccessDenied|AccessDeniedException)$/.test(name) ? "refused" : `${name}: ${message}`;
  }
}

/** A search domain that takes all documents but those that say "refuse me". */
function takingDocuments(taken: string[]): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString("utf8");
      const documents = text.split("\n").filter((_, number) => number % 2 === 1);
      taken.push(`${request.method} ${String(request.url).split("?")[0]}`, ...documents);
      const items = documents.map((document) => {
        const error = { type: "mapper_parsing_exception", reason: "refused" };
        return { create: document.includes("refuse me") ? { status: 400, error } : { status: 201 } };
      });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ errors: false, items }));
    });
  });
}

/**
 * The loader's role as the Pulumi engine deploys it, before the emulator's IAM checks. What those do not judge
 * (conditions, keys, policies of resources) is judged by tests/components/loader-permissions.test.ts.
 */
describe("the deployed role of the loader", function () {
  this.timeout(300_000);
  let folder: string;
  let processes: Processes;
  let endpoint: string;
  let invocations: ControlEndpoint;
  let front: DomainFront;
  let domain: Server;
  let runtime: LambdaRuntime;
  let outputs: Readonly<Record<string, unknown>>;
  let places: Places;
  let asLoader: Clients;
  let asAdministrator: Clients;
  const documents: string[] = [];

  function clientsWith(credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  }): Clients {
    const settings = { ...emulatorClient(endpoint, region), credentials, maxAttempts: 1 };
    return {
      s3: new s3.S3Client({ ...settings, forcePathStyle: true }),
      // The emulator writes its own idea of its address into the URL of a queue.
      sqs: new sqs.SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
      iam: new iam.IAMClient(settings),
      kms: new KMSClient(settings),
      lambda: new LambdaClient(settings),
      logs: new CloudWatchLogsClient(settings),
      opensearch: new OpenSearchClient(settings),
      sns: new SNSClient(settings),
      sts: new STSClient(settings),
      cloudwatch: new CloudWatchClient(settings),
    };
  }

  /** From now on each call is judged, or none is: the number says how many calls are still let through. */
  async function judgeCalls(judge: boolean): Promise<void> {
    const body = judge ? "0" : String(Number.MAX_SAFE_INTEGER);
    const headers = { "content-type": "text/plain" };
    const response = await fetch(`${endpoint}/moto-api/reset-auth`, { method: "POST", headers, body });
    assert.equal(response.status, 200, await response.text());
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-role-"));
    processes = new Processes(folder);
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    const pulumiFolder = await pulumiEngine.install(progress);
    ({ endpoint } = await startAwsEmulator(processes, { stateFolder: folder, python, accountId, region }));
    domain = takingDocuments(documents);
    await new Promise<void>((resolve) => domain.listen(0, "127.0.0.1", resolve));
    const openSearchUrl = `http://127.0.0.1:${(domain.address() as AddressInfo).port}`;
    front = await startDomainFront({ openSearchUrl: Promise.resolve(openSearchUrl), region });
    const authorityFile = join(folder, "authority.pem");
    await writeFile(authorityFile, front.authority);
    // The configurator has nothing to do here.
    invocations = await startControlEndpoint({ invoke: () => Promise.resolve({ payload: {} }) });
    const deployment = await Deployment.open({
      pulumiFolder,
      projectFolder,
      stateFolder: folder,
      awsEndpoint: endpoint,
      region,
      domainEndpoint: front.endpoint,
      invokeUrl: `${invocations.url}/invoke`,
      progress: () => undefined,
    });
    const deployed = await deployment.deploy();
    ({ outputs } = deployed);
    asAdministrator = clientsWith({ accessKeyId: "local", secretAccessKey: "local" });
    places = await placesOf(deployed.resources);
    runtime = new LambdaRuntime({ stateFolder: folder, awsEndpoint: endpoint, region, authorityFile, processes });
    // A first event makes its process, with credentials that are taken while nothing is judged.
    await runtime.invoke(places.functionName, { Records: [] });
    asLoader = await clientsOfRole(places.roleName);
  });

  async function clientsOfRole(roleName: string): Promise<Clients> {
    const RoleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
    const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" });
    const { Credentials: credentials } = await asAdministrator.sts.send(command);
    return clientsWith({
      accessKeyId: credentials?.AccessKeyId ?? "",
      secretAccessKey: credentials?.SecretAccessKey ?? "",
      sessionToken: credentials?.SessionToken ?? "",
    });
  }

  /** Also makes a log in each bucket, and two messages in the queue. */
  async function placesOf(resources: readonly DeployedResource[]): Promise<Places> {
    const idOf = (type: string, ending: string): string => {
      const found = resources.filter((resource) => resource.type === `aws:${type}` && resource.name.endsWith(ending));
      assert.equal(found.length, 1, `${type} ${ending}: ${found.map(({ name }) => name).join(", ")}`);
      return found[0]!.id;
    };
    const [archive, accessLogs] = [String(outputs["archiveBucketName"]), String(outputs["accessLogBucketName"])];
    await asAdministrator.s3.send(
      new s3.CreateBucketCommand({
        Bucket: otherBucket,
        CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
      }),
    );
    for (const Bucket of [archive, accessLogs, otherBucket]) {
      await asAdministrator.s3.send(new s3.PutObjectCommand({ Bucket, Key: objectKey, Body: "x" }));
    }
    const queueUrl = String(outputs["queueUrl"]);
    const received = new sqs.ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 1 });
    const { Messages = [] } = await asAdministrator.sqs.send(received);
    return {
      archive,
      accessLogs,
      queueUrl,
      deadLettersUrl: idOf("sqs/queue:Queue", "-dead-letters"),
      roleName: idOf("iam/role:Role", "-loader"),
      keyId: idOf("kms/key:Key", "-archive"),
      logGroupName: idOf("cloudwatch/logGroup:LogGroup", "-loader"),
      functionName: idOf("lambda/function:Function", "-loader"),
      domainName: resources.find(({ type }) => type === "aws:opensearch/domain:Domain")?.name ?? "",
      topicArn: idOf("sns/topic:Topic", "-alarms"),
      receiptHandle: Messages[0]?.ReceiptHandle ?? "",
    };
  }

  after(async () => {
    await runtime?.stop();
    await front?.stop();
    await invocations?.stop();
    domain?.closeAllConnections();
    domain?.close();
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  describe("while the emulator judges every call", () => {
    before(() => judgeCalls(true));
    after(() => judgeCalls(false));

    for (const [what, call] of Object.entries(refused)) {
      it(`may not ${what}`, async () => assert.equal(await outcome(call(asLoader, places)), "refused"));
    }
    for (const [what, call] of Object.entries(needed)) {
      it(`may ${what}`, async () => assert.equal(await outcome(call(asLoader, places)), "passed"));
    }
    it("is nobody's whose key the emulator did not issue", async () => {
      const stranger = clientsWith({ accessKeyId: "ASIAEXAMPLE", secretAccessKey: "x", sessionToken: "x" });
      const read = needed["read a log"]?.(stranger, places) ?? Promise.resolve();
      assert.match(await outcome(read), /^InvalidAccessKeyId/);
    });
  });

  it("is in a stack whose outputs are names and places, nothing that opens anything", () => {
    assert.deepEqual(Object.keys(outputs).sort(), [
      "accessLogBucketName",
      "accountId",
      "alarmTopicArn",
      "alertTopicArn",
      "archiveBucketName",
      "backfillConcurrency",
      "backfillFunctionArn",
      "backfillRoleArn",
      "configBucketName",
      "configuratorFunctionName",
      "dashboardsUrl",
      "deadLetterQueueUrl",
      "detectionRules",
      "detectorFunctionName",
      "loaderFunctionArn",
      "loaderFunctionName",
      "queueUrl",
      "region",
      "reportsBucketName",
      "searchDomainName",
      "searchEndpoint",
    ]);
    const { detectionRules, ...places } = outputs;
    for (const [name, value] of Object.entries(places)) assert.match(String(value), /^[\w:/.-]+$/, name);
    const rules = Object.entries(detectionRules as object);
    assert.ok(rules.length > 100, "rules, each with its hash");
    for (const rule of rules) assert.match(rule.join(" "), /^[\w:/. -]+ (?:[0-9a-f]{8,}|filter)$/);
  });

  it("is enough for the deployed function to load a log, keep what is refused and note what cannot be read", async () => {
    const flow = (action: string) =>
      `2 444455556666 eni-0123456789abcdef0 192.0.2.5 198.51.100.7 40000 443 6 10 4200 1767323100 1767323160 ${action} OK`;
    const objects: Readonly<Record<string, string | Uint8Array>> = {
      "AWSLogs/444455556666/vpcflowlogs/eu-west-1/2026/01/02/444455556666_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260102T0305Z_00000001.log":
        [flow("ACCEPT"), flow("REJECT")].join("\n"),
      "notes/refused.txt": "refuse me\n",
      "AWSLogs/444455556666/CloudTrail/eu-west-1/2026/01/02/444455556666_CloudTrail_eu-west-1_20260102T0305Z_corrupt000000001.json.gz":
        gzipSync(JSON.stringify({ Records: [] })).subarray(0, 20),
    };
    for (const [Key, Body] of Object.entries(objects)) {
      await asAdministrator.s3.send(new s3.PutObjectCommand({ Bucket: places.archive, Key, Body }));
    }
    const keys = [...Object.keys(objects), "AWSLogs/missing"];
    const Records = keys.map((key, number) => {
      const of = {
        bucket: { name: places.archive },
        object: { key: encodeURIComponent(key), size: 1 },
      };
      const announced = { eventSource: "aws:s3", eventName: "ObjectCreated:Put", awsRegion: region, s3: of };
      return {
        messageId: `message-${number}`,
        receiptHandle: `handle-${number}`,
        body: JSON.stringify({ Records: [announced] }),
        attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) },
        messageAttributes: {},
        eventSource: "aws:sqs",
        eventSourceARN: `arn:aws:sqs:${region}:${accountId}:${places.queueUrl.split("/").at(-1)}`,
        awsRegion: region,
      };
    });
    await judgeCalls(true);
    const result = await runtime.invoke(places.functionName, { Records });
    await judgeCalls(false);
    assert.deepEqual(result, { kind: "returned", payload: { batchItemFailures: [] } });
    assert.ok(documents.some((document) => document.includes('"action":"accept"') || document.includes("ACCEPT")));
    const aside = await asAdministrator.s3.send(new s3.ListObjectsV2Command({ Bucket: places.archive }));
    const written = (aside.Contents ?? []).map(({ Key = "" }) => Key);
    assert.ok(
      written.some((key) => /^rejected\/(?!aws-alb)/.test(key)),
      written.join("\n"),
    );
    assert.ok(
      written.some((key) => /^quarantine\/.+\.json$/.test(key) && key !== "quarantine/a.json"),
      written.join("\n"),
    );
  });
});
