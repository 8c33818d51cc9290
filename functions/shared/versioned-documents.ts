import type { JsonObject } from "./values";

export interface VersionedDocument {
  readonly source: JsonObject;
  /** Changes with each write. */
  readonly version: string;
}

/** Documents that are changed by whoever has read their last version. Every method throws DependencyError. */
export interface VersionedDocuments {
  /** As they are now, also those that no search finds yet. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, VersionedDocument>>;
  /**
   * Stores a document as a new one, or in place of the version that was read.
   * @returns the new version; undefined if somebody else has written it since.
   */
  write(id: string, source: JsonObject, version: string | undefined): Promise<string | undefined>;
}
