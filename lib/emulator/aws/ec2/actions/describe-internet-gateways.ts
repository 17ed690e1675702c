import { findRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { InternetGateway } from '../tables.ts';
import { toInternetGatewayView } from './internet-gateways.ts';

const filtersOf = ({ world }: Ec2): FilterTable<InternetGateway> => ({
  'internet-gateway-id': ({ id }) => [id],
  'attachment.vpc-id': ({ vpcId }) => [vpcId],
  'attachment.state': ({ vpcId }) => (vpcId === undefined ? [] : ['available']),
  'owner-id': () => [world.accountId],
});

/** DescribeInternetGateways. */
export const describeInternetGateways = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly InternetGatewayIds?: readonly string[] }) {
    const wanted = { ids: input.InternetGatewayIds, filters: input.Filters };
    const { rows, ...next } = pageRows(findRows(ec2.tables.now, 'internetGateways', wanted, filtersOf(ec2)), input);
    return { InternetGateways: rows.map((gateway) => toInternetGatewayView(ec2, gateway)), ...next };
  };
