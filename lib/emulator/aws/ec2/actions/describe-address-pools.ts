import { AwsError } from '../../aws-error.ts';
import { filterRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { TagMap } from '../tables.ts';

/** The account has neither an Outpost nor an IPAM, so that there is never a row. */
const none: readonly { readonly tags: TagMap }[] = [];

const emptyFilters = (names: readonly string[]): FilterTable<(typeof none)[number]> =>
  Object.fromEntries(names.map((name) => [name, () => []]));

const coipFilters = emptyFilters(['coip-pool.local-gateway-route-table-id', 'coip-pool.pool-id']);

/** DescribeCoipPools. */
export const describeCoipPools = () =>
  function describe({ PoolIds, Filters }: DescribeInput & { readonly PoolIds?: readonly string[] }) {
    if (PoolIds?.[0] !== undefined) {
      throw new AwsError('InvalidPoolID.NotFound', `The pool ID '${PoolIds[0]}' does not exist`);
    }
    return { CoipPools: filterRows(none, Filters, coipFilters) };
  };

const ipamFilters = emptyFilters([
  ...['address-family', 'ipam-pool-id', 'ipam-region', 'ipam-scope-type', 'locale', 'owner-id', 'state', 'description'],
]);

/** DescribeIpamPools. */
export const describeIpamPools = () =>
  function describe({ IpamPoolIds, Filters }: DescribeInput & { readonly IpamPoolIds?: readonly string[] }) {
    if (IpamPoolIds?.[0] !== undefined) {
      throw new AwsError('InvalidIpamPoolId.NotFound', `The ipam-pool ID '${IpamPoolIds[0]}' does not exist`);
    }
    return { IpamPools: filterRows(none, Filters, ipamFilters) };
  };
