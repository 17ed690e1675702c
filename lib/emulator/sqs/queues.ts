// The queues as the rest of the emulator uses them in process: by ARN, without a wire.
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { changeVisibility, deleteMessage } from './in-flight.ts';
import type { OutgoingMessage } from './message-content.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { QueueFaults } from './queue-faults.ts';
import { createQueue, describeQueue, deleteQueue, setQueueAttributes } from './queue-lifecycle.ts';
import { policyObjection, type Principal } from './queue-policy.ts';
import { findQueueByArn, queueByName, type QueueRegion } from './queue-region.ts';
import type { Queue } from './queue.ts';
import type { ReceivedMessage } from './receive-message.ts';
import { sendMessage, type SentMessage } from './send-message.ts';
import { receiveWaiting, type WaitOptions } from './wait-for-messages.ts';

export interface Queues {
  /** The state behind the API actions. */
  readonly region: QueueRegion;
  /** Creates a queue of the deployed stack: unlike queues made through the API it survives `reset`. */
  provision(name: string, attributes?: QueueAttributes, tags?: Readonly<Record<string, string>>): Queue;
  /** Takes a provisioned queue away with its messages. */
  remove(arn: string): void;
  find(arn: string): Queue | undefined;
  /** `<endpoint>/<account>/<name>`. */
  urlOf(arn: string, endpointUrl: string): string;
  /** Attributes as GetQueueAttributes shows them, counters included. */
  attributes(arn: string): Readonly<Record<string, string>>;
  setAttributes(arn: string, attributes: QueueAttributes): void;
  send(arn: string, message: OutgoingMessage): SentMessage;
  /** Receives now or, with `waitMs`, as soon as a message is visible. */
  receive(arn: string, options: WaitOptions): Promise<ReceivedMessage[]>;
  delete(arn: string, receiptHandle: string): void;
  changeVisibility(arn: string, receiptHandle: string, seconds: number): void;
  /** Why the queue's resource policy stops this principal; undefined when it does not. */
  objection(arn: string, action: string, principal: Principal): string | undefined;
  setFaults(faults: QueueFaults): void;
  /** Empties provisioned queues and forgets all others. */
  reset(): void;
}

export interface QueuesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly accountId: string;
  /** 120,000 by default, as the quota says. */
  readonly maxInFlight?: number;
}

function forgetMessages(queue: Queue): void {
  queue.messages.clear();
  queue.recentSends.clear();
  queue.attempts.clear();
  delete queue.purgedAt;
}

function forgetAll(region: QueueRegion, provisioned: ReadonlySet<string>): void {
  for (const name of [...region.queues.keys()]) if (!provisioned.has(name)) deleteQueue(region, name);
  for (const queue of region.queues.values()) forgetMessages(queue);
  for (const task of region.moveTasks) task.stop?.();
  region.moveTasks.length = 0;
  region.deletedAt.clear();
  region.faults = {};
}

/** The queues of one account and region; every method but `find` refuses an unknown ARN with `QueueDoesNotExist`. */
export function createQueues(options: QueuesOptions): Queues {
  const region: QueueRegion = {
    maxInFlight: 120_000,
    ...options,
    queues: new Map(),
    deletedAt: new Map(),
    moveTasks: [],
    faults: {},
    lastPosition: 0,
  };
  const provisioned = new Set<string>();
  const get = (arn: string) => findQueueByArn(region, arn) ?? queueByName(region, arn);
  return {
    region,
    provision: (name, attributes, tags) => {
      provisioned.add(name);
      region.deletedAt.delete(name);
      return createQueue(region, name, attributes, tags);
    },
    remove: (arn) => {
      const { name } = get(arn);
      provisioned.delete(name);
      deleteQueue(region, name);
    },
    find: (arn) => findQueueByArn(region, arn),
    urlOf: (arn, endpointUrl) => `${endpointUrl}/${options.accountId}/${get(arn).name}`,
    attributes: (arn) => describeQueue(get(arn), options.clock.now()),
    setAttributes: (arn, attributes) => setQueueAttributes(region, get(arn), attributes),
    send: (arn, message) => sendMessage(region, get(arn), message),
    receive: async (arn, wait) => receiveWaiting(region, get(arn), wait),
    delete: (arn, receiptHandle) => deleteMessage(region, get(arn), receiptHandle),
    changeVisibility: (arn, receiptHandle, seconds) => changeVisibility(region, get(arn), receiptHandle, seconds),
    objection: (arn, action, principal) => policyObjection(get(arn), action, principal),
    setFaults: (faults) => {
      region.faults = faults;
    },
    reset: () => forgetAll(region, provisioned),
  };
}
