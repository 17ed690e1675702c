// Things that users name and do not create here. A name that AWS does not know is missing from the table.
import { DescribeTargetGroupsCommand, DescribeTrustStoresCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Facts } from '../../core/translate/facts.ts';
import { unlessVanished } from './absence.ts';
import type { AwsClients } from './clients.ts';

/** Name → ARN in at most one entry. Rejects with a Fault when AWS cannot be asked. */
export async function trustStoreNamed({ elbv2, call }: AwsClients, name: string): Promise<Pick<Facts, 'trustStores'>> {
  const answer = await unlessVanished(
    call('DescribeTrustStores', name, () => elbv2.send(new DescribeTrustStoresCommand({ Names: [name] }))),
  );
  const arn = answer?.TrustStores?.[0]?.TrustStoreArn;
  return { trustStores: arn === undefined ? {} : { [name]: arn } };
}

/**
 * Name → ARN in at most one entry; VPC, type and owner of the group are not checked. Rejects with a Fault when AWS
 * cannot be asked.
 */
export async function targetGroupNamed(
  { elbv2, call }: AwsClients,
  name: string,
): Promise<Pick<Facts, 'targetGroups'>> {
  const answer = await unlessVanished(
    call('DescribeTargetGroups', name, () => elbv2.send(new DescribeTargetGroupsCommand({ Names: [name] }))),
  );
  const arn = answer?.TargetGroups?.[0]?.TargetGroupArn;
  return { targetGroups: arn === undefined ? {} : { [name]: arn } };
}
