// How the parts of the graph speak about problems: a value beside its Findings.
import type { Finding } from '../base/finding.ts';
import type { ObjectKey } from '../base/ids.ts';
import type { KubernetesObject } from '../snapshot/objects.ts';

export interface Judged<T> {
  readonly value: T;
  readonly findings: readonly Finding[];
}

/** The key without group and version; the namespace is empty for kinds of the whole cluster. */
export function keyOf({ kind, metadata }: KubernetesObject): ObjectKey {
  return { kind, namespace: metadata.namespace, name: metadata.name };
}

/** Names of `condition` and `reason` as the Gateway API has them. */
export interface Verdict {
  readonly condition: string;
  readonly reason: string;
}

export const unsupportedValue: Verdict = { condition: 'Accepted', reason: 'UnsupportedValue' };
export const incompatibleFilters: Verdict = { condition: 'Accepted', reason: 'IncompatibleFilters' };
export const invalidParameters: Verdict = { condition: 'Accepted', reason: 'InvalidParameters' };

/** A field that is not honoured, and without which everything is served as before. */
export function note(subject: ObjectKey, path: string, message: string): Finding {
  return { subject, path, severity: 'note', ...unsupportedValue, message: `${path}: ${message}` };
}

/** A problem; its message names the field first. */
export function problem(subject: ObjectKey, path: string, verdict: Verdict, message: string): Finding {
  return { subject, path, severity: 'error', ...verdict, message: `${path}: ${message}` };
}
