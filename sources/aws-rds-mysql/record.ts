import type { EcsDocument } from "../../functions/shared/ecs";

/** What a record of one of the logs says. */
export interface MysqlRecord {
  /** As it is written; a general or slow query log leaves it out in the second of the record before. */
  readonly time: string | undefined;
  /** ECS fields without time, cloud and those of the vendor. */
  readonly document: EcsDocument;
  readonly fields: Readonly<Record<string, unknown>>;
}
