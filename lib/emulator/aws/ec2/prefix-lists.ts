// Managed prefix lists: the account's own, and those AWS keeps in every region, as far as load balancers meet them.
import { AwsError } from '../aws-error.ts';
import { ec2Arn, type Ec2 } from './ec2.ts';
import type { ManagedPrefixList, PrefixListEntry } from './prefix-list-rows.ts';
import { refuseMalformed } from './resource-ids.ts';
import { toTagList } from './tags.ts';

const entries = (...cidrs: string[]): readonly PrefixListEntry[] => cidrs.map((cidr) => ({ cidr }));

function awsList(id: string, name: string, maxEntries: number, content: readonly PrefixListEntry[]): ManagedPrefixList {
  const state = 'create-complete';
  return { id, name, ownerId: 'AWS', family: 'IPv4', maxEntries, state, versions: [content], tags: {} };
}

/** Ids are those of us-west-2, contents a part of the real ones, weights those of the Amazon VPC user guide. */
const awsLists = (region: string): readonly ManagedPrefixList[] => [
  awsList('pl-68a54001', `com.amazonaws.${region}.s3`, 1, entries('52.218.128.0/17', '52.92.128.0/17')),
  awsList('pl-00a54069', `com.amazonaws.${region}.dynamodb`, 1, entries('52.94.10.0/24')),
  awsList('pl-82a045eb', 'com.amazonaws.global.cloudfront.origin-facing', 55, entries('130.176.0.0/17')),
];

/** All lists that the account can name. */
export const prefixListsOf = ({ world, tables }: Ec2): readonly ManagedPrefixList[] => [
  ...awsLists(world.region),
  ...tables.now.prefixLists.values(),
];

/** The list; throws InvalidPrefixListId.Malformed or InvalidPrefixListID.NotFound. */
export function requirePrefixList(ec2: Ec2, id: string): ManagedPrefixList {
  refuseMalformed('prefixLists', id);
  const found = ec2.tables.now.prefixLists.get(id) ?? awsLists(ec2.world.region).find((list) => list.id === id);
  if (!found) throw new AwsError('InvalidPrefixListID.NotFound', `The prefix list ID '${id}' does not exist`);
  return found;
}

/** A list of the account itself; those of AWS cannot be changed. */
export function requireOwnPrefixList(ec2: Ec2, id: string): ManagedPrefixList {
  const list = requirePrefixList(ec2, id);
  if (list.ownerId === 'AWS') {
    throw new AwsError('OperationNotPermitted', `The prefix list '${id}' is managed by AWS and cannot be changed.`);
  }
  return list;
}

/** A list as replies show it. */
export const toPrefixListView = ({ world }: Ec2, list: ManagedPrefixList, state: string = list.state) => ({
  PrefixListId: list.id,
  PrefixListName: list.name,
  PrefixListArn: ec2Arn({ ...world, accountId: list.ownerId === 'AWS' ? 'aws' : list.ownerId }, 'prefix-list', list.id),
  AddressFamily: list.family,
  State: state,
  ...(list.ownerId !== 'AWS' && { MaxEntries: list.maxEntries, Version: list.versions.length }),
  OwnerId: list.ownerId,
  Tags: toTagList(list.tags),
});
