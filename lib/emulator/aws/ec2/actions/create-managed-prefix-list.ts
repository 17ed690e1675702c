import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { readEntries, refuseTooManyEntries, type EntryInput } from '../prefix-list-entries.ts';
import type { ManagedPrefixList } from '../prefix-list-rows.ts';
import { toPrefixListView } from '../prefix-lists.ts';
import { readTagSpecifications, type TagSpecification } from '../tags.ts';

interface CreateManagedPrefixListInput {
  readonly PrefixListName: string;
  readonly AddressFamily: string;
  readonly MaxEntries: number;
  readonly Entries?: readonly EntryInput[];
  readonly TagSpecifications?: readonly TagSpecification[];
}

/** CreateManagedPrefixList. */
export const createManagedPrefixList = (ec2: Ec2) =>
  function create(input: CreateManagedPrefixListInput) {
    const { tables, world } = ec2;
    const { PrefixListName: name, AddressFamily: family, MaxEntries: maxEntries } = input;
    if (family !== 'IPv4' && family !== 'IPv6') {
      throw new AwsError('InvalidParameterValue', `Value (${family}) for parameter addressFamily is invalid.`);
    }
    refuseName(name);
    if (maxEntries < 1 || maxEntries > 1000) {
      throw new AwsError('InvalidParameterValue', `Value (${maxEntries}) for parameter maxEntries is invalid.`);
    }
    const entries = readEntries(input.Entries, family);
    refuseTooManyEntries(entries, maxEntries);
    const tags = readTagSpecifications(input.TagSpecifications, 'prefix-list', world.limits.tagsPerResource);
    if (tables.now.prefixLists.size >= world.limits.prefixLists) {
      throw new AwsError('PrefixListLimitExceeded', 'The maximum number of prefix lists has been reached.');
    }
    const list: ManagedPrefixList = {
      ...{ id: newId(world, 'pl'), name, ownerId: world.accountId, family, maxEntries },
      state: 'create-complete',
      versions: [entries],
      tags,
    };
    tables.now.prefixLists.set(list.id, list);
    world.changed();
    return { PrefixList: toPrefixListView(ec2, list, 'create-in-progress') };
  };

const reserved = ['com.amazonaws.', 'com.amazon.', 'com.aws.'];

function refuseName(name: string): void {
  if (reserved.some((prefix) => name.startsWith(prefix))) {
    throw new AwsError('InvalidParameterValue', `The prefix list name cannot begin with (${reserved.join(', ')}).`);
  }
  if (name === '' || name.length > 255) {
    throw new AwsError('InvalidParameterValue', `Value (${name}) for parameter prefixListName is invalid.`);
  }
}
