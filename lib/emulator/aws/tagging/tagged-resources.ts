// Everything in the account that can wear tags, by ARN.
import type { Acm } from '../acm/acm.ts';
import { ec2Arn, type Ec2 } from '../ec2/ec2.ts';
import { resourceKinds } from '../ec2/resource-ids.ts';
import type { Elbv2 } from '../elbv2/elbv2.ts';
import type { TaggedResource } from './tag-index.ts';

export interface TaggedServices {
  readonly ec2: Ec2;
  readonly elbv2: Elbv2;
  readonly acm: Acm;
}

/** Load balancing, EC2 and ACM resources with their tags of the moment. */
export function taggedResources({ ec2, elbv2, acm }: TaggedServices): readonly TaggedResource[] {
  const { loadBalancers, targetGroups, listeners, rules, trustStores } = elbv2.tables.now;
  const balancing = [loadBalancers, targetGroups, listeners, rules, trustStores].flatMap((table): TaggedResource[] => [
    ...table.values(),
  ]);
  const network = Object.values(resourceKinds).flatMap(({ table, type }) =>
    [...ec2.tables.now[table].values()].map(({ id, tags }) => ({ arn: ec2Arn(ec2.world, type, id), tags })),
  );
  return [...balancing, ...network, ...acm.tables.now.certificates.values()];
}
