import assert from "node:assert/strict";
import { sources } from "../../functions/loader/registry.generated";
import type { RawRecord } from "../../functions/loader/source";
import { asRecord } from "../../functions/shared/values";
import { sampleRecords } from "../invariants/records";

/** Where the records of a source have their ids. Those of `envelope` have EventBridge's. */
const idMembers: Readonly<Record<string, readonly string[]>> = {
  "aws-access-analyzer": ["envelope", "id", "findingId", "finding.id"],
  "aws-bedrock-invocation": ["requestId"],
  "aws-cloudtrail": ["eventID"],
  "aws-cognito-risk": ["message.eventId"],
  "aws-config-rules": ["envelope"],
  "aws-eventbridge": ["envelope"],
  "aws-guardduty": ["envelope", "id", "Id"],
  "aws-health": ["envelope", "eventArn"],
  "aws-inspector": ["envelope"],
  "aws-macie": ["id"],
  "aws-security-lake": ["metadata.uid", "finding_info.uid", "finding.uid"],
  "aws-trusted-advisor": ["envelope"],
  "aws-workspaces-events": ["envelope"],
  "crowdstrike-fdr": ["id", "event.CompositeId", "event.DetectId", "CompositeId", "metadata.customerIDString"],
  "github-audit": ["_document_id"],
  "google-workspace": ["id.uniqueQualifier", "alertId"],
  "microsoft-azure-activity": ["eventDataId", "properties.eventDataId"],
  "microsoft-entra-id": ["id", "requestId", "properties.id", "properties.requestId"],
  "ocsf-events": ["metadata.uid", "finding_info.uid", "finding.uid"],
  "okta-system": ["uuid"],
  "teleport-audit": ["uid"],
};

/** The value with `EXAMPLE` for the member of this path, where it has one, and for the id within JSON text. */
function handMade(value: unknown, [name = "", ...rest]: readonly string[], own: string): unknown {
  if (typeof value === "string") return value.replaceAll(own, "EXAMPLE");
  const members = asRecord(value);
  if (members === undefined) return value;
  return Object.fromEntries(
    Object.entries(members).map(([key, member]) => [
      key,
      key === name && rest.length === 0 ? "EXAMPLE" : handMade(member, key === name ? rest : [], own),
    ]),
  );
}

function withHandMadeIds(record: RawRecord, paths: readonly string[], own: string): RawRecord {
  const value = paths.reduce<unknown>((made, path) => handMade(made, path.split("."), own), record.value);
  const envelope = record.envelope === undefined ? undefined : { ...record.envelope, id: "EXAMPLE" };
  return { ...record, value, envelope };
}

describe("two records with one id that somebody made up", () => {
  for (const [id, paths] of Object.entries(idMembers)) {
    it(`${id}: are two events, since the id is none that its generator makes`, async () => {
      const source = sources.find((other) => other.id === id);
      assert.ok(source !== undefined);
      const map = source.open({ bucket: "archive", key: "any/key" });
      const idOf = (record: RawRecord) => {
        const mapped = map(record);
        return mapped.kind === "event" ? mapped.id : undefined;
      };
      let withId = 0;
      for (const record of await sampleRecords(source)) {
        let own: string | undefined;
        try {
          own = idOf(record);
        } catch {
          continue;
        }
        if (own === undefined || own.startsWith("arn:aws:inspector2:")) continue;
        withId += 1;
        assert.equal(idOf(withHandMadeIds(record, paths, own)), undefined, own);
      }
      assert.ok(withId > 0, "no sample has an id");
    });
  }
});
