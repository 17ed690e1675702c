import { AwsError } from '../../aws-error.ts';
import { filterRows, pageRows, refuseIdsWithPages, type DescribeInput, type FilterTable } from '../describe-rows.ts';

interface InstanceType {
  readonly name: string;
  readonly architecture: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly interfaces: number;
  readonly addressesPerInterface: number;
  readonly tags: Readonly<Record<string, string>>;
}

const row = (name: string, architecture: string, numbers: readonly [number, number, number, number]): InstanceType => {
  const [vcpus, gib, interfaces, addressesPerInterface] = numbers;
  return { name, architecture, vcpus, memoryMiB: gib * 1024, interfaces, addressesPerInterface, tags: {} };
};

/** vCPUs, memory in GiB, interfaces, IPv4 addresses per interface (Amazon EC2 instance types guide). */
const types: readonly InstanceType[] = [
  row('t3.micro', 'x86_64', [2, 1, 2, 2]),
  row('t3.small', 'x86_64', [2, 2, 3, 4]),
  row('t3.medium', 'x86_64', [2, 4, 3, 6]),
  row('t3.large', 'x86_64', [2, 8, 3, 12]),
  row('m5.large', 'x86_64', [2, 8, 3, 10]),
  row('m5.xlarge', 'x86_64', [4, 16, 4, 15]),
  row('m6i.large', 'x86_64', [2, 8, 3, 10]),
  row('m7i.large', 'x86_64', [2, 8, 3, 10]),
  row('m7g.large', 'arm64', [2, 8, 3, 10]),
  row('c5.large', 'x86_64', [2, 4, 3, 10]),
  row('r5.large', 'x86_64', [2, 16, 3, 10]),
];

const filters: FilterTable<InstanceType> = {
  'instance-type': ({ name }) => [name],
  'current-generation': () => ['true'],
  'bare-metal': () => ['false'],
  hypervisor: () => ['nitro'],
  'memory-info.size-in-mib': ({ memoryMiB }) => [String(memoryMiB)],
  'network-info.maximum-network-interfaces': ({ interfaces }) => [String(interfaces)],
  'network-info.ipv4-addresses-per-interface': ({ addressesPerInterface }) => [String(addressesPerInterface)],
  'processor-info.supported-architecture': ({ architecture }) => [architecture],
  'vcpu-info.default-vcpus': ({ vcpus }) => [String(vcpus)],
};

interface DescribeInstanceTypesInput extends DescribeInput {
  readonly InstanceTypes?: readonly string[];
}

/** DescribeInstanceTypes: the types that usual node groups have; others are unknown here, though one can launch them. */
export const describeInstanceTypes = () =>
  function describe(input: DescribeInstanceTypesInput) {
    refuseIdsWithPages('instanceTypes', input.InstanceTypes, input);
    const unknown = input.InstanceTypes?.filter((name) => !types.some((type) => type.name === name)) ?? [];
    if (unknown.length > 0) {
      throw new AwsError(
        'InvalidInstanceType',
        `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
      );
    }
    const named = types.filter(({ name }) => input.InstanceTypes?.includes(name) ?? true);
    const { rows, ...next } = pageRows(filterRows(named, input.Filters, filters), input);
    return { InstanceTypes: rows.map(toView), ...next };
  };

const toView = (type: InstanceType) => ({
  InstanceType: type.name,
  CurrentGeneration: true,
  BareMetal: false,
  Hypervisor: 'nitro',
  ProcessorInfo: { SupportedArchitectures: [type.architecture] },
  VCpuInfo: { DefaultVCpus: type.vcpus },
  MemoryInfo: { SizeInMiB: type.memoryMiB },
  NetworkInfo: {
    MaximumNetworkInterfaces: type.interfaces,
    Ipv4AddressesPerInterface: type.addressesPerInterface,
    Ipv6AddressesPerInterface: type.addressesPerInterface,
    Ipv6Supported: true,
  },
  SupportedUsageClasses: ['on-demand', 'spot'],
  SupportedRootDeviceTypes: ['ebs'],
  SupportedVirtualizationTypes: ['hvm'],
});
