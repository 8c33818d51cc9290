import type { VersionedDocuments } from "../shared/versioned-documents";
import type { DigestState, DigestStore } from "./digest/send-digest";
import type { DetectorState, StateStore, StoredState } from "./ports";

/** The index of the detector's own state. */
export const stateIndex = "siem_detector";

/** What detectors remember, a document for each of them. */
export class DocumentStateStore implements StateStore {
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

/** The name of its document, among those of the detectors. */
const digestDocument = "digest";

/** What is told in digests, a document beside those of the detectors. */
export class DocumentDigestStore implements DigestStore {
  constructor(private readonly documents: VersionedDocuments) {}

  async read(): Promise<(DigestState & { readonly version: string }) | undefined> {
    const found = (await this.documents.read([digestDocument])).get(digestDocument);
    const until = Date.parse(String(found?.source.until));
    if (found === undefined || Number.isNaN(until)) return undefined;
    const claimedUntil = Date.parse(String(found.source.claimed_until));
    return { until, version: found.version, ...(Number.isNaN(claimedUntil) ? {} : { claimedUntil }) };
  }

  write({ until, claimedUntil }: DigestState, version: string | undefined): Promise<string | undefined> {
    const source = {
      until: new Date(until).toISOString(),
      ...(claimedUntil === undefined ? {} : { claimed_until: new Date(claimedUntil).toISOString() }),
    };
    return this.documents.write(digestDocument, source, version);
  }
}
