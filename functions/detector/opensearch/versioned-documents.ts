import { member } from "../../configurator/cluster";
import { DependencyError } from "../../shared/errors";
import { asArray, asRecord, type JsonObject } from "../../shared/values";
import type { VersionedDocument, VersionedDocuments } from "../../shared/versioned-documents";
import type { CompleteSearch } from "./search";

/** Versioned documents in an index. */
export class OpenSearchDocuments implements VersionedDocuments {
  constructor(
    private readonly search: CompleteSearch,
    private readonly index: string,
  ) {}

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, VersionedDocument>> {
    if (ids.length === 0) return new Map();
    const answer = await this.search.post(`/${this.index}/_mget`, { ids }, `read from ${this.index}`);
    const found = new Map<string, VersionedDocument>();
    for (const document of asArray(answer.docs)) {
      const error = member(document, "error");
      // The index is made by the first document.
      if (error !== undefined && member(error, "type") !== "index_not_found_exception") {
        throw new DependencyError(`Could not read from ${this.index}: ${JSON.stringify(error)}`);
      }
      const id = member(document, "_id");
      const source = asRecord(member(document, "_source"));
      if (typeof id === "string" && source !== undefined) found.set(id, { source, version: versionOf(document) });
    }
    return found;
  }

  async write(id: string, source: JsonObject, version: string | undefined): Promise<string | undefined> {
    const action =
      version === undefined ? { create: { _index: this.index, _id: id } } : { index: this.condition(id, version) };
    const lines = `${JSON.stringify(action)}\n${JSON.stringify(source)}\n`;
    const answer = await this.search.post("/_bulk", lines, `write to ${this.index}`);
    const [item] = asArray(answer.items);
    const result = member(item, version === undefined ? "create" : "index");
    const status = member(result, "status");
    if (status === 409) return undefined;
    if (status === 200 || status === 201) return versionOf(result);
    throw new DependencyError(`OpenSearch does not take a document of ${this.index}: ${JSON.stringify(result)}`);
  }

  private condition(id: string, version: string): JsonObject {
    const [sequence, term] = version.split(":");
    return { _index: this.index, _id: id, if_seq_no: Number(sequence), if_primary_term: Number(term) };
  }
}

/** Of a document that was read, found or written. */
export function versionOf(document: unknown): string {
  return `${String(member(document, "_seq_no"))}:${String(member(document, "_primary_term"))}`;
}
