// Instances and network interfaces.
import {
  AssignPrivateIpAddressesCommand,
  AttachNetworkInterfaceCommand,
  CreateNetworkInterfaceCommand,
  DeleteNetworkInterfaceCommand,
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  DetachNetworkInterfaceCommand,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  UnassignPrivateIpAddressesCommand,
  type CreateNetworkInterfaceCommandInput,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { given } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { ec2Api, ec2Codes, ec2Guide, recordedBy, verifiedBy, vpcGuide } from './network-pages.ts';
import { refused, type Refusal } from './refusal.ts';

const image = 'ami-0a1b2c3d4e5f60001';

const run =
  (input: Partial<RunInstancesCommandInput>) =>
  ({ ec2, account }: FrontDoor) =>
    ec2.send(
      new RunInstancesCommand({
        ImageId: image,
        InstanceType: 'm7i.large',
        MinCount: 1,
        MaxCount: 1,
        SubnetId: account.privateSubnetIds[0],
        ...input,
      }),
    );

const networkInterface =
  (input: Partial<CreateNetworkInterfaceCommandInput>) =>
  ({ ec2, account }: FrontDoor) =>
    ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: account.privateSubnetIds[0], ...input }));

async function interfacesOf({ ec2 }: FrontDoor, name: string, value: string) {
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: name, Values: [value] }] }),
  );
  return NetworkInterfaces;
}

async function ofLoadBalancer(account: FrontDoor) {
  return given((await interfacesOf(account, 'requester-id', 'amazon-elb'))[0]?.NetworkInterfaceId);
}

async function ofNode(account: FrontDoor) {
  return given((await interfacesOf(account, 'private-ip-address', '10.0.128.10'))[0]?.NetworkInterfaceId);
}

const attachmentOf = async (account: FrontDoor, id: string) =>
  given((await interfacesOf(account, 'network-interface-id', id))[0]?.Attachment?.AttachmentId);

const node = ({ account }: FrontDoor) => given(account.nodes[0]?.instanceId);

export const instanceRefusals: readonly Refusal[] = [
  refused('an unknown image', run({ ImageId: 'ami-abcd1234' }), `The image id '[ami-abcd1234]' does not exist`, {
    code: 'InvalidAMIID.NotFound',
    page: verifiedBy('test_ec2/test_instances.py'),
  }),
  refused('an image id of no form', run({ ImageId: 'linux' }), 'Invalid id: "linux" (expecting "ami-...")', {
    code: 'InvalidAMIID.Malformed',
    page: ec2Codes,
  }),
  refused('no image', run({ ImageId: undefined }), /ImageId/, {
    code: 'MissingParameter',
    page: ec2Api('RunInstances'),
  }),
  refused(
    'an image of another architecture',
    run({ InstanceType: 'm7g.large' }),
    /^The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI\./,
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'instance-ami-arch') },
  ),
  refused('an unknown key pair', run({ KeyName: 'mine' }), `The key pair 'mine' does not exist`, {
    code: 'InvalidKeyPair.NotFound',
    page: ec2Codes,
  }),
  refused('more instances at least than at most', run({ MinCount: 2, MaxCount: 1 }), /MinCount/, {
    code: 'InvalidParameterValue',
    page: ec2Api('RunInstances'),
  }),
  refused('an unknown subnet', run({ SubnetId: 'subnet-00000000' }), `The subnet ID 'subnet-00000000' does not exist`, {
    code: 'InvalidSubnetID.NotFound',
    page: ec2Codes,
  }),
  refused('no subnet and no default VPC', run({ SubnetId: undefined }), /^No default VPC for this user\./, {
    code: 'VPCIdNotSpecified',
    page: ec2Codes,
  }),
  refused('a zone that is not the subnet’s', run({ Placement: { AvailabilityZone: 'us-west-2c' } }), /us-west-2c/, {
    code: 'InvalidParameterValue',
    page: ec2Api('RunInstances'),
  }),
  refused(
    'groups by name in a subnet',
    run({ SecurityGroups: ['front'] }),
    'The parameter groupName cannot be used with the parameter subnet',
    { code: 'InvalidParameterCombination', page: ec2Api('RunInstances') },
  ),
  refused(
    'groups beside interfaces',
    async (account) =>
      run({
        SubnetId: undefined,
        SecurityGroupIds: [account.securityGroup],
        NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: account.account.privateSubnetIds[0] }],
      })(account),
    'Network interfaces and an instance-level security groups may not be specified on the same request',
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'instance-eni-exclusive') },
  ),
  refused(
    'a subnet beside interfaces',
    async (account) =>
      run({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: account.account.privateSubnetIds[0] }] })(account),
    'Network interfaces and an instance-level subnet ID may not be specified on the same request',
    { code: 'InvalidParameterCombination', page: verifiedBy('test_ec2/test_instances.py') },
  ),
  refused(
    'a public address on the second device',
    async (account) =>
      run({
        SubnetId: undefined,
        NetworkInterfaces: [
          { DeviceIndex: 1, SubnetId: account.account.publicSubnetIds[0], AssociatePublicIpAddress: true },
        ],
      })(account),
    /^The associatePublicIPAddress parameter can only be specified for the network interface with DeviceIndex 0/,
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'eni-public-ip-device-index') },
  ),
  refused(
    '16 385 bytes of user data',
    run({ UserData: Buffer.alloc(16_385, 'a').toString('base64') }),
    'User data is limited to 16384 bytes',
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'userdata-size') },
  ),
  refused(
    'more instances than the subnet has addresses',
    run({ MinCount: 4092, MaxCount: 4092 }),
    /^There are not enough free addresses in subnet 'subnet-\w+' to satisfy the requested number of instances\.$/,
    { code: 'InsufficientFreeAddressesInSubnet', page: ec2Codes },
  ),
  refused(
    'six groups',
    async (account) => run({ SecurityGroupIds: [account.securityGroup, account.account.nodeSecurityGroupId] })(account),
    'The maximum number of security groups per interface has been reached.',
    {
      code: 'SecurityGroupsPerInterfaceLimitExceeded',
      page: vpcGuide('amazon-vpc-limits'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ securityGroupsPerInterface: 1 })),
    },
  ),
  refused(
    'another launch with the same client token',
    run({ ClientToken: 'once', InstanceType: 'm5.large' }),
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    { code: 'IdempotentParameterMismatch', page: ec2Codes, after: (account) => run({ ClientToken: 'once' })(account) },
  ),
  refused(
    'a parameter that is not emulated',
    run({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda' }] }),
    'The parameter BlockDeviceMappings is not supported by this emulator.',
    { code: 'UnsupportedOperation', page: ec2Codes },
  ),
  refused(
    'two unknown instances',
    ({ ec2 }) => ec2.send(new TerminateInstancesCommand({ InstanceIds: ['i-12345678', 'i-12345668'] })),
    `The instance IDs 'i-12345678, i-12345668' do not exist`,
    { code: 'InvalidInstanceID.NotFound', page: ec2Codes },
  ),
  refused(
    'terminating a protected instance',
    (account) => account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [node(account)] })),
    /^The instance 'i-\w+' may not be terminated\. Modify its 'disableApiTermination' instance attribute and try again\.$/,
    {
      code: 'OperationNotPermitted',
      page: ec2Codes,
      after: (account) =>
        account.ec2.send(
          new ModifyInstanceAttributeCommand({ InstanceId: node(account), DisableApiTermination: { Value: true } }),
        ),
    },
  ),
  refused(
    'starting a terminated instance',
    (account) => account.ec2.send(new StartInstancesCommand({ InstanceIds: [node(account)] })),
    /^The instance 'i-\w+' is not in a state from which it can be started\.$/,
    {
      code: 'IncorrectInstanceState',
      page: ec2Codes,
      after: (account) => account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [node(account)] })),
    },
  ),
  refused(
    'stopping an instance protected from it',
    (account) => account.ec2.send(new StopInstancesCommand({ InstanceIds: [node(account)] })),
    /disableApiStop/,
    {
      code: 'OperationNotPermitted',
      page: ec2Codes,
      after: (account) =>
        account.ec2.send(
          new ModifyInstanceAttributeCommand({ InstanceId: node(account), DisableApiStop: { Value: true } }),
        ),
    },
  ),
  refused(
    'another type for a running instance',
    (account) =>
      account.ec2.send(
        new ModifyInstanceAttributeCommand({ InstanceId: node(account), InstanceType: { Value: 'm5.large' } }),
      ),
    /^The instance 'i-\w+' is not in the 'stopped' state\.$/,
    { code: 'IncorrectInstanceState', page: ec2Api('ModifyInstanceAttribute') },
  ),
  refused(
    'an instance type that is none',
    ({ ec2 }) => ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: ['p5.48xlarge', 'u-3tb1.56xlarge'] })),
    'The following supplied instance types do not exist: [p5.48xlarge, u-3tb1.56xlarge]',
    { code: 'InvalidInstanceType', page: ec2Codes },
  ),
  refused(
    'two unknown images',
    ({ ec2 }) => ec2.send(new DescribeImagesCommand({ ImageIds: ['ami-00000001', 'ami-00000002'] })),
    `The image ids '[ami-00000001, ami-00000002]' do not exist`,
    { code: 'InvalidAMIID.NotFound', page: ec2Codes },
  ),
  refused(
    'an address outside the subnet',
    networkInterface({ PrivateIpAddress: '10.60.9.9' }),
    `Address does not fall within the subnet's address range`,
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'eni-private-ip-in-subnet') },
  ),
  refused(
    'an address that AWS keeps',
    networkInterface({ PrivateIpAddress: '10.0.128.3' }),
    `Address is in subnet's reserved address range`,
    { code: 'InvalidParameterValue', page: vpcGuide('subnet-sizing') },
  ),
  refused(
    'an address in use',
    networkInterface({ PrivateIpAddress: '10.0.128.10' }),
    'Address 10.0.128.10 is in use.',
    {
      code: 'InvalidIPAddress.InUse',
      page: ec2Codes,
    },
  ),
  refused(
    'two primary addresses',
    networkInterface({
      PrivateIpAddresses: [
        { Primary: true, PrivateIpAddress: '10.0.128.20' },
        { Primary: true, PrivateIpAddress: '10.0.128.21' },
      ],
    }),
    'Only one primary private IP address can be specified.',
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'eni-primary-single') },
  ),
  refused(
    'IPv6 addresses by name and by number',
    networkInterface({ Ipv6AddressCount: 1, Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] }),
    'IPv6 addresses and IPv6 address count may not be specified on the same request',
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'instance-ipv6-exclusive') },
  ),
  refused(
    'an IPv6 address in an IPv4 subnet',
    networkInterface({ Ipv6AddressCount: 1 }),
    /does not have an IPv6 CIDR block/,
    {
      code: 'InvalidParameterValue',
      page: ec2Api('CreateNetworkInterface'),
    },
  ),
  refused(
    'deleting an interface in use',
    async (account) =>
      account.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: await ofNode(account) })),
    /^Network interface 'eni-\w+' is currently in use\.$/,
    { code: 'InvalidParameterValue', page: ec2Api('DeleteNetworkInterface') },
  ),
  refused(
    'deleting an interface of a load balancer',
    async (account) =>
      account.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: await ofLoadBalancer(account) })),
    /is currently in use/,
    {
      code: 'InvalidParameterValue',
      page: ec2Guide('requester-managed-eni'),
    },
  ),
  refused(
    'detaching an interface of a load balancer',
    async (account) =>
      account.ec2.send(
        new DetachNetworkInterfaceCommand({ AttachmentId: await attachmentOf(account, await ofLoadBalancer(account)) }),
      ),
    'You do not have permission to access the specified resource.',
    { code: 'AuthFailure', page: ec2Guide('requester-managed-eni') },
  ),
  refused(
    'other groups on an interface of a load balancer',
    async (account) =>
      account.ec2.send(
        new ModifyNetworkInterfaceAttributeCommand({
          NetworkInterfaceId: await ofLoadBalancer(account),
          Groups: [account.securityGroup],
        }),
      ),
    'You do not have permission to access the specified resource.',
    { code: 'AuthFailure', page: ec2Guide('requester-managed-eni') },
  ),
  refused(
    'detaching the first interface',
    async (account) =>
      account.ec2.send(
        new DetachNetworkInterfaceCommand({ AttachmentId: await attachmentOf(account, await ofNode(account)) }),
      ),
    'The network interface at device index 0 and networkCard index 0 cannot be detached.',
    { code: 'OperationNotPermitted', page: ec2Api('DetachNetworkInterface') },
  ),
  refused(
    'an attachment that is not there',
    ({ ec2 }) => ec2.send(new DetachNetworkInterfaceCommand({ AttachmentId: 'eni-attach-00000000' })),
    /'eni-attach-00000000' does not exist$/,
    { code: 'InvalidAttachmentID.NotFound', page: ec2Codes },
  ),
  refused(
    'attaching an interface twice',
    async (account) =>
      account.ec2.send(
        new AttachNetworkInterfaceCommand({
          NetworkInterfaceId: await ofNode(account),
          InstanceId: node(account),
          DeviceIndex: 1,
        }),
      ),
    /^Interface: \[eni-\w+\] in use\.$/,
    { code: 'InvalidNetworkInterface.InUse', page: ec2Codes },
  ),
  refused(
    'two attributes of an interface',
    async (account) =>
      account.ec2.send(
        new ModifyNetworkInterfaceAttributeCommand({
          NetworkInterfaceId: await ofNode(account),
          Description: { Value: 'a' },
          SourceDestCheck: { Value: false },
        }),
      ),
    /one and only one attribute/,
    { code: 'InvalidParameterCombination', page: ec2Api('ModifyNetworkInterfaceAttribute') },
  ),
  refused(
    'secondary addresses by name and by number',
    async (account) =>
      account.ec2.send(
        new AssignPrivateIpAddressesCommand({
          NetworkInterfaceId: await ofNode(account),
          PrivateIpAddresses: ['10.0.128.30'],
          SecondaryPrivateIpAddressCount: 1,
        }),
      ),
    /Exactly one/,
    { code: 'InvalidParameterCombination', page: ec2Api('AssignPrivateIpAddresses') },
  ),
  refused(
    'taking an address that is not there',
    async (account) =>
      account.ec2.send(
        new UnassignPrivateIpAddressesCommand({
          NetworkInterfaceId: await ofNode(account),
          PrivateIpAddresses: ['10.0.128.30'],
        }),
      ),
    /not assigned/,
    { code: 'InvalidParameterValue', page: ec2Api('UnassignPrivateIpAddresses') },
  ),
];
