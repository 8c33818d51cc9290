import assert from "node:assert/strict";
import { SearchDomain, type SearchDomainArgs } from "../../components";
import type { Changes } from "../../local/deploy";
import { domain, network, role } from "../components/search/domain-of-a-stack";
import { engineStage } from "./engine-stage";

/** All that can be changed in place at once; tests/components/search/domain-changes.test.ts has each by itself. */
const changed: Partial<SearchDomainArgs> = {
  shape: { ...domain.shape, instanceCount: 6, standby: true, volumeGib: 500, volumeIops: 6000 },
  engineVersion: "OpenSearch_2.19",
  accessRoleArns: [role("analyst"), role("auditor")],
  network: { ...network, securityGroupIds: ["sg-00000002"] },
  maintenanceHour: 22,
  customEndpoint: { hostName: "siem.example.com", certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/c" },
};

describe("a search domain that is there", function () {
  this.timeout(600_000);
  const stage = engineStage();
  const open = (change: Partial<SearchDomainArgs>) =>
    stage.open(() => Promise.resolve({ arn: new SearchDomain("siem-test", { ...domain, ...change }).domainArn }));
  const counts = ({ created, updated, replaced, deleted }: Changes) => ({ created, updated, replaced, deleted });

  before(async () => {
    await (await open({})).deploy();
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
    const state = stage.state();
    assert.match(state, /DomainSamlOptions/);
    assert.doesNotMatch(state, /of the identity provider/);
  });
});
