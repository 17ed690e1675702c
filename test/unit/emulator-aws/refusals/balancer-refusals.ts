import {
  AddTagsCommand,
  CreateLoadBalancerCommand,
  CreateTrustStoreCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ModifyCapacityReservationCommand,
  ModifyLoadBalancerAttributesCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
  type CreateLoadBalancerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import type { Refusal } from './refusal.ts';

const create = (input: (account: FrontDoor) => Partial<CreateLoadBalancerCommandInput>) => (account: FrontDoor) =>
  account.elb.send(
    new CreateLoadBalancerCommand({ Name: 'new', Subnets: [...account.account.publicSubnetIds], ...input(account) }),
  );

const attributes =
  (...Attributes: { Key: string; Value: string }[]) =>
  (account: FrontDoor) =>
    account.elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: account.loadBalancer, Attributes }));

const attribute = (Key: string, Value: string) => attributes({ Key, Value });

const unknown = (arn: string) => `${arn.slice(0, -1)}${arn.endsWith('0') ? '1' : '0'}`;

const names: Refusal[] = [
  {
    request: 'a load balancer without name',
    send: create(() => ({ Name: undefined })),
    code: 'ValidationError',
    message: /Value null at 'name'/,
  },
  {
    request: 'a name of 33 characters',
    send: create(() => ({ Name: 'a'.repeat(33) })),
    code: 'ValidationError',
    message: `Load balancer name '${'a'.repeat(33)}' cannot be longer than '32' characters`,
  },
  {
    request: 'a name with an underscore',
    send: create(() => ({ Name: 'a_b' })),
    code: 'ValidationError',
    message: /alphanumeric characters or hyphens/,
  },
  {
    request: 'a name that ends in a hyphen',
    send: create(() => ({ Name: 'a-' })),
    code: 'ValidationError',
    message: /cannot begin or end with '-'/,
  },
  {
    request: 'a name that looks internal',
    send: create(() => ({ Name: 'internal-a' })),
    code: 'ValidationError',
    message: /internal-/,
  },
  {
    request: 'the name of a load balancer with other settings',
    send: create(() => ({ Name: 'shop', Scheme: 'internal' })),
    code: 'DuplicateLoadBalancerNameException',
    message: `A load balancer with the same name 'shop' exists, but with different settings`,
  },
  {
    request: 'the 51st load balancer',
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ loadBalancers: 1 })),
    send: create(() => ({})),
    code: 'TooManyLoadBalancersException',
    message: /load balancers/,
  },
];

const places: Refusal[] = [
  {
    request: 'one subnet',
    send: create(({ account }) => ({ Subnets: account.publicSubnetIds.slice(0, 1) })),
    code: 'ValidationError',
    message: 'At least two subnets in two different Availability Zones must be specified',
  },
  {
    request: 'two subnets of one zone',
    send: create(({ account }) => ({ Subnets: [account.publicSubnetIds[0] ?? '', account.privateSubnetIds[0] ?? ''] })),
    code: 'InvalidConfigurationRequestException',
    message: 'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
  },
  { request: 'no subnets', send: create(() => ({ Subnets: undefined })), code: 'ValidationError', message: /subnet/ },
  {
    request: 'a subnet that does not exist',
    send: create(({ account }) => ({ Subnets: [account.publicSubnetIds[0] ?? '', 'subnet-0123456789abcdef0'] })),
    code: 'SubnetNotFoundException',
    message: `The subnet ID 'subnet-0123456789abcdef0' does not exist`,
  },
  {
    request: 'subnets and mappings together',
    send: create(({ account }) => ({ SubnetMappings: account.publicSubnetIds.map((SubnetId) => ({ SubnetId })) })),
    code: 'ValidationError',
    message: /SubnetMappings/,
  },
  {
    request: 'dual stack without IPv6 subnets',
    send: create(() => ({ IpAddressType: 'dualstack' })),
    code: 'InvalidSubnetException',
    message: /IPv6/,
  },
  {
    request: 'a change to dual stack without IPv6 subnets',
    send: ({ elb, loadBalancer }) =>
      elb.send(new SetIpAddressTypeCommand({ LoadBalancerArn: loadBalancer, IpAddressType: 'dualstack' })),
    code: 'InvalidSubnetException',
    message: /IPv6/,
  },
  {
    request: 'a change to one subnet',
    send: ({ elb, loadBalancer, account }) =>
      elb.send(new SetSubnetsCommand({ LoadBalancerArn: loadBalancer, Subnets: account.publicSubnetIds.slice(0, 1) })),
    code: 'ValidationError',
    message: /At least two subnets/,
  },
  {
    request: 'a security group that does not exist',
    send: create(() => ({ SecurityGroups: ['sg-0123456789abcdef0'] })),
    code: 'InvalidSecurityGroupException',
    message: /sg-0123456789abcdef0/,
  },
  {
    request: 'six security groups',
    send: create(() => ({ SecurityGroups: Array.from({ length: 6 }, (_, index) => `sg-0123456789abcdef${index}`) })),
    code: 'InvalidConfigurationRequestException',
    message: /'5' security groups/,
  },
  {
    request: 'a change to a security group that does not exist',
    send: ({ elb, loadBalancer }) =>
      elb.send(
        new SetSecurityGroupsCommand({ LoadBalancerArn: loadBalancer, SecurityGroups: ['sg-0123456789abcdef0'] }),
      ),
    code: 'InvalidSecurityGroupException',
    message: /sg-0123456789abcdef0/,
  },
];

const attributeRefusals: Refusal[] = [
  {
    request: 'an unknown attribute',
    send: attribute('teapot.enabled', 'true'),
    code: 'ValidationError',
    message: `Load balancer attribute key 'teapot.enabled' is not recognized`,
  },
  {
    request: `a network load balancer's attribute`,
    send: attribute('dns_record.client_routing_policy', 'any_availability_zone'),
    code: 'InvalidConfigurationRequestException',
    message: /is not supported on load balancers with type 'application'/,
  },
  {
    request: 'cross-zone off',
    send: attribute('load_balancing.cross_zone.enabled', 'false'),
    code: 'InvalidConfigurationRequestException',
    message: `The value for 'load_balancing.cross_zone.enabled' must always be 'true' for an Application Load Balancer`,
  },
  {
    request: 'an idle timeout of 4001 seconds',
    send: attribute('idle_timeout.timeout_seconds', '4001'),
    code: 'ValidationError',
    message: /between 1 and 4000/,
  },
  {
    request: 'logs to a bucket that does not exist',
    send: attributes(
      { Key: 'access_logs.s3.enabled', Value: 'true' },
      { Key: 'access_logs.s3.bucket', Value: 'nowhere' },
    ),
    code: 'InvalidConfigurationRequestException',
    message: 'Access Denied for bucket: nowhere. Please check S3bucket permission',
  },
  {
    request: 'logs without bucket',
    send: attribute('access_logs.s3.enabled', 'true'),
    code: 'InvalidConfigurationRequestException',
    message: /bucket/,
  },
  {
    request: 'the same attribute twice',
    send: attributes({ Key: 'routing.http2.enabled', Value: 'true' }, { Key: 'routing.http2.enabled', Value: 'false' }),
    code: 'ValidationError',
    message: /more than once/,
  },
  {
    request: '21 attributes',
    send: attributes(...Array.from({ length: 21 }, () => ({ Key: 'routing.http2.enabled', Value: 'true' }))),
    code: 'ValidationError',
    message: /at 'attributes' failed to satisfy constraint: Member must have length less than or equal to 20$/,
  },
];

const rest: Refusal[] = [
  {
    request: 'deleting a protected load balancer',
    after: (account) => attribute('deletion_protection.enabled', 'true')(account),
    send: ({ elb, loadBalancer }) => elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer })),
    code: 'OperationNotPermittedException',
    message: /^Load balancer 'arn:.*' cannot be deleted because deletion protection is enabled$/,
  },
  {
    request: 'names that do not exist',
    send: ({ elb }) => elb.send(new DescribeLoadBalancersCommand({ Names: ['none'] })),
    code: 'LoadBalancerNotFoundException',
    message: `Load balancers '[none]' not found`,
  },
  {
    request: '21 ARNs in one description',
    send: ({ elb, loadBalancer }) =>
      elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: Array.from({ length: 21 }, () => loadBalancer) })),
    code: 'ValidationError',
    message: /'20'/,
  },
  {
    request: 'a page of 401',
    send: ({ elb }) => elb.send(new DescribeLoadBalancersCommand({ PageSize: 401 })),
    code: 'ValidationError',
    message: /at 'pageSize' .* less than or equal to 400$/,
  },
  {
    request: 'a marker of nobody',
    send: ({ elb }) => elb.send(new DescribeLoadBalancersCommand({ Marker: 'x' })),
    code: 'ValidationError',
    message: /marker/,
  },
  {
    request: 'tags of 21 resources',
    send: ({ elb, loadBalancer }) =>
      elb.send(new DescribeTagsCommand({ ResourceArns: Array.from({ length: 21 }, () => loadBalancer) })),
    code: 'ValidationError',
    message: /'20'/,
  },
  {
    request: 'tags of one unknown resource among known ones',
    send: ({ elb, loadBalancer, group }) =>
      elb.send(new DescribeTagsCommand({ ResourceArns: [loadBalancer, unknown(group)] })),
    code: 'TargetGroupNotFoundException',
    message: /not found/,
  },
  {
    request: 'a tag key with a character AWS does not know',
    send: ({ elb, loadBalancer }) =>
      elb.send(new AddTagsCommand({ ResourceArns: [loadBalancer], Tags: [{ Key: 'a<b', Value: '' }] })),
    code: 'ValidationError',
    message: /at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern/,
  },
  {
    request: 'a tag value of 257 characters',
    send: ({ elb, loadBalancer }) =>
      elb.send(new AddTagsCommand({ ResourceArns: [loadBalancer], Tags: [{ Key: 'a', Value: 'v'.repeat(257) }] })),
    code: 'ValidationError',
    message: /at 'tags.1.member.value' .* length less than or equal to 256$/,
  },
  {
    request: 'reserved capacity in a fresh account',
    send: ({ elb, loadBalancer }) =>
      elb.send(
        new ModifyCapacityReservationCommand({
          LoadBalancerArn: loadBalancer,
          MinimumLoadBalancerCapacity: { CapacityUnits: 100 },
        }),
      ),
    code: 'CapacityUnitsLimitExceededException',
    message: /capacity units/,
  },
  {
    request: 'a trust store without bundle',
    send: ({ elb }) =>
      elb.send(
        new CreateTrustStoreCommand({
          Name: 'clients',
          CaCertificatesBundleS3Bucket: 'none',
          CaCertificatesBundleS3Key: 'ca.pem',
        }),
      ),
    code: 'CaCertificatesBundleNotFoundException',
    message: /bundle/,
  },
  {
    request: 'a trust store from something that is no certificate',
    after: ({ emulator }) => Promise.resolve(emulator.buckets.put('trust', 'ca.pem', 'hello')),
    send: ({ elb }) =>
      elb.send(
        new CreateTrustStoreCommand({
          Name: 'clients',
          CaCertificatesBundleS3Bucket: 'trust',
          CaCertificatesBundleS3Key: 'ca.pem',
        }),
      ),
    code: 'InvalidCaCertificatesBundleException',
    message: /bundle/,
  },
];

/** Refused CreateLoadBalancer and everything else that acts on load balancers or tags. */
export const balancerRefusals: readonly Refusal[] = [...names, ...places, ...attributeRefusals, ...rest];
