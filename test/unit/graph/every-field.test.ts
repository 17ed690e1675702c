// Every field of every kind that people write is read, or is a finding. The published schemas are the list of the fields;
// this test sets each of them in turn and asks whether the graph is any different for it.
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../lib/core/graph/build-graph.ts';
import type { Graph } from '../../../lib/core/graph/graph.ts';
import { alb } from '../../../lib/core/profile/alb.ts';
import { parseObject } from '../../../lib/core/snapshot/parse-object.ts';
import { gatewayApiResources } from '../../../lib/generated/gateway-api/resources.ts';
import { configurationResources } from '../../../lib/generated/gateway-k8s-aws/resources.ts';
import type { ResourceDefinition } from '../../../lib/generated/kubernetes/resource-definition.ts';
import {
  aBackendRef,
  aGateway,
  aGrpcRoute,
  aLoadBalancerConfiguration,
  aListenerRuleConfiguration,
  aListenerSet,
  aMetadata,
  anHttpRoute,
  anHttpsListener,
  aParentRef,
  aSecret,
  aRule,
  aTargetGroupConfiguration,
  gatewayKey,
  type RawObject,
  snapshotOf,
} from '../../support/builders.ts';
import { aWorld } from '../../support/graphs.ts';
import { type Field, type Samples, specFields } from '../../support/schema-fields.ts';

const ours = ['GatewayClass', 'Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant'];
const definitions = [
  ...gatewayApiResources.filter(({ names }) => ours.includes(names.kind)),
  ...configurationResources,
];

const samples: Samples = [
  [/listeners\[\]\.protocol$/, 'HTTPS'],
  [/listeners\[\]\.port$/, 443],
  [/backendRefs\[\]\.name$/, 'app'],
  [/backendRefs\[\]\.port$/, 81],
  [/targetReference\.name$/, 'app'],
  [/parentRefs?(\[\])?\.name$/, 'web'],
  [/gatewayClassName$/, 'alb'],
  [/routeIdentifier$/, { kind: 'HTTPRoute' }],
  [/parametersRef\.group$/, 'gateway.k8s.aws'],
  [/parametersRef\.kind$/, 'LoadBalancerConfiguration'],
];

/** Refused as a whole, so that what stands inside makes no further difference; or tested for themselves, as said. */
const insideOf: readonly RegExp[] = [
  /filters\[\]\.(requestHeaderModifier|responseHeaderModifier|requestMirror|cors)\./,
  /backendRefs\[\]\.filters\[\]\./,
  /\.timeouts\./,
  /\.tls\.(frontend|backend)\./,
  /Selector\b|\.selector\b/, // test/unit/base/labels.test.ts
  /^ListenerSet\.spec\.parentRef/, // test/unit/graph/listeners.test.ts
  /^ReferenceGrant|^GatewayClass|routeIdentifier\.|backendRefs\[\]\.namespace$/, // test/unit/graph/{rules,configurations}.test.ts
];

const filters = [
  { type: 'ExtensionRef', extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'rule' } },
];
const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };
const gatewaySpec = {
  listeners: [anHttpsListener()],
  allowedListeners: { namespaces: { from: 'All' } },
  infrastructure: { parametersRef },
};

/** A world in which each kind is used, so that a field of it can make a difference. */
const stage: Readonly<Record<string, (spec: object) => RawObject>> = {
  Gateway: (spec) => aGateway({ ...gatewaySpec, ...spec }),
  ListenerSet: (spec) => aListenerSet({ ...spec }),
  HTTPRoute: (spec) =>
    anHttpRoute({
      rules: [aRule({ filters, backendRefs: [aBackendRef()] })],
      ...spec,
      parentRefs: [aParentRef(), ...parentRefsOf(spec)],
    }),
  GRPCRoute: (spec) => aGrpcRoute({ ...spec, parentRefs: [aParentRef(), ...parentRefsOf(spec)] }),
  LoadBalancerConfiguration: (spec) => aLoadBalancerConfiguration({ ...spec }),
  TargetGroupConfiguration: (spec) =>
    aTargetGroupConfiguration({ defaultConfiguration: { targetType: 'ip' }, ...spec }),
  ListenerRuleConfiguration: (spec) => aListenerRuleConfiguration({ ...spec }),
};

const secret = aSecret({ clientID: 'eA==', clientSecret: 'eA==' }, { name: 'x' });
const parentRefs = [
  aParentRef({ namespace: 'shop' }),
  aParentRef({ kind: 'ListenerSet', name: 'more', namespace: 'shop' }),
];
const others = [secret, anHttpRoute({ parentRefs }, { namespace: 'team' })];

function parentRefsOf(spec: object): readonly unknown[] {
  return 'parentRefs' in spec && Array.isArray(spec.parentRefs) ? spec.parentRefs : [];
}

function graphWith(kind: string, spec: unknown): Graph {
  const objects = Object.entries(stage).map(([name, build]) => build(name === kind ? (spec as object) : {}));
  return buildGraph(snapshotOf(aWorld(...objects, ...others)), gatewayKey, alb);
}

const makesNoDifference = (kind: string, { spec, otherwise }: Field): boolean =>
  JSON.stringify(graphWith(kind, spec)) === JSON.stringify(graphWith(kind, otherwise));

describe.each(definitions.map((definition) => [definition.names.kind, definition] as const))(
  '%s',
  (kind, definition) => {
    const fields = specFields(definition, samples);

    test('has no field that the parser overlooks', () => {
      const overlooked = fields.filter(({ spec }) => {
        const parsed = parseObject(objectOf(definition, spec));
        return !('object' in parsed) || parsed.object.unread.length > 0;
      });
      expect(fields.length).toBeGreaterThan(3);
      expect(overlooked.map(({ path }) => path)).toEqual([]);
    });

    test('has no field that makes no difference to the graph', () => {
      const asked = fields.filter(({ path, isLeaf }) => isLeaf && insideOf.every((pattern) => !pattern.test(path)));
      expect(asked.filter((field) => makesNoDifference(kind, field)).map(({ path }) => path)).toEqual([]);
    });
  },
);

function objectOf({ group, names, versions }: ResourceDefinition, spec: unknown): RawObject {
  return { apiVersion: `${group}/${versions[0]?.name}`, kind: names.kind, metadata: aMetadata(names.kind, 'x'), spec };
}

test('a field that no schema has is a finding on the object', () => {
  const { findings } = graphWith('HTTPRoute', { rules: [{ novelty: 1 }] });
  expect(findings).toContainEqual(expect.objectContaining({ severity: 'note', path: 'spec.rules[0].novelty' }));
});

test.each<[string, string, object, string]>([
  ['addresses', 'Gateway', { addresses: [{ type: 'IPAddress', value: '10.0.0.9' }] }, 'spec.addresses[0]'],
  [
    'a client certificate towards backends',
    'Gateway',
    { tls: { backend: { clientCertificateRef: { name: 'c' } } } },
    'spec.tls.backend.clientCertificateRef',
  ],
  [
    'client certificates from clients',
    'Gateway',
    { tls: { frontend: { default: { validation: { caCertificateRefs: [] } } } } },
    'spec.listeners[0]',
  ],
  ['timeouts', 'HTTPRoute', { rules: [aRule({ timeouts: { request: '1s' } })] }, 'spec.rules[0].timeouts'],
  ['default Gateways', 'HTTPRoute', { useDefaultGateways: 'All' }, 'spec.useDefaultGateways'],
  ['being a default Gateway', 'Gateway', { defaultScope: 'All' }, 'spec.defaultScope'],
])('%s: refused by name', (_what, kind, spec, path) => {
  expect(graphWith(kind, spec).findings.map((finding) => finding.path)).toContain(path);
});
