// What a client wants back, and in which form: the object itself, its metadata only, a table to print, or a discovery
// document; as JSON, YAML or protobuf (https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources).
import { noRepresentation, notAcceptable } from '../api-error.ts';
import { asText, type Fields } from '../json.ts';
import { protobufType } from '../protobuf/envelope.ts';
import { messageOfKind } from '../protobuf/messages.ts';
import type { Resource } from '../resources.ts';

export type Representation =
  | { readonly as: 'object' }
  | { readonly as: 'metadata' }
  | { readonly as: 'table' }
  | { readonly as: 'aggregated-discovery'; readonly version: string };

/** How an answer is written. */
export type Format = 'json' | 'yaml' | 'protobuf';

/** The media type of each format. */
export const formatTypes = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: protobufType,
} as const satisfies Readonly<Record<Format, string>>;

interface MediaRange {
  readonly format: Format;
  readonly parameters: Readonly<Record<string, string>>;
}

const ofType = new Map<string, Format>([
  ...Object.entries(formatTypes).map(([format, type]): [string, Format] => [type, format as Format]),
  ...['*/*', 'application/*', ''].map((type): [string, Format] => [type, 'json']),
]);

/** The ranges of an Accept header that name something this server writes, in the client's order. */
function knownRanges(accept: string | undefined): readonly MediaRange[] {
  return (accept ?? '').split(',').flatMap((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const format = ofType.get(type);
    if (!format) return [];
    return [{ format, parameters: Object.fromEntries(parameters.map((parameter) => parameter.split('=', 2))) }];
  });
}

function representationOf({ format, parameters }: MediaRange): Representation | undefined {
  const { as, g, v } = parameters;
  if (as === undefined) return { as: 'object' };
  if (as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io' && format === 'json')
    return { as: 'aggregated-discovery', version: v ?? 'v2' };
  if (g !== 'meta.k8s.io' || v !== 'v1') return undefined;
  // The cells of a table are of no type that protobuf could name.
  if (as === 'Table') return format === 'protobuf' ? undefined : { as: 'table' };
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? { as: 'metadata' } : undefined;
}

/** What the answer is about: objects of a kind, one by one or as a watch. */
export interface Offer {
  readonly resource: Resource;
  readonly isWatch: boolean;
}

function canSend({ format }: MediaRange, { as }: Representation, { resource, isWatch }: Offer): boolean {
  if (format === 'yaml') return !isWatch;
  // Custom resources have no protobuf form; their metadata has.
  return format !== 'protobuf' || as !== 'object' || !resource.custom;
}

const objectTypes = Object.values(formatTypes);
const watchTypes = [formatTypes.json, formatTypes.protobuf].map((type) => `${type};stream=watch`);

/** The first acceptable representation of an Accept header; throws 406 when there is none. */
export function negotiate(accept: string | undefined, offer: Offer): Representation {
  const ranges = knownRanges(accept);
  for (const range of ranges) {
    const representation = representationOf(range);
    if (representation && canSend(range, representation, offer)) return representation;
  }
  if (ranges.length === 0 && !offer.resource.custom) throw noRepresentation([...objectTypes, ...watchTypes]);
  const isYamlWatch = offer.isWatch && ranges.some(({ format }) => format === 'yaml');
  throw notAcceptable(isYamlWatch ? watchTypes : objectTypes);
}

/** The version of aggregated discovery a client prefers to the old documents; undefined when it wants those. */
export function aggregatedDiscovery(accept: string | undefined): string | undefined {
  const [first] = knownRanges(accept).flatMap((range) => representationOf(range) ?? []);
  return first?.as === 'aggregated-discovery' ? first.version : undefined;
}

/**
 * The format for an object: the first the client names that has a form for its kind, otherwise JSON. Ranges that ask for
 * another representation say nothing about the Status of a failure.
 */
export function formatFor(accept: string | undefined, { apiVersion, kind }: Fields): Format {
  const isStatus = kind === 'Status' && apiVersion === 'v1';
  const range = knownRanges(accept).find(({ format, parameters }) => {
    if (isStatus && parameters['as'] !== undefined) return false;
    return format !== 'protobuf' || messageOfKind(asText(apiVersion), asText(kind)) !== undefined;
  });
  return range?.format ?? 'json';
}
