import { gunzipSync, gzipSync } from "node:zlib";
import { DependencyError } from "../shared/errors";
import type { VersionedDocuments } from "../shared/versioned-documents";
import type { StateStore } from "./ports";

/** Id of the only document of its kind. */
const stateDocument = "state";
/** More than fits into an item of a table, however well it packs. */
const maximumBytes = 64 * 1024 * 1024;

/** Keeps the state as one document of a table, packed: an item has 400 KB at most, which is about 15,000 senders. */
export class TableStateStore implements StateStore {
  private version: string | undefined;

  constructor(private readonly documents: VersionedDocuments) {}

  async read(): Promise<string | undefined> {
    const found = (await this.documents.read([stateDocument])).get(stateDocument);
    this.version = found?.version;
    return unpacked(found?.source.packed);
  }

  async write(state: string): Promise<void> {
    const packed = gzipSync(state).toString("base64");
    const version = await this.documents.write(stateDocument, { packed }, this.version);
    if (version === undefined)
      throw new DependencyError("The state cannot be kept: another run has written it meanwhile");
    this.version = version;
  }
}

/** Undefined of what somebody has made unreadable: it is learned anew then. */
function unpacked(packed: unknown): string | undefined {
  if (typeof packed !== "string") return undefined;
  try {
    return gunzipSync(Buffer.from(packed, "base64"), { maxOutputLength: maximumBytes }).toString();
  } catch {
    return undefined;
  }
}
