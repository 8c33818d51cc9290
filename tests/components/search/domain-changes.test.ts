import * as assert from "node:assert/strict";
import { SearchDomain, type SearchDomainArgs } from "../../../components/search/search-domain";
import { Aws } from "../../../local/provider/aws";
import { FINGERPRINTS, fingerprints } from "../../../local/provider/properties";
import { StandInProvider } from "../../../local/provider/provider";
import { register } from "../support";
import { domain, network, role } from "./domain-of-a-stack";

const shape = (change: Partial<SearchDomainArgs["shape"]>) => ({ shape: { ...domain.shape, ...change } });

/** What a stack changes in the life of its domain, in place. */
const changes: readonly [what: string, change: Partial<SearchDomainArgs>][] = [
  ["a newer engine", { engineVersion: "OpenSearch_2.19" }],
  ["larger nodes", shape({ instanceType: "r7g.xlarge.search" })],
  ["more nodes", shape({ instanceCount: 6 })],
  ["a standby zone", shape({ standby: true })],
  ["larger masters", shape({ masterType: "m7g.xlarge.search" })],
  ["larger and faster volumes", shape({ volumeGib: 500, volumeIops: 6000, volumeThroughput: 500 })],
  ["warm nodes and cold storage", shape({ warmType: "ultrawarm1.medium.search", warmCount: 3, coldStorage: true })],
  ["other people", { accessRoleArns: [role("analyst"), role("auditor")] }],
  ["another master", { masterRoleArn: role("new-configurator") }],
  ["another hour of maintenance", { maintenanceHour: 22 }],
  ["another security group", { network: { ...network, securityGroupIds: ["sg-00000002"] } }],
  ["a name of its own", { customEndpoint: { hostName: "siem.example.com", certificateArn: "arn:aws:acm:c" } }],
  [
    "sign-in by IAM Identity Center",
    { signIn: { kind: "identity-center", instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef" } },
  ],
];

/** What cannot be changed in a domain that is there. docs/deploy-to-aws.md says so. */
const replacements: readonly [what: string, change: Partial<SearchDomainArgs>, property: string][] = [
  ["out of its VPC", { network: undefined }, "vpcOptions"],
  ["back to an older engine", { engineVersion: "OpenSearch_2.15" }, "engineVersion"],
];

/** The domain's inputs, and what the provider of the local stage, which judges as the real one does, says of a change of them. */
async function judged(change: Partial<SearchDomainArgs>) {
  const inputs = async (args: SearchDomainArgs) => {
    const registered = await register(() => new SearchDomain("siem-test", args));
    return registered.one("opensearch/domain:Domain");
  };
  const before = await inputs(domain);
  const after = await inputs({ ...domain, ...change });
  const outputs = { ...before.inputs, [FINGERPRINTS]: fingerprints(before.inputs) };
  return provider.diff(before.id, before.urn, outputs, after.inputs);
}

const provider = new StandInProvider(
  "1.2.3",
  new Aws({ awsEndpoint: "http://127.0.0.1:1", region: "eu-west-1", stateDir: "", domainEndpoint: "", invokeUrl: "" }),
);

describe("A search domain that is there", () => {
  for (const [what, change] of changes) {
    it(`gets ${what} in place`, async () => {
      const { changes: changed, replaces } = await judged(change);
      assert.deepEqual([changed, replaces], [true, []]);
    });
  }

  for (const [what, change, property] of replacements) {
    it(`is not brought ${what}: that would be another domain`, async () => {
      assert.deepEqual((await judged(change)).replaces, [property]);
    });
  }
});
