import { AwsError } from '../../aws-error.ts';
import { filterRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import { regions, type Region } from '../regions.ts';

type Row = Region & { readonly tags: Readonly<Record<string, string>> };

const filters: FilterTable<Row> = {
  endpoint: ({ name }) => [endpointOf(name)],
  'opt-in-status': ({ optInStatus }) => [optInStatus],
  'region-name': ({ name }) => [name],
};

const endpointOf = (name: string) => `ec2.${name}.amazonaws.com`;

interface DescribeRegionsInput extends DescribeInput {
  readonly RegionNames?: readonly string[];
  readonly AllRegions?: boolean;
}

/** DescribeRegions: those that are on for the account, or all. */
export const describeRegions = () =>
  function describe({ RegionNames, AllRegions, Filters }: DescribeRegionsInput) {
    const unknown = RegionNames?.find((wanted) => !regions.some(({ name }) => name === wanted));
    if (unknown !== undefined) throw new AwsError('InvalidParameterValue', `Invalid region: [${unknown}]`);
    const named = regions.filter(({ name, optInStatus }) =>
      RegionNames ? RegionNames.includes(name) : AllRegions || optInStatus === 'opt-in-not-required',
    );
    const rows = filterRows(
      named.map((region) => ({ ...region, tags: {} })),
      Filters,
      filters,
    );
    const Regions = rows.map(({ name, optInStatus }) => ({
      RegionName: name,
      Endpoint: endpointOf(name),
      OptInStatus: optInStatus,
    }));
    return { Regions };
  };
