import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { readSubnetBlock } from '../subnet-blocks.ts';
import { addSubnet, defaultSubnetBlock, readZone, toSubnetView } from '../subnets.ts';
import { defaultVpc } from '../vpcs.ts';
import { zoneNames } from '../zones.ts';

interface CreateDefaultSubnetInput {
  readonly AvailabilityZone?: string;
  readonly AvailabilityZoneId?: string;
}

/** CreateDefaultSubnet: the /20 of a zone that has lost its default subnet. */
export const createDefaultSubnet = (ec2: Ec2) =>
  function create({ AvailabilityZone, AvailabilityZoneId }: CreateDefaultSubnetInput) {
    if (AvailabilityZone === undefined && AvailabilityZoneId === undefined) {
      throw new AwsError('MissingParameter', 'The request must contain the parameter availabilityZone');
    }
    const zone = readZone(ec2, AvailabilityZone, AvailabilityZoneId);
    const vpc = defaultVpc(ec2);
    if (!vpc) {
      throw new AwsError('DefaultVpcDoesNotExist', 'No default VPC exists for this account in this region.');
    }
    const present = ec2.tables.now.subnets
      .by('vpc-id', vpc.id)
      .find((subnet) => subnet.zone === zone && subnet.isDefaultForZone);
    if (present) {
      throw new AwsError(
        'DefaultSubnetAlreadyExistsInAvailabilityZone',
        `'${present.id}' is already the default subnet in ${zone}.`,
      );
    }
    const cidr = readSubnetBlock(ec2, vpc, defaultSubnetBlock(zoneNames(ec2.world.region).indexOf(zone)));
    const subnet = addSubnet(ec2, { vpcId: vpc.id, zone, cidr, isDefaultForZone: true, tags: {} });
    ec2.world.changed();
    return { Subnet: toSubnetView(ec2, subnet) };
  };
