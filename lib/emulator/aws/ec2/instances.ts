// Instances: their states in time, and what goes when they go.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { disassociate } from './elastic-addresses.ts';
import type { InstanceState } from './machine-rows.ts';
import { newPublicIp } from './public-addresses.ts';
import { requireRow } from './resource-ids.ts';
import type { Instance, NetworkInterface } from './tables.ts';

/** Codes of DescribeInstances (API reference, InstanceState). */
export const stateCodes: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** Seconds on the way from one lasting state to the next. */
const startingSeconds = 20;
const stoppingSeconds = 40;

/** Terminated instances are described for about an hour (EC2 user guide, "Terminate an instance"). */
const visibleMs = 60 * 60 * 1000;

/** The instance; throws InvalidInstanceID.Malformed or InvalidInstanceID.NotFound. */
export const requireInstance = ({ tables }: Ec2, id: string): Instance => requireRow(tables.now, 'instances', id);

/** The interfaces of an instance, the first device first. */
export const interfacesOf = ({ tables }: Ec2, { id }: Pick<Instance, 'id'>): readonly NetworkInterface[] =>
  [...tables.now.networkInterfaces.by('attachment.instance-id', id)].sort(
    (a, b) => (a.attachment?.deviceIndex ?? 0) - (b.attachment?.deviceIndex ?? 0),
  );

/** Puts an instance with other members in its place. */
export function changeInstance({ tables, world }: Ec2, id: string, change: Partial<Instance>): void {
  const instance = tables.now.instances.get(id);
  if (!instance) return;
  tables.now.instances.set(id, { ...instance, ...change });
  world.changed();
}

/** Forgets instances that were terminated too long ago to be described. */
export function forgetTerminated({ tables, world }: Ec2): void {
  for (const { id, terminatedAt = 0 } of tables.now.instances.by('instance-state-name', 'terminated')) {
    if (world.clock.now() - terminatedAt > visibleMs) tables.now.instances.delete(id);
  }
}

/** From one state over another to a third, unless something else happened in between. */
function move(ec2: Ec2, id: string, [over, to]: readonly [InstanceState, InstanceState], arrive: () => void): void {
  changeInstance(ec2, id, { state: over });
  ec2.world.after(to === 'running' ? startingSeconds : stoppingSeconds, () => {
    if (ec2.tables.now.instances.get(id)?.state !== over) return;
    changeInstance(ec2, id, { state: to });
    arrive();
  });
}

/** `pending`, then `running`. */
export const bringUp = (ec2: Ec2, id: string): void => move(ec2, id, ['pending', 'running'], () => undefined);

/** Starts a stopped instance; a running one stays as it is. Throws IncorrectInstanceState on the way down. */
export function start(ec2: Ec2, instance: Instance): void {
  if (instance.state === 'running' || instance.state === 'pending') return;
  if (instance.state !== 'stopped') throw incorrectState(instance, 'started');
  lendPublicIp(ec2, instance);
  changeInstance(ec2, instance.id, { launchedAt: ec2.world.clock.now(), stateTransitionReason: '' });
  bringUp(ec2, instance.id);
}

/** Stops a running instance; a stopped one stays as it is. */
export function stop(ec2: Ec2, instance: Instance): void {
  if (instance.state === 'stopped' || instance.state === 'stopping') return;
  if (instance.state !== 'running') throw incorrectState(instance, 'stopped');
  if (instance.attributes.disableApiStop) {
    throw new AwsError(
      'OperationNotPermitted',
      `The instance '${instance.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
    );
  }
  changeInstance(ec2, instance.id, { stateTransitionReason: userInitiated(ec2) });
  move(ec2, instance.id, ['stopping', 'stopped'], () => takePublicIp(ec2, instance));
}

/** Refuses to terminate what is protected. */
export function refuseProtected({ id, attributes }: Instance): void {
  if (!attributes.disableApiTermination) return;
  throw new AwsError(
    'OperationNotPermitted',
    `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  );
}

/** Terminates an instance; its interfaces go with it or are set free, as their attachments say. */
export function terminate(ec2: Ec2, instance: Instance): void {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') return;
  changeInstance(ec2, instance.id, { stateTransitionReason: userInitiated(ec2) });
  move(ec2, instance.id, ['shutting-down', 'terminated'], () => {
    for (const row of interfacesOf(ec2, instance)) letGo(ec2, row);
    changeInstance(ec2, instance.id, { terminatedAt: ec2.world.clock.now() });
  });
}

function letGo(ec2: Ec2, row: NetworkInterface): void {
  const { networkInterfaces, addresses } = ec2.tables.now;
  const { attachment, publicIp: _lent, ...free } = row;
  if (!attachment?.deleteOnTermination) {
    networkInterfaces.set(row.id, free);
    return;
  }
  for (const address of addresses.by('network-interface-id', row.id)) disassociate(ec2, address);
  networkInterfaces.delete(row.id);
}

/** Subnets that map public addresses lend one to each start of an instance with a single interface. */
function lendPublicIp(ec2: Ec2, instance: Instance): void {
  const { networkInterfaces, subnets, addresses } = ec2.tables.now;
  const own = interfacesOf(ec2, instance);
  const [row] = own;
  const isElastic = row && addresses.countBy('network-interface-id', row.id) > 0;
  if (!row || own.length > 1 || isElastic || !subnets.get(row.subnetId)?.mapsPublicIp) return;
  networkInterfaces.set(row.id, { ...row, publicIp: newPublicIp(ec2) });
}

function takePublicIp({ tables }: Ec2, { networkInterfaceId }: Instance): void {
  const row = tables.now.networkInterfaces.get(networkInterfaceId);
  if (!row) return;
  const { publicIp: _lent, ...rest } = row;
  tables.now.networkInterfaces.set(row.id, rest);
}

const incorrectState = ({ id }: Instance, verb: string) =>
  new AwsError('IncorrectInstanceState', `The instance '${id}' is not in a state from which it can be ${verb}.`);

const userInitiated = ({ world }: Ec2) =>
  `User initiated (${new Date(world.clock.now()).toISOString().slice(0, 19).replace('T', ' ')} GMT)`;
