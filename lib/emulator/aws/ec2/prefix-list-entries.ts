// Entries of managed prefix lists: blocks of the list's family, each once, as many as the list was made for.
import { AwsError } from '../aws-error.ts';
import { formatCidr, parseCidr } from '../cidr.ts';
import { readBlock } from './blocks.ts';
import type { PrefixListEntry } from './prefix-list-rows.ts';

export interface EntryInput {
  readonly Cidr: string;
  readonly Description?: string;
}

/** The entries in canonical form. */
export function readEntries(given: readonly EntryInput[] | undefined, family: string): readonly PrefixListEntry[] {
  const read = (given ?? []).map(({ Cidr, Description }) => ({
    cidr: readEntryBlock(Cidr, family),
    ...(Description !== undefined && { description: Description }),
  }));
  const twice = read.find(({ cidr }, index) => read.findIndex((other) => other.cidr === cidr) !== index);
  if (twice) {
    throw new AwsError('InvalidParameterValue', `The prefix list entry '${twice.cidr}' is specified more than once.`);
  }
  return read;
}

/** Refuses more entries than the list was made for. */
export function refuseTooManyEntries(entries: readonly PrefixListEntry[], maxEntries: number): void {
  if (entries.length <= maxEntries) return;
  throw new AwsError(
    'InvalidParameterCombination',
    'The number of entries cannot be greater than the maximum number of entries',
  );
}

function readEntryBlock(text: string, family: string): string {
  const block = parseCidr(text);
  if (block && block.family !== (family === 'IPv6' ? 6 : 4)) {
    throw new AwsError('InvalidParameterCombination', `An (${family}) prefix list cannot contain an (${text}) CIDR.`);
  }
  return formatCidr(block ?? readBlock(text, 4, 'cidr'));
}
