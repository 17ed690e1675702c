// A request for a subresource with what its handler needs.
import type { WireResponse } from '../../../wire.ts';
import type { Server } from '../../server.ts';
import type { Write } from '../../writes/write.ts';
import type { ApiRequest } from '../request.ts';

export interface SubresourceCall {
  readonly server: Server;
  readonly request: ApiRequest;
  /** The object the subresource belongs to, as a write to it. */
  readonly write: Write;
}

export type SubresourceHandler = (call: SubresourceCall) => WireResponse | Promise<WireResponse>;
