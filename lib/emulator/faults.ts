// Declarative weather: which calls go wrong, how, and how often. A fault is data; the endpoint asks which one applies
// to a call and acts on it.
import { createRandom, type Random } from './random.ts';

/**
 * - `throttle`: refused with the service's throttling error, nothing done
 * - `error-5xx`: refused with an internal error, nothing done
 * - `deny`: refused as if IAM did not allow it
 * - `lost-response`: done, but the answer is an internal error (the client cannot know)
 * - `stale-read`: answered from the state before the service's latest change. A write that finds something wrong there is
 *   refused, as AWS refuses in its eventual consistency: `CreateRule` or `AddListenerCertificates` after `CreateListener`
 *   (ListenerNotFound), `DeleteTargetGroup` after its last rule is gone (ResourceInUse), EC2's `DeleteSecurityGroup` after
 *   `DeleteLoadBalancer` (DependencyViolation)
 * - `slow`: answered after `delayMs` on the emulated clock
 * - `rst`: the connection breaks before anything is done
 */
export type FaultKind = 'throttle' | 'error-5xx' | 'deny' | 'lost-response' | 'stale-read' | 'slow' | 'rst';

export const faultKinds: readonly FaultKind[] = [
  'throttle',
  'error-5xx',
  'deny',
  'lost-response',
  'stale-read',
  'slow',
  'rst',
];

/** Signing names of the services that faults can strike. */
export const faultServices: readonly string[] = [
  'acm',
  'ec2',
  'eks',
  'elasticloadbalancing',
  's3',
  'shield',
  'sqs',
  'sts',
  'tagging',
  'wafv2',
];

export interface Fault {
  /** Signing name; absent or `*` means every service. */
  readonly service?: string;
  /** Action name; absent or `*` means every action. A trailing `*` is a prefix match. */
  readonly action?: string;
  readonly kind: FaultKind;
  /** Applies to the next `times` matching calls, then is used up. Absent means for ever. */
  readonly times?: number;
  /** Applies to every n-th matching call only (1 = each). */
  readonly every?: number;
  /** Applies with this probability, decided by `seed`. */
  readonly probability?: number;
  readonly seed?: number;
  /** Milliseconds for `slow`. */
  readonly delayMs?: number;
}

/** Thrown instead of an answer: whoever mounts the handler breaks the connection (an SDK sees it as a network error). */
export class ConnectionReset extends Error {
  readonly code = 'ECONNRESET';
  constructor() {
    super('read ECONNRESET');
    this.name = 'ConnectionReset';
  }
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** The first fault that strikes this call; counts the call against every fault it matches until then. */
  strike(service: string, action: string): Fault | undefined;
  /** Whether a fault of this kind is set at all. */
  has(kind: FaultKind): boolean;
}

interface Entry {
  readonly fault: Fault;
  readonly random: Random;
  seen: number;
  struck: number;
}

const covers = (pattern: string | undefined, name: string) =>
  pattern === undefined || pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));

const isUsedUp = ({ fault, struck }: Entry) => fault.times !== undefined && struck >= fault.times;

function strikes(entry: Entry): boolean {
  entry.seen += 1;
  const { every = 1, probability = 1 } = entry.fault;
  if (entry.seen % every !== 0) return false;
  if (probability < 1 && entry.random.next() >= probability) return false;
  entry.struck += 1;
  return true;
}

/** No weather at all until faults are added. */
export function createFaults(): Faults {
  let entries: Entry[] = [];
  return {
    add: (fault) => void entries.push({ fault, random: createRandom(fault.seed ?? 1), seen: 0, struck: 0 }),
    clear: () => {
      entries = [];
    },
    list: () => entries.filter((entry) => !isUsedUp(entry)).map(({ fault }) => fault),
    strike: (service, action) =>
      entries.find((entry) => {
        const { fault } = entry;
        return !isUsedUp(entry) && covers(fault.service, service) && covers(fault.action, action) && strikes(entry);
      })?.fault,
    has: (kind) => entries.some((entry) => entry.fault.kind === kind && !isUsedUp(entry)),
  };
}
