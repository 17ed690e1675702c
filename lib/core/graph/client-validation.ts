// spec.tls.frontend of a Gateway: which client certificates its HTTPS ports take (GEP-91).
import type { Finding } from '../base/finding.ts';
import { nameOf, type ObjectKey } from '../base/ids.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { find } from '../snapshot/gateway-scope.ts';
import type { CaCertificateRef, FrontendTls, Gateway } from '../snapshot/objects.ts';
import { keyOf, problem, type Verdict } from './judged.ts';
import { mayRefer } from './reference-grants.ts';

/** `passthrough`: every certificate is let in and shown to the backend (`AllowInsecureFallback`). */
export type ClientValidation =
  { readonly mode: 'passthrough' } | { readonly mode: 'verify'; readonly authorities: readonly AuthorityConfigMap[] };

/** A ConfigMap with CA certificates that the Gateway may use. */
export interface AuthorityConfigMap {
  readonly namespace: string;
  readonly name: string;
  /** SHA-256 (hex) of the certificates. */
  readonly fingerprint: string;
}

export interface JudgedValidation {
  /** Absent: clients are not asked, or cannot be verified as asked. */
  readonly clients?: ClientValidation;
  readonly findings: readonly Finding[];
}

type Validation = NonNullable<FrontendTls['validation']>;

const invalidKind: Verdict = { condition: 'ResolvedRefs', reason: 'InvalidCACertificateKind' };
const invalidRef: Verdict = { condition: 'ResolvedRefs', reason: 'InvalidCACertificateRef' };
const refNotPermitted: Verdict = { condition: 'ResolvedRefs', reason: 'RefNotPermitted' };
const noValidCertificate: Verdict = { condition: 'Accepted', reason: 'NoValidCACertificate' };

/** For each port, on behalf of a listener there: its findings are about the listener, whose owner they name. */
export function clientValidation(
  snapshot: ClusterSnapshot,
  gateway: Gateway,
): (listener: ObjectKey, path: string, port: number) => JudgedValidation {
  return (listener, path, port) => {
    const validation = validationOf(gateway, port);
    if (validation === undefined) return { findings: [] };
    if (validation.mode === 'AllowInsecureFallback') return { clients: { mode: 'passthrough' }, findings: [] };
    const judged = validation.caCertificateRefs.map((ref) => judgeRef(snapshot, keyOf(gateway), ref));
    const authorities = judged.flatMap((each) => ('fingerprint' in each ? [each] : []));
    const findings = judged.flatMap((each) =>
      'verdict' in each
        ? [problem(listener, path, each.verdict, `spec.tls.frontend of the Gateway ${each.message}`)]
        : [],
    );
    if (authorities.length > 0) return { clients: { mode: 'verify', authorities }, findings };
    const message = 'no CA certificate of spec.tls.frontend of the Gateway can be used: no client could be verified.';
    return { findings: [...findings, problem(listener, path, noValidCertificate, message)] };
  };
}

/** A port's own setting replaces the default. */
function validationOf({ spec }: Gateway, port: number): Validation | undefined {
  const frontend = spec.tls?.frontend;
  const own = frontend?.perPort?.find((each) => each.port === port)?.tls;
  return (own ?? frontend?.default)?.validation;
}

type JudgedRef = AuthorityConfigMap | { readonly verdict: Verdict; readonly message: string };

/** Whether a ConfigMap of another namespace exists is told only to those who may refer to it. */
function judgeRef(snapshot: ClusterSnapshot, gateway: ObjectKey, ref: CaCertificateRef): JudgedRef {
  const { group, kind, name } = ref;
  const namespace = ref.namespace ?? gateway.namespace;
  const text = nameOf({ namespace, name });
  if (group !== '' || kind !== 'ConfigMap') {
    return { verdict: invalidKind, message: `names a ${kind} of group "${group}". Name a ConfigMap with a ca.crt.` };
  }
  if (!mayRefer(snapshot.objects.ReferenceGrant, gateway, { group, kind, namespace, name })) {
    return {
      verdict: refNotPermitted,
      message: `names ConfigMap ${text} in another namespace. Add a ReferenceGrant there that lets Gateways of ${gateway.namespace} refer to it.`,
    };
  }
  const found = find(snapshot, 'ConfigMap', namespace, name);
  if (found === undefined) {
    return { verdict: invalidRef, message: `names ConfigMap ${text}, which does not exist. Create it.` };
  }
  return found.authorities === undefined
    ? {
        verdict: invalidRef,
        message: `names ConfigMap ${text}, which has no PEM certificate in ca.crt. Correct its data.`,
      }
    : { namespace, name, fingerprint: found.authorities };
}
