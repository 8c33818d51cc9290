import * as assert from "node:assert/strict";
import {
  GuardDutyOrganization,
  MemberProviders,
  type Organization,
  OrganizationAccess,
  SecurityServices,
} from "../../../components";
import { accountsOf, type OrganizationService } from "../../../components/organization/organization";
import { govWest, ireland, type Registered, register } from "../support";
import { administrator, archive, archiveAccount, made, management, member, organization } from "./support";

const make = (services: readonly OrganizationService[], changed: Partial<Organization> = {}, target = ireland) =>
  register(() => {
    const wanted = { ...organization, services, ...changed };
    const { role, delegatedAdministrator, trustedAccess } = wanted;
    const providers = new MemberProviders("siem-test", {
      ...{ target, ownAccount: archiveAccount, accounts: accountsOf(wanted), role },
    });
    const access = new OrganizationAccess(
      "siem-test",
      { services, delegatedAdministrator, trustedAccess },
      providers.in(management),
    );
    const rootId = () => "r-examplerootid1";
    new SecurityServices("siem-test", { target, organization: wanted, providers, access, archive, rootId });
  }, target);

const bothRegions = (name: string, inputs: Record<string, unknown>) =>
  Object.fromEntries(["eu-west-1", "us-east-1"].map((region) => [`${name}-${region}`, { region, ...inputs }]));
const idOf = (registered: Registered, type: string, name: string) => registered.one(type, name).id;

/** Without what is different for each region. */
const without = (key: string, all: Record<string, Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(all).map(([name, inputs]) => [
      name,
      Object.fromEntries(Object.entries(inputs).filter(([input]) => input !== key)),
    ]),
  );

describe("GuardDuty of an organization", () => {
  let registered: Registered;
  before(async () => {
    registered = await make(["guardduty"], { guardDutyFeatures: ["S3_DATA_EVENTS", "RUNTIME_MONITORING"] });
  });
  const type = (name: string) => `guardduty/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

  it("has a detector of the administrator in each region, made before the management account appoints it", () => {
    assert.deepEqual(
      made(registered, type("Detector")),
      bothRegions("siem-test-guardduty", {
        ...{ account: administrator, enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
      }),
    );
    assert.deepEqual(
      made(registered, type("OrganizationAdminAccount")),
      bothRegions("siem-test-guardduty", { account: management, adminAccountId: administrator }),
    );
    const dependencies = registered.dependencies(registered.all(type("OrganizationAdminAccount"))[0]!);
    assert.ok(dependencies.includes(`aws:${type("Detector")} siem-test-guardduty-eu-west-1`), dependencies.join());
    assert.ok(
      dependencies.includes("aws:organizations/awsServiceAccess:AwsServiceAccess siem-test-guardduty"),
      dependencies.join(),
    );
  });

  it("is turned on for all accounts, with its features, once the administrator is appointed", () => {
    assert.deepEqual(
      without("detectorId", made(registered, type("OrganizationConfiguration"))),
      bothRegions("siem-test-guardduty", { account: administrator, autoEnableOrganizationMembers: "ALL" }),
    );
    const organization = registered.all(type("OrganizationConfiguration"))[0]!;
    assert.ok(
      registered
        .dependencies(organization)
        .includes(`aws:${type("OrganizationAdminAccount")} siem-test-guardduty-eu-west-1`),
      "after the appointment",
    );
    const parts = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"];
    assert.deepEqual(without("detectorId", made(registered, type("OrganizationConfigurationFeature"))), {
      ...featureInBothRegions("s3-data-events", { account: administrator, name: "S3_DATA_EVENTS", autoEnable: "ALL" }),
      ...featureInBothRegions("runtime-monitoring", {
        ...{ account: administrator, name: "RUNTIME_MONITORING", autoEnable: "ALL" },
        additionalConfigurations: parts.map((name) => ({ name, autoEnable: "ALL" })),
      }),
    });
    assert.deepEqual(without("detectorId", made(registered, type("DetectorFeature"))), {
      ...featureInBothRegions("s3-data-events", { account: administrator, name: "S3_DATA_EVENTS", status: "ENABLED" }),
      ...featureInBothRegions("runtime-monitoring", {
        ...{ account: administrator, name: "RUNTIME_MONITORING", status: "ENABLED" },
        additionalConfigurations: parts.map((name) => ({ name, status: "ENABLED" })),
      }),
    });
  });

  it("exports its findings to the archive, with the archive's key", () => {
    assert.deepEqual(
      made(registered, type("PublishingDestination")),
      Object.fromEntries(
        ["eu-west-1", "us-east-1"].map((region) => [
          `siem-test-guardduty-${region}`,
          {
            ...{ account: administrator, region, destinationArn: "arn:aws:s3:::aws-waf-logs-siem-test-1234567" },
            detectorId: idOf(registered, type("Detector"), `siem-test-guardduty-${region}`),
            kmsKeyArn: archive.keyArn,
          },
        ]),
      ),
    );
  });

  it("protects S3 where nothing is said about features", async () => {
    const alone = await register(() => {
      new GuardDutyOrganization("siem-test", {
        ...{ regions: ["eu-west-1"], delegatedAdministrator: administrator, management: {}, after: [] },
        ...{ archiveBucketArn: archive.bucketArn, archiveKeyArn: archive.keyArn },
      });
    });
    const names = alone.all(type("OrganizationConfigurationFeature")).map(({ inputs }) => inputs.name);
    assert.deepEqual(names.sort(), ["EKS_AUDIT_LOGS", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"]);
  });
});

function featureInBothRegions(feature: string, inputs: Record<string, unknown>) {
  return Object.fromEntries(
    ["eu-west-1", "us-east-1"].map((region) => [`siem-test-guardduty-${region}-${feature}`, { region, ...inputs }]),
  );
}

describe("Security Hub of an organization", () => {
  const name = "siem-test-security-hub";
  const of = (registered: Registered) =>
    registered.resources
      .filter(({ type }) => type.startsWith("aws:securityhub/"))
      .map(({ type, provider, inputs }) => [type.split(":").at(-1), provider?.slice(-12), inputs] as const);

  it("is configured in the first region for the whole organization, and gathers the findings of the others there", async () => {
    const registered = await make(["security-hub"]);
    const region = "eu-west-1";
    const standard = "standards/aws-foundational-security-best-practices/v/1.0.0";
    assert.deepEqual(
      Object.fromEntries(of(registered).map(([type, account, inputs]) => [type, { account, ...inputs }])),
      {
        Account: {
          ...{ account: administrator, region, enableDefaultStandards: false, autoEnableControls: true },
          controlFindingGenerator: "SECURITY_CONTROL",
        },
        OrganizationAdminAccount: { account: management, region, adminAccountId: administrator },
        FindingAggregator: {
          ...{ account: administrator, region, linkingMode: "SPECIFIED_REGIONS", specifiedRegions: ["us-east-1"] },
        },
        OrganizationConfiguration: {
          ...{ account: administrator, region, autoEnable: false, autoEnableStandards: "NONE" },
          organizationConfiguration: { configurationType: "CENTRAL" },
        },
        ConfigurationPolicy: {
          ...{ account: administrator, region, name, description: "Security Hub in every account, for the SIEM" },
          configurationPolicy: {
            serviceEnabled: true,
            enabledStandardArns: [`arn:aws:securityhub:eu-west-1::${standard}`],
            securityControlsConfiguration: { disabledControlIdentifiers: [] },
          },
        },
        ConfigurationPolicyAssociation: {
          ...{ account: administrator, region, targetId: "r-examplerootid1" },
          policyId: idOf(registered, "securityhub/configurationPolicy:ConfigurationPolicy", name),
        },
      },
    );
  });

  it("of one region gathers nothing, and names the standard in its own partition", async () => {
    const registered = await make(["security-hub"], { regions: ["us-gov-west-1"] }, govWest);
    const inputs = new Map(of(registered).map(([type, , each]) => [type, each]));
    assert.deepEqual(inputs.get("FindingAggregator"), { region: "us-gov-west-1", linkingMode: "NO_REGIONS" });
    assert.match(
      JSON.stringify(inputs.get("ConfigurationPolicy")),
      /"arn:aws-us-gov:securityhub:us-gov-west-1::standards/,
    );
  });
});

describe("AWS Config of an organization", () => {
  let registered: Registered;
  before(async () => {
    registered = await make(["config"]);
  });
  const accounts = [management, administrator, archiveAccount, member];
  const everywhere = (inputsOf: (account: string, region: string) => Record<string, unknown>) =>
    Object.fromEntries(
      accounts.flatMap((account) =>
        ["eu-west-1", "us-east-1"].map((region) => [
          `siem-test-config-${account}-${region}`,
          { account, region, name: "default", ...inputsOf(account, region) },
        ]),
      ),
    );

  it("records all types in every account and region, global ones in the first region only", () => {
    assert.deepEqual(
      made(registered, "cfg/recorder:Recorder"),
      everywhere((account, region) => ({
        roleArn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: region === "eu-west-1" },
      })),
    );
    assert.deepEqual(
      made(registered, "cfg/recorderStatus:RecorderStatus"),
      everywhere(() => ({ isEnabled: true })),
    );
  });

  it("delivers to the archive with its key, before the recorder is started", () => {
    assert.deepEqual(
      made(registered, "cfg/deliveryChannel:DeliveryChannel"),
      everywhere(() => ({
        ...{ s3BucketName: archive.bucketName, s3KmsKeyArn: archive.keyArn },
        snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
      })),
    );
    for (const status of registered.all("cfg/recorderStatus:RecorderStatus")) {
      assert.ok(
        registered.dependencies(status).includes(`aws:cfg/deliveryChannel:DeliveryChannel ${status.name}`),
        status.name,
      );
    }
  });

  it("is seen as a whole by the administrator, whom the management account registers for it", () => {
    const roleArn = String(registered.one("iam/role:Role", "siem-test-config").arn);
    assert.match(roleArn, new RegExp(`::${administrator}:`));
    assert.deepEqual(made(registered, "cfg/configurationAggregator:ConfigurationAggregator"), {
      "siem-test-config": {
        ...{ account: administrator, region: "eu-west-1", name: "siem-test-config" },
        organizationAggregationSource: { allRegions: true, roleArn },
      },
    });
    assert.deepEqual(
      registered.all("organizations/delegatedAdministrator:DelegatedAdministrator").map(({ inputs }) => inputs),
      ["config", "config-multiaccountsetup"].map((service) => ({
        ...{ accountId: administrator, servicePrincipal: `${service}.amazonaws.com` },
      })),
    );
  });

  it("makes its service-linked role in each account, unless they have it", async () => {
    const type = "iam/serviceLinkedRole:ServiceLinkedRole";
    assert.equal(registered.all(type).length, 4);
    assert.deepEqual((await make(["config"], { createServiceLinkedRoles: false })).all(type), []);
  });
});

describe("Amazon Inspector of an organization", () => {
  it("is turned on for the administrator, for members that exist and for those to come", async () => {
    const registered = await make(["inspector"], { regions: ["eu-west-1"] });
    const [region, account] = ["eu-west-1", administrator];
    const resourceTypes = ["EC2", "ECR", "LAMBDA"];
    assert.deepEqual(made(registered, "inspector2/delegatedAdminAccount:DelegatedAdminAccount"), {
      "siem-test-inspector-eu-west-1": { account: management, region, accountId: administrator },
    });
    const members = [management, archiveAccount, member];
    assert.deepEqual(made(registered, "inspector2/enabler:Enabler"), {
      "siem-test-inspector-eu-west-1": { account, region, accountIds: [administrator], resourceTypes },
      "siem-test-inspector-eu-west-1-members": { account, region, accountIds: members, resourceTypes },
    });
    assert.deepEqual(
      registered.all("inspector2/memberAssociation:MemberAssociation").map(({ inputs }) => inputs.accountId),
      [...members].sort(),
    );
    assert.deepEqual(registered.one("inspector2/organizationConfiguration:OrganizationConfiguration").inputs, {
      ...{ region, autoEnable: { ec2: true, ecr: true, lambda: true } },
    });
  });
});

describe("Amazon Macie of an organization", () => {
  it("is turned on for accounts that join, and keeps what it looked at in the archive", async () => {
    const registered = await make(["macie"], { regions: ["eu-west-1"] });
    const [region, account, name] = ["eu-west-1", administrator, "siem-test-macie-eu-west-1"];
    assert.deepEqual(made(registered, "macie2/account:Account"), {
      [name]: { account, region, status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES" },
    });
    assert.deepEqual(made(registered, "macie2/organizationAdminAccount:OrganizationAdminAccount"), {
      [name]: { account: management, region, adminAccountId: administrator },
    });
    assert.deepEqual(made(registered, "macie2/organizationConfiguration:OrganizationConfiguration"), {
      [name]: { account, region, autoEnable: true },
    });
    assert.deepEqual(made(registered, "macie2/classificationExportConfiguration:ClassificationExportConfiguration"), {
      [name]: { account, region, s3Destination: { bucketName: archive.bucketName, kmsKeyArn: archive.keyArn } },
    });
  });
});

describe("IAM Access Analyzer of an organization", () => {
  it("looks in each region for what is shared with others than the organization's accounts", async () => {
    const registered = await make(["access-analyzer"]);
    assert.deepEqual(
      made(registered, "accessanalyzer/analyzer:Analyzer"),
      bothRegions("siem-test-access-analyzer", {
        ...{ account: administrator, analyzerName: "siem-test-access-analyzer", type: "ORGANIZATION" },
      }),
    );
    const dependencies = registered.dependencies(registered.all("accessanalyzer/analyzer:Analyzer")[0]!);
    assert.ok(
      dependencies.some((each) => each.includes("DelegatedAdministrator siem-test-access-analyzer")),
      dependencies.join(),
    );
  });
});

describe("Services of an organization that are not wanted", () => {
  it("are not set up, and nothing is asked of AWS Organizations for them", async () => {
    const registered = await make([]);
    const types = registered.resources.filter(({ type }) => /^aws:/.test(type)).map(({ type }) => type);
    assert.deepEqual(types, []);
  });

  it("leave trusted access alone where that is decided elsewhere", async () => {
    const registered = await make(["guardduty"], { trustedAccess: false });
    assert.deepEqual(registered.all("organizations/awsServiceAccess:AwsServiceAccess"), []);
  });
});
