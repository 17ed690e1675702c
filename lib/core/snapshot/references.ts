// Whom an object refers to, read from JSON as loosely as possible: a reference too many costs a look, one too few an outage.
import type { ObjectKey } from '../base/ids.ts';
import { isObject } from './shape.ts';

/** Stands for "some namespaces, by their labels". */
export const anyNamespace: ObjectKey = { kind: 'Namespace', namespace: '', name: '*' };

type Raw = Readonly<Record<string, unknown>>;

/**
 * `raw` is the whole object, `spec` its spec, both unchecked; what has not the expected type refers to nobody. May
 * hold duplicates, objects that do not exist, and `anyNamespace`; kinds without references answer none.
 */
export function references(key: ObjectKey, raw: Raw, spec: Raw): readonly ObjectKey[] {
  switch (key.kind) {
    case 'GatewayClass':
      return configurationRefs(spec['parametersRef'], '');
    case 'Gateway':
      return [
        { kind: 'GatewayClass', namespace: '', name: textOf(spec['gatewayClassName']) },
        ...configurationRefs(at(spec, 'infrastructure', 'parametersRef'), key.namespace),
        ...namedRefs(spec['tls'], key.namespace),
        ...listenerRefs(spec, key.namespace),
      ];
    case 'ListenerSet':
      return [...refTo(spec['parentRef'], 'Gateway', key.namespace), ...listenerRefs(spec, key.namespace)];
    case 'HTTPRoute':
    case 'GRPCRoute':
      return routeRefs(spec, key.namespace);
    case 'LoadBalancerConfiguration':
      return refTo(spec['defaultTargetGroupConfiguration'], 'TargetGroupConfiguration', key.namespace);
    case 'TargetGroupConfiguration':
      return refTo(spec['targetReference'], 'Service', key.namespace);
    case 'ListenerRuleConfiguration':
      return itemsOf(spec['actions']).flatMap((action) =>
        refTo(at(action, 'authenticateOIDCConfig', 'secret'), 'Secret', key.namespace),
      );
    case 'ReferenceGrant':
      return itemsOf(spec['from']).map((from) => ({
        kind: 'Namespace',
        namespace: '',
        name: textOf(at(from, 'namespace')),
      }));
    case 'EndpointSlice':
      return [
        {
          kind: 'Service',
          namespace: key.namespace,
          name: textOf(at(raw, 'metadata', 'labels', 'kubernetes.io/service-name')),
        },
      ];
    default:
      return [];
  }
}

function routeRefs(spec: Raw, namespace: string): readonly ObjectKey[] {
  const rules = itemsOf(spec['rules']);
  return [
    ...itemsOf(spec['parentRefs']).flatMap((ref) => refTo(ref, 'Gateway', namespace)),
    ...rules.flatMap((rule) => itemsOf(at(rule, 'backendRefs')).flatMap((ref) => refTo(ref, 'Service', namespace))),
    ...rules.flatMap((rule) =>
      itemsOf(at(rule, 'filters')).flatMap((filter) =>
        refTo(at(filter, 'extensionRef'), 'ListenerRuleConfiguration', namespace),
      ),
    ),
  ];
}

function listenerRefs(spec: Raw, namespace: string): readonly ObjectKey[] {
  const listeners = itemsOf(spec['listeners']);
  const policies = [
    at(spec, 'allowedListeners', 'namespaces'),
    ...listeners.map((listener) => at(listener, 'allowedRoutes', 'namespaces')),
  ];
  return [
    ...listeners.flatMap((listener) =>
      itemsOf(at(listener, 'tls', 'certificateRefs')).flatMap((ref) => refTo(ref, 'Secret', namespace)),
    ),
    ...(policies.some((policy) => at(policy, 'from') === 'Selector') ? [anyNamespace] : []),
  ];
}

function configurationRefs(ref: unknown, namespace: string): readonly ObjectKey[] {
  return refTo(ref, 'LoadBalancerConfiguration', namespace);
}

/** Every object inside `value` that looks like a reference (has `kind` and `name`). */
function namedRefs(value: unknown, namespace: string): readonly ObjectKey[] {
  if (Array.isArray(value)) return value.flatMap((each) => namedRefs(each, namespace));
  if (!isObject(value)) return [];
  const own = typeof value['kind'] === 'string' ? refTo(value, '', namespace) : [];
  return [...own, ...Object.values(value).flatMap((each) => namedRefs(each, namespace))];
}

function refTo(ref: unknown, kind: string, namespace: string): readonly ObjectKey[] {
  if (!isObject(ref) || typeof ref['name'] !== 'string') return [];
  const named = ref['kind'];
  const where = ref['namespace'];
  return [
    {
      kind: typeof named === 'string' ? named : kind,
      namespace: typeof where === 'string' ? where : namespace,
      name: ref['name'],
    },
  ];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
