// The pollers of one mapping: receive a batch, invoke, delete what succeeded. What failed comes back by the queue's
// visibility timeout and ends by its redrive policy; the order within a FIFO group is the queue's.
import type { Clock } from '../../clock.ts';
import type { Queues } from '../../sqs/queues.ts';
import type { ReceivedMessage } from '../../sqs/receive-message.ts';
import { matchesPattern } from '../events/event-pattern.ts';
import { isStoppedLoop, type FunctionPool } from '../function/function-pool.ts';
import type { InvocationOutcome } from '../function/invocation.ts';
import type { Json, JsonObject } from '../template/template.ts';
import { batchFailures } from './batch-failures.ts';
import type { MappingDefinition } from './mapping-definition.ts';
import { toRecord } from './sqs-event.ts';

/** What became of one batch. */
export interface DeliveredBatch {
  readonly mapping: MappingDefinition;
  readonly messageIds: readonly string[];
  readonly outcome: InvocationOutcome;
  readonly failed: readonly string[];
}

export interface PollerOptions {
  readonly mapping: MappingDefinition;
  readonly pool: FunctionPool;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly onBatch: (batch: DeliveredBatch) => void;
}

export interface Poller {
  /** Batches being worked on. */
  active(): number;
  /** Ends polling; batches in work are finished. */
  stop(): void;
}

/** Lambda starts with five batches of a standard queue at once; FIFO queues are limited by their groups. */
const defaultConcurrency = 5;
const perReceive = 10;
const throttleRetryMs = 1000;

const traceHeaderOf = ({ systemAttributes }: ReceivedMessage) => systemAttributes.AWSTraceHeader;

/** Filters see a JSON body as an object; a filter on the body's members drops every other message. */
function passes({ patterns, queueArn }: MappingDefinition, message: ReceivedMessage): boolean {
  if (patterns.length === 0) return true;
  const record = toRecord(message, queueArn);
  const event: JsonObject = { ...record, body: parseJson(message.body) };
  return patterns.some((pattern) => matchesPattern(pattern, event));
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

async function gather(
  { mapping, queues, clock }: PollerOptions,
  signal: AbortSignal,
): Promise<readonly ReceivedMessage[]> {
  const { queueArn, batchSize, windowSeconds } = mapping;
  const receive = (have: number, waitMs: number) =>
    queues.receive(queueArn, { max: Math.min(batchSize - have, perReceive), waitMs, signal });
  const batch = [...(await receive(0, Infinity))];
  const end = clock.now() + windowSeconds * 1000;
  while (batch.length < batchSize && clock.now() < end && !signal.aborted)
    batch.push(...(await receive(batch.length, end - clock.now())));
  return batch;
}

function remove({ mapping, queues }: PollerOptions, message: ReceivedMessage): void {
  try {
    queues.delete(mapping.queueArn, message.receiptHandle);
  } catch {
    // The handle has expired or the queue is gone: the message will be delivered again, or never.
  }
}

/** Messages that were received but are not delivered any more become visible at once. */
function release({ mapping, queues }: PollerOptions, batch: readonly ReceivedMessage[]): void {
  for (const { receiptHandle } of batch) queues.changeVisibility(mapping.queueArn, receiptHandle, 0);
}

/** A throttled batch is tried again until its messages become visible. */
async function invoke(options: PollerOptions, messages: readonly ReceivedMessage[]): Promise<InvocationOutcome> {
  const { pool, mapping, queues, clock } = options;
  const visible = clock.now() + Number(queues.find(mapping.queueArn)?.attributes.VisibilityTimeout ?? 0) * 1000;
  const event = { Records: messages.map((message) => toRecord(message, mapping.queueArn)) };
  for (;;) {
    const outcome = await pool.invoke(event, messages.map(traceHeaderOf));
    if (outcome.kind !== 'throttled' || clock.now() + throttleRetryMs >= visible) return outcome;
    await clock.sleep(throttleRetryMs);
  }
}

async function deliver(options: PollerOptions, messages: readonly ReceivedMessage[]): Promise<void> {
  const { mapping, onBatch } = options;
  const messageIds = messages.map(({ messageId }) => messageId);
  const outcome = await invoke(options, messages);
  const failures = batchFailures(outcome, messageIds, mapping.reportsFailures);
  const succeeded = messages.filter(({ messageId }) => failures !== 'all' && !failures.has(messageId));
  for (const message of succeeded) remove(options, message);
  onBatch({ mapping, messageIds, outcome, failed: failures === 'all' ? messageIds : [...failures] });
}

/** A message of a stopped loop is refused by itself, so that it does not fail its neighbours. */
async function deliverAll(options: PollerOptions, batch: readonly ReceivedMessage[]): Promise<void> {
  const [passing, dropped] = [true, false].map((wanted) =>
    batch.filter((message) => passes(options.mapping, message) === wanted),
  );
  for (const message of dropped ?? []) remove(options, message);
  const { definition } = options.pool;
  const [stopped, others] = [true, false].map((wanted) =>
    (passing ?? []).filter((message) => isStoppedLoop(definition, traceHeaderOf(message)) === wanted),
  );
  for (const messages of [stopped ?? [], others ?? []]) if (messages.length > 0) await deliver(options, messages);
}

/** Starts polling. */
export function startPoller(options: PollerOptions): Poller {
  const abort = new AbortController();
  let active = 0;
  const poll = async () => {
    while (!abort.signal.aborted) {
      const batch = await gather(options, abort.signal);
      if (abort.signal.aborted) return release(options, batch);
      active += 1;
      await deliverAll(options, batch);
      active -= 1;
    }
  };
  const count = options.mapping.maximumConcurrency ?? defaultConcurrency;
  // A poll rejects only when its queue is deleted; then there is nothing left to poll.
  for (let index = 0; index < count; index += 1) poll().catch(() => abort.abort());
  return { active: () => active, stop: () => abort.abort() };
}
