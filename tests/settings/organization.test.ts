import * as assert from "node:assert/strict";
import { ConfigurationError } from "../../functions/shared/errors";
import { readSettings } from "../../settings";

const least = {
  ...{ id: "o-exampleorg1", managementAccount: "444455556666", delegatedAdministrator: "777788889999" },
  ...{ logArchiveAccount: "111122223333", regions: ["eu-west-1", "us-east-1"] },
};
const logs = { account: "111122223333", region: "eu-west-1" };
const read = (organization: Record<string, unknown>, others: Record<string, string> = {}) =>
  readSettings({ "siem:organization": JSON.stringify(organization), ...others });

describe("The settings of an organization", () => {
  it("are none where nothing is said", () => {
    assert.equal(readSettings({}).organization, undefined);
  });

  it("need its accounts and regions, and turn on all services", () => {
    assert.deepEqual(read(least).organization, {
      ...least,
      memberAccounts: [],
      role: { name: "siem-deployment" },
      services: ["cloudtrail", "guardduty", "security-hub", "config", "inspector", "macie", "access-analyzer"],
      dataEvents: [],
      guardDutyFeatures: ["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"],
      ...{ trustedAccess: true, createServiceLinkedRoles: true },
      ...{ memberLogs: [], destinations: [] },
      securityLake: undefined,
    });
  });

  it("say what is logged in each account and region", () => {
    const webAcl = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1";
    const firewall = "arn:aws:network-firewall:eu-west-1:111122223333:firewall/edge";
    const balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/shop/1";
    const given = {
      ...{ ...logs, vpcIds: ["vpc-0123456789abcdef0"], flowLogFields: "all", resolverQueryLogs: false },
      ...{ webAclArns: [webAcl], networkFirewallArns: [firewall], logGroups: ["/aws/eks/shop/cluster"] },
      logDeliveries: [{ resourceArn: balancer, logType: "NLB_ACCESS_LOGS" }],
    };
    const { organization } = read({
      ...least,
      memberLogs: [given, { ...logs, region: "us-east-1", everyLogGroupExcept: [] }],
    });
    const nothing = { vpcIds: [], webAclArns: [], networkFirewallArns: [], logDeliveries: [], logGroups: [] };
    assert.deepEqual(organization?.memberLogs, [
      given,
      {
        ...{ ...logs, region: "us-east-1", everyLogGroupExcept: [] },
        ...{ ...nothing, flowLogFields: "default", resolverQueryLogs: true },
      },
    ]);
  });

  it("say how to read Security Lake", () => {
    const securityLake = { account: "777788889999", region: "eu-west-1", externalId: "example", sources: ["VPC_FLOW"] };
    const role = { name: "paths/siem", externalId: "example-external-id" };
    const { organization } = read({
      ...least,
      securityLake,
      role,
      dataEvents: ["s3-objects"],
      services: ["cloudtrail"],
    });
    assert.deepEqual(organization?.securityLake, securityLake);
    assert.deepEqual(organization?.role, role);
    assert.deepEqual([organization?.dataEvents, organization?.services], [["s3-objects"], ["cloudtrail"]]);
  });

  const wrong: readonly [string, Record<string, unknown>, RegExp][] = [
    [
      "without its id",
      { ...least, id: undefined },
      /siem:organization\.id is missing: it must be an AWS Organizations id, such as o-exampleorg1/,
    ],
    [
      "with a number for an account",
      { ...least, managementAccount: 444455556666 },
      /managementAccount: 444455556666 is not an AWS account id of twelve digits, in quotes/,
    ],
    [
      "without regions",
      { ...least, regions: [] },
      /siem:organization\.regions is missing: it must be a list of one region at least/,
    ],
    ["with an unknown region", { ...least, regions: ["eu-west-9"] }, /regions: "eu-west-9" is not one of /],
    [
      "with an unknown service",
      { ...least, services: ["guard-duty"] },
      /services: "guard-duty" is not one of cloudtrail, guardduty/,
    ],
    [
      "with a misspelt member",
      { ...least, memberAcounts: [] },
      /"memberAcounts" is none of them; did you mean memberAccounts\?/,
    ],
    [
      "with a misspelt member of a member",
      { ...least, memberLogs: [{ ...logs, vpcId: "vpc-1" }] },
      /"memberLogs\[0\]\.vpcId" is none of them; did you mean memberLogs\[0\]\.vpcIds\?/,
    ],
    [
      "with a VPC that is none",
      { ...least, memberLogs: [{ ...logs, vpcIds: ["default"] }] },
      /memberLogs\[0\]\.vpcIds: "default" is not the id of a VPC/,
    ],
    ["with a list that is none", { ...least, memberAccounts: "111122223333" }, /memberAccounts: allowed: a list/],
    ["with a role that is no object", { ...least, role: "siem" }, /role: allowed: an object/],
    ["with a flag that is none", { ...least, trustedAccess: "no" }, /trustedAccess: allowed: true, false/],
    [
      "with log groups in two ways",
      { ...least, memberLogs: [{ ...logs, logGroups: ["a"], everyLogGroupExcept: [] }] },
      /logGroups or everyLogGroupExcept in one of memberLogs, not both/,
    ],
    ...(
      [
        ["dataEvents", ["s3-objects"], "cloudtrail"],
        ["guardDutyFeatures", ["RUNTIME_MONITORING"], "guardduty"],
        ["createServiceLinkedRoles", false, "config"],
      ] as const
    ).map(([member, value, service]): [string, Record<string, unknown>, RegExp] => [
      `with ${member} of a service that is left out`,
      { ...least, services: ["macie"], [member]: value },
      new RegExp(
        `${member}: allowed: ${member} beside the service ${service} only, .*; remove it, or add ${service} to`,
      ),
    ]),
    [
      "whose administrator is the management account",
      { ...least, delegatedAdministrator: "444455556666" },
      /444455556666 as managementAccount and as delegatedAdministrator; AWS wants another/,
    ],
    [
      "that logs in an account it does not have",
      { ...least, memberLogs: [{ ...logs, account: "123456789012" }] },
      /123456789012, which is none of its accounts; add it to memberAccounts/,
    ],
    [
      "that logs in a region it does not have",
      { ...least, memberLogs: [{ ...logs, region: "eu-north-1" }] },
      /eu-north-1, which is none of its regions; add it to regions/,
    ],
    [
      "that logs an account and region twice",
      { ...least, memberLogs: [logs, logs] },
      /siem:organization\.memberLogs has account "111122223333" and region "eu-west-1" twice: as \[0\] and as \[1\]/,
    ],
    [
      "that reads a lake elsewhere",
      { ...least, securityLake: { account: "777788889999", region: "eu-north-1", externalId: "ex" } },
      /eu-north-1, which is none of its regions/,
    ],
    [
      "that reads a lake in another of its regions",
      {
        ...{ ...least, regions: ["eu-west-1", "us-east-1"] },
        securityLake: { account: "777788889999", region: "us-east-1", externalId: "ex" },
      },
      /securityLake in us-east-1, but the loader reads in eu-west-1; make that a rollup region of the lake/,
    ],
  ];
  for (const [what, organization, message] of wrong) {
    it(`may not be an organization ${what}`, () => {
      assert.throws(
        () => read(organization),
        (error) =>
          error instanceof ConfigurationError &&
          message.test(error.message) &&
          error.message.includes("siem:organization"),
      );
    });
  }

  const contradicting: readonly [string, Record<string, string>, RegExp][] = [
    [
      "accounts that deliver",
      { "siem:accounts": '["111122223333"]' },
      /siem:organization and siem:accounts are both set; keep one/,
    ],
    [
      "an organization that delivers",
      { "siem:organizationId": "o-exampleorg1" },
      /remove siem:organizationId: the organization has its id/,
    ],
    [
      "another region",
      { "aws:region": "us-east-1" },
      /eu-west-1 as first of its regions but aws:region is us-east-1; put us-east-1 first/,
    ],
  ];
  for (const [what, config, message] of contradicting) {
    it(`contradict ${what}`, () => assert.throws(() => read(least, config), message));
  }

  it("contradict deliveries that leave out what the organization delivers", () => {
    const only = (...deliveries: string[]) => ({ "siem:deliveries": JSON.stringify(deliveries) });
    const nothing = { ...least, services: [] };
    const vpcs = { ...nothing, memberLogs: [{ ...logs, vpcIds: ["vpc-0123456789abcdef0"] }] };
    assert.throws(
      () => read(least, only("cloudtrail", "config", "macie", "vended-logs")),
      /siem:organization has guardduty deliver logs, .*; add guardduty to siem:deliveries, or take it out of services/,
    );
    for (const each of [vpcs, { ...nothing, destinations: ["log-deliveries"] }]) {
      assert.throws(
        () => read(each, only("cloudtrail")),
        /add vended-logs to siem:deliveries, or take it out of memberLogs and destinations/,
      );
      read(each, only("vended-logs"));
    }
    read({ ...nothing, services: ["inspector"], memberLogs: [{ ...logs, logGroups: ["a"] }] }, only());
  });
});
