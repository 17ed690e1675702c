// The shape of one HTTP exchange, independent of sockets: the same handlers serve a listening port and, in process,
// an SDK's `requestHandler`.

/** One request as a handler sees it. Header names are lower-case; `path` carries the query string. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One answer. A stream (watch, long bodies) is an async iterable of chunks. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

export type WireHandler = (request: WireRequest) => Promise<WireResponse>;
