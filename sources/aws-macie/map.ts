import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { records } from "../../functions/shared/records";
import { lastPart } from "../../functions/shared/text/last-part";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import { asRecord, flag, integer, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { actorOf } from "./actor";

/** A finding, or what was found in one object (sensitive data discovery results). */
export function mapFinding(finding: JsonObject): EcsDocument {
  const type = text(finding.type);
  const severity = asRecord(finding.severity) ?? {};
  const affected = asRecord(finding.resourcesAffected) ?? {};
  const bucket = asRecord(affected.s3Bucket) ?? {};
  const object = asRecord(affected.s3Object) ?? {};
  const embedded = asRecord(object.embeddedFileDetails) ?? {};
  const classification = asRecord(finding.classificationDetails);
  const result = asRecord(classification?.result) ?? {};
  const status = asRecord(result.status) ?? {};
  const policy = asRecord(finding.policyDetails);
  const call = asRecord(asRecord(policy?.action)?.apiCallDetails) ?? {};
  const actor = actorOf(policy?.actor);
  const sensitive = records(result.sensitiveData);
  const detections = sensitive.flatMap((group) => records(group.detections));
  const custom = asRecord(result.customDataIdentifiers) ?? {};
  const count = sum([...sensitive.map((group) => integer(group.totalCount)), integer(custom.totalCount)]);
  return {
    "@timestamp": isoTime(finding.updatedAt) ?? isoTime(finding.createdAt),
    message: text(finding.title),
    event: {
      // A result that names no sensitive data tells that the object has been looked at.
      kind: policy !== undefined || type?.startsWith("Policy:") === true || (count ?? 0) > 0 ? "alert" : "state",
      category: [policy === undefined ? "file" : "configuration"],
      type: ["info"],
      action: text(call.api),
      provider: text(call.apiServiceName),
      id: text(finding.id),
      reason: text(finding.description),
      severity: integer(severity.score),
      created: isoTime(finding.createdAt),
      start: isoTime(call.firstSeen),
      end: isoTime(call.lastSeen),
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: text(finding.accountId) }),
      region: text(finding.region),
      service: { name: "macie" },
    }),
    error: text(status.code) === "ERROR" ? nonEmpty({ message: text(status.reason) }) : undefined,
    rule: nonEmpty({ name: type, category: text(finding.category), ruleset: "Macie" }),
    user: actor.user,
    source: actor.source,
    related: nonEmpty({ user: actor.relatedUsers }),
    file: nonEmpty({
      path: text(object.path),
      name: lastPart(text(object.key)),
      extension: text(object.extension),
      size: integer(object.size),
      mtime: isoTime(object.lastModified),
      mime_type: text(result.mimeType),
    }),
    aws: nonEmpty({
      macie: nonEmpty({
        schema_version: text(finding.schemaVersion),
        severity_label: text(severity.description),
        count: integer(finding.count),
        archived: flag(finding.archived),
        sample: flag(finding.sample),
        action_type: text(asRecord(policy?.action)?.actionType),
        actor: actor.fields,
        bucket: nonEmpty({
          name: text(bucket.name),
          arn: text(bucket.arn) ?? text(object.bucketArn),
          owner: text(asRecord(bucket.owner)?.displayName),
          public_permission: text(asRecord(bucket.publicAccess)?.effectivePermission),
          encryption_type: text(asRecord(bucket.defaultServerSideEncryption)?.encryptionType),
          allows_unencrypted_uploads: text(bucket.allowsUnencryptedObjectUploads),
          tags: flatObject(tags(bucket.tags)),
          public_access: flatObject(asRecord(bucket.publicAccess)?.permissionConfiguration),
        }),
        object: nonEmpty({
          key: text(object.key),
          version_id: text(object.versionId),
          etag: text(object.eTag),
          storage_class: text(object.storageClass),
          public: flag(object.publicAccess),
          encryption_type: text(asRecord(object.serverSideEncryption)?.encryptionType),
          tags: flatObject(tags(object.tags)),
          embedded_path: text(embedded.filePath),
        }),
        job_id: text(classification?.jobId),
        job_arn: text(classification?.jobArn),
        origin_type: text(classification?.originType),
        results_location: text(classification?.detailedResultsLocation),
        result_status: text(status.code),
        size_classified: integer(result.sizeClassified),
        additional_occurrences: flag(result.additionalOccurrences),
        sensitive_data: nonEmpty({
          category: list(sensitive.map((group) => group.category)),
          type: list(detections.map((detection) => detection.type)),
          custom_identifier: list(records(custom.detections).map((detection) => detection.name)),
          total_count: count,
        }),
        detections: flatObject({
          managed: sensitive.map(shortened),
          custom: shortened(custom),
        }),
      }),
    }),
  };
}

/** The id of one update: policy findings are sent again with a higher count, discovery results are for one look each. */
export function updateId(finding: JsonObject): string | undefined {
  const updatedAt = isoTime(finding.updatedAt) ?? isoTime(finding.createdAt);
  if (updatedAt === undefined) return undefined;
  // Files in an archive have results of their own, which may have the archive's id.
  const embedded = text(
    asRecord(asRecord(asRecord(finding.resourcesAffected)?.s3Object)?.embeddedFileDetails)?.filePath,
  );
  return idWith(generatedId(finding.id), updatedAt, integer(finding.count)?.toString(), embedded);
}

/** Findings give 15 places at most, discovery results a thousand of each kind: more than is searched for. */
const placesOfADetection = 15;

function shortened(group: JsonObject): object {
  return {
    ...group,
    detections: records(group.detections).map((detection) => ({
      ...detection,
      occurrences: Object.fromEntries(
        Object.entries(asRecord(detection.occurrences) ?? {}).map(([kind, places]) => [
          kind,
          Array.isArray(places) ? places.slice(0, placesOfADetection) : places,
        ]),
      ),
    })),
  };
}

function tags(value: unknown): object {
  return Object.fromEntries(records(value).map((tag) => [text(tag.key) ?? "_", tag.value]));
}

function sum(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : integer(known.reduce((total, count) => total + count, 0));
}
