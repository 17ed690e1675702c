// The door behind which JSON from an API server (or a file) gets a type. Knows v1 and v1beta1; never throws.
import type { Finding } from '../base/finding.ts';
import { describeKey, type ObjectKey } from '../base/ids.ts';
import {
  listenerRuleConfigurationSpec,
  loadBalancerConfigurationSpec,
  targetGroupConfigurationSpec,
} from './configuration-shapes.ts';
import {
  gatewayClassSpec,
  gatewayClassStatus,
  gatewaySpec,
  gatewayStatus,
  listenerSetSpec,
  listenerSetStatus,
  referenceGrantSpec,
} from './gateway-shapes.ts';
import { kindNamed, type Kind } from './kinds.ts';
import { endpointSliceBody, nodeSpec, nodeStatus, serviceSpec } from './kubernetes-shapes.ts';
import { objectMeta } from './metadata-shape.ts';
import type { KubernetesObject, ObjectMeta, ParsedObject } from './objects.ts';
import { grpcRouteSpec, httpRouteSpec, routeStatus } from './route-shapes.ts';
import { authoritiesIn, contentFacts, type TlsExaminer, tlsContent, unopened } from './secret-content.ts';
import { isObject, type Notes, type Shape } from './shape.ts';

export type Parsed =
  { readonly object: KubernetesObject } | { readonly findings: readonly Finding[] } | { readonly ignored: string };

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads one object by its `apiVersion` and `kind`; `examineTls` opens certificates. `ignored`: a kind or version that we do not read. `findings`: one of our
 * kinds in a form no published CRD allows; the object must not be used, and its absence must not be taken for deletion.
 */
export function parseObject(raw: unknown, examineTls: TlsExaminer = unopened): Parsed {
  if (!isObject(raw)) return { ignored: 'not an object' };
  const kind = kindNamed(String(raw['kind']));
  const apiVersion = String(raw['apiVersion']);
  if (kind === undefined || !understands(kind, apiVersion)) return { ignored: `${apiVersion} ${String(raw['kind'])}` };
  const notes: Notes = { malformed: [], unread: [] };
  const metadata = objectMeta(raw['metadata'] ?? {}, 'metadata', notes);
  const body = metadata && parsers[kind.kind](raw, metadata, notes, examineTls);
  if (metadata === undefined || body === undefined || notes.malformed.length > 0)
    return { findings: malformed(kind, raw, notes) };
  const scoped = kind.namespaced ? metadata : { ...metadata, namespace: '' };
  const common: ParsedObject = { apiVersion, kind: kind.kind, metadata: scoped, unread: notes.unread };
  return { object: { ...common, ...body } as KubernetesObject };
}

function understands(kind: Kind, apiVersion: string): boolean {
  return kind.versions.some((version) => apiVersion === (kind.group === '' ? version : `${kind.group}/${version}`));
}

function malformed(kind: Kind, raw: Raw, notes: Notes): readonly Finding[] {
  const metadata = isObject(raw['metadata']) ? raw['metadata'] : {};
  const subject: ObjectKey = {
    kind: kind.kind,
    namespace: String(metadata['namespace'] ?? ''),
    name: String(metadata['name'] ?? ''),
  };
  return notes.malformed.map((note) => ({
    subject,
    path: note.slice(0, note.indexOf(':')),
    severity: 'error',
    condition: 'Accepted',
    reason: 'Invalid',
    message: `${describeKey(subject)} cannot be read: ${note}. Correct the field, or remove it.`,
  }));
}

type Parser = (raw: Raw, metadata: ObjectMeta, notes: Notes, examineTls: TlsExaminer) => object | undefined;

function specOnly(spec: Shape<object>): Parser {
  return (raw, _metadata, notes) => member('spec', spec, raw, notes);
}

function specAndStatus(spec: Shape<object>, status: Shape<object>): Parser {
  return (raw, _metadata, notes) => {
    const read = { ...member('spec', spec, raw, notes), ...member('status', status, raw, notes) };
    return 'spec' in read && 'status' in read ? read : undefined;
  };
}

function member(name: string, shape: Shape<object>, raw: Raw, notes: Notes): object | undefined {
  const value = shape(raw[name] ?? {}, name, notes);
  return value === undefined ? undefined : { [name]: value };
}

const parsers: Readonly<Record<KubernetesObject['kind'], Parser>> = {
  GatewayClass: specAndStatus(gatewayClassSpec, gatewayClassStatus),
  Gateway: specAndStatus(gatewaySpec, gatewayStatus),
  ListenerSet: specAndStatus(listenerSetSpec, listenerSetStatus),
  HTTPRoute: specAndStatus(httpRouteSpec, routeStatus),
  GRPCRoute: specAndStatus(grpcRouteSpec, routeStatus),
  ReferenceGrant: specOnly(referenceGrantSpec),
  LoadBalancerConfiguration: specOnly(loadBalancerConfigurationSpec),
  TargetGroupConfiguration: specOnly(targetGroupConfigurationSpec),
  ListenerRuleConfiguration: specOnly(listenerRuleConfigurationSpec),
  Namespace: () => ({}),
  Service: specOnly(serviceSpec),
  Secret: (raw, _metadata, _notes, examineTls) => {
    const type = String(raw['type'] ?? 'Opaque');
    return {
      type,
      ...contentFacts(raw, type),
      ...(type === 'kubernetes.io/tls' ? tlsContent(raw, examineTls) : {}),
    };
  },
  ConfigMap: (raw) => {
    const authorities = authoritiesIn(raw);
    return { ...contentFacts(raw, ''), ...(authorities === undefined ? {} : { authorities }) };
  },
  Node: (raw, _metadata, notes) => {
    const spec = nodeSpec(raw['spec'] ?? {}, 'spec', notes);
    const status = nodeStatus(raw['status'] ?? {}, 'status', notes);
    return (
      spec &&
      status && {
        providerId: spec.providerID,
        unschedulable: spec.unschedulable,
        taints: spec.taints,
        ready: status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
        addresses: status.addresses,
      }
    );
  },
  EndpointSlice: (raw, metadata, notes) => {
    const body = endpointSliceBody(raw, '', notes);
    return body && { ...body, service: metadata.labels['kubernetes.io/service-name'] ?? '' };
  },
};
