// What a Gateway's objects refer to by name, and what is therefore read after them: Services, Secrets and ConfigMaps.
import { type GatewayKey, keyText, type ObjectKey } from '../base/ids.ts';
import { by, compareText } from '../base/ordering.ts';
import type { ClusterSnapshot } from './cluster-snapshot.ts';
import { find, type GatewayScope, scopeOf } from './gateway-scope.ts';
import type { ListenerSpec, Route } from './objects.ts';

/** Sorted, without duplicates. Reading a key that does not exist is normal: the reference is then unresolved. */
export function secondRound(snapshot: ClusterSnapshot, key: GatewayKey): readonly ObjectKey[] {
  const scope = scopeOf(snapshot, key);
  const keys = [
    ...certificateSecrets(scope),
    ...authorityConfigMaps(scope),
    ...scope.routes.flatMap(backendServices),
    ...scope.routes.flatMap((route) => clientSecrets(snapshot, route)),
  ];
  return [...new Map(keys.map((each) => [keyText(each), each])).values()].sort(by(keyText, compareText));
}

/** Services that a route's backends name. */
export function backendServices(route: Route): readonly ObjectKey[] {
  return route.spec.rules.flatMap((rule) =>
    rule.backendRefs
      .filter(({ kind }) => kind === 'Service')
      .map(({ namespace, name }) => ({ kind: 'Service', namespace: namespace ?? route.metadata.namespace, name })),
  );
}

/** Names of the ListenerRuleConfigurations that a route's filters name; always in the route's namespace. */
export function ruleConfigurationNames(route: Route): readonly string[] {
  const refs = route.spec.rules.flatMap(({ filters }) => filters.map(({ extensionRef }) => extensionRef));
  return refs.filter((ref) => ref?.kind === 'ListenerRuleConfiguration').map((ref) => ref?.name ?? '');
}

function certificateSecrets({ gateway, listenerSets }: GatewayScope): readonly ObjectKey[] {
  const owners = [...(gateway ? [gateway] : []), ...listenerSets];
  return owners.flatMap(({ metadata, spec }) =>
    spec.listeners.flatMap((listener) => secretsOf(listener, metadata.namespace)),
  );
}

/** Of `spec.tls.frontend`, for every port. */
function authorityConfigMaps({ gateway }: GatewayScope): readonly ObjectKey[] {
  const frontend = gateway?.spec.tls?.frontend;
  const settings = [frontend?.default, ...(frontend?.perPort ?? []).map(({ tls }) => tls)];
  return settings
    .flatMap((each) => each?.validation?.caCertificateRefs ?? [])
    .filter(({ group, kind }) => group === '' && kind === 'ConfigMap')
    .map(({ namespace, name }) => ({
      kind: 'ConfigMap',
      namespace: namespace ?? gateway?.metadata.namespace ?? '',
      name,
    }));
}

function secretsOf({ tls }: ListenerSpec, owner: string): readonly ObjectKey[] {
  return (tls?.certificateRefs ?? [])
    .filter(({ group, kind }) => group === '' && kind === 'Secret')
    .map(({ namespace, name }) => ({ kind: 'Secret', namespace: namespace ?? owner, name }));
}

function clientSecrets(snapshot: ClusterSnapshot, route: Route): readonly ObjectKey[] {
  const { namespace } = route.metadata;
  const configurations = ruleConfigurationNames(route).map((name) =>
    find(snapshot, 'ListenerRuleConfiguration', namespace, name),
  );
  const secrets = configurations
    .flatMap((each) => each?.spec.actions ?? [])
    .map((action) => action.authenticateOIDCConfig?.secret?.name);
  return secrets.filter((name) => name !== undefined).map((name) => ({ kind: 'Secret', namespace, name }));
}
