// Which objects a list, watch or collection deletion means.
import { ApiError, badRequest } from '../api-error.ts';
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

/**
 * A resource version of a query as a number; undefined when absent or empty. Throws what is answered to a text that is
 * no number: a 500 without reason, except in lists, which say 400.
 */
export function parseResourceVersion(text: string | null, isList = false): number | undefined {
  if (text === null || text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const why = `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;
  throw isList ? badRequest(`invalid resource version: ${why}`) : new ApiError(500, '', why);
}

/** A whole number of a query; undefined when absent or empty. Throws the 400 for what is no number. */
export function parseNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? '';
  if (text === '') return undefined;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
}

/** The answer to a resource version that does not exist yet. */
function tooLargeResourceVersion(asked: number, current: number): ApiError {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  const text = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  return new ApiError(504, 'Timeout', text, { causes, retryAfterSeconds: 1 });
}

/** Throws the 504 of a read that wants to see at least a state that is still to come. */
export function requireNotInFuture(version: number | undefined, current: number): void {
  if (version !== undefined && version > current) throw tooLargeResourceVersion(version, current);
}

/** `1`, `true` and the empty value of a present parameter are true. */
export const isTrue = (query: URLSearchParams, name: string) => {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
};
