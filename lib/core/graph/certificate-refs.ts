// tls.certificateRefs of a listener: Secrets of type kubernetes.io/tls that its owner may read.
import type { Finding } from '../base/finding.ts';
import { nameOf, type ObjectKey } from '../base/ids.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { find } from '../snapshot/gateway-scope.ts';
import type { SecretRef } from '../snapshot/objects.ts';
import type { TlsFacts } from '../snapshot/secret-content.ts';
import { type Judged, problem, type Verdict } from './judged.ts';
import { mayRefer } from './reference-grants.ts';

export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** A TLS Secret that a listener may use, and what is known of its certificate. */
export interface CertificateSecret extends SecretName, TlsFacts {}

const invalidCertificateRef: Verdict = { condition: 'ResolvedRefs', reason: 'InvalidCertificateRef' };
const refNotPermitted: Verdict = { condition: 'ResolvedRefs', reason: 'RefNotPermitted' };

/** `path` is that of the list. The Secrets that can be used, in order, beside a finding for each that cannot. */
export function resolveCertificateRefs(
  snapshot: ClusterSnapshot,
  owner: ObjectKey,
  path: string,
  refs: readonly SecretRef[],
): Judged<readonly CertificateSecret[]> {
  const judged = refs.map((ref, index) => resolveOne(snapshot, owner, `${path}[${index}]`, ref));
  return {
    value: judged.flatMap((each) => ('secret' in each ? [each.secret] : [])),
    findings: judged.flatMap((each) => ('finding' in each ? [each.finding] : [])),
  };
}

/** Whether a Secret of another namespace exists is told only to those who may refer to it. */
function resolveOne(
  snapshot: ClusterSnapshot,
  owner: ObjectKey,
  path: string,
  ref: SecretRef,
): { readonly secret: CertificateSecret } | { readonly finding: Finding } {
  const secret = { namespace: ref.namespace ?? owner.namespace, name: ref.name };
  const refuse = (verdict: Verdict, message: string): { readonly finding: Finding } => ({
    finding: problem(owner, path, verdict, message),
  });
  if (ref.group !== '' || ref.kind !== 'Secret') {
    return refuse(
      invalidCertificateRef,
      `names a ${ref.kind} of group "${ref.group}". Name a Secret of type kubernetes.io/tls.`,
    );
  }
  if (!mayRefer(snapshot.objects.ReferenceGrant, owner, { group: '', kind: 'Secret', ...secret })) {
    return refuse(
      refNotPermitted,
      `Secret ${nameOf(secret)} is in another namespace. Add a ReferenceGrant there that lets ${owner.kind} of ${owner.namespace} refer to it.`,
    );
  }
  const content = contentOf(snapshot, secret);
  return typeof content === 'string'
    ? refuse(invalidCertificateRef, `Secret ${nameOf(secret)} ${content}`)
    : { secret: { ...secret, ...content } };
}

/** Or what is wrong with it. */
function contentOf(snapshot: ClusterSnapshot, { namespace, name }: SecretName): TlsFacts | string {
  const found = find(snapshot, 'Secret', namespace, name);
  if (found === undefined) return 'does not exist. Create it.';
  if (found.type !== 'kubernetes.io/tls') return `is of type "${found.type}". Give it type kubernetes.io/tls.`;
  return found.tls ?? found.tlsProblem ?? 'has no certificate. Correct its data.';
}
