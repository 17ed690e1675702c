import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../lib/core/graph/build-graph.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import { coneOf, coneText } from '../../lib/core/snapshot/cone.ts';
import { secondRound } from '../../lib/core/snapshot/second-round.ts';
import { projectStatus } from '../../lib/core/status/project-status.ts';
import { gatewayKey, snapshotOf } from '../support/builders.ts';
import { anOutcome, noon, patchesOf } from '../support/status-world.ts';
import { anyWorld } from '../support/worlds.ts';

/** Freezes a value to its depth, so that whoever changes it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

describe('law 1, determinism: the order in which objects are read changes nothing', () => {
  test('in the graph, in what is read next, and in the digest', () => {
    fc.assert(
      fc.property(anyWorld, fc.infiniteStream(fc.nat()), (world, order) => {
        const shuffled = world.map((object) => ({ object, rank: order.next().value })).sort((a, b) => a.rank - b.rank);
        const one = snapshotOf(world);
        const other = snapshotOf(shuffled.map(({ object }) => object));
        expect(other).toEqual(one);
        expect(buildGraph(other, gatewayKey, alb)).toEqual(buildGraph(one, gatewayKey, alb));
        expect(secondRound(other, gatewayKey)).toEqual(secondRound(one, gatewayKey));
        expect(coneText(coneOf(other, gatewayKey))).toBe(coneText(coneOf(one, gatewayKey)));
      }),
    );
  });
});

describe('law 13, plain data: every stage output survives JSON', () => {
  test('snapshot, graph and patches', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const snapshot = snapshotOf(world);
        for (const output of [snapshot, buildGraph(snapshot, gatewayKey, alb), patchesOf(world)]) {
          expect(JSON.parse(JSON.stringify(output))).toStrictEqual(output);
        }
      }),
    );
  });
});

describe('law 14, no stage changes its input', () => {
  test('neither objects, nor snapshot, nor graph', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const snapshot = frozen(snapshotOf(frozen(world)));
        const graph = frozen(buildGraph(snapshot, gatewayKey, alb));
        expect(() => coneText(coneOf(snapshot, gatewayKey))).not.toThrow();
        expect(() =>
          projectStatus({ graph, findings: frozen([]), outcome: frozen(anOutcome()), profile: alb, now: noon }),
        ).not.toThrow();
      }),
    );
  });
});
