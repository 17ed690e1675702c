// Which messages a receive may hand out, in order.
import type { Random } from '../random.ts';
import { isInFlight, type Queue, type StoredMessage } from './queue.ts';

function shuffled(messages: readonly StoredMessage[], random: Random): StoredMessage[] {
  return messages
    .map((message) => ({ message, rank: random.next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ message }) => message);
}

/** Visible messages of a standard queue: in order of arrival, or in random order when `random` is given. */
export function visibleInStandard(queue: Queue, now: number, random?: Random): StoredMessage[] {
  const visible = [...queue.messages.values()].filter(({ visibleAt }) => visibleAt <= now);
  return random ? shuffled(visible, random) : visible;
}

/**
 * Visible messages of a FIFO queue. A group with a message in flight is blocked, and a delayed message blocks those
 * behind it. As many messages as possible of the first group come first, then those of the next group (SQS developer
 * guide, "FIFO delivery logic").
 */
export function visibleInFifo(queue: Queue, now: number): StoredMessage[] {
  const messages = [...queue.messages.values()];
  const closed = new Set(messages.filter((message) => isInFlight(message, now)).map(({ groupId }) => groupId));
  const groups = new Map<string | undefined, StoredMessage[]>();
  for (const message of messages) {
    if (closed.has(message.groupId)) continue;
    const group = groups.get(message.groupId) ?? [];
    groups.set(message.groupId, group);
    if (message.visibleAt > now) closed.add(message.groupId);
    else group.push(message);
  }
  return [...groups.values()].flat();
}
