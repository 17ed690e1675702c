import { AwsError } from '../../aws-error.ts';
import { pageRows, type DescribeInput } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { requirePrefixList } from '../prefix-lists.ts';

interface GetManagedPrefixListEntriesInput extends DescribeInput {
  readonly PrefixListId: string;
  readonly TargetVersion?: number;
}

/** GetManagedPrefixListEntries: of the current version, or of an earlier one. */
export const getManagedPrefixListEntries = (ec2: Ec2) =>
  function get(input: GetManagedPrefixListEntriesInput) {
    const { versions } = requirePrefixList(ec2, input.PrefixListId);
    const version = input.TargetVersion ?? versions.length;
    const entries = versions[version - 1];
    if (!entries) {
      throw new AwsError('InvalidParameterValue', `Value (${version}) for parameter targetVersion is invalid.`);
    }
    const { rows, ...next } = pageRows(entries, input);
    const Entries = rows.map(({ cidr, description }) => ({
      Cidr: cidr,
      ...(description !== undefined && { Description: description }),
    }));
    return { Entries, ...next };
  };
