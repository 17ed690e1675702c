// Finds the load balancer of a Gateway: by the ARN its status shows, else by its name, else, for a Gateway that has been
// claimed before, by its tags. What is found is believed only when its tags say that it is this Gateway's.
import type { GatewayKey } from '../core/base/ids.ts';
import type { GatewayNode } from '../core/graph/graph.ts';
import type { ObservedLoadBalancer } from '../core/plan/observed.ts';
import { fitTagValue } from '../core/profile/names.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Tags } from '../core/stack/stack.ts';
import type { AwsReader } from './ports.ts';

type Untagged = Omit<ObservedLoadBalancer, 'tags'>;

/** Answers to tag searches of ours. */
export const loadBalancerType = 'elasticloadbalancing:loadbalancer';
export const targetGroupType = 'elasticloadbalancing:targetgroup';
export const certificateType = 'acm:certificate';
export const trustStoreType = 'elasticloadbalancing:truststore';

/** Everything of a stack that tag searches find. */
export const stackTypes = [loadBalancerType, targetGroupType, certificateType, trustStoreType] as const;

/** What all resources of the stack carry, whichever they are; for tag searches. */
export function stackTags(key: GatewayKey, { tagKeys, names }: Profile): Tags {
  return { [tagKeys.cluster]: key.cluster, [tagKeys.stack]: fitTagValue(names.stack(key)) };
}

/** Without tags: one call if its status or its name still leads to it. */
export async function findLoadBalancer(
  aws: AwsReader,
  key: GatewayKey,
  gateway: GatewayNode,
  { profile, isNew }: { readonly profile: Profile; readonly isNew: boolean },
): Promise<Untagged | undefined> {
  const shown = shownArn(gateway);
  const byArn = shown === undefined ? [] : await aws.loadBalancers({ arns: [shown] });
  if (byArn[0] !== undefined) return byArn[0];
  const byName = await aws.loadBalancers({ names: [nameOf(key, gateway, profile)] });
  if (byName[0] !== undefined || isNew) return byName[0];
  const tagged = await aws.arnsByTags(stackTags(key, profile), [loadBalancerType]);
  const byTags = tagged.length === 0 ? [] : await aws.loadBalancers({ arns: tagged });
  return byTags[0];
}

/** Undefined: it has vanished since. Whose it is remains to be judged. */
export async function withTags(aws: AwsReader, found: Untagged): Promise<ObservedLoadBalancer | undefined> {
  const tags = (await aws.tags([found.arn]))[found.arn];
  return tags === undefined ? undefined : { ...found, tags };
}

/** The ARN that `Programmed` names; stable when names or schemes change. */
export function shownArn({ status }: GatewayNode): string | undefined {
  const programmed = status.conditions.find(({ type }) => type === 'Programmed');
  return /arn:[^\s"']+:loadbalancer\/app\/[^\s"'.,]+/.exec(programmed?.message ?? '')?.[0];
}

function nameOf(key: GatewayKey, { configuration, uid }: GatewayNode, { names, defaults }: Profile): string {
  return configuration.loadBalancerName ?? names.loadBalancer(key, uid, configuration.scheme ?? defaults.scheme);
}
