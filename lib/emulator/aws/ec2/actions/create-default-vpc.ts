import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { addSubnet, defaultSubnetBlock } from '../subnets.ts';
import { addVpc, defaultVpc, mainRouteTable, toVpcView } from '../vpcs.ts';
import { zoneNames } from '../zones.ts';

/** CreateDefaultVpc: 172.31.0.0/16 with a public subnet in every zone, an internet gateway and a route to it. */
export const createDefaultVpc = (ec2: Ec2) =>
  function create() {
    const { tables, world } = ec2;
    if (defaultVpc(ec2)) {
      throw new AwsError('DefaultVpcAlreadyExists', 'A Default VPC already exists for this account in this region.');
    }
    if (tables.now.vpcs.size >= world.limits.vpcs) {
      throw new AwsError('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
    }
    const vpc = addVpc(ec2, { cidr: '172.31.0.0/16', isDefault: true, tags: {} });
    const zones = zoneNames(world.region);
    for (const [index, zone] of zones.entries()) {
      addSubnet(ec2, { vpcId: vpc.id, zone, cidr: defaultSubnetBlock(index), isDefaultForZone: true, tags: {} });
    }
    const gatewayId = newId(world, 'igw');
    tables.now.internetGateways.set(gatewayId, { id: gatewayId, vpcId: vpc.id, tags: {} });
    const main = mainRouteTable(ec2, vpc.id);
    if (main) {
      const everywhere = {
        destination: { member: 'DestinationCidrBlock', value: '0.0.0.0/0' },
        target: { member: 'GatewayId', id: gatewayId },
        origin: 'CreateRoute',
      } as const;
      tables.now.routeTables.set(main.id, { ...main, routes: [...main.routes, everywhere] });
    }
    world.changed();
    return { Vpc: toVpcView(ec2, vpc) };
  };
