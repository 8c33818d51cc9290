import type { ObjectRequest } from "./object-request";

/** What S3 answers. */
export interface StoredAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As stored: nobody has decoded its Content-Encoding. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends a presigned request. @throws DependencyError where there is no answer. */
export type FetchStored = (
  request: Pick<ObjectRequest, "method" | "url" | "headers">,
  signal: AbortSignal,
) => Promise<StoredAnswer>;

/** What the one who asks gets: a masked object. */
export interface MaskedObject {
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly lastModified: Date | undefined;
  /** Throws where masking fails: who asks must then see that the object is not whole. */
  readonly body: AsyncIterable<Uint8Array>;
}
