// The options of a write, from its query string (CreateOptions, UpdateOptions, PatchOptions).
import { badRequest, invalid as invalidObject } from '../api-error.ts';
import { notSupported } from '../field-error.ts';
import type { Resource } from '../resources.ts';
import type { Exchange } from '../server.ts';
import type { Write } from '../writes/write.ts';
import type { ApiRequest, ResourceRequest } from './request.ts';

const validations = ['Ignore', 'Strict', 'Warn'] as const;

function fieldValidationOf(query: URLSearchParams, kind: string): Write['fieldValidation'] {
  const asked = query.get('fieldValidation') ?? '';
  if (asked === '') return 'Warn';
  const known = validations.find((candidate) => candidate === asked);
  if (known) return known;
  const errors = [notSupported('fieldValidation', asked, ['', ...validations])];
  throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
}

function isDryRun(query: URLSearchParams, kind: string): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  const wrong = values.find((value) => value !== 'All');
  if (wrong === undefined) return values.length > 0;
  throw invalidObject({ group: 'meta.k8s.io', kind }, '', [notSupported('dryRun', values, ['All'])]);
}

/** The field manager: as asked, or the program in front of the user agent's first slash. */
function managerOf({ query, wire }: ApiRequest): string {
  const asked = query.get('fieldManager') ?? '';
  if (asked.length > 128) throw badRequest('fieldManager: Too long: may not be more than 128 bytes');
  if (asked !== '') return asked;
  return (wire.headers['user-agent'] ?? '').split('/')[0]?.slice(0, 128) || 'unknown';
}

const optionKinds: Readonly<Record<string, string>> = {
  create: 'CreateOptions',
  update: 'UpdateOptions',
  patch: 'PatchOptions',
};

/** The write a request asks for. `subresource` must be one that goes through writes. */
export function writeOf(request: ApiRequest, target: ResourceRequest, resource: Resource, exchange: Exchange): Write {
  const kind = optionKinds[target.verb] ?? 'DeleteOptions';
  return {
    resource,
    namespace: resource.namespaced ? target.namespace : '',
    name: target.name,
    subresource: target.subresource === 'status' || target.subresource === 'scale' ? target.subresource : '',
    manager: managerOf(request),
    user: exchange.user,
    dryRun: isDryRun(request.query, kind),
    fieldValidation: fieldValidationOf(request.query, kind),
    warn: (text) => void exchange.warnings.push(text),
  };
}
