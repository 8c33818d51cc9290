import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { activityDocument } from "./activity";
import { connectionDocument } from "./connection";
import { type RedshiftLogType, redshiftLogType } from "./records";
import { userDocument } from "./user";

/** ECS fields, and those that are the source's own. */
export interface RedshiftRecord {
  readonly document: EcsDocument;
  readonly fields: Readonly<Record<string, unknown>>;
}

const readers: Readonly<Record<RedshiftLogType, (record: string) => RedshiftRecord>> = {
  connectionlog: connectionDocument,
  userlog: userDocument,
  useractivitylog: activityDocument,
};

const clusterInKey = /_redshift_[a-z0-9-]+_([^/]+)_(?:connectionlog|userlog|useractivitylog)_[^/_]+\.gz$/;
const clusterInLogGroup = /^\/aws\/redshift\/(?:cluster\/)?([^/]+)\//;

export function openRedshiftLog({ key }: LogObject): RecordMapper {
  const clusterOfKey = clusterInKey.exec(key)?.[1];
  return ({ value, envelope }): MappedRecord => {
    const type = typeof value === "string" ? redshiftLogType(value) : undefined;
    if (typeof value !== "string" || type === undefined) {
      throw new RecordError(
        "The record starts like those of none of Redshift's connection, user and user activity logs.",
      );
    }
    const { document, fields } = readers[type](value);
    const cluster = clusterInLogGroup.exec(envelope?.logGroup ?? "")?.[1] ?? clusterOfKey;
    return {
      kind: "event",
      document: {
        ...document,
        cloud: { service: { name: "redshift" } },
        aws: { redshift_audit: { cluster, log_type: type, ...fields } },
      },
    };
  };
}
