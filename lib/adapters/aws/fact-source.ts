// Answers the translator's questions about AWS: one paged call per question, remembered for a minute, because the facts
// of a VPC change rarely and a burst of Gateways asks the same ones.
import type { ClusterId } from '../../core/base/ids.ts';
import type { FactQuery, Facts, SecurityGroupFact, SubnetFact } from '../../core/translate/facts.ts';
import type { FactSource } from '../../reconcile/ports.ts';
import { issuedCertificates } from './certificate-facts.ts';
import type { AwsClients } from './clients.ts';
import { targetGroupNamed, trustStoreNamed } from './named-facts.ts';
import { clusterSecurityGroups, publicSubnets, securityGroupsCalled, subnetsOf, vpcOf } from './network-facts.ts';

/** Milliseconds a fact is believed; a Gateway with an unresolved fact looks again no sooner. */
const believeMs = 60_000;

export interface FactSettings {
  readonly vpcId: () => Promise<string>;
  /** Tag key `kubernetes.io/cluster/<cluster>`. */
  readonly clusterTag: (cluster: ClusterId) => string;
  readonly now: () => number;
}

/** One source per VPC. Keep it: its memory is what spares the calls. */
export function createFactSource(clients: AwsClients, settings: FactSettings): FactSource {
  const remembered = new Map<string, { readonly at: number; readonly answer: Promise<Facts> }>();
  const ask = (query: FactQuery, cluster: ClusterId): Promise<Facts> => {
    forget(remembered, settings.now() - believeMs);
    const key = JSON.stringify([cluster, query]);
    const last = remembered.get(key);
    if (last) return last.answer;
    const answer = answerQuery(clients, settings, query, { cluster, ask: (other) => ask(other, cluster) });
    remembered.set(key, { at: settings.now(), answer });
    answer.then(
      (facts) => isEmpty(facts) && remembered.delete(key),
      () => remembered.delete(key),
    );
    return answer;
  };
  return {
    gather: async (queries, cluster) =>
      (await Promise.all(queries.map((query) => ask(query, cluster)))).reduce(together, {}),
  };
}

function forget(remembered: Map<string, { readonly at: number }>, until: number): void {
  for (const [key, { at }] of remembered) if (at <= until) remembered.delete(key);
}

/** What is not there is asked for anew: whoever named it is about to make it. */
function isEmpty(facts: Facts): boolean {
  return Object.values(facts).every((answer) => Object.keys(answer as object).length === 0);
}

async function answerQuery(
  clients: AwsClients,
  settings: FactSettings,
  query: FactQuery,
  { cluster, ask }: { readonly cluster: ClusterId; readonly ask: (query: FactQuery) => Promise<Facts> },
): Promise<Facts> {
  switch (query.fact) {
    case 'vpc':
      return vpcOf(clients, await settings.vpcId());
    case 'subnets':
      return { subnets: await subnetsOf(clients, await settings.vpcId()) };
    case 'reachability': {
      const isPublic = publicSubnets(clients, await settings.vpcId());
      const [{ subnets = [] }, reaches] = await Promise.all([ask({ fact: 'subnets' }), isPublic]);
      return { subnets: subnets.map((subnet) => ({ ...subnet, isPublic: reaches(subnet.id) })) };
    }
    case 'certificates':
      return { certificates: await issuedCertificates(clients) };
    case 'security-groups':
      return { securityGroups: await securityGroupsCalled(clients, await settings.vpcId(), query) };
    case 'cluster-security-groups': {
      const tag = settings.clusterTag(cluster);
      return { securityGroups: await clusterSecurityGroups(clients, await settings.vpcId(), tag) };
    }
    case 'trust-store':
      return trustStoreNamed(clients, query.name);
    case 'target-group':
      return targetGroupNamed(clients, query.name);
  }
}

/** Facts of several answers in one; lists and tables of the same kind are joined. */
function together(left: Facts, right: Facts): Facts {
  return {
    ...left,
    ...right,
    ...(left.securityGroups &&
      right.securityGroups && { securityGroups: uniqueGroups([...left.securityGroups, ...right.securityGroups]) }),
    ...(left.subnets && right.subnets && { subnets: joinSubnets(left.subnets, right.subnets) }),
    ...(left.trustStores && right.trustStores && { trustStores: { ...left.trustStores, ...right.trustStores } }),
    ...(left.targetGroups && right.targetGroups && { targetGroups: { ...left.targetGroups, ...right.targetGroups } }),
  };
}

function uniqueGroups(groups: readonly SecurityGroupFact[]): readonly SecurityGroupFact[] {
  return [...new Map(groups.map((group) => [group.id, group])).values()];
}

function joinSubnets(left: readonly SubnetFact[], right: readonly SubnetFact[]): readonly SubnetFact[] {
  const other = new Map(right.map((subnet) => [subnet.id, subnet]));
  return left.map((subnet) => ({ ...subnet, ...other.get(subnet.id) }));
}
