// EndpointSlices (pkg/apis/discovery/validation).
import {
  childPath,
  duplicate,
  invalid,
  itemPath,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../field-error.ts';
import { asList, asRecord, asText, isRecord, type Fields } from '../json.ts';
import { isIPv4, isIPv6 } from 'node:net';
import type { KindRules } from './kind-rules.ts';

const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

function addressErrors(endpoint: Fields, path: string, type: string): FieldError[] {
  const addresses = asList(endpoint['addresses']);
  const field = childPath(path, 'addresses');
  if (addresses.length === 0) return [required(field, 'must contain at least 1 address')];
  return addresses.flatMap((address, index) => {
    const text = asText(address);
    const valid = type === 'IPv4' ? isIPv4(text) : type === 'IPv6' ? isIPv6(text) : true;
    return valid
      ? []
      : [invalid(itemPath(field, index), text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  });
}

function portErrors(ports: readonly Fields[]): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const name = asText(port['name']);
    const repeated = names.has(name) ? [duplicate(childPath(itemPath('ports', index), 'name'), name)] : [];
    names.add(name);
    return repeated;
  });
}

export const endpointSliceRules: KindRules = {
  generation: 'counted',
  fill: (draft) => {
    for (const port of asList(draft['ports'])) {
      if (!isRecord(port)) continue;
      port['name'] ??= '';
      port['protocol'] ??= 'TCP';
    }
    draft['endpoints'] ??= [];
    draft['ports'] ??= [];
  },
  validate: (draft, old) => {
    const type = asText(draft['addressType']);
    const endpoints = asList(draft['endpoints']);
    const errors: FieldError[] = [];
    if (type === '') errors.push(required('addressType'));
    else if (!addressTypes.includes(type)) errors.push(notSupported('addressType', type, addressTypes));
    if (endpoints.length > 1000) errors.push(tooMany('endpoints', endpoints.length, 1000));
    if (old && asText(old['addressType']) !== type) errors.push(invalid('addressType', type, 'field is immutable'));
    for (const [index, endpoint] of endpoints.entries()) {
      errors.push(...addressErrors(asRecord(endpoint), itemPath('endpoints', index), type));
    }
    return [...errors, ...portErrors(asList(draft['ports']).filter(isRecord))];
  },
};
