import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import type { Vpc } from '../tables.ts';
import { requireVpc } from '../vpcs.ts';

type Attribute = 'enableDnsSupport' | 'enableDnsHostnames' | 'enableNetworkAddressUsageMetrics';

/** Attribute of the API → member of requests and replies. */
const members = {
  enableDnsSupport: 'EnableDnsSupport',
  enableDnsHostnames: 'EnableDnsHostnames',
  enableNetworkAddressUsageMetrics: 'EnableNetworkAddressUsageMetrics',
} as const;

interface Flag {
  readonly Value?: boolean;
}

type ModifyVpcAttributeInput = { readonly VpcId: string } & {
  readonly [Member in (typeof members)[Attribute]]?: Flag;
};

/** DescribeVpcAttribute: one attribute. */
export const describeVpcAttribute = (ec2: Ec2) =>
  function describe({ VpcId, Attribute }: { readonly VpcId: string; readonly Attribute: Attribute }) {
    const vpc = requireVpc(ec2, VpcId);
    return { VpcId, [members[Attribute]]: { Value: vpc[Attribute] } };
  };

/** ModifyVpcAttribute: one attribute per call. */
export const modifyVpcAttribute = (ec2: Ec2) =>
  function modify(input: ModifyVpcAttributeInput) {
    const vpc = requireVpc(ec2, input.VpcId);
    const given = (Object.keys(members) as Attribute[]).filter((name) => input[members[name]] !== undefined);
    const [attribute] = given;
    if (attribute === undefined || given.length > 1) {
      throw new AwsError('InvalidParameterCombination', 'Fields for one and only one attribute must be specified');
    }
    const changed: Vpc = { ...vpc, [attribute]: input[members[attribute]]?.Value ?? false };
    if (changed.enableDnsHostnames && !changed.enableDnsSupport) {
      const text = 'The VPC attribute enableDnsHostnames requires that enableDnsSupport is true.';
      throw new AwsError('InvalidParameterValue', text);
    }
    ec2.tables.now.vpcs.set(vpc.id, changed);
    ec2.world.changed();
    return {};
  };
