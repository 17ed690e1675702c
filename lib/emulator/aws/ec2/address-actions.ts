// Actions on Elastic IP addresses, on NAT gateways, which need one, and on pools of addresses.
import type { Action } from '../service.ts';
import { associateAddress, disassociateAddress } from './actions/address-association.ts';
import { allocateAddress } from './actions/allocate-address.ts';
import { describeCoipPools, describeIpamPools } from './actions/describe-address-pools.ts';
import { describeAddresses } from './actions/describe-addresses.ts';
import { createNatGateway, deleteNatGateway, describeNatGateways } from './actions/nat-gateways.ts';
import { releaseAddress } from './actions/release-address.ts';
import type { Ec2 } from './ec2.ts';

/** Actions on Elastic IP addresses and NAT gateways. */
export const addressActions = (ec2: Ec2): Record<string, Action> => ({
  AllocateAddress: allocateAddress(ec2),
  AssociateAddress: associateAddress(ec2),
  CreateNatGateway: createNatGateway(ec2),
  DeleteNatGateway: deleteNatGateway(ec2),
  DescribeAddresses: describeAddresses(ec2),
  DescribeCoipPools: describeCoipPools(),
  DescribeIpamPools: describeIpamPools(),
  DescribeNatGateways: describeNatGateways(ec2),
  DisassociateAddress: disassociateAddress(ec2),
  ReleaseAddress: releaseAddress(ec2),
});
