import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asRecord, ipAddress, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-trusted-advisor",
  title: "AWS Trusted Advisor",
  documentation: "https://docs.aws.amazon.com/awssupport/latest/user/cloudwatch-events-ta.html",
  module: "aws",
  dataset: "aws.trusted_advisor",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule in us-east-1 for the source `aws.trustedadvisor` whose target is an Amazon Data Firehose stream to the archive.",
  format: "json",
  keys: [],
  envelopes: [{ eventSource: /^aws\.trustedadvisor$/, detailType: /^Trusted Advisor Check Item Refresh/ }],
  recognises: (value) => isCheckItem(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.trusted_advisor.status": "keyword",
    "aws.trusted_advisor.resource_id": "keyword",
    "aws.trusted_advisor.item_id": "keyword",
    "aws.trusted_advisor.access_key_id": "keyword",
    "aws.trusted_advisor.item": "flat_object",
  },
});

function isCheckItem(value: JsonObject | undefined): value is JsonObject {
  if (typeof value?.["check-name"] !== "string") return false;
  return "check-item-detail" in value || ("status" in value && "uuid" in value);
}

function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const item = asRecord(value);
  if (!isCheckItem(item))
    throw new RecordError("not an item of a Trusted Advisor check: expected an object with check-name");
  return { kind: "event", document: mapItem(item), id: eventBridgeId(envelope) };
}

/** How checks name the same thing in `check-item-detail`. */
const names = {
  region: ["Region", "Region/AZ"],
  user: ["IAM User", "User Name (IAM or Root)", "User"],
  accessKey: ["Access Key ID", "Access Key"],
  instance: ["Instance ID"],
  reason: ["Reason"],
} as const;

function mapItem(item: JsonObject): EcsDocument {
  const details = asRecord(item["check-item-detail"]);
  const detail = (name: keyof typeof names) =>
    names[name].map((member) => text(details?.[member])).find((found) => found !== undefined);
  const status = text(item.status);
  const failed = status === "WARN" || status === "ERROR";
  const user = detail("user");
  const instance = detail("instance");
  const accessKey = detail("accessKey");
  return {
    event: {
      kind: failed ? "alert" : "state",
      category: ["configuration"],
      type: ["info"],
      action: "Trusted Advisor Check Item Refresh Notification",
      outcome: failed ? "failure" : status === "OK" ? "success" : "unknown",
      reason: detail("reason"),
    },
    cloud: {
      // `eu-west-1` or `eu-west-1/eu-west-1b`.
      region: text(detail("region")?.split("/")[0]),
      service: { name: "trustedadvisor" },
      instance: nonEmpty({ id: instance }),
    },
    rule: nonEmpty({ name: text(item["check-name"]) }),
    user: user === undefined ? undefined : { target: { name: user } },
    related: nonEmpty({ ip: list(ipAddress(details?.["IP Address"])), hosts: list(instance) }),
    aws: nonEmpty({
      trusted_advisor: nonEmpty({
        status,
        resource_id: text(item.resource_id),
        item_id: text(item.uuid),
        access_key_id: accessKey !== undefined && /^A[A-Z0-9]{15,127}$/.test(accessKey) ? accessKey : undefined,
        item: flatObject(details, { isSecret }),
      }),
    }),
  };
}
