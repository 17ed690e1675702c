import { findRows, pageRows, type DescribeInput } from '../describe-rows.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { requireRow } from '../resource-ids.ts';
import type { EgressOnlyGateway } from '../tables.ts';
import { readTagSpecifications, toTagList, type TagSpecification } from '../tags.ts';
import { requireVpc } from '../vpcs.ts';

const toView = ({ id, vpcId, tags }: EgressOnlyGateway) => ({
  EgressOnlyInternetGatewayId: id,
  Attachments: [{ VpcId: vpcId, State: 'attached' }],
  Tags: toTagList(tags),
});

interface CreateInput {
  readonly VpcId: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

/** CreateEgressOnlyInternetGateway. */
export const createEgressOnlyInternetGateway = (ec2: Ec2) =>
  function create({ VpcId, TagSpecifications }: CreateInput) {
    const { tables, world } = ec2;
    const { id: vpcId } = requireVpc(ec2, VpcId);
    const type = 'egress-only-internet-gateway';
    const tags = readTagSpecifications(TagSpecifications, type, world.limits.tagsPerResource);
    const gateway: EgressOnlyGateway = { id: newId(world, 'eigw'), vpcId, tags };
    tables.now.egressOnlyGateways.set(gateway.id, gateway);
    world.changed();
    return { EgressOnlyInternetGateway: toView(gateway) };
  };

/** DescribeEgressOnlyInternetGateways. */
export const describeEgressOnlyInternetGateways = ({ tables }: Ec2) =>
  function describe(input: DescribeInput & { readonly EgressOnlyInternetGatewayIds?: readonly string[] }) {
    const wanted = { ids: input.EgressOnlyInternetGatewayIds, filters: input.Filters };
    const { rows, ...next } = pageRows(findRows(tables.now, 'egressOnlyGateways', wanted, {}), input);
    return { EgressOnlyInternetGateways: rows.map(toView), ...next };
  };

/** DeleteEgressOnlyInternetGateway: routes over it become blackholes. */
export const deleteEgressOnlyInternetGateway = ({ tables, world }: Ec2) =>
  function remove({ EgressOnlyInternetGatewayId }: { readonly EgressOnlyInternetGatewayId: string }) {
    const { id } = requireRow(tables.now, 'egressOnlyGateways', EgressOnlyInternetGatewayId);
    tables.now.egressOnlyGateways.delete(id);
    world.changed();
    return { ReturnCode: true };
  };
