// What a deletion may ask for (DeleteOptions), in its body or in its query.
import { badRequest, invalid as invalidObject } from '../api-error.ts';
import { invalid, notSupported, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText } from '../json.ts';

export interface Deletion {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  /** Everything but the deletion itself. */
  readonly dryRun?: boolean;
  /** Old clients ask for a deletion of dependents in these words, and are told when it is not done yet. */
  readonly orphanDependents?: boolean;
}

const policies = ['Foreground', 'Background', 'Orphan'] as const;

function preconditionsOf(option: unknown): NonNullable<Deletion['preconditions']> {
  const { uid, resourceVersion } = asRecord(option);
  return {
    ...(typeof uid === 'string' && { uid }),
    ...(typeof resourceVersion === 'string' && { resourceVersion }),
  };
}

function optionErrors(policy: unknown, orphan: unknown, dryRun: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  if (policy !== undefined && orphan !== undefined) {
    const why = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalid('propagationPolicy', policy, why));
  } else if (policy !== undefined && !policies.some((known) => known === policy)) {
    errors.push(notSupported('propagationPolicy', policy, [...policies, 'nil']));
  }
  if (dryRun.some((value) => value !== 'All')) errors.push(notSupported('dryRun', dryRun, ['All']));
  return errors;
}

/** What `orphanDependents` says in the words of today. */
function orphanPolicy(orphan: unknown): Deletion['propagationPolicy'] {
  return String(orphan) === 'true' ? 'Orphan' : undefined;
}

function requireKind(body: unknown): void {
  const kind = asText(asRecord(body)['kind']);
  if (kind === '' || kind === 'DeleteOptions') return;
  const version = asText(asRecord(body)['apiVersion']);
  throw badRequest(`no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`);
}

/** Reads a DeleteOptions body and the query parameters that mean the same. Throws the 400 or 422 of wrong ones. */
export function parseDeletion(body: unknown, query: URLSearchParams): Deletion {
  requireKind(body);
  const option = (name: string) => asRecord(body)[name] ?? query.get(name) ?? undefined;
  const [policy, orphan] = [option('propagationPolicy'), option('orphanDependents')];
  const dryRun = [
    ...asList(asRecord(body)['dryRun']).map(asText),
    ...query.getAll('dryRun').filter((one) => one !== ''),
  ];
  const errors = optionErrors(policy, orphan, dryRun);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  const propagationPolicy = policies.find((known) => known === policy) ?? orphanPolicy(orphan);
  const grace = option('gracePeriodSeconds');
  return {
    ...(propagationPolicy && { propagationPolicy }),
    ...(grace !== undefined && { gracePeriodSeconds: Math.max(Number(grace), 0) }),
    preconditions: preconditionsOf(option('preconditions')),
    ...(dryRun.length > 0 && { dryRun: true }),
    ...(orphan !== undefined && { orphanDependents: String(orphan) === 'true' }),
  };
}
