// What must be known of AWS to translate a Gateway.
import type { Graph } from '../graph/graph.ts';
import type { Profile } from '../profile/profile.ts';
import { asksAcm } from './certificates.ts';
import type { FactQuery, Facts } from './facts.ts';
import { listenerPorts } from './listener-ports.ts';
import type { ListenerPort } from './listener-ports.ts';
import { startTranslation } from './translation.ts';

/**
 * The queries whose answers buildStack reads. With the answers so far as `known` it asks for what only they made necessary
 * (`reachability`, if no subnet carries a role tag): gather, ask again, gather once more, and build.
 */
export function needs(graph: Graph, profile: Profile, known: Facts = {}): readonly FactQuery[] {
  if (graph.verdict !== 'ours' || graph.gateway === undefined || !graph.gateway.configurationValid) return [];
  const ports = listenerPorts(startTranslation(graph, graph.gateway, known, profile));
  const queries: readonly FactQuery[] = [
    { fact: 'vpc' },
    { fact: 'subnets' },
    ...reachability(profile, known),
    ...certificates(ports),
    ...securityGroups(graph.gateway.configuration),
    ...trustStores(ports),
    ...targetGroups(graph),
  ];
  return queries.filter((query) => !isAnswered(query, known));
}

type Configuration = NonNullable<Graph['gateway']>['configuration'];

function reachability({ tagKeys }: Profile, { subnets }: Facts): readonly FactQuery[] {
  const hasRoles =
    subnets === undefined ||
    subnets.some(({ tags }) => tagKeys.publicSubnetRole in tags || tagKeys.internalSubnetRole in tags);
  return hasRoles ? [] : [{ fact: 'reachability' }];
}

function certificates(ports: readonly ListenerPort[]): readonly FactQuery[] {
  return ports.some(asksAcm) ? [{ fact: 'certificates' }] : [];
}

function securityGroups({
  securityGroups: asked = [],
  manageBackendSecurityGroupRules = false,
}: Configuration): readonly FactQuery[] {
  const ids = asked.filter((text) => text.startsWith('sg-'));
  const names = asked.filter((text) => !text.startsWith('sg-'));
  const named: readonly FactQuery[] = asked.length === 0 ? [] : [{ fact: 'security-groups', ids, names }];
  return asked.length === 0 || manageBackendSecurityGroupRules
    ? [...named, { fact: 'cluster-security-groups' }]
    : named;
}

function trustStores(ports: readonly ListenerPort[]): readonly FactQuery[] {
  const names = ports.flatMap(({ configuration }) => {
    const { mode, trustStore } = configuration?.mutualAuthentication ?? {};
    return mode === 'verify' && trustStore !== undefined && !trustStore.startsWith('arn:') ? [trustStore] : [];
  });
  return [...new Set(names)].map((name) => ({ fact: 'trust-store', name }));
}

function targetGroups({ routes }: Graph): readonly FactQuery[] {
  const names = routes.flatMap(({ rules }) =>
    rules.flatMap(({ backends }) =>
      backends.flatMap(({ target }) => (target.kind === 'target-group-name' ? [target.name] : [])),
    ),
  );
  return [...new Set(names)].map((name) => ({ fact: 'target-group', name }));
}

/** Whether the member of Facts that a query fills is there. */
function isAnswered(query: FactQuery, known: Facts): boolean {
  switch (query.fact) {
    case 'vpc':
      return known.vpc !== undefined;
    case 'subnets':
      return known.subnets !== undefined;
    case 'reachability':
      return known.subnets?.every(({ isPublic }) => isPublic !== undefined) ?? false;
    case 'certificates':
      return known.certificates !== undefined;
    case 'security-groups':
    case 'cluster-security-groups':
      return known.securityGroups !== undefined;
    case 'trust-store':
      return known.trustStores !== undefined;
    case 'target-group':
      return known.targetGroups !== undefined;
  }
}
