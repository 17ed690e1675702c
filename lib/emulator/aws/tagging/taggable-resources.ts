// Everything in the account that can wear tags, whatever service it belongs to.
import type { Acm } from '../acm/acm.ts';
import { ec2Arn, type Ec2 } from '../ec2/ec2.ts';
import { resourceKinds } from '../ec2/resource-ids.ts';
import { requireTaggable } from '../ec2/taggable.ts';
import type { Elbv2 } from '../elbv2/elbv2.ts';
import { requireTagged } from '../elbv2/tags.ts';
import type { Taggable, TagMap } from '../service.ts';
import type { S3 } from '../s3/s3.ts';

/** Load balancers, target groups, listeners, rules and trust stores. */
export const balancingTaggable = (elbv2: Elbv2): Taggable => ({
  list: () => {
    const { loadBalancers, targetGroups, listeners, rules, trustStores } = elbv2.tables.now;
    return [loadBalancers, targetGroups, listeners, rules, trustStores].flatMap((table) => [
      ...(table as ReadonlyMap<string, { readonly arn: string; readonly tags: TagMap }>).values(),
    ]);
  },
  setTags: (arn, tags) => requireTagged(elbv2, arn).setTags(tags),
  permission: { tag: 'elasticloadbalancing:AddTags', untag: 'elasticloadbalancing:RemoveTags' },
});

/** Networks, groups, instances and interfaces. */
export const networkTaggable = (ec2: Ec2): Taggable => ({
  list: () =>
    Object.values(resourceKinds).flatMap(({ table, type }) =>
      [...ec2.tables.now[table].values()].map(({ id, tags }) => ({ arn: ec2Arn(ec2.world, type, id), tags })),
    ),
  setTags: (arn, tags) => requireTaggable(ec2.tables.now, arn.split('/').at(-1) ?? '').setTags(tags),
  permission: { tag: 'ec2:CreateTags', untag: 'ec2:DeleteTags' },
});

/** Certificates. */
export const certificateTaggable = ({ tables }: Acm): Taggable => ({
  list: () => [...tables.now.certificates.values()],
  setTags: (arn, tags) => {
    const { certificates } = tables.now;
    const certificate = certificates.get(arn);
    if (certificate) certificates.set(arn, { ...certificate, tags });
  },
  permission: { tag: 'acm:AddTagsToCertificate', untag: 'acm:RemoveTagsFromCertificate' },
});

const bucketPrefix = 'arn:aws:s3:::';

/** Buckets. */
export const bucketTaggable = ({ buckets }: S3): Taggable => ({
  list: () =>
    [...buckets.values()].map(({ name, tags }) => ({
      arn: bucketPrefix + name,
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    })),
  setTags: (arn, tags) => {
    const bucket = buckets.get(arn.slice(bucketPrefix.length));
    if (bucket) bucket.tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  },
  permission: { tag: 's3:PutBucketTagging', untag: 's3:PutBucketTagging' },
});
