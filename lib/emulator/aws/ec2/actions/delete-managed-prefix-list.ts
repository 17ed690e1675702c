import type { Ec2 } from '../ec2.ts';
import { requireOwnPrefixList, toPrefixListView } from '../prefix-lists.ts';

/** DeleteManagedPrefixList: accepted at once; a list that rules or routes refer to stays, in state `delete-failed`. */
export const deleteManagedPrefixList = (ec2: Ec2) =>
  function remove({ PrefixListId }: { readonly PrefixListId: string }) {
    const { tables, world } = ec2;
    const list = requireOwnPrefixList(ec2, PrefixListId);
    if (isReferred(ec2, list.id)) tables.now.prefixLists.set(list.id, { ...list, state: 'delete-failed' });
    else tables.now.prefixLists.delete(list.id);
    world.changed();
    return { PrefixList: toPrefixListView(ec2, list, 'delete-in-progress') };
  };

const isReferred = ({ tables }: Ec2, id: string) =>
  tables.now.securityGroups.countBy('peer-id', id) > 0 ||
  [...tables.now.routeTables.values()].some(({ routes }) => routes.some(({ destination }) => destination.value === id));
