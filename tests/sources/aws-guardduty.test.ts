import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import guardDuty from "../../sources/aws-guardduty";

const finding = {
  type: "Recon:IAMUser/MaliciousIPCaller",
  id: "07c0ffee000000000000000000000000",
  severity: 5,
  updatedAt: "2026-01-02T02:55:09.114Z",
  resource: {},
  service: { serviceName: "guardduty", count: 1 },
};

function mapped(value: unknown): { document: EcsDocument; id: string | undefined } {
  const result = guardDuty.open({ bucket: "archive", key: "finding.json" })({ ordinal: 0, offset: 0, value });
  assert.equal(result.kind, "event");
  return result.kind === "event" ? { document: result.document, id: result.id } : { document: {}, id: undefined };
}

function withAction(action: object): EcsDocument {
  return mapped({ ...finding, service: { ...finding.service, action } }).document;
}

describe("recognising GuardDuty", () => {
  for (const { what, value, recognised } of [
    { what: "a finding", value: finding, recognised: true },
    {
      what: "a finding known by its ARN",
      value: { ...finding, service: {}, arn: "arn:aws:guardduty:eu-west-1:444455556666:detector/d/finding/f" },
      recognised: true,
    },
    {
      what: "an EventBridge event without finding",
      value: { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: {} },
      recognised: true,
    },
    {
      what: "the whole EventBridge event of a finding, whose detail is the finding",
      value: { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: finding },
      recognised: false,
    },
    {
      what: "a finding as SDKs and the command line print it",
      value: { Type: finding.type, Service: { ServiceName: "guardduty" } },
      recognised: true,
    },
    {
      what: "a Security Hub finding",
      value: { SchemaVersion: "2018-10-08", Id: "x", ProductArn: "arn:aws:securityhub:::product/aws/guardduty" },
      recognised: false,
    },
    {
      what: "another service's finding of a like type",
      value: { ...finding, service: { serviceName: "macie" } },
      recognised: false,
    },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(guardDuty.recognises(value), recognised));
  }

  it("claims the keys of exported findings, with account and region", () => {
    const key =
      "security/AWSLogs/444455556666/GuardDuty/eu-west-1/2026/01/02/00000000-2222-4333-8444-000000000001.jsonl.gz";
    assert.deepEqual(
      { ...guardDuty.keys[0]?.pattern.exec(key)?.groups },
      { account: "444455556666", region: "eu-west-1" },
    );
  });
});

describe("mapping GuardDuty", () => {
  for (const { severity, label, whole } of [
    { severity: 10, label: "critical", whole: 10 },
    { severity: 9, label: "critical", whole: 9 },
    { severity: 8.9, label: "high", whole: 8 },
    { severity: 7, label: "high", whole: 7 },
    { severity: 6.9, label: "medium", whole: 6 },
    { severity: 4, label: "medium", whole: 4 },
    { severity: 3.9, label: "low", whole: 3 },
    { severity: 1, label: "low", whole: 1 },
    { severity: 0, label: undefined, whole: 0 },
    { severity: "high", label: undefined, whole: undefined },
  ]) {
    it(`calls severity ${severity} ${label ?? "nothing"}`, () => {
      const { document } = mapped({ ...finding, severity });
      assert.equal(document.event?.severity, whole);
      assert.equal((document.aws as { guardduty: { severity_label?: string } }).guardduty.severity_label, label);
    });
  }

  it("takes an update of a finding for another event, and the same update sent twice for one", () => {
    const update = { ...finding, updatedAt: "2026-01-02T03:00:09.114Z", service: { ...finding.service, count: 2 } };
    assert.equal(mapped(finding).id, "07c0ffee000000000000000000000000-2026-01-02T02:55:09.114Z-1");
    assert.equal(mapped(update).id, "07c0ffee000000000000000000000000-2026-01-02T03:00:09.114Z-2");
    assert.equal(mapped({ ...update }).id, mapped(update).id);
  });

  it("reads times in seconds and milliseconds since 1970", () => {
    assert.equal(mapped({ ...finding, updatedAt: 1767322509 }).document["@timestamp"], "2026-01-02T02:55:09Z");
    assert.equal(mapped({ ...finding, updatedAt: 1767322509114 }).document["@timestamp"], "2026-01-02T02:55:09.114Z");
  });

  it("makes the remote host the source of what comes in and the destination of what goes out", () => {
    const networkConnectionAction = {
      remoteIpDetails: { ipAddressV4: "198.51.100.23" },
      localIpDetails: { ipAddressV4: "10.0.12.7" },
    };
    const connection = (connectionDirection: string) =>
      withAction({
        actionType: "NETWORK_CONNECTION",
        networkConnectionAction: { ...networkConnectionAction, connectionDirection },
      });
    assert.equal(connection("INBOUND").source?.ip, "198.51.100.23");
    assert.equal(connection("INBOUND").destination?.ip, "10.0.12.7");
    assert.equal(connection("OUTBOUND").source?.ip, "10.0.12.7");
    assert.equal(connection("OUTBOUND").destination?.ip, "198.51.100.23");
    assert.equal(connection("UNKNOWN").source?.ip, "198.51.100.23");
    assert.equal(connection("UNKNOWN").network?.direction, undefined);
  });

  for (const { what, action } of [
    { what: "empty", action: {} },
    { what: "of a type that is new", action: { actionType: "TELEPATHY", telepathyAction: { range: 7 } } },
    { what: "without its details", action: { actionType: "PORT_PROBE" } },
  ]) {
    it(`maps a finding whose action is ${what}`, () => assert.equal(withAction(action).rule?.name, finding.type));
  }

  it("keeps an address that is none, a network of -1 and a place off the globe out of source", () => {
    const { source } = withAction({
      actionType: "AWS_API_CALL",
      awsApiCallAction: {
        remoteIpDetails: {
          ipAddressV4: "GeneratedFindingIp",
          organization: { asn: -1 },
          geoLocation: { lat: 91, lon: 0 },
        },
      },
    });
    assert.equal(source, undefined);
  });

  it("reads the login attempts and Kubernetes calls of a remote host", () => {
    const remoteIpDetails = { ipAddressV4: "198.51.100.23" };
    assert.equal(
      withAction({ actionType: "RDS_LOGIN_ATTEMPT", rdsLoginAttemptAction: { remoteIpDetails } }).source?.ip,
      "198.51.100.23",
    );
    const call = withAction({
      actionType: "KUBERNETES_API_CALL",
      kubernetesApiCallAction: { sourceIPs: ["198.51.100.24"], userAgent: "kubectl", verb: "get" },
    });
    assert.equal(call.source?.ip, "198.51.100.24");
    assert.equal(call.user_agent?.original, "kubectl");
  });

  it("names the tactic only for the purposes that are one", () => {
    const tactic = (type: string) => mapped({ ...finding, type }).document.threat?.tactic?.name;
    assert.deepEqual(tactic("Exfiltration:S3/AnomalousBehavior"), ["Exfiltration"]);
    assert.equal(tactic("UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"), undefined);
  });

  it("keeps additional information that is not the JSON text it seems to be", () => {
    const { document } = mapped({ ...finding, service: { ...finding.service, additionalInfo: { value: "{oops" } } });
    const fields = (document.aws as { guardduty: { additional_info?: unknown } }).guardduty;
    assert.deepEqual(fields.additional_info, { value: "{oops" });
  });

  it("refuses a record that is no finding", () => {
    assert.throws(() => mapped({ type: "Recon:IAMUser/MaliciousIPCaller" }), RecordError);
    assert.throws(() => mapped("text"), RecordError);
  });
});

describe("a finding with the names of SDKs", () => {
  it("becomes what GuardDuty exports, names that are others with it, and keys of maps as they are", () => {
    const result = guardDuty.open({ bucket: "archive", key: "findings.json" })({
      ordinal: 0,
      offset: 0,
      value: {
        Type: "Recon:IAMUser/MaliciousIPCaller",
        Id: "07c0ffee000000000000000000000000",
        Severity: 5,
        UpdatedAt: "2026-01-02T02:55:09.114Z",
        Resource: {
          InstanceDetails: { ProductCodes: [{ Code: "shop", ProductType: "marketplace" }] },
          EcsClusterDetails: { TaskDetails: { TaskCreatedAt: 1 } },
        },
        Service: {
          ServiceName: "guardduty",
          Count: 1,
          Action: {
            KubernetesApiCallAction: { SourceIps: ["192.0.2.1"] },
            AwsApiCallAction: { AffectedResources: { "AWS::S3::Bucket": "shop" } },
          },
          Detection: {
            Anomaly: { Profiles: { UserAgent: { GetObject: [] } } },
            Sequence: {
              Actors: [{ User: { Name: "mary", Account: { Uid: "444455556666", Name: "shop" } } }],
              Endpoints: [{ Location: { Latitude: 52.5, Longitude: 13.4 } }],
            },
          },
        },
      },
    });
    assert.deepEqual(result.kind === "event" && result.record, {
      type: "Recon:IAMUser/MaliciousIPCaller",
      id: "07c0ffee000000000000000000000000",
      severity: 5,
      updatedAt: "2026-01-02T02:55:09.114Z",
      resource: {
        instanceDetails: { productCodes: [{ productCodeId: "shop", productCodeType: "marketplace" }] },
        ecsClusterDetails: { taskDetails: { createdAt: 1 } },
      },
      service: {
        serviceName: "guardduty",
        count: 1,
        action: {
          kubernetesApiCallAction: { sourceIPs: ["192.0.2.1"] },
          awsApiCallAction: { affectedResources: { "AWS::S3::Bucket": "shop" } },
        },
        detection: {
          anomaly: { profiles: { UserAgent: { GetObject: [] } } },
          sequence: {
            actors: [{ user: { name: "mary", account: { uid: "444455556666", account: "shop" } } }],
            endpoints: [{ location: { lat: 52.5, lon: 13.4 } }],
          },
        },
      },
    });
  });
});
