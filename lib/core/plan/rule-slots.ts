// Priorities are sparse and stable: a new rule takes a free slot, nobody else moves. ALB evaluates rules in ascending
// priority, 1 to 50000. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
//
// Why there is never a gap in traffic (law 7), if the steps are: creates from the top down, changes in place, one reorder,
// deletes from the bottom up.
//   1. A new rule is created right below the lowest rule (as things stand) that finally precedes it. So when it wins a
//      request, everything that finally precedes it has been asked before: it is the final winner. When an old rule wins,
//      it is the old winner, because old rules have not moved yet.
//   2. The reorder is atomic and puts rules to be deleted last: from then on every request meets its final rule first.
//   3. Deletes from the bottom up: what is uncovered is never another rule to be deleted.

export interface SlotRequest {
  /** Final order, from the top; `current` is absent for rules to be created. */
  readonly order: readonly { readonly id: string; readonly current?: number }[];
  /** Priorities of rules that will be deleted. */
  readonly doomed: readonly number[];
  /** Priorities that are not ours to move. */
  readonly occupied: readonly number[];
}

export interface Slots {
  /** Order-preserving moves, priority → priority, to make first: only when there is no room for a new rule where it belongs. */
  readonly spread: Readonly<Record<number, number>>;
  /** Where to create each new rule. */
  readonly created: Readonly<Record<string, number>>;
  /** Final priority of each rule whose place changes, new ones included. */
  readonly moved: Readonly<Record<string, number>>;
  /** Where doomed rules wait for their end; empty if nothing moves. Keyed by their priority after `spread`. */
  readonly retired: Readonly<Record<number, number>>;
}

/** Rules of ours live up to here; above are rules about to be deleted and parked ones (from 50000 downwards). */
export const highestSlot = 48_000;
/** Doomed rules wait between the two, out of the way of parked ones. */
const highestRetiredSlot = 49_500;
export const parkingSlot = 50_000;
/** Distance between neighbours where there is room enough. */
const comfortableDistance = 400;

/** The order of `order` is kept as given. If even `spread` makes no room, new rules are missing from `created`. */
export function assignSlots(request: SlotRequest): Slots {
  const direct = placeCreated(request);
  const spread = direct === undefined ? spreadOut(request) : {};
  const roomy = direct === undefined ? afterSpread(request, spread) : request;
  const created = direct ?? placeCreated(roomy) ?? {};
  const moved = finalMoves(roomy, created);
  const retired = Object.keys(moved).length === 0 ? {} : retire(roomy);
  return { spread, created, moved, retired };
}

/** Ids of rules that change places with another existing rule on the way from their current to their final order. */
export function crossing(order: SlotRequest['order']): ReadonlySet<string> {
  const existing = order.flatMap(({ id, current }) => (current === undefined ? [] : [{ id, current }]));
  const crossed = new Set<string>();
  let highest = -Infinity;
  for (const { id, current } of existing) {
    if (current < highest) crossed.add(id);
    highest = Math.max(highest, current);
  }
  let lowest = Infinity;
  for (const { id, current } of existing.toReversed()) {
    if (current > lowest) crossed.add(id);
    lowest = Math.min(lowest, current);
  }
  return crossed;
}

/** A slot for each new rule, right below everything that finally precedes it; undefined if one finds no room. */
function placeCreated({ order, doomed, occupied }: SlotRequest): Readonly<Record<string, number>> | undefined {
  const existing = order.flatMap(({ current }) => current ?? []);
  const taken = new Set([...existing, ...doomed, ...occupied]);
  const created: Record<string, number> = {};
  let floor = 0;
  for (let index = 0; index < order.length;) {
    const run = runOfNew(order, index);
    if (run.length > 0) {
      const ceiling = Math.min(highestSlot + 1, ...existing.filter((slot) => slot > floor));
      const slots = spacedSlots(floor, ceiling, run.length, taken);
      if (slots === undefined) return undefined;
      run.forEach(({ id }, position) => (created[id] = slots[position] ?? 0));
      floor = slots.at(-1) ?? floor;
    } else {
      floor = Math.max(floor, order[index]?.current ?? 0);
    }
    index += Math.max(run.length, 1);
  }
  return created;
}

function runOfNew(order: SlotRequest['order'], start: number): SlotRequest['order'] {
  let end = start;
  while (end < order.length && order[end]?.current === undefined) end += 1;
  return order.slice(start, end);
}

/** `count` free numbers between the bounds (exclusive), evenly apart, ascending; undefined if there are not as many. */
function spacedSlots(
  floor: number,
  ceiling: number,
  count: number,
  taken: ReadonlySet<number>,
): readonly number[] | undefined {
  const distance = Math.min(comfortableDistance, (ceiling - floor) / (count + 1));
  const slots: number[] = [];
  let last = floor;
  for (let index = 1; index <= count; index += 1) {
    let slot = Math.max(last + 1, Math.floor(floor + distance * index));
    while (taken.has(slot)) slot += 1;
    if (slot >= ceiling) return packedSlots(floor, ceiling, count, taken);
    slots.push(slot);
    last = slot;
  }
  return slots;
}

function packedSlots(
  floor: number,
  ceiling: number,
  count: number,
  taken: ReadonlySet<number>,
): readonly number[] | undefined {
  const free: number[] = [];
  for (let slot = floor + 1; slot < ceiling && free.length < count; slot += 1) if (!taken.has(slot)) free.push(slot);
  return free.length === count ? free : undefined;
}

/** All rules of ours, far apart, in the order they have now: a move that no request can notice. */
function spreadOut({ order, doomed, occupied }: SlotRequest): Readonly<Record<number, number>> {
  const ours = [...order.flatMap(({ current }) => current ?? []), ...doomed].sort((a, b) => a - b);
  const slots = spacedSlots(0, highestSlot + 1, ours.length, new Set(occupied)) ?? [];
  return Object.fromEntries(ours.map((slot, index) => [slot, slots[index] ?? slot]));
}

function afterSpread({ order, doomed, occupied }: SlotRequest, spread: Readonly<Record<number, number>>): SlotRequest {
  const moved = (slot: number): number => spread[slot] ?? slot;
  return {
    order: order.map(({ id, current }) => (current === undefined ? { id } : { id, current: moved(current) })),
    doomed: doomed.map(moved),
    occupied,
  };
}

/** Keeps the longest ascending run of rules where they are and fits the others in between. */
function finalMoves(
  { order, occupied }: SlotRequest,
  created: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const placed = order.map(({ id, current }) => ({ id, slot: current ?? created[id] ?? 0 }));
  const settled = longestAscending(placed.map(({ slot }) => slot));
  if (settled.size === placed.length) return {};
  return fitBetween(placed, settled, new Set(occupied)) ?? renumber(placed, new Set(occupied));
}

interface Placed {
  readonly id: string;
  readonly slot: number;
}

function fitBetween(
  placed: readonly Placed[],
  settled: ReadonlySet<number>,
  taken: ReadonlySet<number>,
): Readonly<Record<string, number>> | undefined {
  const moved: Record<string, number> = {};
  let floor = 0;
  for (let index = 0; index < placed.length;) {
    const next = placed.findIndex((_, position) => position >= index && settled.has(position));
    const end = next === -1 ? placed.length : next;
    const ceiling = placed[end]?.slot ?? highestSlot + 1;
    const slots = spacedSlots(floor, ceiling, end - index, taken);
    if (slots === undefined) return undefined;
    placed.slice(index, end).forEach(({ id }, position) => (moved[id] = slots[position] ?? 0));
    floor = ceiling;
    index = end + 1;
  }
  return moved;
}

function renumber(placed: readonly Placed[], taken: ReadonlySet<number>): Readonly<Record<string, number>> {
  const slots = spacedSlots(0, highestSlot + 1, placed.length, taken) ?? [];
  const fresh = placed.map(({ id, slot }, index) => ({ id, slot, to: slots[index] ?? slot }));
  return Object.fromEntries(fresh.filter(({ slot, to }) => slot !== to).map(({ id, to }) => [id, to]));
}

function retire({ doomed, occupied }: SlotRequest): Readonly<Record<number, number>> {
  const slots = spacedSlots(highestSlot, highestRetiredSlot, doomed.length, new Set(occupied)) ?? [];
  return Object.fromEntries([...doomed].sort((a, b) => a - b).map((slot, index) => [slot, slots[index] ?? slot]));
}

/** Positions of a longest strictly ascending subsequence (patience sorting, n log n). */
function longestAscending(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous: number[] = [];
  values.forEach((value, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = index;
  });
  const positions = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) positions.add(index);
  return positions;
}
