import assert from "node:assert/strict";
import type { RecordEnvelope } from "../../functions/loader/source";
import securityHub from "../../sources/aws-securityhub";
import { categoriesOf, findingType } from "../../sources/aws-securityhub/classify";
import { mapFinding, updateId } from "../../sources/aws-securityhub/finding";

const finding = {
  SchemaVersion: "2018-10-08",
  Id: "f-1",
  ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
  UpdatedAt: "2026-01-02T02:00:00Z",
  Workflow: { Status: "NEW" },
};
const ocsfOf = (uid: string) => ({ class_uid: 2004, category_uid: 2, metadata: { product: { uid } } });

describe("recognising Security Hub", () => {
  for (const { what, value, recognised } of [
    { what: "a finding", value: finding, recognised: true },
    {
      what: "a finding of another partition",
      value: { ...finding, ProductArn: "arn:aws-us-gov:securityhub:us-gov-west-1::product/aws/guardduty" },
      recognised: true,
    },
    {
      what: "a finding of the new Security Hub",
      value: ocsfOf("arn:aws:securityhub:eu-west-1::productv2/aws/guardduty"),
      recognised: true,
    },
    {
      what: "a finding that Security Lake made of one in ASFF",
      value: ocsfOf("arn:aws:securityhub:eu-west-1::product/aws/guardduty"),
      recognised: false,
    },
    { what: "an event that holds findings", value: { findings: [finding] }, recognised: false },
    { what: "a finding without id", value: { ...finding, Id: undefined }, recognised: false },
    { what: "a record that only names a product", value: { ...finding, ProductArn: "securityhub" }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(securityHub.recognises(value), recognised));
  }
});

describe("the category of a Security Hub finding", () => {
  const none = { control: false, vulnerability: false, malware: false, network: false };
  for (const { what, type, contents, category } of [
    {
      what: "an effect that was found",
      type: "Effects/Data Exposure/S3",
      contents: none,
      category: "intrusion_detection",
    },
    {
      what: "a control about an effect",
      type: "Effects/Data Exposure/S3",
      contents: { ...none, control: true },
      category: "configuration",
    },
    {
      what: "a control without type",
      type: undefined,
      contents: { ...none, control: true },
      category: "configuration",
    },
    {
      what: "a vulnerability",
      type: "Software and Configuration Checks/Vulnerabilities/CVE",
      contents: { ...none, control: true },
      category: "vulnerability",
    },
  ]) {
    it(`is ${category} of ${what}`, () => assert.deepEqual(categoriesOf(findingType(type), contents), [category]));
  }

  it("is configuration where there is a compliance status", () => {
    const record = { ...finding, Types: ["Effects/Data Exposure"], Compliance: { Status: "PASSED" } };
    const { event } = mapFinding(record);
    assert.deepEqual([event?.kind, event?.category], ["state", ["configuration"]]);
    assert.deepEqual(mapFinding({ ...record, Compliance: {} }).event?.category, ["intrusion_detection"]);
  });
});

describe("the id of a Security Hub finding's update", () => {
  const envelope = (resource: string, id: string): RecordEnvelope => ({
    kind: "eventbridge",
    resources: [resource],
    id,
  });
  const action = "arn:aws:securityhub:eu-west-1:111122223333:action/custom/ticket";

  for (const { what, other, same } of [
    { what: "the same update sent twice", other: { ...finding }, same: true },
    { what: "a later update", other: { ...finding, UpdatedAt: "2026-01-02T02:10:00Z" }, same: false },
    { what: "a change of its workflow", other: { ...finding, Workflow: { Status: "RESOLVED" } }, same: false },
    { what: "its archiving", other: { ...finding, RecordState: "ARCHIVED" }, same: false },
    { what: "a note", other: { ...finding, Note: { UpdatedAt: "2026-01-02T02:10:00Z" } }, same: false },
  ]) {
    it(`is ${same ? "the same" : "another"} for ${what}`, () => {
      assert.equal(updateId(other) === updateId(finding), same);
    });
  }

  it("is another where somebody sends the finding to a custom action, each time", () => {
    const sent = updateId(finding, envelope(action, "e-1"));
    assert.notEqual(sent, updateId(finding));
    assert.notEqual(sent, updateId(finding, envelope(action, "e-2")));
    assert.equal(updateId(finding, envelope("arn:aws:securityhub:::finding", "e-3")), updateId(finding));
  });
});
