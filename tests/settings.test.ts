import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { stageConfig, stages } from "../cli/stage-config";
import { ConfigurationError } from "../functions/shared/errors";
import { defaultLimits } from "../functions/shared/limits";
import { suggest } from "../functions/shared/suggest";
import { definitions, readSettings } from "../settings";

const project = parse(readFileSync(join(__dirname, "../Pulumi.yaml"), "utf8")) as {
  name: string;
  config: Record<string, { type: string; items?: { type: string }; default: unknown; description: string }>;
};

describe("Pulumi.yaml", () => {
  it("declares the settings that the program reads: keys, types, defaults and descriptions", () => {
    const declared = Object.entries(project.config).map(([key, { items, ...setting }]) => [
      key,
      // A setting that is declared as secret must be encrypted in every stack, its default too.
      { ...setting, items: items?.type },
    ]);
    const read = Object.entries(definitions).map(([key, definition]) => {
      const { type, items, default: otherwise, description } = definition;
      return [`siem:${key}`, { type, items, default: otherwise, description }];
    });
    assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(read));
  });

  it("describes each setting in a line that says more than its name", () => {
    for (const [key, { description }] of Object.entries(project.config)) assert.ok(description.length > 15, key);
  });
});

describe("The settings", () => {
  it("are what Pulumi.yaml says where a stack says nothing", () => {
    const settings = readSettings({});
    assert.equal(settings.protectData, true);
    assert.equal(settings.network, "vpc");
    assert.equal(settings.retentionDays, 90);
    assert.equal(settings.organizationId, undefined);
    assert.deepEqual(settings.accounts, []);
    assert.deepEqual(settings.deliveries, [
      ...["cloudtrail", "config", "guardduty", "macie", "vended-logs", "load-balancers"],
    ]);
  });

  it("are read as what they are", () => {
    const settings = readSettings({
      "siem:protectData": "false",
      "siem:retentionDays": "30",
      "siem:accounts": '["111122223333"]',
      "siem:networks": '[{"cidr":"192.0.2.0/24","name":"Office","country":"DE"},{"cidr":"2001:db8::/32","name":"Lab"}]',
      "aws:region": "eu-west-1",
    });
    assert.equal(settings.protectData, false);
    assert.equal(settings.retentionDays, 30);
    assert.deepEqual(settings.accounts, ["111122223333"]);
    assert.deepEqual(settings.networks, [
      { cidr: "192.0.2.0/24", name: "Office", country: "DE" },
      { cidr: "2001:db8::/32", name: "Lab" },
    ]);
  });

  it("hold all limits, those that a stack sets and the defaults of the others", () => {
    assert.deepEqual(readSettings({}).limits, defaultLimits);
    const { limits } = readSettings({ "siem:limits": '{"lineBytes":65536}' });
    assert.deepEqual(limits, { ...defaultLimits, lineBytes: 65_536 });
  });

  it("say how people sign in, and no message holds the metadata", () => {
    const signIn = '{"kind":"saml","entityId":"https://idp.example.com","sessionMinutes":480}';
    const metadata = '<md:EntityDescriptor xmlns:md="urn:x"/>';
    const settings = readSettings({ "siem:dashboardsSignIn": signIn, "siem:samlMetadata": metadata });
    assert.deepEqual(settings.dashboardsSignIn, {
      kind: "saml",
      entityId: "https://idp.example.com",
      sessionMinutes: 480,
    });
    assert.equal(settings.samlMetadata, metadata);
    // As a stage's file holds it: `siem graph` shows the stage without asking for the secret.
    readSettings({ "siem:dashboardsSignIn": signIn, "siem:samlMetadata": "[secret]" });
    assert.throws(
      () => readSettings({ "siem:dashboardsSignIn": signIn, "siem:samlMetadata": "a private key" }),
      (error: unknown) => {
        assert.ok(error instanceof ConfigurationError, String(error));
        assert.match(error.message, /siem:samlMetadata is a secret of another form; allowed: the XML of an identity/);
        assert.doesNotMatch(error.message, /private key/);
        return true;
      },
    );
  });

  it("name a domain that is there, and a name of its own for one that is made", () => {
    const existing = { endpoint: "https://logs.example.com", arn: "arn:aws:es:eu-west-1:111122223333:domain/logs" };
    const given = { ...existing, volumeGib: 500 };
    const settings = readSettings({ "siem:network": "public", "siem:existingDomain": JSON.stringify(given) });
    assert.deepEqual(settings.existingDomain, given);
    const endpoint = {
      hostName: "siem.example.com",
      certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1234-abcd",
    };
    assert.deepEqual(readSettings({ "siem:customEndpoint": JSON.stringify(endpoint) }).customEndpoint, endpoint);
    assert.equal(readSettings({}).existingDomain, undefined);
    assert.equal(readSettings({}).customEndpoint, undefined);
  });

  it("of every stage are allowed", () => {
    assert.deepEqual(stages().sort(), ["dev", "local", "prod"]);
    for (const stage of stages()) readSettings(stageConfig(stage));
  });

  const existingVpc = {
    vpcId: "vpc-0123456789abcdef0",
    subnetIds: '["subnet-0123456789abcdef0","subnet-0123456789abcdef1","subnet-0123456789abcdef2"]',
  };

  const warmDomain = {
    searchMasterType: "m7g.large.search",
    searchWarmType: "ultrawarm1.medium.search",
    searchWarmCount: "2",
  };
  const existingDomain = { endpoint: "https://logs.example.com", arn: "arn:aws:es:eu-west-1:111122223333:domain/logs" };

  const unknown: readonly [string, RegExp][] = [
    ["retentiondays", /Unknown setting siem:retentiondays: did you mean siem:retentionDays\?/],
    ["alarmMail", /did you mean siem:alarmEmail\?/],
    ["searchInstanceTyp", /did you mean siem:searchInstanceType\?/],
    ["colour", /Unknown setting siem:colour\. Allowed: protectData, accounts, /],
  ];
  for (const [key, message] of unknown) {
    it(`do not know ${key}`, () => {
      assert.throws(() => readSettings({ [`siem:${key}`]: "x" }), message);
      assert.throws(() => readSettings({ [`siem:${key}`]: "x" }), ConfigurationError);
    });
  }

  it("know the regions of the AWS provider", () => {
    for (const region of ["eu-west-1", "us-gov-west-1", "cn-north-1"]) readSettings({ "aws:region": region });
    assert.throws(() => readSettings({ "aws:region": "mars" }), {
      name: "ConfigurationError",
      message: /^Setting aws:region is "mars"; allowed: af-south-1, .*eu-west-1, /,
    });
    assert.throws(() => readSettings({ "aws:region": "eu-wset-1" }), /is "eu-wset-1": did you mean eu-west-1\?/);
    readSettings({ "aws:region": "mars-north-1", "aws:skipRegionValidation": "true" });
  });

  it("leave the keys of providers and other projects alone", () => {
    readSettings({ "aws:retentiondays": "x", "other:colour": "blue" });
  });

  const refused: readonly [string, Record<string, string>, RegExp][] = [
    [
      "a flag that is neither true nor false",
      { protectData: "yes" },
      /siem:protectData is "yes"; allowed: true, false/,
    ],
    [
      "days that are no number",
      { retentionDays: "90d" },
      /siem:retentionDays is "90d"; allowed: a whole number from 1 to 3650/,
    ],
    [
      "a number out of range",
      { loaderTimeout: "901" },
      /siem:loaderTimeout is "901"; allowed: a whole number from 30 to 900/,
    ],
    ["a retention that CloudWatch does not have", { logRetentionDays: "100" }, /allowed: 1, 3, 5, 7, 14/],
    ["an account id that is short", { accounts: '["12345"]' }, /"12345" is not an AWS account id of twelve digits/],
    ["an account id that is a number", { accounts: "[111122223333]" }, /111122223333 is not an AWS account id/],
    ["a text where a list belongs", { accounts: "111122223333" }, /siem:accounts is "111122223333"; allowed: a list/],
    ["broken JSON", { accounts: "[" }, /allowed: a list/],
    ["a service that cannot deliver", { deliveries: '["okta"]' }, /"okta" is not one of cloudtrail, config, /],
    ["a network kind that is none", { network: "private" }, /"private" is not one of vpc, public/],
    [
      "a role that is a user",
      { analystRoleArns: '["arn:aws:iam::111122223333:user/eve"]' },
      /is not the ARN of an IAM role/,
    ],
    ["an engine of another maker", { engineVersion: "Elasticsearch_7.10" }, /is not an OpenSearch version/],
    [
      "an organisation's network without a name",
      { networks: '[{"cidr":"192.0.2.0/24"}]' },
      /siem:networks\[0\]\.name is missing: it must be a text/,
    ],
    [
      "a network that is an address",
      { networks: '[{"cidr":"192.0.2.1","name":"x"}]' },
      /\[0\]\.cidr: "192\.0\.2\.1" is no network: write an address and a prefix, such as 192\.0\.2\.0\/24/,
    ],
    [
      "a network with a misspelt member",
      { networks: '[{"cidr":"192.0.2.0/24","name":"x","land":"DE"}]' },
      /allowed: \[0\]\.cidr, \[0\]\.name, \[0\]\.country; "\[0\]\.land" is none of them/,
    ],
    [
      "a country that is no code",
      { networks: '[{"cidr":"192.0.2.0/24","name":"x","country":"Germany"}]' },
      /"Germany" is not a two-letter country code/,
    ],
    ["networks that are texts", { networks: '["192.0.2.0/24"]' }, /allowed: an object/],
    [
      "accounts beside their organization",
      { accounts: '["111122223333"]', organizationId: "o-exampleorg1" },
      /are both set; keep one/,
    ],
    [
      "an archive that forgets before the index",
      { archiveRetentionDays: "30" },
      /archiveRetentionDays is 30, less than siem:retentionDays \(90\)/,
    ],
    [
      "nodes that the zones cannot share",
      { searchZones: "2", searchInstanceCount: "3" },
      /siem:searchInstanceCount is 3; with 2 zones \(siem:searchZones\) it must be a multiple of 2\.$/,
    ],
    [
      "a limit out of its range",
      { limits: '{"lineBytes":1}' },
      /Setting siem:limits: lineBytes is 1; allowed: a whole number from 1024 to 16777216\. Correct it, or leave it out/,
    ],
    ["a limit that there is not", { limits: '{"lines":1}' }, /Setting siem:limits: there is no limit "lines"/],
    ["limits that are a list", { limits: "[]" }, /siem:limits is "\[\]"; allowed: an object/],
    ["limits that are a number", { limits: "5" }, /siem:limits is "5"; allowed: an object/],
    ["four zones", { searchZones: "4" }, /Setting siem:searchZones is "4"; allowed: 1, 2, 3/],
    [
      "a standby zone without masters, and more throughput than its operations carry",
      { searchStandby: "true", searchVolumeThroughput: "1000" },
      /siem:searchStandby needs dedicated masters; set siem:searchMasterType; siem:searchVolumeThroughput is 1000 MiB\/s; at most a quarter of siem:searchVolumeIops \(3000\)\.$/,
    ],
    [
      "more objects at once than the loader has memory and disk for",
      { loaderObjectsAtOnce: "16", loaderMemory: "1024" },
      /The loader cannot work: siem:loaderMemory is 1024 MB, and 16 objects at once \(siem:loaderObjectsAtOnce\) take 1280; .*siem:loaderStorage is 2048 MB, .* may take 6400; raise it or read fewer at once\.$/,
    ],
    [
      "a large batch for which Lambda does not wait",
      { loaderBatchSize: "100", loaderBatchWindow: "0" },
      /siem:loaderBatchSize is 100; .* with a siem:loaderBatchWindow of 1 or more\.$/,
    ],
    [
      "a budget of which nobody is told",
      { monthlyBudgetUsd: "500" },
      /monthlyBudgetUsd is set but siem:alarmEmail is not/,
    ],
    ["a VPC without subnets", { vpcId: "vpc-0123456789abcdef0" }, /vpcId and siem:subnetIds belong together/],
    [
      "subnets for fewer zones than the domain has",
      { vpcId: "vpc-0123456789abcdef0", subnetIds: '["subnet-0123456789abcdef0"]' },
      /has 1 subnets but siem:searchZones is 3/,
    ],
    ["an engine without the fields' types", { engineVersion: "OpenSearch_2.5" }, /needs OpenSearch_2\.7 or later/],
    [
      "warm nodes without masters",
      { searchWarmType: "ultrawarm1.medium.search", searchWarmCount: "3" },
      /siem:searchWarmType needs dedicated masters; set siem:searchMasterType/,
    ],
    [
      "logs that are deleted before they get cold",
      {
        ...warmDomain,
        retentionDays: "30",
        searchColdStorage: "true",
      },
      /siem:coldAfterDays is 30; it must be after siem:warmAfterDays \(7\) and before siem:retentionDays \(30\)/,
    ],
    [
      "logs that get cold before they are warm",
      { ...warmDomain, searchColdStorage: "true", coldAfterDays: "7" },
      /siem:coldAfterDays is 7; it must be after siem:warmAfterDays \(7\)/,
    ],
    [
      "logs that are deleted before they are moved",
      { ...warmDomain, retentionDays: "7" },
      /siem:warmAfterDays is 7, not before logs are deleted/,
    ],
    [
      "a sign-in of no kind",
      { dashboardsSignIn: '{"entityId":"x"}' },
      /siem:dashboardsSignIn\.kind is missing: it must be one of saml, identity-center, cognito/,
    ],
    [
      "a sign-in with a misspelt member",
      { dashboardsSignIn: '{"kind":"saml","entityID":"https://idp.example.com"}' },
      /siem:dashboardsSignIn\.entityId is missing: it must be the entity id of an identity provider, .*; you may have meant it by "entityID"/,
    ],
    [
      "a session of two days",
      { dashboardsSignIn: '{"kind":"saml","entityId":"https://idp.example.com","sessionMinutes":2880}' },
      /sessionMinutes: allowed: a whole number from 1 to 1440/,
    ],
    [
      "an instance that is none",
      { dashboardsSignIn: '{"kind":"identity-center","instanceArn":"ssoins-1"}' },
      /"ssoins-1" is not the ARN of an instance of IAM Identity Center/,
    ],
    [
      "a user pool without its number",
      { dashboardsSignIn: '{"kind":"cognito"}' },
      /siem:dashboardsSignIn\.userPoolId is missing: it must be the id of a user pool/,
    ],
    [
      "SAML without its metadata",
      { dashboardsSignIn: '{"kind":"saml","entityId":"https://idp.example.com"}' },
      /there are no siem:samlMetadata; set them with `pulumi config set --secret siem:samlMetadata/,
    ],
    [
      "metadata that nobody uses",
      { samlMetadata: "<EntityDescriptor />" },
      /siem:dashboardsSignIn is not of the kind saml/,
    ],
    [
      "SAML for a domain on the internet",
      {
        network: "public",
        dashboardsSignIn: '{"kind":"saml","entityId":"https://idp.example.com"}',
        samlMetadata: "<EntityDescriptor />",
      },
      /browsers sign no requests, so the domain would be open to the internet; use a VPC, or Cognito/,
    ],
    ["groups that nobody tells", { analystGroups: '["soc"]' }, /no sign-in tells the groups of people/],
    [
      "an existing domain in a VPC that is made",
      { existingDomain: JSON.stringify(existingDomain) },
      /which a VPC that is made does not lead to; name the domain's own VPC as siem:vpcId/,
    ],
    [
      "a sign-in of an existing domain",
      { network: "public", existingDomain: JSON.stringify(existingDomain), searchSnapshots: "true" },
      /siem:searchSnapshots is set, but siem:existingDomain is not made by this stack/,
    ],
    [
      "a file system without a VPC",
      { network: "public", modelStorage: "true" },
      /siem:modelStorage is true but siem:network is "public": a file system is in a VPC/,
    ],
    [
      "writers of a file system that is not made",
      { modelWriterRoleArns: '["arn:aws:iam::111122223333:role/models"]' },
      /there is no siem:modelStorage that they could write to; set it to true/,
    ],
    [
      "a collection that is a domain",
      { network: "public", searchEngine: "serverless", existingDomain: JSON.stringify(existingDomain) },
      /siem:searchEngine is "serverless", but siem:existingDomain is arn:aws:es:.* remove one of them/,
    ],
    [
      "a collection with what domains have",
      { searchEngine: "serverless", searchSnapshots: "true" },
      /siem:searchSnapshots is set, but siem:searchEngine is "serverless": a collection has nothing of the kind/,
    ],
    [
      "an existing domain over plain HTTP",
      { existingDomain: JSON.stringify({ ...existingDomain, endpoint: "http://logs.example.com" }) },
      /"http:\/\/logs\.example\.com" is not an https:\/\/ URL without a path/,
    ],
    [
      "an existing domain with the endpoint of another region's",
      {
        network: "public",
        existingDomain: JSON.stringify({
          ...existingDomain,
          endpoint: "https://search-logs-a1.us-east-1.es.amazonaws.com",
        }),
      },
      /endpoint: allowed: https:\/\/search-logs-a1\..* beside an arn of its region only, not of eu-west-1; correct one of them/,
    ],
    [
      "an existing domain in a VPC without a way there",
      {
        network: "public",
        existingDomain: JSON.stringify({ ...existingDomain, endpoint: "https://vpc-logs-a1.aos.eu-west-1.on.aws" }),
      },
      /siem:existingDomain has the endpoint https:\/\/vpc-.*: nothing would reach it; name the domain's VPC as siem:vpcId/,
    ],
    [
      "a certificate of another kind",
      {
        customEndpoint:
          '{"hostName":"siem.example.com","certificateArn":"arn:aws:iam::111122223333:server-certificate/x"}',
      },
      /is not the ARN of a certificate in ACM/,
    ],
    [
      "a single subnet, in which an outage would stop the functions",
      {
        vpcId: "vpc-0123456789abcdef0",
        subnetIds: '["subnet-0123456789abcdef0"]',
        searchZones: "1",
        searchInstanceCount: "1",
      },
      /has 1 subnets but siem:searchZones is 1; name one subnet for each zone, two at least: here 2\.$/,
    ],
    [
      "a way out of a VPC that is not made",
      { network: "public", natGateways: "one" },
      /siem:natGateways is "one" but siem:network is "public": they are part of a VPC that is made; remove it\.$/,
    ],
    [
      "endpoints in a VPC of one's own",
      { ...existingVpc, vpcEndpoints: '["kms"]' },
      /siem:vpcEndpoints is set but siem:vpcId is vpc-0123456789abcdef0: /,
    ],
    [
      "an endpoint of an unknown service",
      { vpcEndpoints: '["s4"]' },
      /"s4" is not one of kms, logs, monitoring, sns, /,
    ],
    ["one NAT gateway too many", { natGateways: "two" }, /"two" is not one of none, one, each-zone/],
    [
      "addresses that two subnets in each zone do not fit into",
      { vpcCidr: "10.64.0.0/26", natGateways: "one" },
      /siem:vpcCidr is 10\.64\.0\.0\/26, too small for two subnets in each of 3 zones: AWS has none smaller than \/28/,
    ],
    [
      "more nodes than a zone has addresses for",
      { vpcCidr: "10.64.0.0/26", searchInstanceCount: "12" },
      /siem:searchInstanceCount is 12, for which OpenSearch Service reserves 12 addresses in each zone, .* \(10\.64\.0\.0\/26\) has 11; give it a larger network/,
    ],
    [
      "more nodes than a zone of two has addresses for",
      { searchZones: "1", searchInstanceCount: "42" },
      /reserves 126 addresses in each zone, .* has 123/,
    ],
    [
      "a VPC for a public domain",
      {
        network: "public",
        vpcId: "vpc-0123456789abcdef0",
        subnetIds: '["subnet-0123456789abcdef0"]',
        searchZones: "1",
      },
      /network is "public" but siem:vpcId is vpc-0123456789abcdef0/,
    ],
  ];
  for (const [name, other] of [
    ["OpenSearch Serverless", { searchEngine: "serverless" }],
    ["a domain that is there", { existingDomain: JSON.stringify(existingDomain) }],
  ] as const) {
    describe(`of ${name}`, () => {
      const read = (values: Readonly<Record<string, string>>) =>
        readSettings(
          Object.fromEntries(Object.entries({ ...other, ...values }).map(([key, value]) => [`siem:${key}`, value])),
        );
      const subnets = (count: number) =>
        JSON.stringify(Array.from({ length: count }, (_, n) => `subnet-0123456789abcdef${n}`));

      it("may have as many subnets as a VPC has zones, whatever is said of a domain's nodes", () => {
        const shape = { searchZones: "2", searchInstanceCount: "3", engineVersion: "OpenSearch_1.3" };
        for (const count of [2, 3, 5]) read({ ...shape, vpcId: "vpc-0123456789abcdef0", subnetIds: subnets(count) });
      });

      it("may keep logs for less time than a domain would have them before it moves them", () => {
        const vpc = { vpcId: "vpc-0123456789abcdef0", subnetIds: subnets(2) };
        assert.equal(read({ ...vpc, searchColdStorage: "true", retentionDays: "14" }).retentionDays, 14);
      });

      it("may not have a single one", () => {
        const single = { vpcId: "vpc-0123456789abcdef0", subnetIds: subnets(1) };
        assert.throws(() => read(single), /siem:subnetIds has one subnet; name two at least/);
      });
    });
  }

  for (const [name, values, message] of refused) {
    it(`may not be ${name}`, () => {
      const config = Object.fromEntries(Object.entries(values).map(([key, value]) => [`siem:${key}`, value]));
      assert.throws(() => readSettings(config), message);
      assert.throws(() => readSettings(config), ConfigurationError);
    });
  }

  it("are read or refused with a ConfigurationError, whatever a stack says", () => {
    const keys = Object.keys(definitions).map((key) => `siem:${key}`);
    const anything = fc.dictionary(
      fc.constantFrom(...keys),
      fc.oneof(fc.string(), fc.json(), fc.integer().map(String)),
    );
    fc.assert(
      fc.property(anything, (config) => {
        try {
          readSettings(config);
        } catch (error) {
          assert.ok(error instanceof ConfigurationError, String(error));
        }
      }),
    );
  });
});

describe("A suggestion", () => {
  it("is the nearest of the words, if it is near", () => {
    assert.equal(suggest("retenton", ["retention", "region"]), "retention");
    assert.equal(suggest("Region", ["retention", "region"]), "region");
    assert.equal(suggest("queue", ["retention", "region"]), undefined);
    assert.equal(suggest("queue", []), undefined);
  });
});
