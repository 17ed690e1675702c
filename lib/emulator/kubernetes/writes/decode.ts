// From a request body to an object of the requested kind: identity, types, unknown fields, nulls. What a typed decoder
// refuses is a 400; what validation refuses comes later and is a 422.
import { badRequest, ApiError } from '../api-error.ts';
import { asRecord, asText, cloneJson, isRecord, type Fields } from '../json.ts';
import type { Resource, Schema } from '../resources.ts';
import type { Machinery } from '../machinery.ts';
import { dropNulls } from '../schema/default.ts';
import { pruneUnknownFields } from '../schema/prune.ts';
import { typeErrors } from '../schema/validate.ts';
import { requireKind, type Origin } from './require-kind.ts';
import type { Write } from './write.ts';

/** How the decoder introduces what it could not read. */
const cannotHandle = (resource: Resource, why: string) =>
  badRequest(`${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${why}`);

/** Type errors that no decoder gets past: anywhere in a built-in kind, in the metadata of a custom one. */
function requireTypes(object: Fields, resource: Resource): void {
  const metadata = resource.schema.properties?.['metadata'];
  const errors = resource.custom
    ? typeErrors(object['metadata'], metadata ?? {}, 'metadata')
    : typeErrors(object, resource.schema, '');
  const [first] = errors;
  if (!first) return;
  const field = first.field.replaceAll(/\[\d+\]/g, '');
  const [, expected = '', actual = ''] = /must be of type (\S+): "(\w+)"/.exec(first.body) ?? [];
  const goType = { array: 'slice', object: 'map', boolean: 'bool' }[expected] ?? expected;
  const jsonType = { integer: 'number', boolean: 'bool' }[actual] ?? actual;
  throw cannotHandle(resource, `json: cannot unmarshal ${jsonType} into Go struct field .${field} of type ${goType}`);
}

function reportUnknown(unknown: readonly string[], write: Write, refuse: (why: string) => ApiError): void {
  if (unknown.length === 0 || write.fieldValidation === 'Ignore') return;
  const texts = unknown.map((field) => `unknown field "${field}"`);
  if (write.fieldValidation === 'Strict') throw refuse(`strict decoding error: ${texts.join(', ')}`);
  for (const text of texts) write.warn(text);
}

/** Nulls are absent fields: everywhere in built-in kinds, in the metadata of custom ones. */
function forgetNulls(object: Fields, resource: Resource): void {
  const schema = resource.schema;
  if (!resource.custom) dropNulls(object, schema);
  else dropNulls(object['metadata'], schema.properties?.['metadata']);
}

function requireObject(body: unknown): Fields {
  if (isRecord(body)) return body;
  throw badRequest('the object provided is unrecognized (must be of type object)');
}

/** What decoding depends on besides the write: where the object came from, and how strict validation words its 400. */
export interface Decoding {
  readonly origin: Origin;
  readonly refuse?: (why: string) => ApiError;
}

/** A copy of the body, checked and pruned. Throws the 400 or 422 of the API server. */
export function decodeObject(
  machinery: Machinery,
  body: unknown,
  write: Write,
  { origin, refuse = (why) => cannotHandle(write.resource, why) }: Decoding,
): Fields {
  const { resource } = write;
  const object = cloneJson(requireObject(body));
  requireKind(object, resource, origin, machinery.resources);
  object['apiVersion'] = resource.apiVersion;
  object['kind'] = resource.kind;
  object['metadata'] = asRecord(object['metadata'] ?? {});
  requireTypes(object, resource);
  forgetNulls(object, resource);
  reportUnknown(pruneUnknownFields(object, resource.schema), write, refuse);
  return object;
}

/** What an apply configuration may not contain: fields nobody declared (500, as the real server answers). */
export function requireDeclaredFields(configuration: Fields, schema: Schema): void {
  const [unknown] = pruneUnknownFields(cloneJson(configuration), schema);
  if (unknown === undefined) return;
  const metadata = asRecord(configuration['metadata']);
  const place = [metadata['namespace'], metadata['name']]
    .map(asText)
    .filter((part) => part !== '')
    .join('/');
  const subject = `${place}; ${asText(configuration['apiVersion'])}, Kind=${asText(configuration['kind'])}`;
  throw new ApiError(
    500,
    '',
    `failed to create typed patch object (${subject}): .${unknown}: field not declared in schema`,
  );
}
