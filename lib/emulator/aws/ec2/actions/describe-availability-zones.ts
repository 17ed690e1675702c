import { AwsError } from '../../aws-error.ts';
import { filterRows, type Filter, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { TagMap } from '../tables.ts';
import { zoneId, zoneNames } from '../zones.ts';

interface Zone {
  readonly name: string;
  readonly tags: TagMap;
}

const filters: FilterTable<Zone> = {
  'zone-name': ({ name }) => [name],
  'zone-id': ({ name }) => [zoneId(name)],
  'zone-type': () => ['availability-zone'],
  'region-name': ({ name }) => [name.slice(0, -1)],
  'opt-in-status': () => ['opt-in-not-required'],
  state: () => ['available'],
};

interface DescribeAvailabilityZonesInput {
  readonly ZoneNames?: readonly string[];
  readonly ZoneIds?: readonly string[];
  readonly Filters?: readonly Filter[];
}

/** DescribeAvailabilityZones. */
export const describeAvailabilityZones = ({ world }: Ec2) =>
  function describe({ ZoneNames, ZoneIds, Filters }: DescribeAvailabilityZonesInput) {
    const all = zoneNames(world.region);
    const unknown =
      ZoneNames?.find((name) => !all.includes(name)) ?? ZoneIds?.find((id) => !all.some((name) => zoneId(name) === id));
    if (unknown !== undefined) throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${unknown}]`);
    const named = all.filter(
      (name) => (ZoneNames?.includes(name) ?? true) && (ZoneIds?.includes(zoneId(name)) ?? true),
    );
    const zones = filterRows(
      named.map((name) => ({ name, tags: {} })),
      Filters,
      filters,
    );
    return { AvailabilityZones: zones.map(({ name }) => toView(name, world.region)) };
  };

const toView = (name: string, region: string) => ({
  ZoneName: name,
  ZoneId: zoneId(name),
  ZoneType: 'availability-zone',
  RegionName: region,
  GroupName: `${region}-zg-1`,
  NetworkBorderGroup: region,
  OptInStatus: 'opt-in-not-required',
  State: 'available',
  Messages: [],
});
