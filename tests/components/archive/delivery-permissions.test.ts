import * as assert from "node:assert/strict";
import { LogArchive, type LogArchiveArgs } from "../../../components/archive/log-archive";
import { mostNamedAccounts } from "../../../components/archive/senders";
import { readPolicyDocument, type Statement } from "../../../policies/policy-document";
import { isServiceAllowed } from "../../support/iam-decision";
import { tooLarge } from "../../support/policy-sizes";
import { beijing, govWest, ireland, type Registered, register } from "../support";

const [organization, management, delegated, member, archiveAccount, stranger] = [
  ...["o-exampleorg1", "444455556666", "777788889999"],
  ...["123456789012", "111122223333", "999999999999"],
] as const;
const foreignOrganization = "o-somebodyelse";

/** One archive, and whose deliveries it takes. */
interface Case {
  readonly title: string;
  readonly args: LogArchiveArgs;
  /** Account of the trail, of the detector and of everything else that delivers. */
  readonly trailAccount: string;
  readonly detectorAccount: string;
  readonly sender: string;
  /** Where the trail writes. */
  readonly trailPrefix: string;
}

const cases: readonly Case[] = [
  {
    title: "named accounts",
    args: { senders: { accounts: [management, delegated, member] } },
    ...{ trailAccount: management, detectorAccount: delegated, sender: member },
    trailPrefix: `AWSLogs/${management}`,
  },
  {
    title: "an organization whose accounts are not named",
    args: { senders: { organizationId: organization } },
    ...{ trailAccount: management, detectorAccount: delegated, sender: member },
    trailPrefix: `AWSLogs/${organization}/${member}`,
  },
  {
    title: "an organization's own trail, detectors and members",
    args: {
      senders: { organizationId: organization, accounts: [management, delegated, member, archiveAccount] },
      origins: {
        cloudtrail: {
          senders: { organizationId: organization, accounts: [management] },
          resource: "trail/siem-prod",
        },
        guardduty: {
          senders: { organizationId: organization, accounts: [delegated] },
          regions: ["eu-west-1", "eu-south-1"],
        },
        macie: {
          senders: { organizationId: organization, accounts: [delegated] },
          regions: ["eu-west-1", "eu-south-1"],
        },
      },
    },
    ...{ trailAccount: management, detectorAccount: delegated, sender: member },
    trailPrefix: `AWSLogs/${organization}/${member}`,
  },
];

interface Delivery {
  readonly service: string;
  /** Account of what delivers. */
  readonly account: (each: Case) => string;
  /** Service and resource of its ARN. */
  readonly source: readonly [service: string, resource: string];
  readonly key: (each: Case, account: string) => string;
  /** What the service asks of the bucket beside writing. */
  readonly checks: readonly string[];
  /** Whether it sends the ACL, and names the key. */
  readonly sends: { readonly acl: boolean; readonly key: boolean };
  /** To the archive with its key, or to the bucket of access logs without. */
  readonly into: "archive" | "accessLogs";
}

const toArchive = { into: "archive", sends: { acl: true, key: false } } as const;
const deliveries: Readonly<Record<string, Delivery>> = {
  CloudTrail: {
    service: "cloudtrail.amazonaws.com",
    account: ({ trailAccount }) => trailAccount,
    source: ["cloudtrail", "trail/siem-prod"],
    key: ({ trailPrefix }) => `${trailPrefix}/CloudTrail/eu-west-1/2026/01/02/a.json.gz`,
    checks: ["s3:GetBucketAcl"],
    ...{ into: "archive", sends: { acl: true, key: true } },
  },
  Config: {
    service: "config.amazonaws.com",
    account: ({ sender }) => sender,
    source: ["config", "eu-west-1"],
    key: (_, account) => `AWSLogs/${account}/Config/eu-west-1/2026/1/2/ConfigHistory/a.json.gz`,
    checks: ["s3:GetBucketAcl", "s3:ListBucket"],
    // The archive is locked, so it cannot be delivered there.
    ...{ into: "accessLogs", sends: { acl: true, key: false } },
  },
  GuardDuty: {
    service: "guardduty.amazonaws.com",
    account: ({ detectorAccount }) => detectorAccount,
    source: ["guardduty", "detector/12abc34d567e8fa901bc2d34e56789f0"],
    key: (_, account) => `AWSLogs/${account}/GuardDuty/eu-west-1/2026/01/02/a.jsonl.gz`,
    checks: ["s3:GetBucketLocation"],
    ...{ into: "archive", sends: { acl: false, key: true } },
  },
  Macie: {
    service: "macie.amazonaws.com",
    account: ({ detectorAccount }) => detectorAccount,
    source: ["macie2", "classification-job/3ce05dbb7ec5505def334104bf3f1a03"],
    key: (_, account) => `AWSLogs/${account}/Macie/eu-west-1/a/b.jsonl.gz`,
    checks: ["s3:GetBucketLocation"],
    ...{ into: "archive", sends: { acl: false, key: true } },
  },
  "VPC flow logs": {
    ...{ service: "delivery.logs.amazonaws.com", account: ({ sender }) => sender, source: ["logs", "*"], ...toArchive },
    key: (_, account) => `AWSLogs/${account}/vpcflowlogs/eu-west-1/2026/01/02/a.log.gz`,
    checks: ["s3:GetBucketAcl", "s3:ListBucket"],
  },
  "Route 53 Resolver": {
    ...{ service: "delivery.logs.amazonaws.com", account: ({ sender }) => sender, source: ["logs", "*"], ...toArchive },
    key: (_, account) => `AWSLogs/${account}/vpcdnsquerylogs/vpc-1/2026/01/02/a.log.gz`,
    checks: ["s3:GetBucketAcl"],
  },
  WAF: {
    ...{ service: "delivery.logs.amazonaws.com", account: ({ sender }) => sender, source: ["logs", "*"], ...toArchive },
    key: (_, account) => `AWSLogs/${account}/WAFLogs/eu-west-1/acl/2026/01/02/00/00/a.log.gz`,
    checks: ["s3:GetBucketAcl"],
  },
  "log deliveries of CloudFront and load balancers": {
    ...{ service: "delivery.logs.amazonaws.com", account: ({ sender }) => sender, ...toArchive },
    source: ["logs", "delivery-source:siem-1"],
    key: (_, account) => `AWSLogs/${account}/CloudFront/a.gz`,
    checks: ["s3:GetBucketAcl"],
  },
  "ALB and NLB access logs": {
    service: "logdelivery.elasticloadbalancing.amazonaws.com",
    account: ({ sender }) => sender,
    source: ["elasticloadbalancing", "loadbalancer/app/shop/50dc6c495c0c9188"],
    key: (_, account) => `AWSLogs/${account}/elasticloadbalancing/eu-west-1/2026/01/02/a.log.gz`,
    checks: [],
    ...{ into: "accessLogs", sends: { acl: false, key: false } },
  },
};

const keyOfObject = "s3:x-amz-server-side-encryption-aws-kms-key-id";

for (const each of cases) {
  describe(`What may be delivered to an archive of ${each.title}`, () => {
    let policies: Readonly<Record<"archive" | "accessLogs" | "key", { arn: string; statements: Statement[] }>>;
    before(async () => {
      const registered = await register(() => new LogArchive("siem-prod", each.args));
      policies = {
        archive: read(registered, "s3/bucket:Bucket", "s3/bucketPolicy:BucketPolicy", "siem-prod"),
        accessLogs: read(registered, "s3/bucket:Bucket", "s3/bucketPolicy:BucketPolicy", "siem-prod-access-logs"),
        key: read(registered, "kms/key:Key", "kms/key:Key", "siem-prod-archive"),
      };
    });

    for (const [name, delivery] of Object.entries(deliveries)) {
      const ours = delivery.account(each);
      const sourceArn = (account: string) => {
        const [service, resource] = delivery.source;
        return `arn:aws:${service}:eu-west-1:${account}:${resource}`;
      };
      const context = (account: string, org: string): Record<string, string> => ({
        "aws:PrincipalIsAWSService": "true",
        "aws:SecureTransport": "true",
        "s3:TlsVersion": "1.2",
        "aws:SourceAccount": account,
        "aws:SourceArn": sourceArn(account),
        "aws:SourceOrgID": org,
        ...(delivery.sends.acl && { "s3:x-amz-acl": "bucket-owner-full-control" }),
        ...(delivery.sends.key && { [keyOfObject]: policies.key.arn }),
      });
      const write = (changed: Record<string, string | undefined> = {}, key = delivery.key(each, ours)) => {
        const { arn, statements } = policies[delivery.into];
        return isServiceAllowed(
          {
            service: delivery.service,
            action: "s3:PutObject",
            resource: `${arn}/${key}`,
            context: defined({ ...context(ours, organization), ...changed }),
          },
          statements,
        );
      };
      const encrypt = (changed: Record<string, string> = {}) =>
        isServiceAllowed(
          {
            service: delivery.service,
            action: "kms:GenerateDataKey",
            resource: policies.key.arn,
            context: { ...context(ours, organization), ...changed },
          },
          policies.key.statements,
        );

      it(`is ${name}, of its own sender, with all that it needs`, () => {
        assert.equal(write(), true);
        const { arn, statements } = policies[delivery.into];
        for (const action of delivery.checks) {
          const request = { service: delivery.service, action, resource: arn, context: context(ours, organization) };
          assert.equal(isServiceAllowed(request, statements), true, action);
        }
        if (delivery.into === "archive") assert.equal(encrypt(), true, "the key");
      });

      const refused: Readonly<Record<string, (() => boolean) | undefined>> = {
        "of a foreign account": () =>
          write(context(stranger, foreignOrganization)) || encrypt(context(stranger, foreignOrganization)),
        "of a foreign organization, whatever the account": each.args.senders?.organizationId
          ? () => write(context(ours, foreignOrganization)) || encrypt(context(ours, foreignOrganization))
          : undefined,
        "whose source is not said": () => write({ "aws:SourceArn": undefined, "aws:SourceAccount": undefined }),
        "of a foreign source that claims our account": () =>
          write({ "aws:SourceArn": sourceArn(stranger), "aws:SourceOrgID": foreignOrganization }),
        "over plain HTTP": () => write({ "aws:SecureTransport": "false" }),
        "over TLS 1.1": () => write({ "s3:TlsVersion": "1.1" }),
        "without giving the owner control": delivery.sends.acl ? () => write({ "s3:x-amz-acl": undefined }) : undefined,
        "with another key":
          delivery.into === "archive"
            ? () => write({ [keyOfObject]: `arn:aws:kms:eu-west-1:${stranger}:key/1` })
            : undefined,
        "without any key": name === "GuardDuty" ? () => write({ [keyOfObject]: undefined }) : undefined,
        "outside of AWSLogs/": () => write({}, "rejected/aws-cloudtrail/a.ndjson"),
        "under a foreign account's prefix": each.args.senders?.accounts
          ? () => write({}, delivery.key({ ...each, trailPrefix: `AWSLogs/${stranger}` }, stranger))
          : undefined,
      };
      for (const [why, isWritten] of Object.entries(refused)) {
        if (isWritten) it(`is not ${name} ${why}`, () => assert.equal(isWritten(), false));
      }

      it(`is not ${name} by a service that only says so`, () => {
        const { arn, statements } = policies[delivery.into];
        const request = { action: "s3:PutObject", resource: `${arn}/${delivery.key(each, ours)}` };
        const asked = { ...request, service: "ec2.amazonaws.com", context: context(ours, organization) };
        assert.equal(isServiceAllowed(asked, statements), false);
      });
    }
  });
}

describe("An archive of named accounts", () => {
  it("has policies that AWS takes, with as many accounts as may be named, in each partition", async () => {
    const accounts = Array.from({ length: mostNamedAccounts }, (_, index) => String(200_000_000_000 + index));
    // Config is among those that deliver to a bucket that is not locked; a longer name is none of a SIEM.
    const args = { senders: { accounts }, lock: "off", ownFlowLogs: true } as const;
    for (const target of [ireland, beijing, govWest]) {
      const registered = await register(() => new LogArchive("siem-of-twenty-chars", args), target);
      assert.deepEqual(tooLarge(registered.resources), []);
    }
  });
});

describe("The flow logs of the archive's own VPC", () => {
  const takesOwn = async (args: LogArchiveArgs) => {
    const registered = await register(() => new LogArchive("siem-prod", { ...args, ownFlowLogs: true }));
    const statements = registered.statements("s3/bucketPolicy:BucketPolicy", "siem-prod");
    return JSON.stringify(statements).includes("OwnFlowLogs");
  };
  const senders = { accounts: [member] };

  it("need statements of their own where others deliver, whoever says so", async () => {
    assert.equal(await takesOwn({ senders }), true);
    assert.equal(await takesOwn({ origins: { "vended-logs": { senders } } }), true);
  });

  it("need none where the account delivers anyway", async () => {
    assert.equal(await takesOwn({}), false);
    assert.equal(
      await takesOwn({ senders, origins: { "vended-logs": { senders: { organizationId: organization } } } }),
      false,
    );
  });
});

describe("S3 server access logs", () => {
  const rows: readonly [string, Record<string, string>, string, boolean][] = [
    ["are taken of the account's own buckets", {}, "s3-access/a", true],
    ["are not taken of another account's", { "aws:SourceAccount": stranger }, "s3-access/a", false],
    ["are not taken beside their prefix", {}, "AWSLogs/a", false],
    ["are not taken over plain HTTP", { "aws:SecureTransport": "false" }, "s3-access/a", false],
  ];
  for (const [title, changed, key, isTaken] of rows) {
    it(title, async () => {
      const registered = await register(() => new LogArchive("siem-prod", cases[2]!.args));
      const name = "siem-prod-access-logs";
      const { arn, statements } = read(registered, "s3/bucket:Bucket", "s3/bucketPolicy:BucketPolicy", name);
      const context = {
        ...{ "aws:SourceAccount": archiveAccount, "aws:SourceArn": "arn:aws:s3:::aws-waf-logs-siem-prod-1234567" },
        ...{ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" },
        ...changed,
      };
      const request = {
        service: "logging.s3.amazonaws.com",
        action: "s3:PutObject",
        resource: `${arn}/${key}`,
        context,
      };
      assert.equal(isServiceAllowed(request, statements), isTaken);
    });
  }
});

describe("The archive of an organization whose parts are named", () => {
  const { args } = cases[2]!;
  const request = (statements: Statement[], service: string, action: string, resource: string, source: string) => {
    const context = {
      ...{ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3", "aws:SourceOrgID": organization },
      ...{ "aws:SourceArn": source, "s3:x-amz-acl": "bucket-owner-full-control" },
    };
    return isServiceAllowed({ service, action, resource, context }, statements);
  };

  it("takes no other trail, not even of its management account", async () => {
    const registered = await register(() => new LogArchive("siem-prod", args));
    const { arn, statements } = read(registered, "s3/bucket:Bucket", "s3/bucketPolicy:BucketPolicy", "siem-prod");
    const object = `${arn}/AWSLogs/${management}/CloudTrail/a.json.gz`;
    const by = (trail: string) => request(statements, "cloudtrail.amazonaws.com", "s3:PutObject", object, trail);
    assert.equal(by(`arn:aws:cloudtrail:eu-west-1:${management}:trail/siem-prod`), true);
    assert.equal(by(`arn:aws:cloudtrail:eu-west-1:${management}:trail/other`), false);
    assert.equal(by(`arn:aws:cloudtrail:eu-west-1:${member}:trail/siem-prod`), false);
  });

  it("takes findings of a region that accounts opt in to from that region's own principal, and of no other region's", async () => {
    const registered = await register(() => new LogArchive("siem-prod", args));
    const { arn, statements } = read(registered, "kms/key:Key", "kms/key:Key", "siem-prod-archive");
    const detector = `arn:aws:guardduty:eu-south-1:${delegated}:detector/1`;
    const by = (service: string) => request(statements, service, "kms:GenerateDataKey", arn, detector);
    assert.equal(by("guardduty.eu-south-1.amazonaws.com"), true);
    assert.equal(by("guardduty.me-south-1.amazonaws.com"), false);
  });

  it("names the partition that it is in", async () => {
    const target = { partition: "aws-us-gov", region: "us-gov-west-1", accountId: archiveAccount } as const;
    const registered = await register(() => new LogArchive("siem-prod", args), target);
    const policy = JSON.stringify([
      registered.statements("s3/bucketPolicy:BucketPolicy", "siem-prod"),
      registered.statements("kms/key:Key"),
    ]);
    assert.doesNotMatch(policy, /arn:aws:/);
    assert.match(policy, /arn:aws-us-gov:cloudtrail:\*:444455556666:trail\/siem-prod/);
  });
});

function read(registered: Registered, type: string, policyType: string, name: string) {
  return {
    arn: String(registered.one(type, name).arn),
    statements: readPolicyDocument(registered.one(policyType, name).inputs.policy),
  };
}

function defined(context: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
