import { describe, expect, it } from 'vitest';
import {
  configurationCustomResourceDefinitions,
  configurationDefinitions,
} from '../../../lib/crd/custom-resource-definition.ts';
import type { StructuralSchema } from '../../../lib/generated/kubernetes/resource-definition.ts';

const schemas = new Map(
  configurationDefinitions().map(({ names, versions }) => [names.kind, versions[0]?.schema] as const),
);

/** The schema at a path of field names below `spec`; `[]` is the item of a list. */
function specOf(kind: string, path: string): StructuralSchema | undefined {
  return `spec.${path}`
    .split('.')
    .reduce<StructuralSchema | undefined>(
      (schema, step) => (step === '[]' ? schema?.items : schema?.properties?.[step]),
      schemas.get(kind),
    );
}

describe('the kinds of gateway.k8s.aws', () => {
  it.each(configurationDefinitions().map((definition) => [definition.names.kind, definition] as const))(
    '%s is stored as v1, served as v1beta1 too with the same schema, and has a status of its own',
    (_, { versions, scope }) => {
      expect(versions.map(({ name, served, storage }) => ({ name, served, storage }))).toEqual([
        { name: 'v1', served: true, storage: true },
        { name: 'v1beta1', served: true, storage: false },
      ]);
      expect(versions[1]?.schema).toEqual(versions[0]?.schema);
      expect(versions.every((version) => version.subresources.status)).toBe(true);
      expect(scope).toBe('Namespaced');
    },
  );

  it('are installed under the names that existing manifests use', () => {
    expect(configurationCustomResourceDefinitions().map((crd) => crd.metadata.name)).toEqual([
      'listenerruleconfigurations.gateway.k8s.aws',
      'loadbalancerconfigurations.gateway.k8s.aws',
      'targetgroupconfigurations.gateway.k8s.aws',
    ]);
  });
});

describe('bounds, enums and defaults', () => {
  it.each([
    ['LoadBalancerConfiguration', 'loadBalancerName', { type: 'string', minLength: 1, maxLength: 32 }],
    ['LoadBalancerConfiguration', 'scheme', { type: 'string', enum: ['internal', 'internet-facing'] }],
    ['LoadBalancerConfiguration', 'minimumLoadBalancerCapacity.capacityUnits', { type: 'integer', format: 'int32' }],
    ['LoadBalancerConfiguration', 'wafV2', { required: ['webACL'] }],
    ['LoadBalancerConfiguration', 'listenerConfigurations.[]', { required: ['protocolPort'] }],
    ['LoadBalancerConfiguration', 'listenerConfigurations.[].alpnPolicy', { default: 'None' }],
    ['TargetGroupConfiguration', 'targetReference', { required: ['name'] }],
    ['TargetGroupConfiguration', 'targetReference.kind', { default: 'Service' }],
    ['TargetGroupConfiguration', 'defaultConfiguration.targetType', { enum: ['instance', 'ip'] }],
    ['TargetGroupConfiguration', 'defaultConfiguration.nodeSelector', { 'x-kubernetes-map-type': 'atomic' }],
    ['ListenerRuleConfiguration', 'actions', { minItems: 1, maxItems: 2 }],
    ['ListenerRuleConfiguration', 'conditions', { minItems: 1 }],
    [
      'ListenerRuleConfiguration',
      'actions.[].authenticateOIDCConfig.sessionTimeout',
      { minimum: 1, maximum: 604800, default: 604800, format: 'int64' },
    ],
    [
      'ListenerRuleConfiguration',
      'actions.[].authenticateOIDCConfig.authenticationRequestExtraParams',
      { maxProperties: 10 },
    ],
    ['ListenerRuleConfiguration', 'actions.[].forwardConfig.targetGroupStickinessConfig', { default: {} }],
    ['ListenerRuleConfiguration', 'actions.[].jwtValidationConfig.issuer', { maxLength: 256 }],
  ])('%s.spec.%s is %j', (kind, path, expected) => {
    expect(specOf(kind, path)).toMatchObject(expected);
  });

  it('leave numbers of health checks to AWS', () => {
    expect(specOf('TargetGroupConfiguration', 'defaultConfiguration.healthCheckConfig.healthCheckInterval')).toEqual({
      type: 'integer',
      format: 'int32',
    });
  });

  it.each([
    ['HTTPS:443', true],
    ['HTTP:80', true],
    ['TCP_UDP:53', true],
    [':', true],
    ['HTTPS:', true],
    ['HTTPS:65535', true],
    ['HTTPS:65536', false],
    ['HTTPS:0', false],
    ['https:443', false],
    ['QUIC:443', false],
    ['443', false],
  ])('protocolPort %s is allowed: %s', (value, allowed) => {
    const pattern = specOf('LoadBalancerConfiguration', 'listenerConfigurations.[].protocolPort')?.pattern ?? '';
    expect(new RegExp(pattern).test(value)).toBe(allowed);
  });
});
