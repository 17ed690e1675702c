// Which objects a list, watch or collection deletion means.
import { badRequest } from '../api-error.ts';
import type { Resource } from '../resources.ts';
import { fieldSelector } from '../store/field-selector.ts';
import { labelSelector, type ObjectMatcher } from '../store/label-selector.ts';

export interface ObjectSelection {
  readonly resource: Resource;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  readonly matches: ObjectMatcher;
  /** Whether a selector narrows the selection. */
  readonly isNarrowed: boolean;
}

/** The selection of a request; `name` narrows it to one object (watch of a single object). */
export function selectionOf(
  resource: Resource,
  namespace: string,
  name: string,
  query: URLSearchParams,
): ObjectSelection {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  const byLabel = labelSelector(labels);
  const byField = fieldSelector(fields, resource);
  return {
    resource,
    namespace: namespace === '' ? undefined : namespace,
    matches: (object) => (name === '' || object.metadata.name === name) && byLabel(object) && byField(object),
    isNarrowed: labels !== '' || fields !== '' || name !== '',
  };
}

/** A resource version of a query as a number; undefined when absent or empty. Throws the 400 for what is no number. */
export function parseResourceVersion(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw badRequest(`resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
}

/** `1`, `true` and the empty value of a present parameter are true. */
export const isTrue = (query: URLSearchParams, name: string) => {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
};
