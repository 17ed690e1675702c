// Ids of EC2 resources: which kind a prefix means, and the errors of malformed and unknown ids (EC2 API reference,
// "Error codes").
import { AwsError } from '../aws-error.ts';
import type { Ec2Rows, RowOf } from './tables.ts';

interface Kind {
  /** Table that holds the rows. */
  readonly table: keyof Ec2Rows;
  /** Resource type in tags, filters and ARNs. */
  readonly type: string;
  readonly malformedCode: string;
  readonly notFoundCode: string;
  readonly noun: string;
}

type KindRow = readonly [
  prefix: string,
  table: keyof Ec2Rows,
  type: string,
  malformed: string,
  notFound: string,
  noun: string,
];

const kindRows: readonly KindRow[] = [
  ['vpc', 'vpcs', 'vpc', 'InvalidVpcID.Malformed', 'InvalidVpcID.NotFound', 'vpc ID'],
  ['subnet', 'subnets', 'subnet', 'InvalidSubnetID.Malformed', 'InvalidSubnetID.NotFound', 'subnet ID'],
  [
    'rtb',
    'routeTables',
    'route-table',
    'InvalidRouteTableId.Malformed',
    'InvalidRouteTableID.NotFound',
    'routeTable ID',
  ],
  [
    'acl',
    'networkAcls',
    'network-acl',
    'InvalidNetworkAclId.Malformed',
    'InvalidNetworkAclID.NotFound',
    'networkAcl ID',
  ],
  [
    'igw',
    'internetGateways',
    'internet-gateway',
    'InvalidInternetGatewayId.Malformed',
    'InvalidInternetGatewayID.NotFound',
    'internetGateway ID',
  ],
  [
    'eigw',
    'egressOnlyGateways',
    'egress-only-internet-gateway',
    'InvalidEgressOnlyInternetGatewayId.Malformed',
    'InvalidEgressOnlyInternetGatewayId.NotFound',
    'egressOnlyInternetGateway ID',
  ],
  ['nat', 'natGateways', 'natgateway', 'NatGatewayMalformed', 'NatGatewayNotFound', 'Nat Gateway'],
  [
    'eipalloc',
    'addresses',
    'elastic-ip',
    'InvalidAllocationID.NotFound',
    'InvalidAllocationID.NotFound',
    'allocation ID',
  ],
  ['sg', 'securityGroups', 'security-group', 'InvalidGroupId.Malformed', 'InvalidGroup.NotFound', 'security group'],
  [
    'pl',
    'prefixLists',
    'prefix-list',
    'InvalidPrefixListId.Malformed',
    'InvalidPrefixListID.NotFound',
    'prefix list ID',
  ],
  ['i', 'instances', 'instance', 'InvalidInstanceID.Malformed', 'InvalidInstanceID.NotFound', 'instance ID'],
  [
    'eni',
    'networkInterfaces',
    'network-interface',
    'InvalidNetworkInterfaceId.Malformed',
    'InvalidNetworkInterfaceID.NotFound',
    'networkInterface ID',
  ],
];

/** By id prefix. */
export const resourceKinds: Readonly<Record<string, Kind>> = Object.fromEntries(
  kindRows.map(([prefix, table, type, malformedCode, notFoundCode, noun]) => [
    prefix,
    { table, type, malformedCode, notFoundCode, noun },
  ]),
);

const prefixes = new Map(kindRows.map(([prefix, table]) => [table, prefix]));

/** The kind an id's prefix names, or undefined. */
export function kindOf(id: string): Kind | undefined {
  const prefix = id.slice(0, id.indexOf('-'));
  return Object.hasOwn(resourceKinds, prefix) ? resourceKinds[prefix] : undefined;
}

/** The Malformed error of an id that has not the form of its kind. */
export function refuseMalformed(table: keyof Ec2Rows, id: string): void {
  const prefix = prefixes.get(table) ?? '';
  const kind = resourceKinds[prefix];
  if (!kind || new RegExp(`^${prefix}-[0-9a-f]{8}([0-9a-f]{9})?$`).test(id)) return;
  throw new AwsError(kind.malformedCode, `Invalid id: "${id}" (expecting "${prefix}-...")`);
}

/** The row of an id in a table; throws the Malformed or NotFound error of its kind. */
export function requireRow<Table extends keyof Ec2Rows>(rows: Ec2Rows, table: Table, id: string): RowOf<Table> {
  refuseMalformed(table, id);
  const row = rows[table].get(id);
  if (!row) throw notFound(table, [id]);
  return row as unknown as RowOf<Table>;
}

/** The rows of all these ids, each once; one error names all that are unknown. */
export function requireRows<Table extends keyof Ec2Rows>(rows: Ec2Rows, table: Table, ids: readonly string[]) {
  const wanted = [...new Set(ids)];
  for (const id of wanted) refuseMalformed(table, id);
  const unknown = wanted.filter((id) => !rows[table].has(id));
  if (unknown.length > 0) throw notFound(table, unknown);
  return wanted.map((id) => rows[table].get(id) as unknown as RowOf<Table>);
}

function notFound(table: keyof Ec2Rows, ids: readonly string[]): AwsError {
  const kind = resourceKinds[prefixes.get(table) ?? ''];
  const [noun = '', code = ''] = [kind?.noun, kind?.notFoundCode];
  if (table === 'natGateways') return new AwsError(code, `The Nat Gateway ${ids[0]} was not found`);
  if (ids.length === 1) return new AwsError(code, `The ${noun} '${ids[0]}' does not exist`);
  return new AwsError(code, `The ${noun}s '${ids.join(', ')}' do not exist`);
}
