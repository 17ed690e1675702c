import { describe, expect, it } from 'vitest';
import type { HTTPRoute } from '../../../lib/generated/gateway-api/types.ts';
import type { ListenerConfiguration, LoadBalancerConfiguration } from '../../../lib/generated/gateway-k8s-aws/types.ts';
import { gatewayApiResources } from '../../../lib/generated/gateway-api/resources.ts';
import { configurationResources } from '../../../lib/generated/gateway-k8s-aws/resources.ts';
import type { ResourceDefinition, StructuralSchema } from '../../../lib/generated/kubernetes/resource-definition.ts';
import { readResourceTable } from '../../../lib/generated/kubernetes/resource-table.ts';
import { kubernetesResources, objectMetaSchema } from '../../../lib/generated/kubernetes/resources.ts';
import type { Service } from '../../../lib/generated/kubernetes/types.ts';

const all = [...kubernetesResources, ...gatewayApiResources, ...configurationResources];

/** The schema at a path of field names; `[]` is the item of a list. */
function schemaAt(resource: ResourceDefinition | undefined, path: string, version = 0): StructuralSchema | undefined {
  return path
    .split('.')
    .reduce<StructuralSchema | undefined>(
      (schema, step) => (step === '[]' ? schema?.items : schema?.properties?.[step]),
      resource?.versions[version]?.schema,
    );
}

const kind = (resources: readonly ResourceDefinition[], name: string) =>
  resources.find((resource) => resource.names.kind === name);

describe.each(all.map((resource) => [`${resource.names.kind} (${resource.group || 'core'})`, resource] as const))(
  '%s',
  (_, resource) => {
    it('is stored in exactly one version, and served in that or another', () => {
      expect(resource.versions.filter((version) => version.storage)).toHaveLength(1);
      expect(resource.versions.some((version) => version.served)).toBe(true);
    });

    it('has structural schemas without references and prose', () => {
      for (const { schema } of resource.versions) {
        expect(schema.type).toBe('object');
        const text = JSON.stringify(schema);
        expect(text).not.toContain('"$ref"');
        expect(text).not.toMatch(/"description":"/);
      }
    });
  },
);

describe('the Gateway API', () => {
  it('has the ten kinds of the standard channel', () => {
    expect(gatewayApiResources.map((resource) => resource.names.kind)).toEqual([
      ...['BackendTLSPolicy', 'GatewayClass', 'Gateway', 'GRPCRoute', 'HTTPRoute', 'ListenerSet'],
      ...['ReferenceGrant', 'TCPRoute', 'TLSRoute', 'UDPRoute'],
    ]);
  });

  it('serves what the first adopters wrote: v1beta1', () => {
    for (const name of ['Gateway', 'GatewayClass', 'HTTPRoute', 'ReferenceGrant']) {
      const beta = kind(gatewayApiResources, name)?.versions.find((version) => version.name === 'v1beta1');
      expect(beta).toMatchObject({ served: true });
    }
  });

  it('defaults a match to every path', () => {
    expect(schemaAt(kind(gatewayApiResources, 'HTTPRoute'), 'spec.rules.[].matches')?.default).toEqual([
      { path: { type: 'PathPrefix', value: '/' } },
    ]);
  });

  it('identifies listeners by name and judges them by CEL', () => {
    const listeners = schemaAt(kind(gatewayApiResources, 'Gateway'), 'spec.listeners');
    expect(listeners?.['x-kubernetes-list-map-keys']).toEqual(['name']);
    expect(listeners?.maxItems).toBe(64);
    expect(listeners?.['x-kubernetes-validations']?.map((rule) => rule.message)).toContain(
      'Listener name must be unique within the Gateway',
    );
  });
});

describe('the built-in kinds', () => {
  it('identify the ports of a Service by port and protocol', () => {
    const ports = schemaAt(kind(kubernetesResources, 'Service'), 'spec.ports');
    expect(ports?.['x-kubernetes-list-map-keys']).toEqual(['port', 'protocol']);
    expect(ports?.['x-kubernetes-patch-merge-key']).toBe('port');
    expect(ports?.items?.properties?.['targetPort']).toEqual({ 'x-kubernetes-int-or-string': true });
  });

  it('keep real defaults and drop the zero values Go leaves empty', () => {
    const port = schemaAt(kind(kubernetesResources, 'Service'), 'spec.ports.[]');
    expect(port?.properties?.['protocol']?.default).toBe('TCP');
    expect(port?.properties?.['port']).toEqual({ type: 'integer', format: 'int32' });
  });

  it('let a CustomResourceDefinition hold any schema', () => {
    const schema = schemaAt(kind(kubernetesResources, 'CustomResourceDefinition'), 'spec.versions.[].schema');
    expect(schema?.properties?.['openAPIV3Schema']?.['x-kubernetes-preserve-unknown-fields']).toBe(true);
  });

  it('offer scale where it exists and only creation of reviews', () => {
    expect(kind(kubernetesResources, 'Deployment')?.versions[0]?.subresources.scale).toBeDefined();
    expect(kind(kubernetesResources, 'DaemonSet')?.versions[0]?.subresources.scale).toBeUndefined();
    expect(kind(kubernetesResources, 'TokenReview')?.verbs).toEqual(['create']);
  });

  it('share the schema of metadata', () => {
    expect(schemaAt(kind(kubernetesResources, 'Pod'), 'metadata')).toBe(objectMetaSchema);
    expect(objectMetaSchema.properties?.['finalizers']?.['x-kubernetes-list-type']).toBe('set');
  });
});

describe('a resource table', () => {
  it('puts a definition wherever it is referred to, with the keywords beside the reference', () => {
    const { resources } = readResourceTable({
      definitions: { A: { type: 'object', properties: { b: { $ref: '#/definitions/B' } } }, B: { type: 'string' } },
      resources: [{ schema: { $ref: '#/definitions/A', nullable: true } }],
    });
    expect(resources).toEqual([{ schema: { type: 'object', properties: { b: { type: 'string' } }, nullable: true } }]);
  });

  it('is refused if it refers to nothing', () => {
    expect(() => readResourceTable({ definitions: {}, resources: [{ $ref: '#/definitions/A' }] })).toThrow(
      'definition A',
    );
  });
});

describe('the types', () => {
  it('say of an object what an API server with these schemas would send', () => {
    const route: HTTPRoute = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }] }] },
    };
    const service: Service = { metadata: { name: 'orders' }, spec: { ports: [{ port: 80, protocol: 'TCP' }] } };
    const configuration: LoadBalancerConfiguration = {
      apiVersion: 'gateway.k8s.aws/v1beta1',
      kind: 'LoadBalancerConfiguration',
      metadata: {},
      spec: { listenerConfigurations: [{ protocolPort: 'HTTPS:443', alpnPolicy: 'None' }] },
    };
    // @ts-expect-error The default makes alpnPolicy a field that is always there.
    const bare: ListenerConfiguration = { protocolPort: ':' };
    expect([route, service, configuration, bare]).toHaveLength(4);
  });
});
