import * as assert from "node:assert/strict";
import { runWithMocks } from "../../cli/graph";
import { stageConfig } from "../../cli/stage-config";
import { readPolicyDocument, type Statement } from "../../policies/policy-document";
import { isAllowed } from "../support/iam-decision";
import { ireland, Registered } from "./support";

const account = "111122223333";
/** Both functions that load have the role. */
const policies = ["siem-prod-backfill", "siem-prod-loader"];
const operator = `arn:aws:iam::${account}:role/operators/log-operator`;

/** Where a request goes: what it asks for, and whose policies are asked beside the role's. */
interface Places {
  readonly archive: string;
  readonly accessLogs: string;
  readonly partner: string;
  readonly queue: string;
  readonly deadLetters: string;
  readonly domain: string;
  readonly archiveKey: string;
  readonly operationsKey: string;
  readonly log: string;
}

type Row = readonly [
  string,
  resource: (places: Places) => string,
  changedContext?: Readonly<Record<string, string | undefined>>,
];

const via = (service: string) => ({ "kms:ViaService": `${service}.eu-west-1.amazonaws.com` });
/** Lambda itself, which uses the role without running any code. */
const byLambda = { "lambda:SourceFunctionArn": undefined };
const anyInterface = () => `arn:aws:ec2:eu-west-1:${account}:network-interface/eni-1`;

const needed: readonly Row[] = [
  ["s3:GetObject", ({ archive }) => `${archive}/AWSLogs/a.json.gz`],
  ["s3:GetObjectVersion", ({ archive }) => `${archive}/AWSLogs/a.json.gz`],
  ["s3:GetObject", ({ accessLogs }) => `${accessLogs}/s3-access/a`],
  ["s3:GetObject", ({ partner }) => `${partner}/exports/a.csv`],
  ["s3:ListBucket", ({ archive }) => archive],
  ["s3:PutObject", ({ archive }) => `${archive}/rejected/aws-alb/a-0.ndjson`],
  ["s3:PutObject", ({ archive }) => `${archive}/quarantine/a.json`],
  ["sqs:ReceiveMessage", ({ queue }) => queue, byLambda],
  ["sqs:DeleteMessage", ({ queue }) => queue, byLambda],
  ["sqs:GetQueueAttributes", ({ queue }) => queue, byLambda],
  ["sqs:ChangeMessageVisibility", ({ queue }) => queue],
  ["sqs:SendMessage", ({ queue }) => queue],
  // An operator's, who redrives.
  ["sqs:SendMessage", ({ queue }) => queue, { "aws:PrincipalArn": operator }],
  ["kms:Decrypt", ({ archiveKey }) => archiveKey, via("s3")],
  ["kms:Decrypt", ({ archiveKey }) => archiveKey, { ...via("sqs"), ...byLambda }],
  ["kms:GenerateDataKey", ({ archiveKey }) => archiveKey, via("s3")],
  ["kms:GenerateDataKey", ({ archiveKey }) => archiveKey, via("sqs")],
  ["es:ESHttpPost", ({ domain }) => `${domain}/_bulk`],
  ["logs:CreateLogStream", ({ log }) => `${log}:log-stream:2026/01/02/[$LATEST]0`],
  ["logs:PutLogEvents", ({ log }) => `${log}:log-stream:2026/01/02/[$LATEST]0`],
  ["xray:PutTraceSegments", () => "*"],
  ["ec2:CreateNetworkInterface", () => `arn:aws:ec2:eu-west-1:${account}:subnet/subnet-1`, byLambda],
  ["ec2:DeleteNetworkInterface", anyInterface, byLambda],
  ["ec2:DescribeNetworkInterfaces", () => "*", byLambda],
];

const refused: readonly Row[] = [
  ...["", "AWSLogs/a.json.gz", "rejected", "quarantine-of-others/a", "x/rejected/a", "Rejected/a"].map(
    (key): Row => ["s3:PutObject", ({ archive }) => `${archive}/${key}`],
  ),
  ["s3:PutObject", ({ accessLogs }) => `${accessLogs}/rejected/a`],
  ["s3:PutObject", ({ partner }) => `${partner}/rejected/a`],
  ...["DeleteObject", "DeleteObjectVersion", "PutObjectAcl", "PutObjectTagging", "PutObjectRetention"].map(
    (action): Row => [`s3:${action}`, ({ archive }) => `${archive}/rejected/a`],
  ),
  ...["BypassGovernanceRetention", "RestoreObject", "ReplicateDelete", "AbortMultipartUpload"].map(
    (action): Row => [`s3:${action}`, ({ archive }) => `${archive}/AWSLogs/a`],
  ),
  ...[
    ...["DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketVersioning", "PutLifecycleConfiguration"],
    ...[
      "PutBucketNotification",
      "PutBucketPublicAccessBlock",
      "PutEncryptionConfiguration",
      "PutReplicationConfiguration",
    ],
    ...["GetBucketPolicy", "ListBucketVersions"],
  ].map((action): Row => [`s3:${action}`, ({ archive }) => archive]),
  ["s3:GetObject", () => "arn:aws:s3:::somebody-elses/a"],
  ["s3:ListBucket", () => "arn:aws:s3:::somebody-elses"],
  ["s3:ListAllMyBuckets", () => "*"],
  ["s3:GetObject", ({ archive }) => `${archive}/AWSLogs/a`, { "aws:SecureTransport": "false" }],
  ["s3:GetObject", ({ archive }) => `${archive}/AWSLogs/a`, { "s3:TlsVersion": "1.1" }],
  ["s3:PutObject", ({ archive }) => `${archive}/rejected/a`, { "aws:SecureTransport": "false" }],
  ...["PurgeQueue", "DeleteQueue", "SetQueueAttributes", "AddPermission", "StartMessageMoveTask"].map(
    (action): Row => [`sqs:${action}`, ({ queue }) => queue],
  ),
  ...["ReceiveMessage", "DeleteMessage", "SendMessage", "PurgeQueue"].map(
    (action): Row => [`sqs:${action}`, ({ deadLetters }) => deadLetters],
  ),
  // The way from the VPC to the queue is for what its code sends; Lambda receives and deletes.
  ["sqs:ReceiveMessage", ({ queue }) => queue],
  ["sqs:DeleteMessage", ({ queue }) => queue],
  ["sqs:ReceiveMessage", () => `arn:aws:sqs:eu-west-1:${account}:somebody-elses`],
  ["sqs:SendMessage", () => `arn:aws:sqs:eu-west-1:${account}:somebody-elses`],
  ["sqs:ReceiveMessage", ({ queue }) => queue, { "aws:SecureTransport": "false" }],
  ["sqs:SendMessage", ({ queue }) => queue, { "aws:SecureTransport": "false" }],
  // Whatever another role's own policy allows.
  ["sqs:SendMessage", ({ queue }) => queue, { "aws:PrincipalArn": `arn:aws:iam::${account}:role/siem-prod-content` }],
  ["sqs:SendMessage", ({ queue }) => queue, { "aws:PrincipalArn": `arn:aws:iam::${account}:user/administrator` }],
  ["kms:Decrypt", ({ archiveKey }) => archiveKey],
  ["kms:Decrypt", ({ archiveKey }) => archiveKey, via("secretsmanager")],
  ["kms:GenerateDataKey", ({ archiveKey }) => archiveKey],
  ["kms:Decrypt", ({ operationsKey }) => operationsKey, via("s3")],
  ...["ScheduleKeyDeletion", "DisableKey", "PutKeyPolicy", "CreateGrant", "Encrypt", "ReEncryptFrom"].map(
    (action): Row => [`kms:${action}`, ({ archiveKey }) => archiveKey, via("s3")],
  ),
  ...["Get", "Head", "Put", "Patch", "Delete"].map(
    (method): Row => [`es:ESHttp${method}`, ({ domain }) => `${domain}/_bulk`],
  ),
  ...[
    "_search",
    "siem-aws.cloudtrail-2026-01/_bulk",
    "_bulk/x",
    "siem-x/_doc",
    "_aliases",
    "_plugins/_security/api/roles/x",
  ].map((path): Row => ["es:ESHttpPost", ({ domain }) => `${domain}/${path}`]),
  ["es:ESHttpPut", ({ domain }) => `${domain}/siem-aws.cloudtrail-2026-02`],
  ...["DeleteDomain", "UpdateDomainConfig", "DescribeDomain"].map(
    (action): Row => [`es:${action}`, ({ domain }) => domain],
  ),
  ...["DeleteLogGroup", "PutRetentionPolicy", "FilterLogEvents", "DeleteLogStream"].map(
    (action): Row => [`logs:${action}`, ({ log }) => `${log}:*`],
  ),
  ["logs:PutLogEvents", () => `arn:aws:logs:eu-west-1:${account}:log-group:/aws/lambda/siem-prod-content:log-stream:x`],
  // Its own code must not use what Lambda may do with the role.
  ["ec2:CreateNetworkInterface", () => `arn:aws:ec2:eu-west-1:${account}:subnet/subnet-1`],
  ["ec2:DeleteNetworkInterface", anyInterface],
  ["ec2:DescribeNetworkInterfaces", () => "*"],
  ["ec2:ModifyNetworkInterfaceAttribute", anyInterface, byLambda],
  ...["CreateUser", "CreateAccessKey", "AttachRolePolicy", "PutRolePolicy", "PassRole", "UpdateAssumeRolePolicy"].map(
    (action): Row => [`iam:${action}`, () => `arn:aws:iam::${account}:role/siem-prod-loader`],
  ),
  ["sts:AssumeRole", () => `arn:aws:iam::${account}:role/siem-prod-content`],
  ...["UpdateFunctionCode", "UpdateFunctionConfiguration", "InvokeFunction", "AddPermission"].map(
    (action): Row => [`lambda:${action}`, () => `arn:aws:lambda:eu-west-1:${account}:function:siem-prod-content`],
  ),
  ["cloudwatch:DeleteAlarms", () => `arn:aws:cloudwatch:eu-west-1:${account}:alarm:siem-prod`],
  ["sns:Publish", () => `arn:aws:sns:eu-west-1:${account}:siem-prod-alarms`],
];

/** What the emulator cannot judge: the role's, the resources' and the endpoint's policies together, with conditions. */
describe("The loader's permissions, by all policies that have a say", function () {
  this.timeout(60_000);
  let registered: Registered;
  let places: Places;

  before(async () => {
    const { default: program } = await import("../../index");
    const sources = JSON.stringify([{ source: "aws-alb", bucket: "partner-logs", prefix: "exports/" }]);
    const config = {
      ...stageConfig("prod"),
      "siem:sources": sources,
      "siem:operatorRoleArns": JSON.stringify([operator]),
    };
    registered = new Registered(await runWithMocks(program, { stack: "prod", config, target: ireland }));
    const arnOf = (type: string, name: string) => String(registered.one(type, name).arn);
    places = {
      archive: arnOf("s3/bucket:Bucket", "siem-prod"),
      accessLogs: arnOf("s3/bucket:Bucket", "siem-prod-access-logs"),
      partner: "arn:aws:s3:::partner-logs",
      queue: arnOf("sqs/queue:Queue", "siem-prod-objects"),
      deadLetters: arnOf("sqs/queue:Queue", "siem-prod-objects-dead-letters"),
      domain: arnOf("opensearch/domain:Domain", "siem-prod"),
      archiveKey: arnOf("kms/key:Key", "siem-prod-archive"),
      operationsKey: arnOf("kms/key:Key", "siem-prod-operations"),
      log: arnOf("cloudwatch/logGroup:LogGroup", "siem-prod-loader"),
    };
  });

  const read = (type: string, name: string, input = "policy"): Statement[] =>
    readPolicyDocument(registered.one(type, name).inputs[input]);

  /** The policy of what a resource's ARN belongs to. */
  function policyAt(resource: string): Statement[] {
    const owners: readonly [string, () => Statement[]][] = [
      [places.archive, () => read("s3/bucketPolicy:BucketPolicy", "siem-prod")],
      [places.accessLogs, () => read("s3/bucketPolicy:BucketPolicy", "siem-prod-access-logs")],
      [places.deadLetters, () => read("sqs/queuePolicy:QueuePolicy", "siem-prod-objects-dead-letters")],
      [places.queue, () => read("sqs/queuePolicy:QueuePolicy", "siem-prod-objects")],
      [places.domain, () => read("opensearch/domain:Domain", "siem-prod", "accessPolicies")],
      [places.archiveKey, () => read("kms/key:Key", "siem-prod-archive")],
      [places.operationsKey, () => read("kms/key:Key", "siem-prod-operations")],
    ];
    return owners.find(([arn]) => resource === arn || resource.startsWith(`${arn}/`))?.[1]() ?? [];
  }

  /** The VPC endpoint that a request of the function's code goes through; Lambda's own do not come from the VPC. */
  function endpointFor(action: string, context: Readonly<Record<string, string | undefined>>) {
    const service = action.split(":")[0];
    const found = registered
      .all("ec2/vpcEndpoint:VpcEndpoint")
      .find(({ inputs }) => String(inputs.serviceName).endsWith(`.${service}`));
    if (found === undefined || context["lambda:SourceFunctionArn"] === undefined) return {};
    return { endpoint: readPolicyDocument(found.inputs.policy) };
  }

  function mayLoader([action, resourceOf, changed]: Row): boolean {
    const resource = resourceOf(places);
    const roleArn = String(registered.one("iam/role:Role", "siem-prod-loader").arn);
    const context = {
      "aws:PrincipalAccount": account,
      "aws:PrincipalArn": roleArn,
      "aws:PrincipalIsAWSService": "false",
      "aws:SecureTransport": "true",
      "s3:TlsVersion": "1.3",
      "lambda:SourceFunctionArn": String(registered.one("lambda/function:Function", "siem-prod-loader").arn),
      ...changed,
    };
    return isAllowed(
      {
        roleArn,
        action,
        resource,
        context: Object.fromEntries(
          Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== undefined),
        ),
      },
      {
        identity: policies.flatMap((name) => read("iam/rolePolicy:RolePolicy", name)),
        resource: policyAt(resource),
        ...endpointFor(action, context),
      },
    );
  }

  const title = ([action, resourceOf, changed]: Row): string => {
    const names = new Proxy({} as Places, { get: (_, name) => String(name) });
    return [
      action,
      "on",
      resourceOf(names) || "nothing",
      changed === undefined ? "" : JSON.stringify(changed, (_, value: unknown) => value ?? "none"),
    ].join(" ");
  };
  for (const row of needed) it(`has ${title(row)}`, () => assert.equal(mayLoader(row), true));
  for (const row of refused) it(`lacks ${title(row)}`, () => assert.equal(mayLoader(row), false));

  it("are all of its role: no further policy is attached to it but the log of the function for backfills", () => {
    const role = registered.one("iam/role:Role", "siem-prod-loader");
    for (const input of ["managedPolicyArns", "inlinePolicies"]) assert.equal(role.inputs[input], undefined, input);
    const attached = registered.resources.filter(
      ({ type, inputs }) => /^aws:iam\/.*(Policy|Attachment)/.test(type) && inputs.role === role.id,
    );
    assert.deepEqual(
      attached.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ type, name }) => [type, name]),
      policies.map((name) => ["aws:iam/rolePolicy:RolePolicy", name]),
    );
  });
});
