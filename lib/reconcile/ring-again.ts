// The doorbells that a run of ours rings: for what only time brings, for what failed, and for targets of new groups.
import type { Cause, Doorbell, Subject } from '../core/base/doorbell.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { TargetBinding } from '../core/stack/stack.ts';
import type { Ports, Run } from './ports.ts';
import { nextOf } from './retry.ts';

/**
 * Seconds after which the targets of a new group are looked at again: tag searches find it late, and endpoints may have
 * changed while it was being made.
 */
const newGroupRings = [15, 60, 300];
const longestDelay = 900;

type DelayedDoorbell = Doorbell & { readonly delaySeconds?: number };

/** Rings the run's own subject again if the outcome owes a look. `why`: `waiting`, `fault`, `unresolved`, `conflict`. */
export async function ringAgain(
  ports: Pick<Ports, 'doorbells' | 'clock' | 'log'>,
  run: Run,
  outcome: Pick<Outcome, 'lookAgainInSeconds'>,
  why: string,
): Promise<void> {
  const next = nextOf(outcome, run.ring);
  if (next.next === 'leave to the sweep') {
    ports.log.error('rung too often: the sweep takes over', { subject: run.subject, rings: run.ring });
    ports.log.count('RingsExhausted', 1);
  }
  if (next.next !== 'ring') return;
  await ports.doorbells.ring([
    doorbell(ports, run, run.subject, { why, ring: run.ring + 1, delaySeconds: next.afterSeconds }),
  ]);
}

/** Rings target synchronisation for the Services of groups that this run has created. */
export async function ringServices(
  ports: Pick<Ports, 'doorbells' | 'clock'>,
  run: Run,
  bindings: readonly TargetBinding[],
): Promise<void> {
  const services = new Map(
    bindings.map(({ namespace, service }) => [
      `${namespace}/${service}`,
      { kind: 'service', namespace, name: service } as const,
    ]),
  );
  const rings = [...services.values()].flatMap((subject) =>
    newGroupRings.map((delaySeconds) =>
      doorbell(ports, run, subject, { why: 'new target group', ring: 1, delaySeconds }),
    ),
  );
  if (rings.length > 0) await ports.doorbells.ring(rings);
}

function doorbell(
  { clock }: Pick<Ports, 'clock'>,
  { trace }: Run,
  subject: Subject,
  { why, ring, delaySeconds }: { readonly why: string; readonly ring: number; readonly delaySeconds: number },
): DelayedDoorbell {
  const cause: Cause = { kind: kindOf(subject), namespace: subject.namespace ?? '', name: subject.name ?? '', why };
  return { v: 1, subject, cause, at: clock.now(), ring, trace, delaySeconds: Math.min(delaySeconds, longestDelay) };
}

const kindNames: Readonly<Record<Subject['kind'], string>> = {
  gateway: 'Gateway',
  class: 'GatewayClass',
  service: 'Service',
  nodes: 'Node',
  heartbeat: '',
};

function kindOf({ kind }: Subject): string {
  return kindNames[kind];
}
