import type { GatewayKey } from '../core/base/ids.ts';
import { isOfStack } from '../core/plan/ownership.ts';
import type { Profile } from '../core/profile/profile.ts';
import { loadBalancerType, stackTags } from './find-load-balancer.ts';
import type { AwsReader, AwsWriter } from './ports.ts';

/**
 * Marks the applied digest of a Gateway's load balancers as not to be trusted, so that the next look is a full one.
 * Answers how many were marked. The tag search may name what has gone or changed hands, so the tags themselves decide.
 */
export async function distrustDigest(
  gateway: GatewayKey,
  { aws, writer }: { readonly aws: Pick<AwsReader, 'arnsByTags' | 'tags'>; readonly writer: AwsWriter },
  profile: Profile,
): Promise<number> {
  const found = await aws.tags(await aws.arnsByTags(stackTags(gateway, profile), [loadBalancerType]));
  const ours = Object.entries(found).filter(([, tags]) => isOfStack(tags, profile, gateway));
  for (const [arn] of ours) {
    await writer.perform(
      {
        id: `modify ${arn} digest`,
        verb: 'modify',
        resource: arn,
        reason: 'a doorbell was given up: the next look is a full one',
        after: [],
        request: { call: 'AddTags', resources: [arn], tags: { [profile.tagKeys.applied]: '-' } },
      },
      {},
      () => Promise.resolve({}),
    );
  }
  return ours.length;
}
