// Failures as the API server words them (k8s.io/apimachinery `api/errors`): one constructor per reason.
import type { FieldError } from './field-error.ts';

/** One detail of a failure. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** The `Status` object a failed request is answered with. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly StatusCause[];
    readonly retryAfterSeconds?: number;
  };
  readonly code?: number;
}

/** A failed request: what the client gets, and what in-process calls reject with. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: Status['details']) {
    super(message);
    this.name = 'ApiError';
    const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const;
    this.status = { ...head, message, ...(reason !== '' && { reason }), ...(details && { details }), code };
  }

  /** The HTTP status code. */
  get code(): number {
    return this.status.code ?? 500;
  }

  /** The machine-readable reason, e.g. `NotFound`. */
  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** A resource in messages: `plural.group`, in core just the plural. */
export interface GroupResource {
  readonly group: string;
  readonly plural: string;
}

/** A kind in messages: `Kind.group`, in core just the kind. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

const qualified = (name: string, group: string) => (group === '' ? name : `${name}.${group}`);
/** How messages name a resource. */
export const resourceText = (resource: GroupResource) => qualified(resource.plural, resource.group);
/** `details` of a failure about one object; without a name, about a resource. */
export const detailsOf = (resource: GroupResource, name: string) => ({
  ...(name !== '' && { name }),
  ...(resource.group !== '' && { group: resource.group }),
  kind: resource.plural,
});

/** 404. An empty name is left out of the details, but not out of the message. */
export const notFound = (resource: GroupResource, name: string) =>
  new ApiError(404, 'NotFound', `${resourceText(resource)} "${name}" not found`, detailsOf(resource, name));

/** 409, on creation under a name that is taken. */
export const alreadyExists = (resource: GroupResource, name: string) =>
  new ApiError(409, 'AlreadyExists', `${resourceText(resource)} "${name}" already exists`, detailsOf(resource, name));

/** 409, on a write that does not fit the stored object; `why` ends the message, e.g. `staleObject`. */
export const conflict = (resource: GroupResource, name: string, why: string) =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${resourceText(resource)} "${name}": ${why}`,
    detailsOf(resource, name),
  );

/** The message of a stale `metadata.resourceVersion`. */
export const staleObject =
  'the object has been modified; please apply your changes to the latest version and try again';

/**
 * 403, of authorization or admission. With an empty plural the message and the details name no resource; with an empty
 * name, no object.
 */
export const forbidden = (resource: GroupResource, name: string, why: string, causes?: readonly StatusCause[]) => {
  const subject = resource.plural === '' ? '' : resourceText(resource);
  const head = subject === '' ? 'forbidden' : `${subject}${name === '' ? '' : ` "${name}"`} is forbidden`;
  const details = subject === '' ? {} : detailsOf(resource, name);
  return new ApiError(403, 'Forbidden', `${head}: ${why}`, { ...details, ...(causes && { causes }) });
};

/** 422: one cause per invalid field. */
export function invalid(kind: GroupKind, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.body}`))];
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const causes = errors.map((error) => ({ reason: error.type, message: error.body, field: error.field }));
  const subject = qualified(kind.kind, kind.group);
  return new ApiError(422, 'Invalid', `${subject} "${name}" is invalid: ${all}`, {
    ...(name !== '' && { name }),
    ...(kind.group !== '' && { group: kind.group }),
    ...(kind.kind !== '' && { kind: kind.kind }),
    causes,
  });
}

/** 400, for a request that cannot be understood: its body, a query parameter or a selector. */
export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message);
/** 401, for a token nobody knows; a request without credentials is anonymous instead. */
export const unauthorized = () => new ApiError(401, 'Unauthorized', 'Unauthorized');
/** 410: the revision asked for is compacted, upon which clients list anew. */
export const expired = (message: string) => new ApiError(410, 'Expired', message);
/** 409 of server-side apply, with one cause per field that another manager owns. */
export const applyConflict = (message: string, causes: readonly StatusCause[]) =>
  new ApiError(409, 'Conflict', message, { causes });

/** A path nobody serves; the one failure that is answered in plain text. */
export const noSuchPath = () => new ApiError(404, '', '404 page not found');

/** A subresource the kind does not have, below a resource that is there. */
export const noSuchResource = () =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

/** 405, for a verb that the resource at this path does not offer. */
export const methodNotAllowed = () =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

/** 406; the message lists the media types that would do. */
export const notAcceptable = (accepted: readonly string[]) =>
  new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`);

/** 406 of a client that names no media type this server knows. */
export const noRepresentation = (types: readonly string[]) =>
  new ApiError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${types.join(', ')}`, {});

/** 415, for a body; the message lists the media types that would do. */
export const unsupportedMediaType = (accepted: readonly string[]) =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

/** 415, for a patch of a built-in kind in a format that is none of the patch formats. */
export const unsupportedPatch = () => new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

/** 500, for a failure of the server itself; the message is also its only cause. */
export const internalError = (message: string) =>
  new ApiError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });

/** 422 of a JSON Patch that cannot be carried out. Unlike `invalid`, it names no object and no fields. */
export const unprocessable = (message: string) => new ApiError(422, 'Invalid', message, {});

/** The `Status` of a successful deletion. */
export const success = (resource: GroupResource, name: string, uid: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: { ...detailsOf(resource, name), uid },
});
