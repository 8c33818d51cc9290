import type { DetectorState, StateStore, StoredState } from "../ports";
import type { VersionedDocuments } from "./versioned-documents";

/** Where the detector's own state is. */
export const stateIndex = "siem_detector";

export class OpenSearchStateStore implements StateStore {
  constructor(private readonly documents: VersionedDocuments) {}

  async read(name: string): Promise<StoredState | undefined> {
    const found = (await this.documents.read([name])).get(name);
    const watermark = Date.parse(String(found?.source.watermark));
    return found === undefined || Number.isNaN(watermark) ? undefined : { watermark, version: found.version };
  }

  async write(name: string, { watermark }: DetectorState, version: string | undefined): Promise<boolean> {
    const source = { watermark: new Date(watermark).toISOString() };
    return (await this.documents.write(name, source, version)) !== undefined;
  }
}
