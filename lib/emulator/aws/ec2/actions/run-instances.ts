import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { requireImages, type MachineImage } from '../images.ts';
import { toInstanceView } from '../instance-view.ts';
import { bringUp } from '../instances.ts';
import { addInstance, defaultAttributes, defaultMetadataOptions, type LaunchPlan } from '../launch-instance.ts';
import { planInterfaces, type LaunchInput, type PlannedInterface } from '../launch.ts';
import type { MetadataOptions } from '../machine-rows.ts';
import { freeAddressCount } from '../network-interfaces.ts';
import { readTagSpecificationsFor, type TagSpecification } from '../tags.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface RunInstancesInput extends LaunchInput {
  readonly ImageId?: string;
  readonly InstanceType?: string;
  readonly KeyName?: string;
  readonly MinCount: number;
  readonly MaxCount: number;
  readonly UserData?: string;
  readonly Monitoring?: { readonly Enabled?: boolean };
  readonly MetadataOptions?: Partial<MetadataOptions>;
  readonly DisableApiTermination?: boolean;
  readonly DisableApiStop?: boolean;
  readonly EbsOptimized?: boolean;
  readonly InstanceInitiatedShutdownBehavior?: string;
  readonly ClientToken?: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const unsupported = [
  ...['LaunchTemplate', 'BlockDeviceMappings', 'IamInstanceProfile', 'InstanceMarketOptions', 'KernelId', 'RamdiskId'],
  ...['ElasticGpuSpecification', 'ElasticInferenceAccelerators', 'LicenseSpecifications', 'SecondaryInterfaces'],
];

/** The type of a launch that names none. */
const defaultType = 'm1.small';

/** RunInstances: as many instances as there are addresses for, at least MinCount, pending. */
export const runInstances = (ec2: Ec2) =>
  function run(input: RunInstancesInput) {
    const { world } = ec2;
    refuseUnsupported(input, unsupported);
    const [image] = requireImages([requireImageId(input)]);
    if (input.KeyName !== undefined) {
      throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${input.KeyName}' does not exist`);
    }
    refuseMismatch(input, image);
    const interfaces = planInterfaces(ec2, input);
    const tagsOf = (type: string) =>
      readTagSpecificationsFor(input.TagSpecifications, type, taggable, world.limits.tagsPerResource);
    const plan: LaunchPlan = {
      reservationId: newId(world, 'r'),
      imageId: image?.id ?? '',
      type: input.InstanceType ?? defaultType,
      interfaces,
      clientToken: input.ClientToken ?? '',
      attributes: attributesOf(input),
      metadataOptions: { ...defaultMetadataOptions, ...input.MetadataOptions },
      options: optionsOf(input),
      placement: input.Placement ?? {},
      tags: tagsOf('instance'),
      interfaceTags: tagsOf('network-interface'),
    };
    const count = countOf(ec2, input, interfaces);
    const launched = Array.from({ length: count }, (_, index) => addInstance(ec2, plan, index));
    const Instances = launched.map((instance) => toInstanceView(ec2, instance));
    for (const { id } of launched) bringUp(ec2, id);
    return { ReservationId: plan.reservationId, OwnerId: world.accountId, Groups: [], Instances };
  };

const taggable = ['instance', 'network-interface', 'volume', 'spot-instances-request', 'elastic-gpu'];

function requireImageId({ ImageId }: RunInstancesInput): string {
  if (ImageId !== undefined) return ImageId;
  throw new AwsError('MissingParameter', 'The request must contain the parameter ImageId');
}

/** Graviton types have a `g` after the number of their generation (Amazon EC2 instance types guide, naming conventions). */
const architectureOf = (type: string) => (/^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)\./.test(type) ? 'arm64' : 'x86_64');

const maxUserDataBytes = 16_384;

function refuseMismatch({ InstanceType, UserData = '' }: RunInstancesInput, image: MachineImage | undefined): void {
  const architecture = architectureOf(InstanceType ?? defaultType);
  if (image && image.architecture !== architecture) {
    throw new AwsError(
      'InvalidParameterValue',
      `The architecture '${architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  }
  if (Buffer.from(UserData, 'base64').length > maxUserDataBytes) {
    throw new AwsError('InvalidParameterValue', `User data is limited to ${maxUserDataBytes} bytes`);
  }
}

/** Options that nothing here depends on are shown as they were given. */
const passedThrough = [
  ...['HibernationOptions', 'EnclaveOptions', 'MaintenanceOptions', 'CpuOptions', 'PrivateDnsNameOptions'],
];

const optionsOf = (input: RunInstancesInput) =>
  Object.fromEntries(Object.entries(input).filter(([name]) => passedThrough.includes(name))) as LaunchPlan['options'];

const attributesOf = (input: RunInstancesInput) => ({
  ...defaultAttributes,
  ...(input.DisableApiTermination !== undefined && { disableApiTermination: input.DisableApiTermination }),
  ...(input.DisableApiStop !== undefined && { disableApiStop: input.DisableApiStop }),
  ...(input.EbsOptimized !== undefined && { ebsOptimized: input.EbsOptimized }),
  ...(input.InstanceInitiatedShutdownBehavior !== undefined && {
    instanceInitiatedShutdownBehavior: input.InstanceInitiatedShutdownBehavior,
  }),
  ...(input.Monitoring?.Enabled && { monitoring: true }),
  ...(input.UserData !== undefined && { userData: input.UserData }),
});

function countOf(ec2: Ec2, { MinCount, MaxCount }: RunInstancesInput, interfaces: readonly PlannedInterface[]): number {
  const { tables, world } = ec2;
  if (MinCount < 1 || MaxCount < MinCount) {
    throw new AwsError('InvalidParameterValue', `Invalid value '${MinCount}' for parameter MinCount.`);
  }
  const isShared = interfaces.some(({ present, specification }) => present ?? specification.PrivateIpAddress);
  if (isShared && MaxCount > 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Network interfaces and private IP addresses cannot be specified when launching more than one instance',
    );
  }
  if (tables.now.instances.size + MinCount > world.limits.instances) {
    throw new AwsError(
      'InstanceLimitExceeded',
      `You have requested more instances (${tables.now.instances.size + MinCount}) than your current instance limit of ${world.limits.instances} allows for the specified instance type.`,
    );
  }
  return Math.min(MaxCount, roomFor(ec2, interfaces, MinCount));
}

/** How many instances the subnets have addresses for; throws if that is less than `least`. */
function roomFor(ec2: Ec2, interfaces: readonly PlannedInterface[], least: number): number {
  const made = interfaces.filter(({ present }) => !present);
  const room = made.map(({ subnet }) => {
    const perInstance = made.filter((other) => other.subnet.id === subnet.id).length;
    return { subnet, count: Math.floor(freeAddressCount(ec2, subnet.id) / perInstance) };
  });
  const full = room.find(({ count }) => count < least);
  if (!full) return Math.min(...room.map(({ count }) => count), Number.MAX_SAFE_INTEGER);
  throw new AwsError(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${full.subnet.id}' to satisfy the requested number of instances.`,
  );
}
