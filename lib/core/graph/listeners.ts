// One listener of a Gateway or ListenerSet, judged on its own.
import type { Finding } from '../base/finding.ts';
import { anyHost, isHostname } from '../base/hostname.ts';
import { keyText, type ObjectKey } from '../base/ids.ts';
import type { Reading } from '../profile/reading.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import type { ListenerSpec } from '../snapshot/objects.ts';
import { type AllowedKinds, allowedKinds, kindsOfProtocol, policyComplaint, type RouteKind } from './allowed-routes.ts';
import type { ClientValidation, JudgedValidation } from './client-validation.ts';
import { type CertificateSecret, resolveCertificateRefs } from './certificate-refs.ts';
import { note, problem, unsupportedValue, type Verdict } from './judged.ts';

/** A listener before conflicts and routes are known. */
export interface JudgedListener {
  readonly id: string;
  readonly owner: ObjectKey;
  /** Field path inside its owner. */
  readonly path: string;
  readonly spec: ListenerSpec;
  readonly hostname: string;
  readonly supportedKinds: readonly RouteKind[];
  readonly certificateSecrets: readonly CertificateSecret[];
  readonly clients?: ClientValidation;
  /** Can be served as far as itself is concerned. */
  readonly valid: boolean;
  readonly findings: readonly Finding[];
}

/** What one check says. `fatal`: the listener cannot be served. */
interface Check {
  readonly finding: Finding;
  readonly fatal: boolean;
}

export interface ListenerSurroundings {
  readonly snapshot: ClusterSnapshot;
  readonly reading: Reading;
  /** What the Gateway asks of client certificates on a port, judged for a listener there. */
  readonly clientValidation: (listener: ObjectKey, path: string, port: number) => JudgedValidation;
}

/**
 * `index`: place in the spec of `owner`, for the paths of Findings. A listener that cannot be served is answered
 * too, not valid; conflicts with others are not looked for. The hostname is put in lower case.
 */
export function judgeListener(
  owner: ObjectKey,
  index: number,
  spec: ListenerSpec,
  around: ListenerSurroundings,
): JudgedListener {
  const path = `spec.listeners[${index}]`;
  const kinds = allowedKinds(spec, around.reading);
  const certificates = certificatesOf(owner, path, spec, around);
  const { clients, findings: clientFindings } = clientsOf(owner, path, spec, around);
  const checks = [
    ...protocolChecks(owner, path, spec),
    ...hostnameChecks(owner, path, spec),
    ...tlsChecks(owner, path, spec),
    ...kindChecks(owner, path, spec, { ...kinds, failing: around.reading.unsupportedRouteKinds === 'fail' }),
    ...policyChecks(owner, path, spec),
    ...certificates.checks,
    ...clientFindings.map((finding) => ({ finding, fatal: clients === undefined })),
  ];
  return {
    id: `${keyText(owner)}#${spec.name}`,
    owner,
    path,
    spec,
    hostname: spec.hostname?.toLowerCase() ?? anyHost,
    supportedKinds: kinds.supported,
    certificateSecrets: certificates.secrets,
    ...(clients === undefined ? {} : { clients }),
    valid: !checks.some(({ fatal }) => fatal),
    findings: checks.map(({ finding }) => ({ ...finding, listener: spec.name })),
  };
}

const unsupportedProtocol: Verdict = { condition: 'Accepted', reason: 'UnsupportedProtocol' };
const portUnavailable: Verdict = { condition: 'Accepted', reason: 'PortUnavailable' };
const invalidRouteKinds: Verdict = { condition: 'ResolvedRefs', reason: 'InvalidRouteKinds' };

const fatal = (finding: Finding): Check => ({ finding, fatal: true });
const harmless = (finding: Finding): Check => ({ finding, fatal: false });

function protocolChecks(owner: ObjectKey, path: string, { protocol, port }: ListenerSpec): readonly Check[] {
  const checks: Check[] = [];
  if (kindsOfProtocol(protocol).length === 0) {
    const message = `an Application Load Balancer has no listeners of protocol ${protocol}. Use HTTP or HTTPS.`;
    checks.push(fatal(problem(owner, `${path}.protocol`, unsupportedProtocol, message)));
  }
  if (port < 1 || port > 65535)
    checks.push(fatal(problem(owner, `${path}.port`, portUnavailable, `${port} is not a port. Use 1 to 65535.`)));
  return checks;
}

function hostnameChecks(owner: ObjectKey, path: string, { hostname }: ListenerSpec): readonly Check[] {
  if (hostname === undefined || hostname === '' || isHostname(hostname)) return [];
  const message = `"${hostname}" is not a DNS name. Use a name with labels of at most 63 letters, digits and hyphens, perhaps behind "*.".`;
  return [fatal(problem(owner, `${path}.hostname`, unsupportedValue, message))];
}

function tlsChecks(owner: ObjectKey, path: string, { tls }: ListenerSpec): readonly Check[] {
  const checks = Object.keys(tls?.options ?? {}).map((option) =>
    harmless(
      note(
        owner,
        `${path}.tls.options`,
        `option "${option}" is not known and has no effect. Use listenerConfigurations of a LoadBalancerConfiguration.`,
      ),
    ),
  );
  if (tls?.mode === 'Passthrough') {
    const message = 'an Application Load Balancer always terminates TLS. Use mode Terminate.';
    checks.push(fatal(problem(owner, `${path}.tls.mode`, unsupportedValue, message)));
  }
  return checks;
}

/** Like certificates, it is not looked at by the dialect that takes those from ACM alone. */
function clientsOf(
  owner: ObjectKey,
  path: string,
  { protocol, port }: ListenerSpec,
  { clientValidation, reading }: ListenerSurroundings,
): JudgedValidation {
  return protocol === 'HTTPS' && reading.certificateRefs === 'read'
    ? clientValidation(owner, path, port)
    : { findings: [] };
}

function kindChecks(
  owner: ObjectKey,
  path: string,
  { protocol, allowedRoutes }: ListenerSpec,
  { supported, unsupported, failing }: AllowedKinds & { readonly failing: boolean },
): readonly Check[] {
  const failsListener = supported.length === 0 || failing;
  return unsupported.map((index) => {
    const asked = allowedRoutes.kinds?.[index];
    const message = `a listener of protocol ${protocol} cannot serve kind ${asked?.kind} of group "${asked?.group}". Remove it.`;
    return {
      finding: problem(owner, `${path}.allowedRoutes.kinds[${index}]`, invalidRouteKinds, message),
      fatal: failsListener,
    };
  });
}

function policyChecks(owner: ObjectKey, path: string, { allowedRoutes }: ListenerSpec): readonly Check[] {
  const complaint = policyComplaint(allowedRoutes.namespaces);
  return complaint === undefined ? [] : [harmless(note(owner, `${path}.allowedRoutes.namespaces.selector`, complaint))];
}

interface ListenerCertificates {
  readonly secrets: readonly CertificateSecret[];
  readonly checks: readonly Check[];
}

/** A listener with at least one usable certificate is served with what it has. Without any reference certificates come from ACM. */
function certificatesOf(
  owner: ObjectKey,
  path: string,
  { protocol, tls }: ListenerSpec,
  around: ListenerSurroundings,
): ListenerCertificates {
  const refs = tls?.certificateRefs ?? [];
  if (protocol !== 'HTTPS' || refs.length === 0 || around.reading.certificateRefs === 'ignore')
    return { secrets: [], checks: [] };
  const { value: secrets, findings } = resolveCertificateRefs(
    around.snapshot,
    owner,
    `${path}.tls.certificateRefs`,
    refs,
  );
  return { secrets, checks: findings.map((finding) => ({ finding, fatal: secrets.length === 0 })) };
}
