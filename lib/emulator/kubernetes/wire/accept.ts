// What a client wants back: the object itself, its metadata only, a table to print, or a discovery document.
import { notAcceptable } from '../api-error.ts';

export type Representation =
  | { readonly as: 'object' }
  | { readonly as: 'metadata' }
  | { readonly as: 'table' }
  | { readonly as: 'aggregated-discovery'; readonly version: string };

const plain: Representation = { as: 'object' };

interface MediaRange {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function parseRanges(accept: string): readonly MediaRange[] {
  return accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    return { type, parameters: Object.fromEntries(parameters.map((parameter) => parameter.split('=', 2))) };
  });
}

function representationOf({ type, parameters }: MediaRange): Representation | undefined {
  if (!['application/json', '*/*', 'application/*', ''].includes(type)) return undefined;
  const { as, g, v } = parameters;
  if (as === undefined) return plain;
  if (as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io')
    return { as: 'aggregated-discovery', version: v ?? 'v2' };
  if (g !== 'meta.k8s.io' || v !== 'v1') return undefined;
  if (as === 'Table') return { as: 'table' };
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? { as: 'metadata' } : undefined;
}

/** The first acceptable representation of an Accept header; throws 406 when there is none. */
export function negotiate(accept: string | undefined): Representation {
  if (accept === undefined || accept === '') return plain;
  for (const range of parseRanges(accept)) {
    const representation = representationOf(range);
    if (representation) return representation;
  }
  throw notAcceptable(['application/json']);
}
