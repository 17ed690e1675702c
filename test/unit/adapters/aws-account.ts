// The AWS adapters with real SDK clients on an emulated account in process, under the permissions of a function of ours.
import { createAwsReader } from '../../../lib/adapters/aws/aws-reader.ts';
import { createAwsWriter } from '../../../lib/adapters/aws/aws-writer.ts';
import { type AwsClients, createAwsClients } from '../../../lib/adapters/aws/clients.ts';
import { type Permission, permissions } from '../../../lib/adapters/aws/permissions.ts';
import type { RateLimit } from '../../../lib/adapters/aws/rate-limit.ts';
import type { Known } from '../../../lib/core/base/ref.ts';
import type { StepRequest, Verb } from '../../../lib/core/plan/step.ts';
import { type AwsEmulatorOptions, createAwsEmulator } from '../../../lib/emulator/aws/aws-emulator.ts';
import { type Clock, createClock } from '../../../lib/emulator/clock.ts';
import { inProcess } from '../../../lib/emulator/in-process.ts';
import { type Fault, isFault } from '../../../lib/reconcile/faults.ts';
import type { SecretReader } from '../../../lib/reconcile/ports.ts';

const region = 'us-west-2';
export const clusterTag = 'elbv2.k8s.aws/cluster';
/** Tags without which nothing may be created. */
export const ours = { [clusterTag]: 'local', 'gateway.k8s.aws.alb/stack': 'shop/web' };

const unlimited = (): RateLimit => ({ turn: () => Promise.resolve(), throttled: () => undefined });
const noSecrets: SecretReader = () => Promise.reject(new Error('no secret is needed here'));

interface Options extends Partial<AwsEmulatorOptions> {
  /** The function whose permissions apply; absent: an administrator. */
  readonly as?: keyof typeof permissions;
  readonly limit?: (clock: Clock) => RateLimit;
}

export async function anAccount({ as, limit = unlimited, ...settings }: Options = {}) {
  const clock = createClock('manual');
  const emulator = await createAwsEmulator({ clock, timeScale: 0, tagSearchLagSeconds: 0, ...settings });
  const account = emulator.account();
  if (as) {
    const arn = `arn:aws:sts::${account.accountId}:assumed-role/${as}/test`;
    emulator.setCaller('AKIAFUNCTION', { name: as, arn, policies: [{ Statement: permissions[as].map(statement) }] });
  }
  const clientsOf = (accessKeyId: string) =>
    createAwsClients(
      {
        region,
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey: 'secret' },
        requestHandler: inProcess(emulator.handle) as never,
      },
      limit(clock),
    );
  const clients = clientsOf(as ? 'AKIAFUNCTION' : 'AKIAADMIN');
  return {
    clock,
    emulator,
    account,
    clients,
    /** An administrator's, to prepare what users prepare. */
    admin: clientsOf('AKIAADMIN'),
    reader: createAwsReader(clients),
    perform: performerOf(clients),
    /** Actions since the last time, in order. */
    calls: callsOf(emulator),
  };
}

/** Carries out a request as the step of `resource`. */
export function performerOf(clients: AwsClients) {
  const writer = createAwsWriter(clients);
  return (
    request: StepRequest,
    {
      resource = 'thing',
      known = {},
      verb = 'create',
      secrets = noSecrets,
    }: { resource?: string; known?: Known; verb?: Verb; secrets?: SecretReader } = {},
  ): Promise<Known> =>
    writer.perform({ id: `${verb} ${resource}`, verb, resource, reason: '', after: [], request }, known, secrets);
}

export type Account = Awaited<ReturnType<typeof anAccount>>;

function callsOf({ callLog }: Awaited<ReturnType<typeof createAwsEmulator>>): () => readonly string[] {
  let seen = 0;
  return () => {
    const all = callLog.entries();
    const since = all.slice(seen).map(({ action }) => action);
    seen = all.length;
    return since;
  };
}

function statement({ actions, resources = ['*'], conditions }: Permission) {
  return {
    Effect: 'Allow' as const,
    Action: actions,
    Resource: resources.map(fill),
    ...(conditions && { Condition: JSON.parse(fill(JSON.stringify(conditions))) }),
  };
}

function fill(text: string): string {
  return text
    .replaceAll('<partition>', 'aws')
    .replaceAll('<region>', region)
    .replaceAll('<account>', '123456789012')
    .replaceAll('<cluster tag>', clusterTag)
    .replaceAll('<bundles>', 'arn:aws:s3:::bundles');
}

/** The ARN (or group id) that a step learnt. */
export function learntOf(known: Known, resource = 'thing'): string {
  const { arn, groupId } = known[resource] ?? {};
  const value = arn ?? groupId;
  if (value === undefined) throw new Error(`nothing was learnt of ${resource}`);
  return value;
}

/** What a promise rejects with; fails if it is not a Fault. */
export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => new Error('it was accepted'),
    (rejected: unknown) => rejected,
  );
  if (!isFault(error)) throw error;
  return error;
}
