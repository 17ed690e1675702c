import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { changeInstance, requireInstance } from '../instances.ts';
import { readInterfaceGroups } from '../interface-groups.ts';
import type { Instance, NetworkInterface } from '../tables.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface Flag {
  readonly Value?: boolean;
}

interface Text {
  readonly Value?: string;
}

interface ModifyInstanceAttributeInput {
  readonly InstanceId: string;
  readonly Attribute?: string;
  readonly Value?: string;
  readonly Groups?: readonly string[];
  readonly InstanceType?: Text;
  readonly UserData?: { readonly Value?: Uint8Array };
  readonly InstanceInitiatedShutdownBehavior?: Text;
  readonly DisableApiTermination?: Flag;
  readonly DisableApiStop?: Flag;
  readonly EbsOptimized?: Flag;
  readonly SourceDestCheck?: Flag;
}

const unsupported = ['BlockDeviceMappings', 'Kernel', 'Ramdisk', 'SriovNetSupport', 'EnaSupport', 'EnclaveOptions'];

/** What one attribute of a request changes, in the instance or in its first interface. */
interface Change {
  readonly instance?: Partial<Instance>;
  readonly networkInterface?: Partial<NetworkInterface>;
  /** Refused unless the instance is stopped. */
  readonly needsStop?: boolean;
}

/** ModifyInstanceAttribute: one attribute per call, in either of the two forms. */
export const modifyInstanceAttribute = (ec2: Ec2) =>
  function modify(given: ModifyInstanceAttributeInput) {
    refuseUnsupported(given, unsupported);
    const instance = requireInstance(ec2, given.InstanceId);
    const changes = changesOf(ec2, instance, inNewForm(given));
    const [change] = changes;
    if (!change || changes.length > 1) {
      throw new AwsError('InvalidParameterCombination', 'Fields for one and only one attribute must be specified');
    }
    if (change.needsStop && instance.state !== 'stopped') {
      throw new AwsError('IncorrectInstanceState', `The instance '${instance.id}' is not in the 'stopped' state.`);
    }
    const { networkInterfaces } = ec2.tables.now;
    const row = networkInterfaces.get(instance.networkInterfaceId);
    if (row && change.networkInterface) networkInterfaces.set(row.id, { ...row, ...change.networkInterface });
    changeInstance(ec2, instance.id, change.instance ?? {});
    return {};
  };

const oldForms: Readonly<Record<string, (value: string) => Partial<ModifyInstanceAttributeInput>>> = {
  instanceType: (Value) => ({ InstanceType: { Value } }),
  userData: (Value) => ({ UserData: { Value: Buffer.from(Value, 'base64') } }),
  instanceInitiatedShutdownBehavior: (Value) => ({ InstanceInitiatedShutdownBehavior: { Value } }),
  disableApiTermination: (Value) => ({ DisableApiTermination: { Value: Value === 'true' } }),
  disableApiStop: (Value) => ({ DisableApiStop: { Value: Value === 'true' } }),
  ebsOptimized: (Value) => ({ EbsOptimized: { Value: Value === 'true' } }),
  sourceDestCheck: (Value) => ({ SourceDestCheck: { Value: Value === 'true' } }),
};

/** `Attribute` and `Value` are the older way to say what a member of its own says. */
function inNewForm(input: ModifyInstanceAttributeInput): ModifyInstanceAttributeInput {
  const { Attribute, Value, ...rest } = input;
  if (Attribute === undefined || Value === undefined) return rest;
  const form = oldForms[Attribute];
  if (form) return { ...rest, ...form(Value) };
  throw new AwsError('UnsupportedOperation', `The attribute ${Attribute} is not supported by this emulator.`);
}

const flag = (given: Flag | undefined, change: (value: boolean) => Change) =>
  given === undefined ? [] : [change(given.Value ?? false)];

function changesOf(ec2: Ec2, instance: Instance, input: ModifyInstanceAttributeInput): Change[] {
  const attributes = (part: Partial<Instance['attributes']>): Change => ({
    instance: { attributes: { ...instance.attributes, ...part } },
  });
  const { Groups, InstanceType, UserData, InstanceInitiatedShutdownBehavior: behavior } = input;
  const place = { id: instance.subnetId, vpcId: instance.vpcId };
  return [
    ...(Groups ? [{ networkInterface: { groupIds: readInterfaceGroups(ec2, Groups, place) } }] : []),
    ...(InstanceType?.Value === undefined ? [] : [{ instance: { type: InstanceType.Value }, needsStop: true }]),
    ...(UserData ? [{ ...attributes({ userData: base64(UserData.Value) }), needsStop: true }] : []),
    ...(behavior?.Value === undefined ? [] : [attributes({ instanceInitiatedShutdownBehavior: behavior.Value })]),
    ...flag(input.DisableApiTermination, (disableApiTermination) => attributes({ disableApiTermination })),
    ...flag(input.DisableApiStop, (disableApiStop) => attributes({ disableApiStop })),
    ...flag(input.EbsOptimized, (ebsOptimized) => attributes({ ebsOptimized })),
    ...flag(input.SourceDestCheck, (sourceDestCheck) => ({ networkInterface: { sourceDestCheck } })),
  ];
}

const base64 = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('base64');
