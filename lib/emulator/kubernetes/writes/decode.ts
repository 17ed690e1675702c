// From a request body to an object of the requested kind: identity, types, unknown fields, nulls. What a typed decoder
// refuses is a 400; what validation refuses comes later and is a 422.
import { badRequest, ApiError } from '../api-error.ts';
import { asRecord, asText, cloneJson, isRecord, type Fields } from '../json.ts';
import { splitApiVersion, type Resource, type Schema } from '../resources.ts';
import type { Machinery } from '../machinery.ts';
import { messageOfKind } from '../protobuf/messages.ts';
import { timeFault } from '../protobuf/time-faults.ts';
import { dropNulls, emptyNullEntries } from '../schema/default.ts';
import { pruneUnknownFields } from '../schema/prune.ts';
import { typeErrors } from '../schema/validate.ts';
import { requireKind, type Origin } from './require-kind.ts';
import type { Write } from './write.ts';

/** How the decoder introduces what it could not read. */
const cannotHandle = (resource: Resource, why: string) =>
  badRequest(`${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${why}`);

/** Makes the answer to what could not be read. */
type Refusal = (why: string) => ApiError;

/** Type errors that no decoder gets past: anywhere in a built-in kind, in the metadata of a custom one. */
function requireTypes(object: Fields, resource: Resource, refuse: Refusal): void {
  const metadata = resource.schema.properties?.['metadata'];
  const errors = resource.custom
    ? typeErrors(object['metadata'], metadata ?? {}, 'metadata')
    : typeErrors(object, resource.schema, '');
  const [first] = errors;
  if (!first) {
    requireBase64(object, resource, refuse);
    return requireTimes(object, resource, refuse);
  }
  const field = first.field.replaceAll(/\[\d+\]/g, '');
  const [, expected = '', actual = ''] = /must be of type (\S+): "(\w+)"/.exec(first.body) ?? [];
  const goType = { array: 'slice', object: 'map', boolean: 'bool' }[expected] ?? expected;
  const jsonType = { integer: 'number', boolean: 'bool' }[actual] ?? actual;
  throw refuse(`json: cannot unmarshal ${jsonType} into Go struct field .${field} of type ${goType}`);
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Where base64 goes wrong: at its first foreign character, or in its last, incomplete group. */
function base64Fault(text: string): number | undefined {
  const compact = text.replaceAll(/[\r\n]/g, '');
  if (base64.test(compact)) return undefined;
  const foreign = compact.search(/[^A-Za-z0-9+/=]/);
  return foreign >= 0 ? foreign : compact.length - (compact.length % 4 || 4);
}

/** The bytes of Secrets and ConfigMaps must be readable. */
function requireBase64(object: Fields, resource: Resource, refuse: Refusal): void {
  const field = { secrets: 'data', configmaps: 'binaryData' }[resource.key];
  for (const value of Object.values(asRecord(field && object[field]))) {
    const fault = typeof value === 'string' ? base64Fault(value) : undefined;
    if (fault !== undefined) throw refuse(`illegal base64 data at input byte ${fault}`);
  }
}

function requireTimes(object: Fields, resource: Resource, refuse: Refusal): void {
  const message = resource.custom ? undefined : messageOfKind(resource.apiVersion, resource.kind);
  const fault = message === undefined ? undefined : timeFault(message, object);
  if (fault !== undefined) throw refuse(fault);
}

function reportUnknown(unknown: readonly string[], write: Write, refuse: Refusal): void {
  if (unknown.length === 0 || write.fieldValidation === 'Ignore') return;
  const texts = unknown.map((field) => `unknown field "${field}"`);
  if (write.fieldValidation === 'Strict') throw refuse(`strict decoding error: ${texts.join(', ')}`);
  for (const text of texts) write.warn(text);
}

/** Nulls are absent fields, except in maps: everywhere in built-in kinds, in the metadata of custom ones. */
function forgetNulls(object: Fields, resource: Resource): void {
  const { metadata } = resource.schema.properties ?? {};
  const [typed, schema] = resource.custom ? [object['metadata'], metadata] : [object, resource.schema];
  emptyNullEntries(typed, schema);
  dropNulls(typed, schema);
}

function requireObject(body: unknown, { kind, custom }: Resource): Fields {
  if (isRecord(body)) return body;
  // To Go's decoder null is an object without fields.
  if (body === null && !custom) return {};
  const unrecognized = (why: string) =>
    badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why}`);
  if (body === undefined)
    throw unrecognized("couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)");
  const text = JSON.stringify(body);
  const type = Array.isArray(body) ? 'array' : typeof body;
  const into = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
  const hex = Buffer.from(text).toString('hex');
  throw unrecognized(
    `couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into Go value of type ${into} (${hex})`,
  );
}

/** What decoding depends on besides the write: where the object came from, and how a refusal is worded. */
export interface Decoding {
  readonly origin: Origin;
  readonly refuse?: Refusal;
}

/** A copy of the body, checked and pruned. Throws the 400 or 422 of the API server. */
export function decodeObject(
  machinery: Machinery,
  body: unknown,
  write: Write,
  { origin, refuse = (why) => cannotHandle(write.resource, why) }: Decoding,
): Fields {
  const { resource } = write;
  const object = cloneJson(requireObject(body, resource));
  requireKind(object, resource, origin, machinery.resources);
  object['apiVersion'] = resource.apiVersion;
  object['kind'] = resource.kind;
  object['metadata'] ??= {};
  requireTypes(object, resource, refuse);
  forgetNulls(object, resource);
  reportUnknown(pruneUnknownFields(object, resource.schema), write, refuse);
  return object;
}

/** The value of the wrong type that a type error is about, as Go prints it. */
const shownInGo = (value: unknown) => (isRecord(value) ? 'map[]' : Array.isArray(value) ? '[]' : String(value));

function valueAtField(object: unknown, field: string): unknown {
  const steps = field.split(/[.[\]]+/).filter((step) => step !== '');
  return steps.reduce<unknown>((value, step) => asRecord(Array.isArray(value) ? { ...value } : value)[step], object);
}

/** Why an apply configuration has no typed form: a field nobody declared, or a value of the wrong type. */
function obstacleTo(configuration: Fields, schema: Schema): string | undefined {
  const [unknown] = pruneUnknownFields(cloneJson(configuration), schema);
  if (unknown !== undefined) return `.${unknown}: field not declared in schema`;
  const [wrong] = typeErrors(configuration, schema, '');
  if (!wrong) return undefined;
  const [, expected = ''] = /must be of type (\S+):/.exec(wrong.body) ?? [];
  const shown = `&value.valueUnstructured{Value:${shownInGo(valueAtField(configuration, wrong.field))}}`;
  const goType = { integer: 'numeric (int or float)', number: 'numeric (int or float)', array: 'list', object: 'map' };
  return `.${wrong.field}: expected ${goType[expected as keyof typeof goType] ?? expected}, got ${shown}`;
}

/** Throws the 500 of an apply configuration that has no typed form. */
export function requireTyped(configuration: Fields, schema: Schema): void {
  const why = obstacleTo(configuration, schema);
  if (why === undefined) return;
  const { namespace, name } = asRecord(configuration['metadata']);
  const { group, version } = splitApiVersion(asText(configuration['apiVersion']));
  const subject = `${asText(namespace)}/${asText(name)}; ${group}/${version}, Kind=${asText(configuration['kind'])}`;
  throw new ApiError(500, '', `failed to create typed patch object (${subject}): ${why}`);
}
