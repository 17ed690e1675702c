// Takes down everything that carries the tags of one stack. Needs neither class nor configuration nor routes.
import type { GatewayKey } from '../core/base/ids.ts';
import type { ObservedLoadBalancer, ObservedSecurityGroup, ObservedStack } from '../core/plan/observed.ts';
import { planStack } from '../core/plan/plan-stack.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Stack } from '../core/stack/stack.ts';
import { readApplied } from './applied-digest.ts';
import { type Applied, applyPlan } from './apply-plan.ts';
import { stackTags, stackTypes } from './find-load-balancer.ts';
import type { Ports } from './ports.ts';

export interface Deletion {
  readonly key: GatewayKey;
  readonly profile: Profile;
  /** Load balancer ARNs and names to look for, beside the tags, which are found late. */
  readonly arns: readonly string[];
  readonly names: readonly string[];
  readonly remainingMs: () => number;
}

export interface Deleted extends Applied {
  /** The load balancer was there and its last run had come to its end: nothing of the stack can be hidden. */
  readonly sawEverything: boolean;
  readonly foundNothing: boolean;
}

/**
 * Deletes only what carries the tags, whatever `arns` and `names` lead to. Rejects if AWS could not be read; steps
 * that failed or must wait are in the results, for another run.
 */
export async function deleteStack(
  ports: Pick<Ports, 'aws' | 'writer' | 'log' | 'facts'>,
  deletion: Deletion,
): Promise<Deleted> {
  const { key, profile, remainingMs } = deletion;
  const observed = await observeRemains(ports, deletion);
  const empty: Stack = {
    gateway: key,
    securityGroups: [],
    listeners: [],
    rules: [],
    targetGroups: [],
    targetIngress: [],
  };
  const plan = planStack(empty, observed, profile, { complete: true, now: 0, targets: {} });
  if (plan.steps.length > 0) ports.log.info('plan', { steps: plan.steps.map(({ id, reason }) => `${id} (${reason})`) });
  const applied = await applyPlan(ports, { plan, observed, secrets: () => Promise.resolve({}), remainingMs });
  return {
    ...applied,
    sawEverything: observed.loadBalancers.some(
      ({ tags }) => readApplied(tags[profile.tagKeys.applied])?.unsearched === false,
    ),
    foundNothing: plan.steps.length === 0,
  };
}

async function observeRemains(
  ports: Pick<Ports, 'aws' | 'facts'>,
  { key, profile, arns, names }: Deletion,
): Promise<ObservedStack> {
  const { aws } = ports;
  const tagged = await aws.arnsByTags(stackTags(key, profile), stackTypes);
  const known = [...new Set([...arns, ...tagged.filter((arn) => arn.includes(':loadbalancer/'))])];
  const byArn = known.length === 0 ? [] : await aws.loadBalancers({ arns: known });
  const byName = byArn.length > 0 || names.length === 0 ? [] : await aws.loadBalancers({ names });
  const balancers = [...byArn, ...byName];
  const attached = (await Promise.all(balancers.map(({ arn }) => aws.targetGroups({ loadBalancerArn: arn })))).flat();
  const stray = tagged.filter((arn) => arn.includes(':targetgroup/') && !attached.some((group) => group.arn === arn));
  const groups = [...attached, ...(stray.length === 0 ? [] : await aws.targetGroups({ arns: stray }))];
  const certificates = tagged.filter((arn) => arn.includes(':certificate/'));
  const trustStores = tagged.filter((arn) => arn.includes(':truststore/'));
  const [tags, securityGroups] = await Promise.all([
    aws.tags([...[...balancers, ...groups].map(({ arn }) => arn), ...certificates, ...trustStores]),
    stackSecurityGroups(ports, key, profile, balancers[0]?.vpcId ?? groups[0]?.vpcId),
  ]);
  return {
    loadBalancers: balancers.flatMap((balancer) => withOwn(balancer, tags)) satisfies readonly ObservedLoadBalancer[],
    listeners: [],
    rules: [],
    targetGroups: groups.flatMap((group) => withOwn(group, tags)),
    securityGroups,
    certificates: certificates.flatMap((arn) => withOwn({ arn }, tags)),
    trustStores: trustStores.flatMap((arn) => withOwn({ arn }, tags)),
    complete: true,
  };
}

async function stackSecurityGroups(
  { aws, facts }: Pick<Ports, 'aws' | 'facts'>,
  key: GatewayKey,
  profile: Profile,
  vpcId: string | undefined,
): Promise<readonly ObservedSecurityGroup[]> {
  const vpc = vpcId ?? (await facts.gather([{ fact: 'vpc' }], key.cluster)).vpc?.id;
  const own = vpc === undefined ? [] : await aws.securityGroups({ vpcId: vpc, tags: stackTags(key, profile) });
  if (own.length === 0 || profile.defaults.backendGroup !== 'none') return own;
  // Targets admit the stack's own group: their permissions that name it have to go first.
  const { securityGroups = [] } = await facts.gather([{ fact: 'cluster-security-groups' }], key.cluster);
  const ids = securityGroups.map(({ id }) => id);
  return [...own, ...(ids.length === 0 ? [] : await aws.securityGroups({ ids }))];
}

function withOwn<T extends { readonly arn: string }>(
  resource: T,
  tags: Readonly<Record<string, Readonly<Record<string, string>>>>,
): readonly (T & { readonly tags: Readonly<Record<string, string>> })[] {
  const own = tags[resource.arn];
  return own === undefined ? [] : [{ ...resource, tags: own }];
}
