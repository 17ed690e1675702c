import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { readEntries, refuseTooManyEntries, type EntryInput } from '../prefix-list-entries.ts';
import type { ManagedPrefixList } from '../prefix-list-rows.ts';
import { requireOwnPrefixList, toPrefixListView } from '../prefix-lists.ts';

interface ModifyManagedPrefixListInput {
  readonly PrefixListId: string;
  readonly CurrentVersion?: number;
  readonly PrefixListName?: string;
  readonly MaxEntries?: number;
  readonly AddEntries?: readonly EntryInput[];
  readonly RemoveEntries?: readonly EntryInput[];
}

/** ModifyManagedPrefixList: entries of the current version change into those of the next. */
export const modifyManagedPrefixList = (ec2: Ec2) =>
  function modify(input: ModifyManagedPrefixListInput) {
    const { tables, world } = ec2;
    const list = requireOwnPrefixList(ec2, input.PrefixListId);
    const changesEntries = input.AddEntries !== undefined || input.RemoveEntries !== undefined;
    refuseVersion(list, input.CurrentVersion, changesEntries);
    if (changesEntries && input.MaxEntries !== undefined) {
      const text = 'You cannot change the maximum number of entries and the entries in the same request.';
      throw new AwsError('InvalidParameterCombination', text);
    }
    const maxEntries = input.MaxEntries ?? list.maxEntries;
    const entries = changesEntries ? nextEntries(list, input) : (list.versions.at(-1) ?? []);
    refuseTooManyEntries(entries, maxEntries);
    const changed: ManagedPrefixList = {
      ...list,
      name: input.PrefixListName ?? list.name,
      maxEntries,
      state: 'modify-complete',
      versions: changesEntries ? [...list.versions, entries] : list.versions,
    };
    tables.now.prefixLists.set(list.id, changed);
    world.changed();
    return { PrefixList: toPrefixListView(ec2, changed, 'modify-in-progress') };
  };

function refuseVersion({ versions }: ManagedPrefixList, given: number | undefined, isNeeded: boolean): void {
  if (given === undefined && isNeeded) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter currentVersion');
  }
  if (given === undefined || given === versions.length) return;
  throw new AwsError('PrefixListVersionMismatch', 'The prefix list has the incorrect version number');
}

function nextEntries(list: ManagedPrefixList, { AddEntries, RemoveEntries }: ModifyManagedPrefixListInput) {
  const current = list.versions.at(-1) ?? [];
  const added = readEntries(AddEntries, list.family);
  const removed = readEntries(RemoveEntries, list.family);
  const absent = removed.find(({ cidr }) => !current.some((entry) => entry.cidr === cidr));
  if (absent) {
    throw new AwsError('InvalidParameterValue', `The prefix list does not contain the entry '${absent.cidr}'.`);
  }
  const isReplaced = (cidr: string) => [...removed, ...added].some((entry) => entry.cidr === cidr);
  return [...current.filter(({ cidr }) => !isReplaced(cidr)), ...added];
}
