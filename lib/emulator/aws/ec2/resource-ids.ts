// Ids of EC2 resources: which kind a prefix means, and the errors of malformed and unknown ids (EC2 API reference,
// "Error codes").
import { AwsError } from '../aws-error.ts';
import type { Ec2Rows } from './tables.ts';

interface Kind {
  /** Table that holds the rows. */
  readonly table: keyof Ec2Rows;
  /** Resource type in tags, filters and ARNs. */
  readonly type: string;
  readonly malformedCode: string;
  readonly notFoundCode: string;
  readonly noun: string;
}

/** By id prefix. */
export const resourceKinds: Readonly<Record<string, Kind>> = {
  vpc: {
    table: 'vpcs',
    type: 'vpc',
    malformedCode: 'InvalidVpcID.Malformed',
    notFoundCode: 'InvalidVpcID.NotFound',
    noun: 'vpc ID',
  },
  subnet: {
    table: 'subnets',
    type: 'subnet',
    malformedCode: 'InvalidSubnetID.Malformed',
    notFoundCode: 'InvalidSubnetID.NotFound',
    noun: 'subnet ID',
  },
  rtb: {
    table: 'routeTables',
    type: 'route-table',
    malformedCode: 'InvalidRouteTableId.Malformed',
    notFoundCode: 'InvalidRouteTableID.NotFound',
    noun: 'routeTable ID',
  },
  igw: {
    table: 'internetGateways',
    type: 'internet-gateway',
    malformedCode: 'InvalidInternetGatewayId.Malformed',
    notFoundCode: 'InvalidInternetGatewayID.NotFound',
    noun: 'internetGateway ID',
  },
  sg: {
    table: 'securityGroups',
    type: 'security-group',
    malformedCode: 'InvalidGroupId.Malformed',
    notFoundCode: 'InvalidGroup.NotFound',
    noun: 'security group',
  },
  i: {
    table: 'instances',
    type: 'instance',
    malformedCode: 'InvalidInstanceID.Malformed',
    notFoundCode: 'InvalidInstanceID.NotFound',
    noun: 'instance ID',
  },
  eni: {
    table: 'networkInterfaces',
    type: 'network-interface',
    malformedCode: 'InvalidNetworkInterfaceId.Malformed',
    notFoundCode: 'InvalidNetworkInterfaceID.NotFound',
    noun: 'networkInterface ID',
  },
};

/** The kind an id's prefix names, or undefined. */
export const kindOf = (id: string): Kind | undefined => resourceKinds[id.slice(0, id.indexOf('-'))];

type RowOf<Table extends keyof Ec2Rows> = Ec2Rows[Table] extends Map<string, infer Row> ? Row : never;

/** The row of an id in a table; throws the Malformed or NotFound error of its kind. */
export function requireRow<Table extends keyof Ec2Rows>(rows: Ec2Rows, table: Table, id: string): RowOf<Table> {
  const [prefix, kind] = Object.entries(resourceKinds).find(([, candidate]) => candidate.table === table) ?? [];
  if (!kind) throw new Error(`no kind for table ${table}`);
  if (!new RegExp(`^${prefix}-[0-9a-f]{8}([0-9a-f]{9})?$`).test(id)) {
    throw new AwsError(kind.malformedCode, `Invalid id: "${id}" (expecting "${prefix}-...")`);
  }
  const row = rows[table].get(id);
  if (!row) throw new AwsError(kind.notFoundCode, `The ${kind.noun} '${id}' does not exist`);
  return row as RowOf<Table>;
}
