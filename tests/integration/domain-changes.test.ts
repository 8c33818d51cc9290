import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SearchDomain, type SearchDomainArgs } from "../../components";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { type Changes, Deployment } from "../../local/deploy";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";

const region = "eu-west-1";
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const network = { subnetIds: ["subnet-1", "subnet-2", "subnet-3"], securityGroupIds: ["sg-1"] };

const domain: SearchDomainArgs = {
  shape: {
    instanceType: "r7g.large.search",
    instanceCount: 3,
    zones: 3,
    standby: false,
    masterType: "m7g.large.search",
    volumeGib: 100,
    volumeIops: 3000,
    volumeThroughput: 125,
  },
  engineVersion: "OpenSearch_2.17",
  masterRoleArn: role("configurator"),
  accessRoleArns: [role("analyst")],
  network,
  createServiceLinkedRole: false,
};
/** All that can be changed in place at once; tests/components/search/domain-changes.test.ts has each by itself. */
const changed: Partial<SearchDomainArgs> = {
  shape: { ...domain.shape, instanceCount: 6, standby: true, volumeGib: 500, volumeIops: 6000 },
  engineVersion: "OpenSearch_2.19",
  accessRoleArns: [role("analyst"), role("auditor")],
  network: { ...network, securityGroupIds: ["sg-2"] },
  maintenanceHour: 22,
  customEndpoint: { hostName: "siem.example.com", certificateArn: "arn:aws:acm:c" },
};

describe("a search domain that is there", function () {
  this.timeout(600_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-domain-"));
  const projectFolder = mkdtempSync(join(tmpdir(), "siem-domain-project-"));
  const processes = new Processes(stateFolder);
  let pulumiFolder: string;
  let emulator: AwsEmulator;

  const open = (change: Partial<SearchDomainArgs>) =>
    Deployment.open({
      pulumiFolder,
      projectFolder,
      stateFolder,
      awsEndpoint: emulator.endpoint,
      region,
      domainEndpoint: "127.0.0.1:9200",
      progress: () => undefined,
      program: () => Promise.resolve({ arn: new SearchDomain("siem-test", { ...domain, ...change }).domainArn }),
    });
  const counts = ({ created, updated, replaced, deleted }: Changes) => ({ created, updated, replaced, deleted });

  before(async () => {
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    pulumiFolder = await pulumiEngine.install(progress);
    writeFileSync(join(projectFolder, "Pulumi.yaml"), "name: siem\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(join(projectFolder, "Pulumi.local.yaml"), `config:\n  aws:region: ${region}\n`);
    emulator = await startAwsEmulator(processes, { stateFolder, python, accountId: "111122223333", region });
    await (await open({})).deploy();
  });
  after(async () => {
    await processes.stopAll();
    for (const folder of [stateFolder, projectFolder]) rmSync(folder, { recursive: true, force: true });
  });

  it("is changed in place, and protected from changes for which AWS would make another", async () => {
    const planned = counts(await (await open(changed)).preview());
    assert.deepEqual(planned, { created: 0, updated: 1, replaced: 0, deleted: 0 });
    const outOfVpc = { network: undefined };
    await assert.rejects((await open(outOfVpc)).preview(), /opensearch\/domain:Domain::siem-test/);
    // Its protection is what refuses: without it the domain would be replaced, and its logs gone.
    const unprotected = counts(await (await open({ ...outOfVpc, protect: false })).preview());
    assert.deepEqual([unprotected.replaced, unprotected.updated], [1, 0]);
  });

  it("gets sign-in by SAML in place, whose metadata the state holds encrypted", async () => {
    const metadata = "<EntityDescriptor>of the identity provider</EntityDescriptor>";
    const signIn = { kind: "saml", entityId: "https://idp.example.com", metadata } as const;
    const { changes } = await (await open({ signIn })).deploy();
    assert.deepEqual(counts(changes), { created: 1, updated: 1, replaced: 0, deleted: 0 });
    const state = readFileSync(
      join(stateFolder, "pulumi", "backend", ".pulumi", "stacks", "siem", "local.json"),
      "utf8",
    );
    assert.match(state, /DomainSamlOptions/);
    assert.doesNotMatch(state, /of the identity provider/);
  });
});
