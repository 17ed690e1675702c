import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSlots, crossing, highestSlot } from '../../../lib/core/plan/rule-slots.ts';

const old = (id: string, current: number): { readonly id: string; readonly current: number } => ({ id, current });

describe('rule slots', () => {
  it('leaves room around the first rules of a listener', () => {
    const { created, moved } = assignSlots({
      order: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
      doomed: [],
      occupied: [],
    });
    expect(created).toEqual({ a: 400, b: 800, c: 1200 });
    expect(moved).toEqual({});
  });

  it('puts a new rule between its neighbours and moves nobody', () => {
    const { created, moved, retired } = assignSlots({
      order: [old('a', 400), { id: 'new' }, old('b', 800)],
      doomed: [600],
      occupied: [],
    });
    expect(created['new']).toBeGreaterThan(400);
    expect(created['new']).toBeLessThan(800);
    expect([moved, retired]).toEqual([{}, {}]);
  });

  it('moves one rule when one changes its place, and retires the doomed ones behind all', () => {
    const order = [old('c', 1200), old('a', 400), old('b', 800)];
    const { moved, retired } = assignSlots({ order, doomed: [500], occupied: [] });
    expect(Object.keys(moved)).toEqual(['c']);
    expect(moved['c']).toBeLessThan(400);
    expect(retired[500]).toBeGreaterThan(highestSlot);
  });

  it('spreads the rules out in their order when there is no room where a new one belongs', () => {
    const { spread, created } = assignSlots({
      order: [old('a', 1), { id: 'new' }, old('b', 2)],
      doomed: [3],
      occupied: [],
    });
    const [a, b, doomed] = [spread[1] ?? 0, spread[2] ?? 0, spread[3] ?? 0];
    expect(a).toBeLessThan(b);
    expect(b).toBeLessThan(doomed);
    expect(created['new']).toBeGreaterThan(a);
    expect(created['new']).toBeLessThan(b);
  });

  it('names the rules that pass each other', () => {
    expect([...crossing([old('b', 2), old('a', 1), old('c', 3)])].sort()).toEqual(['a', 'b']);
  });

  it('always ends in the final order, without collisions, wherever everybody stands', () => {
    const slots = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(slots, fc.infiniteStream(fc.nat(3)), (places, dice) => {
        const roll = (): number => (dice.next().value as number | undefined) ?? 0;
        const order: { id: string; current?: number }[] = [];
        const [doomed, occupied]: [number[], number[]] = [[], []];
        places.forEach((place, index) => {
          const kind = roll();
          if (kind === 0) doomed.push(place);
          else if (kind === 1) occupied.push(place);
          else order.push({ id: `old-${String(index)}`, current: place });
          if (roll() === 0) order.push({ id: `new-${String(index)}` });
        });
        const { spread, created, moved, retired } = assignSlots({ order, doomed, occupied });
        const after = (place: number): number => spread[place] ?? place;
        const final = order.map(
          ({ id, current }) => moved[id] ?? (current === undefined ? (created[id] ?? 0) : after(current)),
        );
        expect(final).toEqual([...final].sort((a, b) => a - b));
        const all = [...final, ...occupied, ...doomed.map((place) => retired[after(place)] ?? after(place))];
        expect(new Set(all).size).toBe(all.length);
        expect(Math.max(...all, 1)).toBeLessThanOrEqual(50_000);
      }),
    );
  });
});
