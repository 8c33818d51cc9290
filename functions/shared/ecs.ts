import type { Ecs } from "@elastic/ecs";

/** Every property optional and allowed to be `undefined` (JSON leaves those out), at every depth. */
type Sparse<T> = T extends readonly (infer Item)[]
  ? readonly Item[]
  : T extends object
    ? { [K in keyof T]?: Sparse<T[K]> | undefined }
    : T;

/**
 * A document as it is stored: nested ECS fields, and the vendor's own fields under the vendor's name.
 * @see https://www.elastic.co/docs/reference/ecs/ecs-field-reference
 */
export type EcsDocument = Sparse<Omit<Ecs, "@timestamp" | "ecs" | "log">> & {
  "@timestamp"?: string | undefined;
  ecs?: { version: string } | undefined;
  /** With the byte of the file at which the record starts, which ECS does not have. */
  log?: (Sparse<Ecs["log"]> & { offset?: number | undefined }) | undefined;
  [vendor: string]: unknown;
};

/** The version of ECS that the documents follow (`ecs.version`). */
export const ECS_VERSION = "8.17.0";
