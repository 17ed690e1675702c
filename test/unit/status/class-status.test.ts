import { expect, test } from 'vitest';
import { judgeGatewayClass } from '../../../lib/core/graph/gateway-class.ts';
import { alb } from '../../../lib/core/profile/alb.ts';
import { claimGateway } from '../../../lib/core/status/finalizers.ts';
import { projectClassStatus } from '../../../lib/core/status/class-status.ts';
import { supportedFeatures } from '../../../lib/core/status/supported-features.ts';
import { aGateway, aGatewayClass, type RawObject, snapshotOf } from '../../support/builders.ts';
import { aWorld, graphOf } from '../../support/graphs.ts';
import { noon } from '../../support/status-world.ts';

function classPatches(raw: RawObject): ReturnType<typeof projectClassStatus> {
  const snapshot = snapshotOf([raw]);
  const [gatewayClass] = snapshot.objects.GatewayClass;
  if (!gatewayClass) throw new Error('no class');
  const { value, findings } = judgeGatewayClass(snapshot, gatewayClass);
  return projectClassStatus(value, findings, noon);
}

test('a class is accepted and lists what it supports, sorted', () => {
  const [patch] = classPatches(aGatewayClass());
  expect(patch).toMatchObject({
    object: { kind: 'GatewayClass', name: 'alb' },
    status: { conditions: [{ type: 'Accepted', status: 'True', observedGeneration: 1 }] },
  });
  expect([...supportedFeatures].sort()).toEqual(supportedFeatures);
});

test('a class that says so already is not written again', () => {
  const [patch] = classPatches(aGatewayClass());
  expect(classPatches(aGatewayClass({}, { status: patch?.write === 'status' ? patch.status : {} }))).toEqual([]);
});

test.each([
  ['without a namespace', { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'x' }],
  ['to nothing', { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'x', namespace: 'ops' }],
  ['to another kind', { group: '', kind: 'ConfigMap', name: 'x', namespace: 'ops' }],
])('a class with a parametersRef %s is not', (_what, parametersRef) => {
  expect(classPatches(aGatewayClass({ parametersRef }))).toMatchObject([
    { status: { conditions: [{ status: 'False', reason: 'InvalidParameters' }] } },
  ]);
});

test('a Gateway is claimed once, before anything is built for it', () => {
  expect(claimGateway(graphOf(aWorld()), alb)).toMatchObject([
    { write: 'finalizers', add: ['gateway.k8s.aws/alb'], remove: [] },
  ]);
  expect(
    claimGateway(graphOf(aWorld(aGateway({}, { metadata: { finalizers: ['gateway.k8s.aws/alb'] } }))), alb),
  ).toEqual([]);
});
