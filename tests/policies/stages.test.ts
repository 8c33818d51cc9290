import assert from "node:assert/strict";
import { type GraphResource, graph } from "../../cli/graph";
import { stages } from "../../cli/stage-config";
import { checkGraph } from "../../policies/check-graph";

const findings = (resources: readonly GraphResource[]) =>
  checkGraph(resources).map(
    ({ outcome, policy, resource, message }) => `${outcome} ${policy.id}: ${resource.name} ${message}`,
  );

describe("the resources of each stage", function () {
  this.timeout(120_000);
  let dev: readonly GraphResource[];

  for (const stage of stages()) {
    it(`satisfy every policy: ${stage}`, async () => {
      const resources = await graph(stage);
      if (stage === "dev") dev = resources;
      assert.deepEqual(findings(resources), []);
    });
  }

  const settings: Readonly<Record<string, string>> = {
    BucketVersioning: "s3-versioning",
    BucketPublicAccessBlock: "s3-public-access-block",
    BucketPolicy: "s3-tls-only",
    BucketServerSideEncryptionConfiguration: "s3-encryption-cmk",
  };
  for (const [type, policy] of Object.entries(settings)) {
    it(`would be refused without ${type}`, () => {
      const without = findings(dev.filter((resource) => !resource.type.endsWith(`:${type}`)));
      assert.ok(
        without.length > 0 && without.every((line) => line.startsWith(`violation ${policy}: `)),
        without.join("\n"),
      );
    });
  }

  it("need no mark on a dead-letter queue that another queue names", () => {
    assert.deepEqual(findings(dev.filter(({ type }) => !type.endsWith(":RedriveAllowPolicy"))), []);
  });
});
