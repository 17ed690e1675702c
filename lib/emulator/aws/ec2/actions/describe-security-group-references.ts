import type { Ec2 } from '../ec2.ts';
import { requireRows } from '../resource-ids.ts';

/** DescribeSecurityGroupReferences: VPCs on the other side of a peering that refer to a group; no VPC is peered here. */
export const describeSecurityGroupReferences = ({ tables }: Ec2) =>
  function describe({ GroupId }: { readonly GroupId: readonly string[] }) {
    requireRows(tables.now, 'securityGroups', GroupId);
    return { SecurityGroupReferenceSet: [] };
  };
