import type { EcsDocument } from "../../functions/shared/ecs";
import { isoTime, nonEmpty, text } from "../../functions/shared/values";
import { mapAudit } from "./audit";
import { mapGraphActivity, mapOther, mapProvisioning, mapRiskDetection, mapRiskyIdentity } from "./others";
import type { EntraRecord, Kind } from "./record";
import { mapSignIn } from "./sign-in";

/** What the mapper of a kind of record gives. */
interface MappedEntity {
  readonly id: string | undefined;
  readonly time: unknown;
  readonly document: EcsDocument;
  /** `microsoft.entra_id.*` */
  readonly fields: Readonly<Record<string, unknown>>;
}

const mappers: Readonly<Record<Kind, (record: EntraRecord) => MappedEntity>> = {
  "sign-in": mapSignIn,
  audit: mapAudit,
  provisioning: mapProvisioning,
  "risk-detection": mapRiskDetection,
  "risky-identity": mapRiskyIdentity,
  "graph-activity": mapGraphActivity,
};

export function mapEntra(record: EntraRecord): { readonly document: EcsDocument; readonly id: string | undefined } {
  const { entity, envelope, category, kind } = record;
  const { id, time, document, fields } = (kind === undefined ? mapOther : mappers[kind])(record);
  const tenant = text(entity.tenantId) ?? text(envelope.tenantId) ?? tenantOf(text(envelope.resourceId));
  return {
    id,
    document: {
      "@timestamp": isoTime(time) ?? isoTime(envelope.time),
      ...document,
      cloud: { provider: "azure", service: { name: "entra-id" } },
      organization: tenant === undefined ? undefined : { id: tenant },
      microsoft: nonEmpty({
        entra_id: nonEmpty({
          category,
          correlation_id: text(entity.correlationId) ?? text(envelope.correlationId),
          ...fields,
        }),
      }),
    },
  };
}

function tenantOf(resourceId: string | undefined): string | undefined {
  return /^\/tenants\/([^/]+)\//i.exec(resourceId ?? "")?.[1];
}
