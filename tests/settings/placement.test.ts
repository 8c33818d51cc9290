import * as assert from "node:assert/strict";
import { ConfigurationError } from "../../functions/shared/errors";
import { readSettings } from "../../settings";

type Values = Readonly<Record<string, unknown>>;

const read = (values: Values, region = "eu-west-1") =>
  readSettings({
    ...(region !== "" && { "aws:region": region }),
    ...Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        `siem:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  });

function refuses(values: Values, message: RegExp): void {
  assert.throws(
    () => read(values),
    (error) => {
      assert.ok(error instanceof ConfigurationError, String(error));
      assert.match(error.message, message);
      return true;
    },
  );
}

const account = "111122223333";
const organization = {
  ...{ id: "o-exampleorg1", managementAccount: "444455556666", delegatedAdministrator: "777788889999" },
  ...{ logArchiveAccount: account, regions: ["eu-west-1", "us-east-1"] },
};
const logging = (logs: object, region = "eu-west-1") => ({
  organization: { ...organization, memberLogs: [{ account, region, ...logs }] },
});
const replica = {
  ...{ bucketArn: "arn:aws:s3:::copy", region: "eu-central-1" },
  keyArn: `arn:aws:kms:eu-central-1:${account}:key/11111111-2222-4333-8444-555555555555`,
};
const cognito = {
  ...{ kind: "cognito", userPoolId: "eu-west-1_AbCdEfGhI" },
  identityPoolId: "eu-west-1:12345678-1234-1234-1234-123456789012",
};
const point = { name: "shop", roleArns: [`arn:aws:iam::${account}:role/x`], prefixes: ["AWSLogs/"] };

describe("What the settings name is where it is used:", () => {
  const refused: readonly [string, Values, RegExp][] = [
    [
      "a certificate",
      {
        customEndpoint: {
          hostName: "siem.example.com",
          certificateArn: `arn:aws:acm:us-east-1:${account}:certificate/1`,
        },
      },
      /^Setting siem:customEndpoint\.certificateArn is arn:aws:acm:us-east-1:.*, in us-east-1, but the stack is in eu-west-1; name one in eu-west-1\.$/,
    ],
    [
      "an existing domain",
      {
        network: "public",
        existingDomain: { endpoint: "https://logs.example.com", arn: `arn:aws:es:us-east-1:${account}:domain/logs` },
      },
      /siem:existingDomain\.arn is .*, in us-east-1/,
    ],
    [
      "a topic",
      { existingBuckets: [{ bucket: "logs", topicArn: `arn:aws:sns:us-east-1:${account}:new` }] },
      /siem:existingBuckets\[0\]\.topicArn is .*, in us-east-1/,
    ],
    [
      "the key of an existing bucket",
      { existingBuckets: [{ bucket: "logs", eventBridge: true, keyArns: [`arn:aws:kms:us-east-1:${account}:key/1`] }] },
      /siem:existingBuckets\[0\]\.keyArns\[0\] is .*, in us-east-1/,
    ],
    [
      "a user pool",
      { dashboardsSignIn: { ...cognito, userPoolId: "us-east-1_AbCdEfGhI" } },
      /siem:dashboardsSignIn\.userPoolId is us-east-1_AbCdEfGhI, in us-east-1, but the stack is in eu-west-1/,
    ],
    [
      "an identity pool",
      { dashboardsSignIn: { ...cognito, identityPoolId: "us-east-1:12345678-1234-1234-1234-123456789012" } },
      /siem:dashboardsSignIn\.identityPoolId is us-east-1:/,
    ],
    [
      "a webhook's secret",
      { detection: { webhookSecretArn: `arn:aws:secretsmanager:us-east-1:${account}:secret:hook-AbCdEf` } },
      /siem:detection\.webhookSecretArn is .*, in us-east-1/,
    ],
    [
      "the secret of pseudonyms",
      {
        accessPoints: [
          {
            ...point,
            redaction: { pseudonymKeySecretArn: `arn:aws:secretsmanager:us-east-1:${account}:secret:key-AbCdEf` },
          },
        ],
      },
      /siem:accessPoints\[0\]\.redaction\.pseudonymKeySecretArn is .*, in us-east-1/,
    ],
    [
      "an analyst of another partition",
      { analystRoleArns: [`arn:aws-cn:iam::${account}:role/analyst`] },
      /siem:analystRoleArns\[0\] is arn:aws-cn:.*, of the partition aws-cn, but the stack is in eu-west-1, of the partition aws; name one of that/,
    ],
    [
      "a bucket of another partition",
      { replica: { ...replica, bucketArn: "arn:aws-us-gov:s3:::copy" } },
      /siem:replica\.bucketArn is .*, of the partition aws-us-gov/,
    ],
    [
      "the key of copies, beside their region",
      { replica: { ...replica, region: "eu-north-1" } },
      /siem:replica\.keyArn is .*, in eu-central-1, but siem:replica\.region is eu-north-1; name one in eu-north-1, or name it beside the region eu-central-1/,
    ],
    [
      "a region of another partition",
      { organization: { ...organization, regions: ["eu-west-1", "cn-north-1"] } },
      /siem:organization\.regions\[1\] is cn-north-1, of the partition aws-cn, but the stack is in eu-west-1/,
    ],
    [
      "a web ACL of CloudFront",
      logging({ webAclArns: [`arn:aws:wafv2:us-east-1:${account}:global/webacl/shop/1`] }),
      /memberLogs\[0\]\.webAclArns\[0\] is .*, in us-east-1, but siem:organization\.memberLogs\[0\]\.region is eu-west-1; name one in eu-west-1, or name it beside the region us-east-1/,
    ],
    [
      "a distribution, which delivers from us-east-1",
      logging({
        logDeliveries: [{ resourceArn: `arn:aws:cloudfront::${account}:distribution/E1`, logType: "ACCESS_LOGS" }],
      }),
      /logDeliveries\[0\]\.resourceArn is .*, in us-east-1, .* or name it beside the region us-east-1/,
    ],
    [
      "a firewall of another account",
      logging({ networkFirewallArns: ["arn:aws:network-firewall:eu-west-1:123456789012:firewall/edge"] }),
      /networkFirewallArns\[0\] is .*, of the account 123456789012, but siem:organization\.memberLogs\[0\]\.account is 111122223333; name one of that account/,
    ],
  ];
  for (const [what, values, message] of refused) it(what, () => refuses(values, message));

  it("what is there is taken, and roles of other accounts", () => {
    read({ dashboardsSignIn: cognito, replica, analystRoleArns: ["arn:aws:iam::444455556666:role/analyst"] });
    read(logging({ webAclArns: [`arn:aws:wafv2:us-east-1:${account}:global/webacl/shop/1`] }, "us-east-1"));
    const distribution = { resourceArn: `arn:aws:cloudfront::${account}:distribution/E1`, logType: "ACCESS_LOGS" };
    read(logging({ logDeliveries: [distribution] }, "us-east-1"));
    read({ analystRoleArns: [`arn:aws-cn:iam::${account}:role/analyst`] }, "cn-north-1");
    read({ analystRoleArns: [`arn:aws-us-gov:iam::${account}:role/analyst`] }, "us-gov-west-1");
  });

  it("what filters and silence say of logs may be anywhere", () => {
    const where = [{ field: "cloud.region", equals: `arn:aws:kms:us-east-1:${account}:key/1` }];
    read({
      filters: [{ name: "x", where, action: "drop" }],
      silence: { senders: [{ region: "cn-north-1", hours: 3 }] },
    });
  });

  it("nothing is said where the stack's region is not known", () => {
    read({ analystRoleArns: [`arn:aws-cn:iam::${account}:role/analyst`] }, "");
  });
});

describe("A copy of the archive", () => {
  const beside = { ...replica, region: "eu-west-1", keyArn: `arn:aws:kms:eu-west-1:${account}:key/1` };
  it("is in another region or another account", () => {
    refuses(
      { replica: beside },
      /siem:replica\.region is eu-west-1, the stack's own, and siem:replica has no accountId: .*; name a bucket in another region, or set the accountId/,
    );
    assert.equal(read({ replica: { ...beside, accountId: "444455556666" } }).replica?.region, "eu-west-1");
  });
});

describe("A list among the settings names each once:", () => {
  const vpcIds = ["vpc-0123456789abcdef0", "vpc-0123456789abcdef0"];
  const topicArn = `arn:aws:sns:eu-west-1:${account}:new`;
  const delivery = {
    resourceArn: `arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/net/shop/1`,
    logType: "NLB_ACCESS_LOGS",
  };
  const rows: readonly [string, Values, RegExp][] = [
    [
      "accounts",
      { accounts: [account, account] },
      /^Setting siem:accounts has "111122223333" twice: as \[0\] and as \[1\]; remove one of them\.$/,
    ],
    ["VPCs", logging({ vpcIds }), /siem:organization\.memberLogs\[0\]\.vpcIds has "vpc-0123456789abcdef0" twice/],
    [
      "log groups",
      logging({ logGroups: ["/a", "/b", "/a"] }),
      /memberLogs\[0\]\.logGroups has "\/a" twice: as \[0\] and as \[2\]/,
    ],
    [
      "log deliveries",
      logging({ logDeliveries: [delivery, delivery] }),
      /logDeliveries has resourceArn .* and logType "NLB_ACCESS_LOGS" twice/,
    ],
    [
      "regions",
      { organization: { ...organization, regions: ["eu-west-1", "eu-west-1"] } },
      /organization\.regions has "eu-west-1" twice/,
    ],
    [
      "member accounts",
      { organization: { ...organization, memberAccounts: ["123456789012", "123456789012"] } },
      /organization\.memberAccounts has "123456789012" twice/,
    ],
    [
      "subnets",
      {
        vpcId: "vpc-0123456789abcdef0",
        subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      },
      /siem:subnetIds has "subnet-0123456789abcdef0" twice/,
    ],
    [
      "buckets, whatever else is said of them",
      {
        existingBuckets: [
          { bucket: "logs", topicArn },
          { bucket: "logs", eventBridge: true },
        ],
      },
      /siem:existingBuckets has bucket "logs" twice/,
    ],
    [
      "networks, whatever they are called",
      {
        networks: [
          { cidr: "192.0.2.0/24", name: "a" },
          { cidr: "192.0.2.0/24", name: "b" },
        ],
      },
      /siem:networks has cidr "192\.0\.2\.0\/24" twice/,
    ],
    [
      "roles",
      { analystRoleArns: [`arn:aws:iam::${account}:role/x`, `arn:aws:iam::${account}:role/x`] },
      /analystRoleArns has .* twice/,
    ],
  ];
  for (const [what, values, message] of rows) it(what, () => refuses(values, message));
});

describe("A network among the settings", () => {
  const rows: readonly [string, Values, RegExp][] = [
    ["has four bytes", { vpcCidr: "300.0.0.0/24" }, /siem:vpcCidr .*; "300\.0\.0\.0\/24" is no network/],
    ["has all four", { vpcCidr: "10.64/24" }, /"10\.64\/24" is no network/],
    [
      "starts with its first address",
      { vpcCidr: "10.0.0.5/24" },
      /is an address within a network, not the network: write 10\.0\.0\.0\/24/,
    ],
    ["of a VPC is no larger than /16", { vpcCidr: "10.0.0.0/8" }, /has a prefix of \/8; allowed: \/16 to \/26/],
    ["of a VPC has room for its subnets", { vpcCidr: "10.0.0.0/28" }, /has a prefix of \/28; allowed: \/16 to \/26/],
    [
      "of a VPC is one that AWS gives",
      { vpcCidr: "169.254.0.0/24" },
      /a range that AWS gives no VPC; take a private one/,
    ],
    ["of a VPC is IPv4", { vpcCidr: "fd00::/24" }, /"fd00::\/24" is no IPv4 network/],
    [
      "that is named starts with its first address",
      { networks: [{ cidr: "2001:db8::1/32", name: "x" }] },
      /write 2001:db8::\/32/,
    ],
    [
      "that is not masked starts with its first address",
      { accessPoints: [{ ...point, redaction: { keepNetworks: ["10.1.0.0/8"] } }] },
      /accessPoints .*keepNetworks: "10\.1\.0\.0\/8" is an address within a network, not the network: write 10\.0\.0\.0\/8/,
    ],
  ];
  for (const [what, values, message] of rows) it(what, () => refuses(values, message));
});

describe("Other names among the settings", () => {
  const rows: readonly [string, Values, RegExp][] = [
    ["an address of mail is one", { alarmEmail: "a@example.com,b@example.com" }, /is not one e-mail address/],
    ["an address of mail has a domain", { alarmEmail: "soc@example..com" }, /is not one e-mail address/],
    [
      "alerts are mailed to one",
      { detection: { email: "soc@example" } },
      /email is "soc@example"; it must be one e-mail address/,
    ],
    [
      "a bucket is no address",
      { existingBuckets: [{ bucket: "192.0.2.1", eventBridge: true }] },
      /is not the name of a bucket/,
    ],
    [
      "a region is one that there is",
      { replica: { ...replica, region: "eu-centrl-1" } },
      /region: "eu-centrl-1" is not one of /,
    ],
    [
      "a firewall is no web ACL",
      logging({ webAclArns: [`arn:aws:wafv2:eu-west-1:${account}:x`] }),
      /is not the ARN of a web ACL/,
    ],
    [
      "accounts are as many as a policy has place for",
      { accounts: Array.from({ length: 13 }, (_, index) => String(200_000_000_000 + index)) },
      /siem:accounts names 13 accounts, .* has place for 12; set siem:organizationId instead/,
    ],
  ];
  for (const [what, values, message] of rows) it(what, () => refuses(values, message));
});
