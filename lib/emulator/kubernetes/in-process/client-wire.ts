// A client in terms of the wire: paths, queries and Status bodies on one side, objects and errors on the other.
import type { WireResponse } from '../../wire.ts';
import { ApiError, type Status } from '../api-error.ts';
import type { KindRef } from '../client.ts';
import { asRecord } from '../json.ts';
import type { Resource } from '../resources.ts';

/** How a client reaches the server: which kinds there are, and the wire as one user. */
export interface ClientWire {
  readonly resourceOf: (ref: KindRef) => Resource | undefined;
  readonly send: (method: string, path: string, body?: unknown, contentType?: string) => Promise<WireResponse>;
  /** The field manager of writes that name none. */
  readonly manager: string;
}

/** The error an answer stands for. */
export function errorOf(response: WireResponse, body: unknown): ApiError {
  const status = asRecord(body) as unknown as Status;
  return new ApiError(response.status, status.reason ?? '', status.message ?? '', status.details);
}

/** The object of an answer; rejects with what a failure's Status says. */
export async function read(answer: Promise<WireResponse>): Promise<unknown> {
  const response = await answer;
  if (typeof response.body !== 'string')
    throw new ApiError(500, 'InternalError', 'a stream where an object was expected');
  const isJson = response.headers['content-type'] === 'application/json';
  const body: unknown = isJson ? JSON.parse(response.body) : { message: response.body.trim() };
  if (response.status >= 400) throw errorOf(response, body);
  return body;
}

/** Undefined instead of the rejection of a 404. */
export async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}

/** The kind a reference names; throws when nobody serves it. */
export function requireResource(wire: ClientWire, ref: KindRef): Resource {
  const resource = wire.resourceOf(ref);
  if (resource) return resource;
  throw new ApiError(404, 'NotFound', `no matches for kind "${ref.kind}" in version "${ref.apiVersion}"`);
}

/** What a path names below its resource. */
export interface Place {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** The path and query of a resource. */
export function pathOf(
  resource: Resource,
  { namespace, name, subresource }: Place,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const inNamespace = resource.namespaced && namespace ? `/namespaces/${namespace}` : '';
  const parts = [name, subresource].filter((part) => part !== undefined && part !== '').map((part) => `/${part}`);
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return `${root}${inNamespace}/${resource.plural}${parts.join('')}${search === '' ? '' : `?${search}`}`;
}
