import type { Ec2 } from '../ec2.ts';
import { toGroupList } from '../interface-groups.ts';
import { requireInstance } from '../instances.ts';
import type { Instance, NetworkInterface } from '../tables.ts';

interface DescribeInstanceAttributeInput {
  readonly InstanceId: string;
  readonly Attribute: string;
}

type Reader = (ec2: Ec2, instance: Instance, row: NetworkInterface | undefined) => object;

const readers: Readonly<Record<string, Reader>> = {
  instanceType: (_ec2, { type }) => ({ InstanceType: { Value: type } }),
  userData: (_ec2, { attributes }) => ({
    UserData: attributes.userData === undefined ? {} : { Value: attributes.userData },
  }),
  disableApiTermination: (_ec2, { attributes }) => ({
    DisableApiTermination: { Value: attributes.disableApiTermination },
  }),
  disableApiStop: (_ec2, { attributes }) => ({ DisableApiStop: { Value: attributes.disableApiStop } }),
  instanceInitiatedShutdownBehavior: (_ec2, { attributes }) => ({
    InstanceInitiatedShutdownBehavior: { Value: attributes.instanceInitiatedShutdownBehavior },
  }),
  ebsOptimized: (_ec2, { attributes }) => ({ EbsOptimized: { Value: attributes.ebsOptimized } }),
  sourceDestCheck: (_ec2, _instance, row) => ({ SourceDestCheck: { Value: row?.sourceDestCheck ?? true } }),
  groupSet: (ec2, _instance, row) => ({ Groups: toGroupList(ec2, row?.groupIds ?? []) }),
  rootDeviceName: () => ({ RootDeviceName: { Value: '/dev/xvda' } }),
  blockDeviceMapping: () => ({ BlockDeviceMappings: [] }),
  productCodes: () => ({ ProductCodes: [] }),
  kernel: () => ({ KernelId: {} }),
  ramdisk: () => ({ RamdiskId: {} }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
};

/** DescribeInstanceAttribute: one attribute. */
export const describeInstanceAttribute = (ec2: Ec2) =>
  function describe({ InstanceId, Attribute }: DescribeInstanceAttributeInput) {
    const instance = requireInstance(ec2, InstanceId);
    const row = ec2.tables.now.networkInterfaces.get(instance.networkInterfaceId);
    return { InstanceId, ...readers[Attribute]?.(ec2, instance, row) };
  };
