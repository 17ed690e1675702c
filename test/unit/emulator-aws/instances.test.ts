// Instances and their interfaces in time.
import {
  AttachNetworkInterfaceCommand,
  CreateNetworkInterfaceCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DetachNetworkInterfaceCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { anAws, refusalOf } from './aws.ts';
import { given } from './balanced.ts';

async function someMachines(timeScale = 0) {
  const aws = await anAws({ timeScale });
  return { ...aws, ec2: aws.client(EC2Client) };
}

type Machines = Awaited<ReturnType<typeof someMachines>>;

async function launched({ ec2, account }: Machines, input: Partial<RunInstancesCommandInput> = {}) {
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0a1b2c3d4e5f60001',
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: account.publicSubnetIds[0],
      ...input,
    }),
  );
  return Instances;
}

const aMachine = async (machines: Machines) => given((await launched(machines))[0]?.InstanceId);

async function described({ ec2 }: Machines, id: string) {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return Reservations?.[0]?.Instances?.[0];
}

const stateOf = async (machines: Machines, id: string) => (await described(machines, id))?.State?.Name;

test('instances of one launch are one reservation, tagged and in the subnet', async () => {
  const machines = await someMachines();
  const instances = await launched(machines, {
    MinCount: 2,
    MaxCount: 3,
    SecurityGroupIds: [machines.account.nodeSecurityGroupId],
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'role', Value: 'web' }] }],
    MetadataOptions: { HttpTokens: 'required' },
  });
  expect(instances.map(({ State }) => State?.Name)).toEqual(['pending', 'pending', 'pending']);
  const { Reservations } = await machines.ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'tag:role', Values: ['web'] }] }),
  );
  expect(Reservations?.map(({ Instances }) => Instances?.map(({ AmiLaunchIndex }) => AmiLaunchIndex))).toEqual([
    [0, 1, 2],
  ]);
  expect(Reservations?.[0]?.Instances?.[0]).toMatchObject({
    State: { Name: 'running', Code: 16 },
    SubnetId: machines.account.publicSubnetIds[0],
    SecurityGroups: [{ GroupId: machines.account.nodeSecurityGroupId }],
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    PublicIpAddress: expect.stringMatching(/^52\./) as string,
  });
});

test('an instance starts, stops, starts again and ends, each in its time', async () => {
  const machines = await someMachines(1);
  const { ec2, clock } = machines;
  const id = await aMachine(machines);
  const InstanceIds = [id];
  expect(await stateOf(machines, id)).toBe('pending');
  await clock.advance(20_000);
  expect(await stateOf(machines, id)).toBe('running');
  const { StoppingInstances } = await ec2.send(new StopInstancesCommand({ InstanceIds }));
  expect(StoppingInstances?.[0]).toMatchObject({
    PreviousState: { Name: 'running' },
    CurrentState: { Name: 'stopping', Code: 64 },
  });
  expect((await refusalOf(ec2.send(new StartInstancesCommand({ InstanceIds })))).code).toBe('IncorrectInstanceState');
  await clock.advance(40_000);
  expect(await described(machines, id)).toMatchObject({ State: { Name: 'stopped' } });
  expect((await described(machines, id))?.PublicIpAddress).toBeUndefined();
  await ec2.send(new StartInstancesCommand({ InstanceIds }));
  await clock.advance(20_000);
  expect((await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds }))).InstanceStatuses).toHaveLength(1);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
  expect(await stateOf(machines, id)).toBe('shutting-down');
  await clock.advance(40_000);
  expect(await stateOf(machines, id)).toBe('terminated');
  await clock.advance(3_600_001);
  expect((await refusalOf(described(machines, id))).code).toBe('InvalidInstanceID.NotFound');
});

test('the interface of a terminated instance goes with it, unless it was made apart', async () => {
  const machines = await someMachines();
  const { ec2, account } = machines;
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: account.publicSubnetIds[0], Description: 'second' }),
  );
  const NetworkInterfaceId = given(NetworkInterface?.NetworkInterfaceId);
  const id = await aMachine(machines);
  const own = given((await described(machines, id))?.NetworkInterfaces?.[0]?.NetworkInterfaceId);
  await ec2.send(new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId: id, DeviceIndex: 1 }));
  expect((await described(machines, id))?.NetworkInterfaces?.map(({ Description }) => Description)).toEqual([
    '',
    'second',
  ]);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  const status = async (wanted: string) => {
    const { NetworkInterfaces } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'network-interface-id', Values: [wanted] }] }),
    );
    return NetworkInterfaces?.map(({ Status }) => Status);
  };
  expect([await status(own), await status(NetworkInterfaceId)]).toEqual([[], ['available']]);
});

test('an attached interface is detached by its attachment', async () => {
  const machines = await someMachines();
  const { ec2, account } = machines;
  const InstanceId = await aMachine(machines);
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: account.publicSubnetIds[0], SecondaryPrivateIpAddressCount: 2 }),
  );
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId;
  const { AttachmentId } = await ec2.send(
    new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex: 1 }),
  );
  await ec2.send(new DetachNetworkInterfaceCommand({ AttachmentId }));
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [given(NetworkInterfaceId)] }),
  );
  expect(NetworkInterfaces?.[0]).toMatchObject({ Status: 'available' });
  expect(NetworkInterfaces?.[0]?.PrivateIpAddresses?.map(({ Primary }) => Primary)).toEqual([true, false, false]);
});

test('every address of an interface counts against its subnet', async () => {
  const machines = await someMachines();
  const { ec2, account } = machines;
  const SubnetId = given(account.publicSubnetIds[1]);
  const free = async () => {
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
    return given(String(Subnets?.[0]?.AvailableIpAddressCount));
  };
  expect(await free()).toBe('4091');
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, SecondaryPrivateIpAddressCount: 3 }));
  expect(await free()).toBe('4087');
});

test('groups and attributes of an instance are changed one by one', async () => {
  const machines = await someMachines();
  const { ec2, account } = machines;
  const InstanceId = given(account.nodes[0]?.instanceId);
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, Groups: [account.defaultSecurityGroupId] }));
  const { Groups } = await ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'groupSet' }));
  expect(Groups?.map(({ GroupId }) => GroupId)).toEqual([account.defaultSecurityGroupId]);
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiTermination', Value: 'true' }));
  const { DisableApiTermination } = await ec2.send(
    new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiTermination' }),
  );
  expect(DisableApiTermination?.Value).toBe(true);
});

test('the same client token launches once', async () => {
  const machines = await someMachines();
  const launch = async () => (await launched(machines, { ClientToken: 'once' }))[0]?.InstanceId;
  expect(await launch()).toBe(await launch());
});

test('the addresses of a node’s Pods are prefixes of its interface', async () => {
  const machines = await someMachines();
  const node = await described(machines, given(machines.account.nodes[1]?.instanceId));
  expect(node?.NetworkInterfaces?.[0]?.Ipv4Prefixes?.slice(0, 2)).toEqual([
    { Ipv4Prefix: '10.244.1.0/28' },
    { Ipv4Prefix: '10.244.1.16/28' },
  ]);
});
