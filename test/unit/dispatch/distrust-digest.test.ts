import { describe, expect, it } from 'vitest';
import { createAwsWriter } from '../../../lib/adapters/aws/aws-writer.ts';
import type { ClusterId } from '../../../lib/core/base/ids.ts';
import { profileNamed } from '../../../lib/core/profile/profiles.ts';
import { distrustDigest } from '../../../lib/reconcile/distrust-digest.ts';
import { type Account, anAccount, clusterTag, performerOf } from '../adapters/aws-account.ts';
import { createdLoadBalancer } from '../adapters/aws-stack.ts';

const gateway = { cluster: 'local' as ClusterId, namespace: 'shop', name: 'web' };
const profile = profileNamed('alb', {});
const applied = profile.tagKeys.applied;
const stack = 'gateway.k8s.aws.alb/stack';

/** A load balancer of the Gateway that tag search knows; the function works under its own permissions. */
async function aMarkedLoadBalancer() {
  const account = await anAccount({ as: 'dead-letters', tagSearchLagSeconds: 30 });
  const owner: Account = { ...account, perform: performerOf(account.admin) };
  const arn = await createdLoadBalancer(owner);
  await owner.perform({ call: 'AddTags', resources: [arn], tags: { [applied]: 'a digest' } });
  await account.clock.advance(60_000);
  const distrust = () =>
    distrustDigest(gateway, { aws: account.reader, writer: createAwsWriter(account.clients) }, profile);
  return { account, owner, arn, distrust, tags: async () => (await account.reader.tags([arn]))[arn] };
}

describe('the digest of a Gateway whose doorbell was given up', () => {
  it('is not trusted any more', async () => {
    const { distrust, tags } = await aMarkedLoadBalancer();
    expect(await distrust()).toBe(1);
    expect(await tags()).toMatchObject({ [clusterTag]: 'local', [applied]: '-' });
  });

  it('is left alone on a load balancer that has changed hands, whatever tag search still says', async () => {
    const { owner, arn, distrust, tags } = await aMarkedLoadBalancer();
    await owner.perform({ call: 'AddTags', resources: [arn], tags: { [stack]: 'shop/other' } });
    expect(await owner.reader.arnsByTags({ [stack]: 'shop/web' }, [])).toEqual([arn]);
    expect(await distrust()).toBe(0);
    expect(await tags()).toMatchObject({ [applied]: 'a digest' });
  });

  it('has gone with its load balancer, whatever tag search still says', async () => {
    const { owner, arn, distrust } = await aMarkedLoadBalancer();
    await owner.perform({ call: 'DeleteLoadBalancer', loadBalancer: arn });
    expect(await owner.reader.arnsByTags({ [stack]: 'shop/web' }, [])).toEqual([arn]);
    expect(await distrust()).toBe(0);
  });
});
