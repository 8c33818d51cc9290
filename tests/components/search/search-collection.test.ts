import * as assert from "node:assert/strict";
import { SearchCollection, type SearchCollectionArgs } from "../../../components/search/search-collection";
import { type Registered, register } from "../support";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const network = {
  vpcId: "vpc-00000001",
  subnetIds: ["subnet-00000001", "subnet-00000002"],
  securityGroupIds: ["sg-00000001"],
};
const args: SearchCollectionArgs = {
  users: {
    configuratorRoleArn: role("configurator"),
    loaderRoleArn: role("loader"),
    detectorRoleArn: role("detector"),
    fastLaneRoleArn: role("fast-lane"),
    watcherRoleArn: role("watcher"),
    analystRoleArns: [role("analyst")],
    operatorRoleArns: [role("operator")],
  },
  network,
};

const make = (change: Partial<SearchCollectionArgs> = {}) =>
  register(() => new SearchCollection("siem-test", { ...args, ...change }));

describe("A search collection", () => {
  let registered: Registered;
  before(async () => {
    registered = await make();
  });
  const policy = (from: Registered, name: string, type = "ServerlessSecurityPolicy") => {
    const { inputs } = from.one(`opensearch/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, name);
    return String(inputs.policy);
  };

  it("takes ids of documents from whoever creates them, and is there a second time in another zone", async () => {
    const collection = registered.one("opensearch/serverlessCollection:ServerlessCollection");
    assert.deepEqual(collection.inputs, { name: "siem-test", type: "SEARCH", standbyReplicas: "ENABLED" });
    assert.equal(collection.protect, true);
    const single = await make({ standbyReplicas: false, protect: false });
    const { inputs, protect } = single.one("opensearch/serverlessCollection:ServerlessCollection");
    assert.deepEqual([inputs.standbyReplicas, protect], ["DISABLED", undefined]);
  });

  it("is encrypted with a key of its own, which its policy names as AWS returns it: members in order, no blanks", () => {
    const keyArn = String(registered.one("kms/key:Key").arn);
    assert.equal(
      policy(registered, "siem-test-encryption"),
      `{"AWSOwnedKey":false,"KmsARN":"${keyArn}","Rules":[{"Resource":["collection/siem-test"],"ResourceType":"collection"}]}`,
    );
    const dependencies = registered.dependencies(
      registered.one("opensearch/serverlessCollection:ServerlessCollection"),
    );
    for (const name of ["siem-test-encryption", "siem-test-network"]) {
      assert.ok(
        dependencies.includes(`aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy ${name}`),
        dependencies.join(", "),
      );
    }
  });

  it("is reached through its VPC endpoint alone, its dashboards too", () => {
    const endpoint = registered.one("opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint");
    assert.deepEqual(endpoint.inputs, { name: "siem-test-vpc", ...network });
    assert.equal(
      policy(registered, "siem-test-network"),
      `[{"AllowFromPublic":false,"Rules":[{"Resource":["collection/siem-test"],"ResourceType":"collection"},` +
        `{"Resource":["collection/siem-test"],"ResourceType":"dashboard"}],"SourceVPCEs":["${endpoint.id}"]}]`,
    );
  });

  it("is reached from the internet only where there is no VPC", async () => {
    const open = await make({ network: undefined });
    assert.deepEqual(open.all("opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint"), []);
    assert.deepEqual(JSON.parse(policy(open, "siem-test-network"))[0].AllowFromPublic, true);
  });

  it("lets each role do what it is for, and nobody else anything", () => {
    const rules = JSON.parse(policy(registered, "siem-test-access", "ServerlessAccessPolicy")) as {
      Principal: string[];
      Rules: { Resource: string[]; Permission: string[] }[];
    }[];
    const granted = rules.map(({ Principal, Rules }) => [
      Principal,
      Rules.map(({ Resource, Permission }) => [Resource.join(), Permission.join(" ").replaceAll("aoss:", "")]),
    ]);
    const logs = "index/siem-test/siem-*";
    const [signals, alerts] = ["index/siem-test/siem-signals-*", "index/siem-test/siem_alerts"];
    const dashboards = ["index/siem-test/.kibana*", "CreateIndex DescribeIndex UpdateIndex ReadDocument WriteDocument"];
    assert.deepEqual(granted, [
      [
        [role("configurator")],
        [
          ["collection/siem-test", "CreateCollectionItems DescribeCollectionItems UpdateCollectionItems"],
          [logs, "DeleteIndex DescribeIndex UpdateIndex"],
          dashboards,
        ],
      ],
      [[role("loader")], [[logs, "CreateIndex WriteDocument"]]],
      [
        [role("detector")],
        [
          [signals, "CreateIndex DescribeIndex ReadDocument WriteDocument"],
          [alerts, "CreateIndex DescribeIndex ReadDocument WriteDocument"],
        ],
      ],
      [[role("fast-lane")], [[signals, "CreateIndex WriteDocument"]]],
      [[role("watcher")], [[logs, "DescribeIndex ReadDocument"]]],
      [
        [role("analyst")],
        [
          ["collection/siem-test", "DescribeCollectionItems"],
          [logs, "DescribeIndex ReadDocument"],
          [alerts, "DescribeIndex ReadDocument"],
          dashboards,
        ],
      ],
      [[role("operator")], [[logs, "CreateIndex DescribeIndex ReadDocument WriteDocument"]]],
    ]);
  });

  it("names nobody for a group without people, nor functions that there are not", async () => {
    const { configuratorRoleArn, loaderRoleArn } = args.users;
    const users = { configuratorRoleArn, loaderRoleArn, analystRoleArns: [], operatorRoleArns: [] };
    const alone = await make({ users });
    const rules = JSON.parse(policy(alone, "siem-test-access", "ServerlessAccessPolicy")) as { Principal: string[] }[];
    assert.deepEqual(
      rules.flatMap(({ Principal }) => Principal),
      [role("configurator"), role("loader")],
    );
  });

  it("cannot have a name that its policies could not bear", async () => {
    await assert.rejects(
      register(() => new SearchCollection("siem-with-a-long-stack-name", args)),
      /its name is "siem-with-a-long-stack-name"; allowed: 3 to 24 of/,
    );
  });
});
