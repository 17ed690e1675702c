import { filterRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { ManagedPrefixList } from '../prefix-list-rows.ts';
import { prefixListsOf, requirePrefixList, toPrefixListView } from '../prefix-lists.ts';

const filters: FilterTable<ManagedPrefixList> = {
  'prefix-list-id': ({ id }) => [id],
  'prefix-list-name': ({ name }) => [name],
  'owner-id': ({ ownerId }) => [ownerId],
};

interface DescribePrefixListsInput extends DescribeInput {
  readonly PrefixListIds?: readonly string[];
}

/** DescribePrefixLists: those of AWS. */
export const describePrefixLists = (ec2: Ec2) =>
  function describe(input: DescribePrefixListsInput) {
    const named = input.PrefixListIds?.map((id) => requirePrefixList(ec2, id)) ?? prefixListsOf(ec2);
    const lists = named.filter(({ ownerId }) => ownerId === 'AWS');
    const { rows, ...next } = pageRows(filterRows(lists, input.Filters, filters), input);
    const PrefixLists = rows.map(({ id, name, versions }) => ({
      PrefixListId: id,
      PrefixListName: name,
      Cidrs: versions.at(-1)?.map(({ cidr }) => cidr) ?? [],
    }));
    return { PrefixLists, ...next };
  };

/** DescribeManagedPrefixLists: those of AWS and of the account. */
export const describeManagedPrefixLists = (ec2: Ec2) =>
  function describe(input: DescribePrefixListsInput) {
    const named = input.PrefixListIds?.map((id) => requirePrefixList(ec2, id)) ?? prefixListsOf(ec2);
    const { rows, ...next } = pageRows(filterRows(named, input.Filters, filters), input);
    return { PrefixLists: rows.map((list) => toPrefixListView(ec2, list)), ...next };
  };
