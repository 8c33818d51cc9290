import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asRecord, ipAddress, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-workspaces-events",
  title: "Amazon WorkSpaces access events",
  documentation: "https://docs.aws.amazon.com/workspaces/latest/adminguide/cloudwatch-events.html",
  module: "aws",
  dataset: "aws.workspaces_events",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule for the source `aws.workspaces` whose target is a Firehose stream that ends in the archive.",
  format: "json",
  keys: [],
  envelopes: [{ eventSource: /^aws\.workspaces$/, detailType: /^WorkSpaces Access$/ }],
  recognises: (value) => isAccess(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.workspaces_events.directory_id": "keyword",
    "aws.workspaces_events.client_platform": "keyword",
    "aws.workspaces_events.client_product": "keyword",
    "aws.workspaces_events.additional_fields": "flat_object",
  },
});

function isAccess(value: JsonObject | undefined): value is JsonObject {
  return typeof value?.actionType === "string" && typeof value.workspaceId === "string" && "clientIpAddress" in value;
}

const known: ReadonlySet<string> = new Set([
  ...["clientIpAddress", "actionType", "workspacesClientProductName", "loginTime", "clientPlatform", "directoryId"],
  "workspaceId",
]);

/** A login to a WorkSpace. The event does not say whose it was: the WorkSpace is a user's. */
function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const detail = asRecord(value);
  if (!isAccess(detail)) {
    throw new RecordError(
      "not a WorkSpaces access event: expected an object with actionType, workspaceId and clientIpAddress",
    );
  }
  const address = text(detail.clientIpAddress);
  const ip = ipAddress(address);
  const action = text(detail.actionType);
  return {
    kind: "event",
    id: eventBridgeId(envelope),
    document: {
      "@timestamp": isoTime(detail.loginTime),
      event: {
        category: ["authentication", "session"],
        type: ["start"],
        action: action ?? "access",
        outcome: action === "successfulLogin" ? "success" : "unknown",
      },
      cloud: { service: { name: "workspaces" } },
      source: nonEmpty({ ip, address: ip === undefined ? address : undefined }),
      host: nonEmpty({ id: text(detail.workspaceId) }),
      aws: nonEmpty({
        workspaces_events: nonEmpty({
          // domain/d-123456789
          directory_id: text(text(detail.directoryId)?.replace(/^domain\//, "")),
          client_platform: text(detail.clientPlatform),
          client_product: text(detail.workspacesClientProductName),
          additional_fields: flatObject(
            Object.fromEntries(Object.entries(detail).filter(([name]) => !known.has(name))),
          ),
        }),
      }),
    },
  };
}
