// Actions on VPCs, subnets, routes and gateways.
import type { Action } from '../service.ts';
import { associateVpcCidrBlock } from './actions/associate-vpc-cidr-block.ts';
import { createDefaultSubnet } from './actions/create-default-subnet.ts';
import { createDefaultVpc } from './actions/create-default-vpc.ts';
import { createRouteTable } from './actions/create-route-table.ts';
import { createRoute } from './actions/create-route.ts';
import { createSubnet } from './actions/create-subnet.ts';
import { createVpc } from './actions/create-vpc.ts';
import { deleteRouteTable } from './actions/delete-route-table.ts';
import { deleteRoute } from './actions/delete-route.ts';
import { deleteSubnet } from './actions/delete-subnet.ts';
import { deleteVpc } from './actions/delete-vpc.ts';
import { describeAccountAttributes } from './actions/describe-account-attributes.ts';
import { describeDhcpOptions, describeKeyPairs, describeVpcEndpoints } from './actions/describe-absent.ts';
import { describeAvailabilityZones } from './actions/describe-availability-zones.ts';
import { describeInternetGateways } from './actions/describe-internet-gateways.ts';
import { describeNetworkAcls } from './actions/describe-network-acls.ts';
import { describeRegions } from './actions/describe-regions.ts';
import { describeRouteTables } from './actions/describe-route-tables.ts';
import { describeSubnets } from './actions/describe-subnets.ts';
import { describeVpcs } from './actions/describe-vpcs.ts';
import { disassociateVpcCidrBlock } from './actions/disassociate-vpc-cidr-block.ts';
import {
  createEgressOnlyInternetGateway,
  deleteEgressOnlyInternetGateway,
  describeEgressOnlyInternetGateways,
} from './actions/egress-only-internet-gateways.ts';
import {
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  detachInternetGateway,
} from './actions/internet-gateways.ts';
import { modifySubnetAttribute } from './actions/modify-subnet-attribute.ts';
import { replaceRoute } from './actions/replace-route.ts';
import {
  associateRouteTable,
  disassociateRouteTable,
  replaceRouteTableAssociation,
} from './actions/route-table-associations.ts';
import { associateSubnetCidrBlock, disassociateSubnetCidrBlock } from './actions/subnet-ipv6-block.ts';
import { describeVpcAttribute, modifyVpcAttribute } from './actions/vpc-attributes.ts';
import type { Ec2 } from './ec2.ts';

/** Actions on VPCs, subnets, route tables and gateways. */
export const networkActions = (ec2: Ec2): Record<string, Action> => ({
  AssociateRouteTable: associateRouteTable(ec2),
  AssociateSubnetCidrBlock: associateSubnetCidrBlock(ec2),
  AssociateVpcCidrBlock: associateVpcCidrBlock(ec2),
  AttachInternetGateway: attachInternetGateway(ec2),
  CreateDefaultSubnet: createDefaultSubnet(ec2),
  CreateDefaultVpc: createDefaultVpc(ec2),
  CreateEgressOnlyInternetGateway: createEgressOnlyInternetGateway(ec2),
  CreateInternetGateway: createInternetGateway(ec2),
  CreateRoute: createRoute(ec2),
  CreateRouteTable: createRouteTable(ec2),
  CreateSubnet: createSubnet(ec2),
  CreateVpc: createVpc(ec2),
  DeleteEgressOnlyInternetGateway: deleteEgressOnlyInternetGateway(ec2),
  DeleteInternetGateway: deleteInternetGateway(ec2),
  DeleteRoute: deleteRoute(ec2),
  DeleteRouteTable: deleteRouteTable(ec2),
  DeleteSubnet: deleteSubnet(ec2),
  DeleteVpc: deleteVpc(ec2),
  DescribeAccountAttributes: describeAccountAttributes(ec2),
  DescribeAvailabilityZones: describeAvailabilityZones(ec2),
  DescribeDhcpOptions: describeDhcpOptions(ec2),
  DescribeEgressOnlyInternetGateways: describeEgressOnlyInternetGateways(ec2),
  DescribeInternetGateways: describeInternetGateways(ec2),
  DescribeKeyPairs: describeKeyPairs(),
  DescribeNetworkAcls: describeNetworkAcls(ec2),
  DescribeRegions: describeRegions(),
  DescribeRouteTables: describeRouteTables(ec2),
  DescribeSubnets: describeSubnets(ec2),
  DescribeVpcAttribute: describeVpcAttribute(ec2),
  DescribeVpcEndpoints: describeVpcEndpoints(),
  DescribeVpcs: describeVpcs(ec2),
  DetachInternetGateway: detachInternetGateway(ec2),
  DisassociateRouteTable: disassociateRouteTable(ec2),
  DisassociateSubnetCidrBlock: disassociateSubnetCidrBlock(ec2),
  DisassociateVpcCidrBlock: disassociateVpcCidrBlock(ec2),
  ModifySubnetAttribute: modifySubnetAttribute(ec2),
  ModifyVpcAttribute: modifyVpcAttribute(ec2),
  ReplaceRoute: replaceRoute(ec2),
  ReplaceRouteTableAssociation: replaceRouteTableAssociation(ec2),
});
