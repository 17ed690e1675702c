// Decisions of the controllers, without a server.
import { describe, expect, test } from 'vitest';
import { planRollout } from '../../../lib/emulator/workloads/controllers/plan-rollout.ts';
import { createPodAddresses } from '../../../lib/emulator/workloads/kubelet/pod-addresses.ts';
import { selects } from '../../../lib/emulator/workloads/label-selector.ts';
import type { Deployment, ReplicaSet } from '../../../lib/emulator/workloads/objects.ts';

const aReplicaSet = (uid: string, replicas: number, available: number) =>
  ({ metadata: { uid }, spec: { replicas }, status: { replicas, availableReplicas: available } }) as ReplicaSet;

const aRollout = (replicas: number, strategy: object) => ({ spec: { replicas, strategy } }) as Deployment;
const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable },
});

describe('the next step of a rollout', () => {
  test.each([
    [
      'starts with the surge',
      rolling('25%', '25%'),
      [
        [0, 0],
        [4, 4],
      ],
      [1, 3],
    ],
    [
      'waits for new pods to serve',
      rolling('25%', '25%'),
      [
        [2, 0],
        [3, 3],
      ],
      [2, 3],
    ],
    [
      'goes on when they do',
      rolling('25%', '25%'),
      [
        [2, 2],
        [3, 3],
      ],
      [2, 1],
    ],
    [
      'fills up when old pods have gone',
      rolling('25%', '25%'),
      [
        [2, 2],
        [1, 1],
      ],
      [4, 1],
    ],
    [
      'removes the last old pods',
      rolling('25%', '25%'),
      [
        [4, 4],
        [1, 1],
      ],
      [4, 0],
    ],
    [
      'removes old pods that do not serve first',
      rolling(1, 0),
      [
        [1, 0],
        [4, 3],
      ],
      [1, 3],
    ],
    [
      'makes room when nothing else may move',
      rolling(0, 0),
      [
        [0, 0],
        [4, 4],
      ],
      [0, 3],
    ],
    [
      'of a Recreate strategy empties the old first',
      { type: 'Recreate' },
      [
        [0, 0],
        [4, 4],
      ],
      [0, 0],
    ],
    [
      'of a Recreate strategy then fills the new',
      { type: 'Recreate' },
      [
        [0, 0],
        [0, 0],
      ],
      [4, 0],
    ],
  ] as const)('%s', (_, strategy, [[current, serving], [old, oldServing]], next) => {
    const sets = [aReplicaSet('new', current, serving), aReplicaSet('old', old, oldServing)] as const;
    const scale = planRollout(aRollout(4, strategy), sets[0], [sets[1]]);
    expect([scale.get('new') ?? current, scale.get('old')]).toEqual(next);
  });
});

test.each([
  ['all match labels', { matchLabels: { a: '1', b: '2' } }, { a: '1', b: '2', c: '3' }, true],
  ['one label differs', { matchLabels: { a: '1', b: '2' } }, { a: '1', b: '3' }, false],
  ['In', { matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] }, { a: '2' }, true],
  ['NotIn holds without the label', { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, {}, true],
  ['Exists', { matchExpressions: [{ key: 'a', operator: 'Exists' }] }, {}, false],
  ['DoesNotExist', { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, {}, true],
])('a selector: %s', (_, selector, labels, expected) => {
  expect(selects(selector, labels)).toBe(expected);
});

test('pod addresses are handed out in turn, free ones only, until none is left', () => {
  const addresses = createPodAddresses();
  const range = '10.244.1.0/29';
  const taken = new Set(['10.244.1.3']);
  const given = Array.from({ length: 4 }, () => addresses.take(range, taken));
  expect(given).toEqual(['10.244.1.2', '10.244.1.4', '10.244.1.5', '10.244.1.6']);
  expect(addresses.take(range, taken)).toBe('10.244.1.2');
  expect(addresses.take(range, new Set(['2', '3', '4', '5', '6'].map((last) => `10.244.1.${last}`)))).toBeUndefined();
});
