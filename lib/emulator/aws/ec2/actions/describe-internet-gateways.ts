import { filterRows, pageRows, rowsByIds, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { InternetGateway } from '../tables.ts';
import { toTagList } from '../tags.ts';

const filters: FilterTable<InternetGateway> = {
  'internet-gateway-id': ({ id }) => [id],
  'attachment.vpc-id': ({ vpcId }) => [vpcId],
  'attachment.state': ({ vpcId }) => [vpcId === undefined ? undefined : 'available'],
};

/** DescribeInternetGateways. */
export const describeInternetGateways = ({ tables, world }: Ec2) =>
  function describe(input: DescribeInput & { readonly InternetGatewayIds?: readonly string[] }) {
    const found = filterRows(
      rowsByIds(tables.now, 'internetGateways', input.InternetGatewayIds),
      input.Filters,
      filters,
    );
    const { rows, ...next } = pageRows(found, input);
    const InternetGateways = rows.map(({ id, vpcId, tags }) => ({
      InternetGatewayId: id,
      OwnerId: world.accountId,
      Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: 'available' }],
      Tags: toTagList(tags),
    }));
    return { InternetGateways, ...next };
  };
