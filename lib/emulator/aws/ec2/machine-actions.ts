// Actions on instances and network interfaces.
import type { Action } from '../service.ts';
import { createNetworkInterface } from './actions/create-network-interface.ts';
import { deleteNetworkInterface } from './actions/delete-network-interface.ts';
import { describeImages } from './actions/describe-images.ts';
import { describeInstanceAttribute } from './actions/describe-instance-attribute.ts';
import { describeInstanceStatus } from './actions/describe-instance-status.ts';
import { describeInstanceTypes } from './actions/describe-instance-types.ts';
import { describeInstances } from './actions/describe-instances.ts';
import { describeNetworkInterfaces } from './actions/describe-network-interfaces.ts';
import { rebootInstances, startInstances, stopInstances, terminateInstances } from './actions/instance-states.ts';
import { modifyInstanceAttribute } from './actions/modify-instance-attribute.ts';
import { modifyInstanceMetadataOptions } from './actions/modify-instance-metadata-options.ts';
import { attachNetworkInterface, detachNetworkInterface } from './actions/network-interface-attachment.ts';
import {
  describeNetworkInterfaceAttribute,
  modifyNetworkInterfaceAttribute,
} from './actions/network-interface-attributes.ts';
import { assignIpv6Addresses, unassignIpv6Addresses } from './actions/ipv6-addresses.ts';
import { assignPrivateIpAddresses, unassignPrivateIpAddresses } from './actions/private-ip-addresses.ts';
import { runInstances } from './actions/run-instances.ts';
import type { Ec2 } from './ec2.ts';

/** Actions on instances and network interfaces. */
export const machineActions = (ec2: Ec2): Record<string, Action> => ({
  AssignIpv6Addresses: assignIpv6Addresses(ec2),
  AssignPrivateIpAddresses: assignPrivateIpAddresses(ec2),
  AttachNetworkInterface: attachNetworkInterface(ec2),
  CreateNetworkInterface: createNetworkInterface(ec2),
  DeleteNetworkInterface: deleteNetworkInterface(ec2),
  DescribeImages: describeImages(),
  DescribeInstanceAttribute: describeInstanceAttribute(ec2),
  DescribeInstanceStatus: describeInstanceStatus(ec2),
  DescribeInstanceTypes: describeInstanceTypes(),
  DescribeInstances: describeInstances(ec2),
  DescribeNetworkInterfaceAttribute: describeNetworkInterfaceAttribute(ec2),
  DescribeNetworkInterfaces: describeNetworkInterfaces(ec2),
  DetachNetworkInterface: detachNetworkInterface(ec2),
  ModifyInstanceAttribute: modifyInstanceAttribute(ec2),
  ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions(ec2),
  ModifyNetworkInterfaceAttribute: modifyNetworkInterfaceAttribute(ec2),
  RebootInstances: rebootInstances(ec2),
  RunInstances: runInstances(ec2),
  StartInstances: startInstances(ec2),
  StopInstances: stopInstances(ec2),
  TerminateInstances: terminateInstances(ec2),
  UnassignIpv6Addresses: unassignIpv6Addresses(ec2),
  UnassignPrivateIpAddresses: unassignPrivateIpAddresses(ec2),
});
