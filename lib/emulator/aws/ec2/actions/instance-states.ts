import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { toStateView } from '../instance-view.ts';
import { refuseProtected, start, stop, terminate } from '../instances.ts';
import { requireRows } from '../resource-ids.ts';
import type { Instance } from '../tables.ts';

interface InstanceIdsInput {
  readonly InstanceIds: readonly string[];
}

function requireInstances({ tables }: Ec2, { InstanceIds }: InstanceIdsInput): readonly Instance[] {
  if (InstanceIds.length === 0) throw new AwsError('InvalidParameterCombination', 'No instances specified');
  return requireRows(tables.now, 'instances', InstanceIds);
}

/** States on the way, as answered even when the way takes no time. */
const transitional: Readonly<Record<string, Instance['state']>> = {
  running: 'pending',
  stopped: 'stopping',
  terminated: 'shutting-down',
};

/** Changes every instance and tells the states before and after. */
function changeAll(ec2: Ec2, instances: readonly Instance[], change: (instance: Instance) => void) {
  return instances.map((instance) => {
    change(instance);
    const state = ec2.tables.now.instances.get(instance.id)?.state ?? 'terminated';
    const current = state === instance.state ? state : (transitional[state] ?? state);
    return {
      InstanceId: instance.id,
      CurrentState: toStateView(current),
      PreviousState: toStateView(instance.state),
    };
  });
}

/** StartInstances. */
export const startInstances = (ec2: Ec2) =>
  function startAll(input: InstanceIdsInput) {
    const instances = requireInstances(ec2, input);
    return { StartingInstances: changeAll(ec2, instances, (instance) => start(ec2, instance)) };
  };

/** StopInstances. */
export const stopInstances = (ec2: Ec2) =>
  function stopAll(input: InstanceIdsInput) {
    const instances = requireInstances(ec2, input);
    return { StoppingInstances: changeAll(ec2, instances, (instance) => stop(ec2, instance)) };
  };

/** RebootInstances: nothing that one could see. */
export const rebootInstances = (ec2: Ec2) =>
  function reboot(input: InstanceIdsInput) {
    requireInstances(ec2, input);
    return {};
  };

/** TerminateInstances: none if one of them is protected. */
export const terminateInstances = (ec2: Ec2) =>
  function terminateAll(input: InstanceIdsInput) {
    const instances = requireInstances(ec2, input);
    for (const instance of instances) refuseProtected(instance);
    return { TerminatingInstances: changeAll(ec2, instances, (instance) => terminate(ec2, instance)) };
  };
