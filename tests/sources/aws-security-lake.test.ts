import assert from "node:assert/strict";
import type { LogSource } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import cloudTrail from "../../sources/aws-cloudtrail";
import securityLake from "../../sources/aws-security-lake";

function mapped(source: LogSource, value: unknown): EcsDocument {
  const result = source.open({ bucket: "archive", key: "any" })({ ordinal: 0, offset: 0, value });
  return result.kind === "event" ? result.document : assert.fail(result.kind);
}

const ocsf = (product: object) => ({ class_uid: 6003, category_uid: 6, metadata: { product } });

describe("recognising Security Lake", () => {
  for (const { what, value, recognised } of [
    { what: "a CloudTrail event", value: ocsf({ name: "CloudTrail", vendor_name: "AWS" }), recognised: true },
    {
      what: "a finding that came by Security Hub",
      value: ocsf({
        name: "GuardDuty",
        vendor_name: "Amazon",
        uid: "arn:aws:securityhub:eu-west-1::product/aws/guardduty",
      }),
      recognised: true,
    },
    {
      what: "a finding of the new Security Hub",
      value: ocsf({ name: "GuardDuty", uid: "arn:aws:securityhub:eu-west-1::productv2/aws/guardduty" }),
      recognised: false,
    },
    { what: "another product's event", value: ocsf({ name: "Prowler", vendor_name: "Prowler" }), recognised: false },
    {
      what: "a product that objects inherit",
      value: ocsf({ name: "toString", vendor_name: "AWS" }),
      recognised: false,
    },
    { what: "CloudTrail's own record", value: { eventName: "x", eventSource: "y" }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(securityLake.recognises(value), recognised));
  }

  for (const { key, account } of [
    {
      key: "aws/S3_DATA/2.0/region=eu-west-1/accountId=111122223333/eventDay=20260102/x.gz.parquet",
      account: "111122223333",
    },
    {
      key: "ext/edr/region=us-gov-west-1/accountId=111122223333/eventDay=20260102/x.parquet",
      account: "111122223333",
    },
    { key: "ext/edr/1.0/region=eu-west-1/accountId=tenant-7/eventDay=20260102/x.parquet", account: undefined },
    { key: "aws/S3_DATA/2.0/region=eu-west-1/accountId=tenant-7/eventDay=20260102/x.parquet", account: null },
    { key: "AWSLogs/111122223333/aws/region=eu-west-1/eventDay=20260102/x.parquet", account: null },
    { key: "ext/edr/1.0/region=eu-west-1/accountId=tenant-7/eventDay=2026-01-02/x.parquet", account: null },
  ]) {
    it(`${account === null ? "leaves" : "claims"} ${key}`, () => {
      const match = securityLake.keys.map(({ pattern }) => pattern.exec(key)).find((found) => found !== null);
      assert.equal(match === undefined ? null : match?.groups?.account, account);
    });
  }
});

describe("a CloudTrail event by way of Security Lake", () => {
  const arn = "arn:aws:sts::111122223333:assumed-role/Deploy/anna";
  const id = "11111111-2222-4333-8444-000000000205";
  const event = {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE000DEPLOY:anna",
      arn,
      accountId: "111122223333",
      accessKeyId: "ASIAEXAMPLE000000002",
      sessionContext: {
        sessionIssuer: { type: "Role", userName: "Deploy", arn: "arn:aws:iam::111122223333:role/Deploy" },
      },
    },
    eventTime: "2026-01-02T02:40:00Z",
    eventSource: "iam.amazonaws.com",
    eventName: "CreateUser",
    awsRegion: "us-east-1",
    sourceIPAddress: "198.51.100.23",
    userAgent: "aws-cli/2.22.0",
    errorCode: "AccessDenied",
    errorMessage: "not authorized",
    requestParameters: { userName: "backup" },
    eventID: id,
    eventType: "AwsApiCall",
    readOnly: false,
    recipientAccountId: "111122223333",
  };
  const row = {
    class_uid: 3001,
    category_uid: 3,
    activity_id: 1,
    time: Date.parse(event.eventTime),
    metadata: { product: { name: "CloudTrail", vendor_name: "AWS" }, event_code: "AwsApiCall", uid: id },
    status: "Failure",
    cloud: { provider: "AWS", region: "us-east-1" },
    actor: {
      user: { type: "AssumedRole", uid: arn, uid_alt: "AROAEXAMPLE000DEPLOY:anna", account: { uid: "111122223333" } },
      session: { issuer: "arn:aws:iam::111122223333:role/Deploy" },
    },
    user: { name: "backup" },
    api: {
      operation: "CreateUser",
      service: { name: "iam.amazonaws.com" },
      request: { data: '{"userName":"backup"}' },
      response: { error: "AccessDenied", message: "not authorized" },
    },
    src_endpoint: { ip: "198.51.100.23" },
    http_request: { user_agent: "aws-cli/2.22.0" },
    unmapped: { recipientAccountId: "111122223333", readOnly: "false" },
  };
  const one = mapped(cloudTrail, event);
  const other = mapped(securityLake, row);

  for (const name of ["category", "type", "action", "outcome", "provider", "id"] as const) {
    it(`has the same event.${name}`, () => assert.deepEqual(other.event?.[name], one.event?.[name]));
  }

  it("has the same user and target, source, agent, error, account and service", () => {
    const picked = ({ user, source, user_agent, error, cloud, related }: EcsDocument) =>
      JSON.parse(
        JSON.stringify({ user, source, user_agent, error, cloud: { ...cloud, provider: "aws" }, related }),
      ) as unknown;
    assert.deepEqual(picked(other), picked(one));
    assert.equal(Date.parse(other["@timestamp"] ?? ""), Date.parse(one["@timestamp"] ?? ""));
  });
});
