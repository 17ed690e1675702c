// Reads of AWS what belongs to one stack, and no more than the planner can use: attributes only where configuration has
// set some, certificates only of TLS listeners, health only of groups that warm up.
import { attributesMatter } from '../core/plan/attributes.ts';
import type {
  ObservedListener,
  ObservedLoadBalancer,
  ObservedRule,
  ObservedSecurityGroup,
  ObservedStack,
  ObservedTargetGroup,
} from '../core/plan/observed.ts';
import { isShared } from '../core/plan/ownership.ts';
import { forwardsTo, isParked } from '../core/plan/warm-up.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Stack, Tags } from '../core/stack/stack.ts';
import { bounded } from './bounded.ts';
import { certificateType, stackTags, targetGroupType, trustStoreType } from './find-load-balancer.ts';
import type { AwsReader, Ports } from './ports.ts';

export interface Observing {
  readonly stack: Stack;
  readonly profile: Profile;
  /** As found and verified; absent: there is none. */
  readonly loadBalancer?: ObservedLoadBalancer;
  /** An earlier run may have left things that no load balancer leads to: look by names and tags as well. */
  readonly thorough: boolean;
}

const parallelReads = 6;

/** Rejects if anything could not be read: half a view of AWS is none. */
export async function observeStack(
  { aws, targets }: Pick<Ports, 'aws' | 'targets'>,
  observing: Observing,
): Promise<ObservedStack> {
  const { loadBalancer } = observing;
  const [found, listening, securityGroups] = await Promise.all([
    targetGroupsOf(aws, observing),
    loadBalancer === undefined ? { listeners: [], rules: [] } : routingOf(aws, loadBalancer.arn),
    securityGroupsOf(aws, observing),
  ]);
  const { listeners, rules } = listening;
  const tags = await aws.tags([...found, ...listeners, ...rules].map(({ arn }) => arn));
  const tagged = <T extends { readonly arn: string }>(items: readonly T[]): readonly (T & { readonly tags: Tags })[] =>
    items.flatMap((item) => {
      const own = tags[item.arn];
      return own === undefined ? [] : [{ ...item, tags: own }];
    });
  const [balancers, targetGroups, allListeners, imported] = await Promise.all([
    loadBalancer === undefined ? [] : [await withAddOns(aws, loadBalancer, observing)],
    bounded(tagged(found), parallelReads, (group) => withGroupDetails({ aws, targets }, group, rules, observing)),
    bounded(tagged(listeners), parallelReads, (listener) => withListenerDetails(aws, listener, observing)),
    leftovers(aws, observing),
  ]);
  return {
    loadBalancers: balancers,
    listeners: allListeners,
    rules: tagged(rules),
    targetGroups,
    securityGroups,
    ...(await madeFromCluster(aws, observing.stack, allListeners, imported)),
    complete: true,
  };
}

/** ARNs of what an unfinished run may have brought in from Secrets and ConfigMaps. */
async function leftovers(aws: AwsReader, { stack, profile, thorough }: Observing): Promise<readonly string[]> {
  const { certificates = [], trustStores = [] } = stack;
  return thorough && certificates.length + trustStores.length > 0
    ? aws.arnsByTags(stackTags(stack.gateway, profile), [certificateType, trustStoreType])
    : [];
}

/** Certificates and trust stores of listeners that the configuration does not name, and the leftovers. */
async function madeFromCluster(
  aws: AwsReader,
  { listeners }: Stack,
  observed: readonly ObservedListener[],
  others: readonly string[],
): Promise<Pick<ObservedStack, 'certificates' | 'trustStores'>> {
  const named = new Set(
    listeners.flatMap(({ certificates, mutualAuthentication }) => [
      ...certificates,
      mutualAuthentication?.trustStoreArn,
    ]),
  );
  const onListeners = observed
    .flatMap(({ certificates, mutualAuthentication }) => [
      ...certificates,
      ...(mutualAuthentication?.trustStoreArn === undefined ? [] : [String(mutualAuthentication.trustStoreArn)]),
    ])
    .filter((arn) => !named.has(arn));
  const arns = [...new Set([...onListeners, ...others])];
  const tags = arns.length === 0 ? {} : await aws.tags(arns);
  const found = Object.entries(tags).map(([arn, own]) => ({ arn, tags: own }));
  const isTrustStore = ({ arn }: { readonly arn: string }): boolean => arn.includes(':truststore/');
  return { certificates: found.filter((each) => !isTrustStore(each)), trustStores: found.filter(isTrustStore) };
}

type Untagged<T> = Omit<T, 'tags'>;

/** By load balancer; by name where the name is somebody's choice; by all names and by tags after an unfinished run. */
async function targetGroupsOf(
  aws: AwsReader,
  { stack, profile, loadBalancer, thorough }: Observing,
): Promise<readonly Untagged<ObservedTargetGroup>[]> {
  const attached = loadBalancer === undefined ? [] : await aws.targetGroups({ loadBalancerArn: loadBalancer.arn });
  const unseen = stack.targetGroups.filter(
    ({ name, nameIsFixed }) => (thorough || nameIsFixed) && !attached.some((group) => group.name === name),
  );
  const [named, tagged] = await Promise.all([
    unseen.length === 0 ? [] : aws.targetGroups({ names: unseen.map(({ name }) => name) }),
    thorough ? aws.arnsByTags(stackTags(stack.gateway, profile), [targetGroupType]) : [],
  ]);
  const known = new Map([...attached, ...named].map((group) => [group.arn, group]));
  const stray = tagged.filter((arn) => !known.has(arn));
  const others = stray.length === 0 ? [] : await aws.targetGroups({ arns: stray });
  return [...known.values(), ...others];
}

async function routingOf(
  aws: AwsReader,
  loadBalancerArn: string,
): Promise<{
  readonly listeners: readonly Untagged<ObservedListener>[];
  readonly rules: readonly Untagged<ObservedRule>[];
}> {
  const listeners = await aws.listeners(loadBalancerArn);
  const rules = await bounded(listeners, parallelReads, ({ arn }) => aws.rules(arn));
  return { listeners, rules: rules.flat() };
}

/**
 * Those of the load balancer and of the targets, by id, in one call; by tags as well if a wanted one is not among them or
 * there is no load balancer yet.
 */
async function securityGroupsOf(
  aws: AwsReader,
  { stack, profile, loadBalancer }: Observing,
): Promise<readonly ObservedSecurityGroup[]> {
  const { cluster } = stack.gateway;
  const targets = stack.targetIngress.map(({ groupId }) => groupId);
  const ids = [...new Set([...(loadBalancer?.securityGroups ?? []), ...targets])];
  const byId = loadBalancer === undefined || ids.length === 0 ? [] : await aws.securityGroups({ ids });
  const isThere = ({ id, shared }: Stack['securityGroups'][number]): boolean =>
    byId.some(({ tags }) => (shared ? isShared(tags, profile, cluster) : tags[profile.tagKeys.resource] === id));
  if (stack.securityGroups.every(isThere)) return byId;
  const vpcId = stack.securityGroups[0]?.vpcId ?? '';
  const byTags = await aws.securityGroups({ vpcId, tags: { [profile.tagKeys.cluster]: cluster } });
  // Without the shared group nothing on the targets' groups can refer to it yet.
  const unread = byId.length > 0 || !byTags.some(({ tags }) => isShared(tags, profile, cluster)) ? [] : targets;
  const others = unread.length === 0 ? [] : await aws.securityGroups({ ids: unread });
  return [...new Map([...byTags, ...byId, ...others].map((group) => [group.id, group])).values()];
}

async function withAddOns(
  aws: AwsReader,
  found: ObservedLoadBalancer,
  { stack, profile }: Observing,
): Promise<ObservedLoadBalancer> {
  const desired = stack.loadBalancer;
  const [attributes, webAclArn, protectionId, capacityUnits] = await Promise.all([
    attributesMatter(desired?.attributes ?? {}, found.tags, profile)
      ? aws.loadBalancerAttributes(found.arn)
      : undefined,
    desired?.webAclArn === undefined ? undefined : aws.webAcl(found.arn),
    desired?.shieldProtected === undefined ? undefined : aws.protection(found.arn),
    desired?.minimumCapacityUnits === undefined ? undefined : aws.capacityUnits(found.arn),
  ]);
  return {
    ...found,
    ...(attributes === undefined ? {} : { attributes }),
    ...(webAclArn === undefined ? {} : { webAclArn }),
    ...(protectionId === undefined ? {} : { protectionId }),
    ...(capacityUnits === undefined ? {} : { capacityUnits }),
  };
}

async function withListenerDetails(
  aws: AwsReader,
  listener: ObservedListener,
  { stack, profile }: Observing,
): Promise<ObservedListener> {
  const desired = stack.listeners.find(({ port }) => port === listener.port);
  const [attributes, certificates] = await Promise.all([
    attributesMatter(desired?.attributes ?? {}, listener.tags, profile)
      ? aws.listenerAttributes(listener.arn)
      : undefined,
    listener.protocol === 'HTTPS' ? aws.listenerCertificates(listener.arn) : listener.certificates,
  ]);
  return { ...listener, certificates, ...(attributes === undefined ? {} : { attributes }) };
}

async function withGroupDetails(
  { aws, targets }: Pick<Ports, 'aws' | 'targets'>,
  group: ObservedTargetGroup,
  rules: readonly Untagged<ObservedRule>[],
  { stack, profile }: Observing,
): Promise<ObservedTargetGroup> {
  const desired = stack.targetGroups.find(({ name }) => name === group.name);
  const warmsUp = rules.some((rule) => isParked(rule) && forwardsTo(rule.actions).includes(group.arn));
  const [attributes, states] = await Promise.all([
    attributesMatter(desired?.attributes ?? {}, group.tags, profile) ? aws.targetGroupAttributes(group.arn) : undefined,
    warmsUp ? targets.health(group.arn) : undefined,
  ]);
  const health = states && {
    registered: states.length,
    healthy: states.filter(({ state }) => state === 'healthy').length,
  };
  return { ...group, ...(attributes === undefined ? {} : { attributes }), ...(health === undefined ? {} : { health }) };
}
