import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LogArchive, LogLoading, SearchCollection, SearchDomain, Siem } from "../../provider/components";
import { componentProvider } from "../../provider/host";
import { register } from "../components/support";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const domain = {
  ...{ instanceType: "r7g.large.search", instanceCount: 3, zones: 3, volumeGib: 100 },
  masterRoleArn: pulumi.output(role("master")),
};
const loading = {
  ...{ bucketName: "logs", retentionDays: 30, domainEndpoint: "https://search-logs.eu-west-1.es.amazonaws.com" },
  domainArn: "arn:aws:es:eu-west-1:111122223333:domain/logs",
};
const roles = { configuratorRoleArn: role("content"), loaderRoleArn: role("loader") };

describe("The components for other languages", function () {
  this.timeout(120_000);

  it("pass on what they are given, and keep the defaults of what they are not", async () => {
    const registered = await register(() => {
      new LogArchive("logs", { organizationId: "o-exampleorg1", deliveries: ["cloudtrail"], retentionDays: 400 });
      new SearchDomain("search", { ...domain, accessRoleArns: [pulumi.output(role("analyst"))] });
      const vpc = { vpcId: "vpc-1", subnetIds: pulumi.output(["subnet-1"]), securityGroupIds: ["sg-1"] };
      new SearchCollection("collection", { ...roles, ...vpc, standbyReplicas: false });
      new LogLoading("loading", {
        ...loading,
        topicArn: "arn:aws:sns:eu-west-1:111122223333:new-logs",
        concurrency: 4,
      });
    });
    const lock = registered.one("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").inputs;
    assert.deepEqual(lock.rule, { defaultRetention: { mode: "GOVERNANCE", days: 400 } });
    assert.match(JSON.stringify(registered.statements("s3/bucketPolicy:BucketPolicy", "logs")), /o-exampleorg1/);
    const { inputs, protect } = registered.one("opensearch/domain:Domain");
    assert.deepEqual(inputs.ebsOptions, {
      ebsEnabled: true,
      volumeType: "gp3",
      volumeSize: 100,
      iops: 3000,
      throughput: 125,
    });
    assert.equal(protect, true);
    assert.match(String(inputs.accessPolicies), /role\/analyst/);
    assert.equal(
      registered.one("opensearch/serverlessCollection:ServerlessCollection").inputs.standbyReplicas,
      "DISABLED",
    );
    assert.deepEqual(registered.one("opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint").inputs.subnetIds, [
      "subnet-1",
    ]);
    assert.equal(
      registered.one("sns/topicSubscription:TopicSubscription").inputs.endpoint,
      registered.one("sqs/queue:Queue", "loading-objects").arn,
    );
    assert.equal(registered.one("lambda/function:Function", "loading-loader").inputs.reservedConcurrentExecutions, 4);
  });

  it("make a whole SIEM of the settings of a stage", async () => {
    const registered = await register(() => {
      new Siem("siem-yaml", {
        searchInstanceCount: 6,
        searchZones: 3,
        networks: [{ cidr: "192.0.2.0/24", name: "Office" }],
      });
    });
    const cluster = registered.one("opensearch/domain:Domain", "siem-yaml").inputs.clusterConfig;
    assert.equal((cluster as { readonly instanceCount: number }).instanceCount, 6);
    const { environment } = registered.one("lambda/function:Function", "siem-yaml-loader").inputs;
    const { variables } = environment as { readonly variables: Readonly<Record<string, string>> };
    assert.equal(variables.NETWORKS, '[{"cidr":"192.0.2.0/24","name":"Office"}]');
  });

  const refused: Readonly<Record<string, readonly [make: () => unknown, message: RegExp]>> = {
    "a word that is misspelt": [
      () => new LogArchive("logs", { deliveries: ["cloudtrial"] }),
      /deliveries is "cloudtrial": did you mean cloudtrail\?; allowed: cloudtrail, config/,
    ],
    "accounts beside their organization": [
      () => new LogArchive("logs", { accountIds: ["111122223333"], organizationId: "o-exampleorg1" }),
      /accountIds and organizationId are both given; keep one/,
    ],
    "subnets without security groups": [
      () => new SearchDomain("search", { ...domain, subnetIds: ["subnet-1"] }),
      /subnetIds and securityGroupIds go together/,
    ],
    "a VPC without subnets": [
      () => new SearchCollection("collection", { ...roles, vpcId: "vpc-1" }),
      /vpcId, subnetIds and securityGroupIds go together/,
    ],
    "a setting that is not allowed": [
      () => new Siem("siem-yaml", { retentionDays: 0 }),
      /Setting siem:retentionDays is "0"; allowed/,
    ],
    "what is not known before the deployment, where it decides what is made": [
      () => new Siem("siem-yaml", { analystRoleArns: [pulumi.output(role("analyst")) as unknown as string] }),
      /analystRoleArns holds a value that is known only when other resources are made/,
    ],
  };
  for (const [what, [make, message]] of Object.entries(refused)) {
    it(`refuse ${what}`, async () => {
      await assert.rejects(
        register(() => {
          make();
        }),
        message,
      );
    });
  }

  it("are named to whoever asks for another", async () => {
    await assert.rejects(
      componentProvider.construct!("logs", "siem:index:LogArchiv", {}, {}),
      /There is no component siem:index:LogArchiv; there are .*siem:index:LogArchive/,
    );
  });
});
