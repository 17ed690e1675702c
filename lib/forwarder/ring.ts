// Drains the coalescer into the queue, apart from watching, so that a slow queue never holds up a watch. What could not be
// sent goes back into the set: nothing is dropped, however long the queue is away.
import { type Chance, type Clock, createBackoff, pause } from '../adapters/kube/list-watch-clock.ts';
import type { Cause, Doorbell } from '../core/base/doorbell.ts';
import { nameOf } from '../core/base/ids.ts';
import { type Fault, isFault } from '../reconcile/faults.ts';
import type { DoorbellSender, Log } from '../reconcile/ports.ts';
import { type Coalescer, type Due, subjectText } from './coalesce.ts';

/** What SQS takes in one call. */
const batchSize = 10;
/** A doorbell that the queue refuses for its own sake is tried again after this long, on its own. */
const refusedMs = 60_000;

export interface RingMeans {
  readonly coalescer: Coalescer;
  readonly sender: DoorbellSender;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/** Rings until `signal` is aborted; then makes one attempt to ring what is left. */
export async function keepRinging(means: RingMeans, signal: AbortSignal): Promise<void> {
  const { coalescer, clock, chance, log } = means;
  const backoff = createBackoff(250, 30_000, chance);
  while (!signal.aborted) {
    await coalescer.due(signal);
    const dues = coalescer.take(batchSize);
    if (dues.length === 0) continue;
    const fault = await ring(means, dues);
    if (!fault) {
      backoff.reset();
      continue;
    }
    const pauseMs = backoff.next();
    log.warn('the queue cannot be rung, trying again', { fault: fault.toFact(), subjects: dues.length, pauseMs });
    await pause(clock, pauseMs, signal);
  }
  coalescer.hurry();
  for (let rest = coalescer.take(batchSize); rest.length > 0; rest = coalescer.take(batchSize)) {
    if (await ring(means, rest)) return;
  }
}

/** Undefined: rung. A Fault: nothing is known to be rung, and all of it is back in the set. */
async function ring(means: RingMeans, dues: readonly Due[]): Promise<Fault | undefined> {
  const { coalescer, sender, clock, chance, log } = means;
  const doorbells = dues.map((due) => doorbellOf(due, traceId(clock.now(), chance)));
  try {
    await sender.ring(doorbells);
  } catch (error) {
    if (!isFault(error)) throw error;
    if (error.kind !== 'rejected') {
      coalescer.putBack(dues);
      return error;
    }
    return refuse(means, dues, error);
  }
  doorbells.forEach((doorbell, index) => logRing(log, clock, doorbell, dues[index]?.causes ?? []));
  return undefined;
}

/** One bad doorbell must not hold up the nine others of its batch: each goes alone, and the bad one waits. */
async function refuse(means: RingMeans, dues: readonly Due[], fault: Fault): Promise<Fault | undefined> {
  const [only, ...others] = dues;
  if (others.length === 0) {
    means.log.error('the queue refuses a doorbell', {
      fault: fault.toFact(),
      subject: only && subjectText(only.subject),
    });
    means.coalescer.putBack(dues, refusedMs);
    return undefined;
  }
  let worst: Fault | undefined;
  for (const due of dues) worst = (await ring(means, [due])) ?? worst;
  return worst;
}

function doorbellOf({ subject, causes: [cause], at }: Due, trace: string): Doorbell {
  const whole = Math.floor(at);
  return {
    v: 1,
    subject,
    cause: cause ?? { kind: '', namespace: '', name: '', why: 'resync' },
    at: whole,
    ring: 0,
    trace,
  };
}

function logRing(log: Log, clock: Clock, { subject, cause, at, trace }: Doorbell, causes: readonly Cause[]): void {
  log.info('rang', {
    subject: subjectText(subject),
    cause: `${cause.kind} ${nameOf(cause)} ${cause.why}`,
    ...(causes.length > 1 ? { causes: causes.length } : {}),
    waitedMs: Math.round(clock.now() - at),
    trace,
  });
}

/** X-Ray's form: version, epoch seconds in 8 hex digits, 96 random bits in 24. */
function traceId(at: number, chance: Chance): string {
  const seconds = Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0');
  const bits = Array.from({ length: 6 }, () =>
    Math.floor(chance() * 0x10000)
      .toString(16)
      .padStart(4, '0'),
  );
  return `1-${seconds}-${bits.join('')}`;
}
