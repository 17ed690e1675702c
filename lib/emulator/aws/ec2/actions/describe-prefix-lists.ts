import { AwsError } from '../../aws-error.ts';
import { filterRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import { ec2Arn, type Ec2 } from '../ec2.ts';
import { prefixListsOf, type PrefixList } from '../prefix-lists.ts';

const filters: FilterTable<PrefixList> = {
  'prefix-list-id': ({ id }) => [id],
  'prefix-list-name': ({ name }) => [name],
  'owner-id': () => ['AWS'],
};

interface DescribePrefixListsInput extends DescribeInput {
  readonly PrefixListIds?: readonly string[];
}

function find({ world }: Ec2, input: DescribePrefixListsInput) {
  const all = prefixListsOf(world.region);
  const unknown = input.PrefixListIds?.find((wanted) => !all.some(({ id }) => id === wanted));
  if (unknown !== undefined) {
    throw new AwsError('InvalidPrefixListId.NotFound', `The prefix list ID '${unknown}' does not exist`);
  }
  const named = all.filter(({ id }) => input.PrefixListIds?.includes(id) ?? true);
  return pageRows(filterRows(named, input.Filters, filters), input);
}

/** DescribePrefixLists. */
export const describePrefixLists = (ec2: Ec2) =>
  function describe(input: DescribePrefixListsInput) {
    const { rows, ...next } = find(ec2, input);
    const PrefixLists = rows.map(({ id, name, cidrs }) => ({ PrefixListId: id, PrefixListName: name, Cidrs: cidrs }));
    return { PrefixLists, ...next };
  };

/** DescribeManagedPrefixLists. */
export const describeManagedPrefixLists = (ec2: Ec2) =>
  function describe(input: DescribePrefixListsInput) {
    const { rows, ...next } = find(ec2, input);
    const PrefixLists = rows.map(({ id, name }) => ({
      PrefixListId: id,
      PrefixListName: name,
      PrefixListArn: ec2Arn({ ...ec2.world, accountId: 'aws' }, 'prefix-list', id),
      AddressFamily: 'IPv4',
      State: 'create-complete',
      OwnerId: 'AWS',
      Tags: [],
    }));
    return { PrefixLists, ...next };
  };
