import assert from "node:assert/strict";
import { RecordError } from "../../functions/shared/errors";
import accessAnalyzer from "../../sources/aws-access-analyzer";
import inspector from "../../sources/aws-inspector";
import macie from "../../sources/aws-macie";

const inspectorFinding = {
  findingArn: "arn:aws:inspector2:eu-west-1:111122223333:finding/0",
  type: "PACKAGE_VULNERABILITY",
  status: "ACTIVE",
  updatedAt: "2026-01-02T02:00:00Z",
};
const macieFinding = {
  id: "64b917aa00002843fd3ab2a30000000001",
  type: "Policy:IAMUser/S3BucketPublic",
  resourcesAffected: { s3Bucket: { name: "shop" } },
  updatedAt: "2026-01-02T02:00:00Z",
  count: 1,
};
const accessFinding = {
  id: "00000000-0000-4000-8000-000000000001",
  resource: "arn:aws:s3:::shop",
  resourceType: "AWS::S3::Bucket",
  analyzedAt: "2026-01-02T02:00:00Z",
  updatedAt: "2026-01-02T02:00:00Z",
  status: "ACTIVE",
};

describe("recognising findings of AWS services", () => {
  for (const { source, what, value, recognised } of [
    { source: inspector, what: "a finding", value: inspectorFinding, recognised: true },
    {
      source: inspector,
      what: "a finding of Inspector Classic",
      value: { ...inspectorFinding, findingArn: "arn:aws:inspector:eu-west-1:111122223333:target/0" },
      recognised: false,
    },
    { source: inspector, what: "a finding without type", value: { ...inspectorFinding, type: 7 }, recognised: false },
    {
      source: inspector,
      what: "the end of a scan",
      value: { "scan-status": "INITIAL_SCAN_COMPLETE", "finding-severity-counts": {} },
      recognised: true,
    },
    { source: inspector, what: "an ECR scan", value: { "scan-status": "COMPLETE" }, recognised: false },
    { source: macie, what: "a finding", value: macieFinding, recognised: true },
    {
      source: macie,
      what: "a result without type",
      value: { resourcesAffected: { s3Object: {} }, classificationDetails: {} },
      recognised: true,
    },
    {
      source: macie,
      what: "a finding of no bucket",
      value: { ...macieFinding, resourcesAffected: {} },
      recognised: false,
    },
    {
      source: macie,
      what: "a finding of another type",
      value: { ...macieFinding, type: "Recon:EC2/x" },
      recognised: false,
    },
    { source: accessAnalyzer, what: "a finding", value: accessFinding, recognised: true },
    { source: accessAnalyzer, what: "the answer to GetFinding", value: { finding: accessFinding }, recognised: true },
    {
      source: accessAnalyzer,
      what: "a resource of AWS Config",
      value: { ...accessFinding, analyzedAt: undefined },
      recognised: false,
    },
    {
      source: accessAnalyzer,
      what: "a finding of something else",
      value: { ...accessFinding, resourceType: "bucket" },
      recognised: false,
    },
  ]) {
    it(`${source.id} ${recognised ? "takes" : "leaves"} ${what}`, () => {
      assert.equal(source.recognises(value), recognised);
    });
  }
});

describe("an update of a finding", () => {
  const idOf = (source: typeof inspector, value: unknown) => {
    const result = source.open({ bucket: "archive", key: "any" })({ ordinal: 0, offset: 0, value });
    return result.kind === "event" ? result.id : assert.fail(result.kind);
  };

  for (const { source, value, change } of [
    { source: inspector, value: inspectorFinding, change: { status: "CLOSED" } },
    { source: inspector, value: inspectorFinding, change: { updatedAt: "2026-01-02T02:10:00Z" } },
    { source: macie, value: macieFinding, change: { count: 2 } },
    { source: accessAnalyzer, value: accessFinding, change: { isDeleted: true } },
    { source: accessAnalyzer, value: accessFinding, change: { status: "ARCHIVED" } },
  ]) {
    it(`of ${source.id} is another event: ${JSON.stringify(change)}`, () => {
      assert.equal(idOf(source, value), idOf(source, { ...value }));
      assert.notEqual(idOf(source, value), idOf(source, { ...value, ...change }));
    });
  }

  it("is refused where it is no finding", () => {
    for (const source of [inspector, macie, accessAnalyzer]) {
      for (const value of ["text", { id: "x" }, null]) assert.throws(() => idOf(source, value), RecordError);
    }
  });
});
