/** What one of the stand-ins answers. */
export interface StandInAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A request whose body has been read, for the stand-ins. */
export interface StandInRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Answers what the domain has and the OpenSearch jars do not. */
export type StandIn = (request: StandInRequest) => Promise<StandInAnswer>;
