import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { isSecret } from "../../functions/shared/secrets/secrets";
import cloudTrail from "../../sources/aws-cloudtrail";
import { classify } from "../../sources/aws-cloudtrail/classify";
import { callerIdentity } from "../../sources/aws-cloudtrail/identity";

const event = { eventVersion: "1.11", eventName: "ListBuckets", eventSource: "s3.amazonaws.com" };

function map(value: unknown, object: { accountId?: string } = {}): EcsDocument {
  const mapped = cloudTrail.open({ bucket: "archive", key: "events.json", ...object })({
    ordinal: 0,
    offset: 0,
    value,
  });
  assert.equal(mapped.kind, "event");
  return mapped.kind === "event" ? mapped.document : {};
}

function cloudTrailFields(document: EcsDocument): Record<string, unknown> {
  return (document.aws as { cloudtrail: Record<string, unknown> }).cloudtrail;
}

describe("recognising CloudTrail", () => {
  for (const { what, value, recognised } of [
    { what: "a management event", value: event, recognised: true },
    {
      what: "an event with nothing but its name and its caller",
      value: { eventName: "ConsoleLogin", userIdentity: {} },
      recognised: true,
    },
    { what: "an Insights event", value: { eventType: "AwsCloudTrailInsight" }, recognised: true },
    { what: "an aggregated event", value: { eventType: "AwsAggregatedEvent" }, recognised: true },
    { what: "an answer of LookupEvents", value: { EventName: "ListBuckets", CloudTrailEvent: "{}" }, recognised: true },
    { what: "a digest", value: { digestStartTime: "2026-01-02T01:55:00Z", logFiles: [] }, recognised: true },
    {
      what: "an S3 notification",
      value: { eventName: "ObjectCreated:Put", eventSource: "aws:s3", userIdentity: {} },
      recognised: false,
    },
    {
      what: "a DynamoDB stream record",
      value: { eventName: "INSERT", eventSource: "aws:dynamodb" },
      recognised: false,
    },
    { what: "an event's name alone", value: { eventName: "ListBuckets" }, recognised: false },
    { what: "an array", value: [event], recognised: false },
    { what: "a line", value: JSON.stringify(event), recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(cloudTrail.recognises(value), recognised));
  }

  const place = "eu-west-1/2026/01/02/444455556666";
  for (const { key, skip, claimed = true } of [
    { key: `AWSLogs/444455556666/CloudTrail/${place}_CloudTrail_eu-west-1_20260102T0255Z_x.json.gz` },
    {
      key: `logs/AWSLogs/o-exampleorgid/444455556666/CloudTrail/${place}_CloudTrail_eu-west-1_20260102T0255Z_x.json.gz`,
    },
    { key: `AWSLogs/444455556666/CloudTrail-Insight/${place}_CloudTrail-Insight_eu-west-1_20260102T0255Z_x.json.gz` },
    {
      key: `AWSLogs/444455556666/CloudTrail-Digest/${place}_CloudTrail-Digest_eu-west-1_t_eu-west-1_x.json.gz`,
      skip: "digest",
    },
    { key: `AWSLogs/444455556666/CloudTrail/us-gov-west-1/2026/01/02/x.json.gz` },
    { key: `AWSLogs/444455556666/Config/${place}_Config_eu-west-1_ConfigHistory_x.json.gz`, claimed: false },
    { key: `NotAWSLogs/444455556666/CloudTrail/${place}_x.json.gz`, claimed: false },
    { key: `AWSLogs/444455556666/CloudTrail/`, claimed: false },
  ] as { key: string; skip?: string; claimed?: boolean }[]) {
    it(`${claimed ? (skip === undefined ? "claims" : "skips") : "leaves"} ${key}`, () => {
      const layout = cloudTrail.keys.find(({ pattern }) => pattern.test(key));
      assert.equal(layout !== undefined, claimed);
      assert.equal(layout?.skip, skip);
      if (claimed) assert.equal(layout?.pattern.exec(key)?.groups?.account, "444455556666");
    });
  }
});

describe("mapping CloudTrail", () => {
  for (const { eventID, id } of [
    { eventID: "11111111-2222-4333-8444-000000000001", id: "11111111-2222-4333-8444-000000000001" },
    { eventID: "1", id: undefined },
    { eventID: "<eventId>", id: undefined },
    { eventID: undefined, id: undefined },
  ]) {
    it(`${id === undefined ? "does not tell events apart by" : "takes two trails' copies for one event by"} the id ${eventID}`, () => {
      const mapped = cloudTrail.open({ bucket: "archive", key: "events.json" })({
        ordinal: 7,
        offset: 900,
        value: { ...event, eventID },
      });
      assert.equal(mapped.kind === "event" ? mapped.id : "dropped", id);
    });
  }

  it("takes the account from the event, else from the object, else from the caller", () => {
    const caller = { ...event, userIdentity: { accountId: "777788889999" } };
    assert.equal(map({ ...caller, recipientAccountId: "111122223333" }).cloud?.account?.id, "111122223333");
    assert.equal(map(caller, { accountId: "444455556666" }).cloud?.account?.id, "444455556666");
    assert.equal(map(caller).cloud?.account?.id, "777788889999");
  });

  it("counts an errorMessage without errorCode as a failure, and so a failed sign-in without either", () => {
    assert.equal(map(event).event?.outcome, "success");
    assert.equal(map({ ...event, errorMessage: "Failed authentication" }).event?.outcome, "failure");
    assert.equal(map({ ...event, errorCode: "NoSuchBucket" }).event?.outcome, "failure");
    const signIn = { eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com" };
    assert.equal(map({ ...signIn, responseElements: { ConsoleLogin: "Failure" } }).event?.outcome, "failure");
    assert.equal(map({ ...signIn, responseElements: { ConsoleLogin: "Success" } }).event?.outcome, "success");
  });

  it("keeps a service's name out of source.ip", () => {
    assert.deepEqual(map({ ...event, sourceIPAddress: "ec2.amazonaws.com" }).source, {
      ip: undefined,
      address: "ec2.amazonaws.com",
    });
    assert.equal(map({ ...event, sourceIPAddress: "2001:db8::1" }).source?.ip, "2001:db8::1");
  });

  it("leaves the time out when it is none, and reads basic ISO dates", () => {
    assert.equal(map({ ...event, eventTime: "yesterday" })["@timestamp"], undefined);
    assert.equal(map({ ...event, eventTime: "20131102T010628Z" })["@timestamp"], "2013-11-02T01:06:28Z");
  });

  it("keeps a request that is a text, and none that is null", () => {
    assert.deepEqual(cloudTrailFields(map({ ...event, requestParameters: "a=1" })).request_parameters, {
      value: "a=1",
    });
    assert.equal(cloudTrailFields(map({ ...event, requestParameters: null })).request_parameters, undefined);
  });

  it("refuses a record that is no event, and a LookupEvents item whose event is broken", () => {
    assert.throws(() => map({ eventName: 7 }), RecordError);
    assert.throws(() => map({ EventName: "x", CloudTrailEvent: '{"eventName": ' }), /CloudTrailEvent is not JSON/);
    assert.throws(() => map({ EventName: "x", CloudTrailEvent: "[]" }), /CloudTrailEvent is not an event/);
    const deep = `{"eventName": "x", "eventSource": "y", "requestParameters": ${"[".repeat(5_000)}${"]".repeat(5_000)}}`;
    assert.throws(() => map({ eventJson: deep }), /eventJson is not an event/);
    assert.throws(() => map({ eventCategory: "ActivityAuditLog", eventData: deep }), /nested too deep/);
  });

  it("names those whose calls made an Insights event", () => {
    const attributed = (...arns: unknown[]): unknown => {
      const insight = arns.map((value) => ({ value, average: 1 }));
      const attributions = [
        { attribute: "userIdentityArn", insight },
        { attribute: "userAgent", insight: [{ value: "x/y" }] },
      ];
      const insightDetails = { state: "Start", insightContext: { attributions } };
      const document = map({ eventType: "AwsCloudTrailInsight", insightDetails });
      return document.related?.user;
    };
    const sts = "arn:aws:sts::444455556666";
    assert.deepEqual(attributed("arn:aws:iam::444455556666:user/team/alice"), ["alice"]);
    assert.deepEqual(attributed("arn:aws:iam::444455556666:root"), ["root"]);
    assert.deepEqual(attributed(`${sts}:assumed-role/deploy/ci-7`, `${sts}:assumed-role/web/i-0a1b2c3d4e5f60718`), [
      "deploy",
      "ci-7",
      "web",
    ]);
    assert.equal(attributed(null, "no arn", 7), undefined);
  });
});

describe("who called", () => {
  for (const { what, identity, name } of [
    { what: "an IAM user", identity: { type: "IAMUser", userName: "anna" }, name: "anna" },
    {
      what: "the root user, whatever the account's alias",
      identity: { type: "Root", userName: "example-shop" },
      name: "root",
    },
    { what: "a service", identity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" }, name: "ec2.amazonaws.com" },
    {
      what: "a service without type",
      identity: { accountId: "444455556666", invokedBy: "ec2.amazonaws.com" },
      name: "ec2.amazonaws.com",
    },
    {
      what: "a role by its session's issuer",
      identity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::444455556666:assumed-role/x/s",
        sessionContext: { sessionIssuer: { userName: "admin" } },
      },
      name: "admin",
    },
    {
      what: "a role by its ARN",
      identity: { type: "AssumedRole", arn: "arn:aws:sts::444455556666:assumed-role/admin/s" },
      name: "admin",
    },
    {
      what: "a federated user by its ARN",
      identity: { type: "FederatedUser", arn: "arn:aws:sts::444455556666:federated-user/anna" },
      name: "anna",
    },
    { what: "a SAML user", identity: { type: "SAMLUser", userName: "anna@example.com" }, name: "anna@example.com" },
    { what: "another account, nameless", identity: { type: "AWSAccount", accountId: "777788889999" }, name: undefined },
    { what: "nobody at all", identity: null, name: undefined },
  ]) {
    it(`names ${what}`, () => assert.equal(callerIdentity(identity).user?.name, name));
  }

  it("takes a session's name from the principal where there is no ARN", () => {
    const { fields } = callerIdentity({ type: "AssumedRole", principalId: "AROAEXAMPLE:i-0a1b2c3d" });
    assert.equal((fields as { session_name?: string }).session_name, "i-0a1b2c3d");
  });
});

describe("classifying a call", () => {
  const call = { eventType: "AwsApiCall", readOnly: undefined, errorCode: undefined };
  for (const { service, api, category, type, errorCode } of [
    { service: "iam", api: "CreateUser", category: ["iam", "api"], type: ["creation", "user"] },
    { service: "iam", api: "AddUserToGroup", category: ["iam", "api"], type: ["change", "user", "group"] },
    { service: "iam", api: "ListUsers", category: ["iam", "api"], type: ["info"] },
    { service: "sts", api: "AssumeRole", category: ["authentication", "api"], type: ["start"] },
    { service: "sts", api: "GetCallerIdentity", category: ["api"], type: ["info"] },
    {
      service: "signin",
      api: "ConsoleLogin",
      category: ["authentication"],
      type: ["start"],
      errorCode: "AccessDenied",
    },
    { service: "s3", api: "GetObject", category: ["file", "api"], type: ["access"] },
    { service: "s3", api: "DeleteBucket", category: ["configuration", "api"], type: ["deletion"] },
    {
      service: "ec2",
      api: "RunInstances",
      category: ["host", "api"],
      type: ["start", "denied"],
      errorCode: "Client.UnauthorizedOperation",
    },
    { service: "ec2", api: "DescribeInstances", category: ["api"], type: ["info"] },
    { service: "unheard-of", api: "FrobnicateThing", category: ["configuration", "api"], type: ["change"] },
  ] as { service: string; api: string; category: string[]; type: string[]; errorCode?: string }[]) {
    it(`takes ${service}:${api}${errorCode === undefined ? "" : ` with ${errorCode}`} for ${type.join(", ")} of ${category.join(", ")}`, () => {
      assert.deepEqual(classify({ ...call, service, api, errorCode }), { category, type });
    });
  }

  it("believes readOnly where the verb says nothing", () => {
    assert.deepEqual(classify({ ...call, service: "x", api: "Frobnicate", readOnly: true }).type, ["info"]);
  });

  it("tells what a VPC endpoint let through from what it refused", () => {
    const seen = { ...call, service: "kms", api: "ListKeys", eventType: "AwsVpceEvent" };
    assert.deepEqual(classify(seen).type, ["info", "allowed"]);
    assert.deepEqual(classify({ ...seen, errorCode: "VpceAccessDenied" }).type, ["info", "denied"]);
  });
});

describe("secrets in requests and responses", () => {
  for (const name of [
    "secretAccessKey",
    "sessionToken",
    "masterUserPassword",
    "SecretString",
    "DB_PASSWORD",
    "client_secret",
    "privateKey",
    "sAMLAssertion",
  ]) {
    it(`are removed from ${name}`, () => assert.equal(isSecret(name), true));
  }
  for (const name of ["accessKeyId", "nextToken", "clientRequestToken", "secretId", "passwordResetRequired", "keyId"]) {
    it(`are not suspected in ${name}`, () => assert.equal(isSecret(name), false));
  }
});
