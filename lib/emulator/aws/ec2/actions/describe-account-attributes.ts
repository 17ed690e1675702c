import type { Ec2 } from '../ec2.ts';
import { defaultVpc } from '../vpcs.ts';

/** DescribeAccountAttributes. */
export const describeAccountAttributes = (ec2: Ec2) =>
  function describe({ AttributeNames }: { readonly AttributeNames?: readonly string[] }) {
    const { limits } = ec2.world;
    const attributes = {
      'supported-platforms': 'VPC',
      'default-vpc': defaultVpc(ec2)?.id ?? 'none',
      'max-instances': limits.instances,
      'vpc-max-security-groups-per-interface': limits.securityGroupsPerInterface,
      'max-elastic-ips': limits.elasticAddresses,
      'vpc-max-elastic-ips': limits.elasticAddresses,
    };
    const AccountAttributes = Object.entries(attributes)
      .filter(([name]) => AttributeNames?.includes(name) ?? true)
      .map(([AttributeName, value]) => ({ AttributeName, AttributeValues: [{ AttributeValue: String(value) }] }));
    return { AccountAttributes };
  };
