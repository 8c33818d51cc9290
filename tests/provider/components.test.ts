import assert from "node:assert/strict";
import type { Inputs } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { refuseWrongArguments } from "../../components/arguments/refusal";
import { LogArchive, LogLoading, SearchCollection, SearchDomain, Siem } from "../../provider/components";
import { componentProvider } from "../../provider/host";
import schema from "../../provider/schema.generated.json";
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

/** Makes a component as the engine asks for it. */
async function construct(component: string, name: string, inputs: Inputs) {
  return componentProvider.construct!(name, `siem:index:${component}`, inputs, {});
}

describe("The components for other languages", function () {
  this.timeout(120_000);

  it("pass on what they are given, and keep the defaults of what they are not", async () => {
    const registered = await register(() => {
      new LogArchive("logs", { organizationId: "o-exampleorg1", deliveries: ["cloudtrail"], retentionDays: 400 });
      new SearchDomain("search", { ...domain, accessRoleArns: [pulumi.output(role("analyst"))] });
      const vpc = {
        vpcId: "vpc-00000001",
        subnetIds: pulumi.output(["subnet-00000001"]),
        securityGroupIds: ["sg-00000001"],
      };
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
      "subnet-00000001",
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

  const refused: Readonly<Record<string, readonly [component: string, inputs: Inputs, message: RegExp]>> = {
    "a word that is misspelt": [
      "LogArchive",
      { deliveries: ["cloudtrial"] },
      /^siem:index:LogArchive "logs" cannot be made: deliveries\[0\] is "cloudtrial": did you mean cloudtrail\?; allowed: cloudtrail, config,.*Correct it where "logs" is declared\.$/,
    ],
    "days that are none, and half an account": [
      "LogArchive",
      { retentionDays: -1, accountIds: ["12"] },
      /retentionDays is -1; allowed: a whole number from 1 to 36500; accountIds\[0\] is "12"; allowed: an AWS account id of twelve digits/,
    ],
    "a number that YAML read where a list should be": [
      "LogArchive",
      { accountIds: 111122223333 },
      /accountIds is 111122223333; allowed: a list; each item: an AWS account id/,
    ],
    "a text that says false": ["LogArchive", { protect: "false" }, /protect is "false"; allowed: true or false/],
    "an argument that there is not": [
      "LogArchive",
      { retentionDay: 30 },
      /it has no argument retentionDay; did you mean retentionDays\?/,
    ],
    "accounts beside their organization": [
      "LogArchive",
      { accountIds: ["111122223333"], organizationId: "o-exampleorg1" },
      /accountIds and organizationId are both given; keep one/,
    ],
    "what is left out but has no default": [
      "LogLoading",
      { ...loading, domainArn: undefined },
      /^siem:index:LogLoading "logs" cannot be made: domainArn is missing\./,
    ],
    "a domain by its name, and more days than are searched": [
      "LogLoading",
      { ...loading, domainArn: "logs", retentionDays: 36_500, concurrency: 1 },
      /retentionDays is 36500; allowed: a whole number from 1 to 3650; domainArn is "logs"; allowed: the ARN of a search domain.*; concurrency is 1; allowed: a whole number from 2 to 1000\./,
    ],
    "a bucket without a name": [
      "LogLoading",
      { ...loading, bucketName: "" },
      /bucketName is ""; allowed: the name of a bucket/,
    ],
    "subnets without security groups": [
      "SearchDomain",
      { ...domain, subnetIds: ["subnet-00000001"] },
      /subnetIds and securityGroupIds go together/,
    ],
    "nodes that are none": [
      "SearchDomain",
      { ...domain, instanceType: "large", instanceCount: 0, volumeGib: "100" },
      /instanceType is "large"; allowed: an OpenSearch instance type, .*; instanceCount is 0; allowed: a whole number from 1 to 80; volumeGib is "100"; allowed: a whole number from 10 to 16384\./,
    ],
    "a VPC without subnets": [
      "SearchCollection",
      { ...roles, vpcId: "vpc-00000001" },
      /vpcId, subnetIds and securityGroupIds go together/,
    ],
    "a role by its name": [
      "SearchCollection",
      { ...roles, loaderRoleArn: "loader", analystRoleArns: [role("analyst"), null] },
      /loaderRoleArn is "loader"; allowed: the ARN of an IAM role.*analystRoleArns\[1\] is null; allowed: the ARN of an IAM role/,
    ],
    "a setting that is not allowed": [
      "Siem",
      { retentionDays: 0, searchZones: 4 },
      /^siem:index:Siem "logs" cannot be made: retentionDays is 0; allowed: a whole number from 1 to 3650; searchZones is 4; allowed: 1, 2, 3\. Correct it where/,
    ],
    "settings that contradict each other": [
      "Siem",
      { accounts: ["111122223333"], organizationId: "o-exampleorg1" },
      /^siem:index:Siem "logs" cannot be made: siem:accounts and siem:organizationId are both set; keep one/,
    ],
    "what is not known before the deployment, where it decides what is made": [
      "Siem",
      { analystRoleArns: [pulumi.output(role("analyst"))] },
      /analystRoleArns holds a value that is known only when other resources are made; it decides what is made, so write it as text/,
    ],
  };
  for (const [what, [component, inputs, message]] of Object.entries(refused)) {
    it(`refuse ${what}`, async () => {
      let error: unknown;
      await register(async () => {
        await construct(component, "logs", inputs).catch((refusal: unknown) => {
          error = refusal;
        });
      });
      assert.match((error as Error).message, message);
    });
  }

  for (const [component, name, form] of [
    ["LogArchive", "Logs", "1 to 23 of a-z, 0-9 and -, first a letter"],
    ["LogLoading", "", "1 to 48 letters, digits, _ and -"],
    ["SearchCollection", "siem-with-a-long-stack-name", "3 to 24 of"],
    ["SearchDomain", "s", "3 to 28 of"],
    ["Siem", "siem-with-a-long-stack-name", "3 to 20 of"],
  ] as const) {
    it(`refuse the name "${name}" for ${component}`, async () => {
      const inputs = { LogLoading: loading, SearchCollection: roles, SearchDomain: domain, LogArchive: {}, Siem: {} };
      await assert.rejects(
        register(() => construct(component, name, inputs[component])),
        new RegExp(`its name is "${name}"; allowed: ${form}`),
      );
    });
  }

  it("refuse an argument of each kind in each of them", () => {
    const nonsense: Readonly<Record<string, unknown>> = { boolean: "yes", number: -1, string: "", array: [""] };
    const parts = Object.entries(schema.resources).filter(([token]) => token !== "siem:index:Siem");
    for (const [token, { inputProperties }] of parts) {
      for (const [argument, { type }] of Object.entries<{ readonly type: string }>(inputProperties)) {
        assert.throws(
          () => refuseWrongArguments(token, "logs", { [argument]: nonsense[type] }),
          new RegExp(`^ConfigurationError: ${token} "logs" cannot be made: ${argument}(\\[0\\])? is .*; allowed: `),
        );
      }
    }
  });

  it("are named to whoever asks for another", async () => {
    await assert.rejects(
      componentProvider.construct!("logs", "siem:index:LogArchiv", {}, {}),
      /There is no component siem:index:LogArchiv; there are .*siem:index:LogArchive/,
    );
  });
});
