import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pod } from '../../../lib/emulator/workloads/objects.ts';
import {
  aDeployment,
  aService,
  deploymentRef,
  instances,
  podRef,
  serviceRef,
  startWorld,
  type World,
} from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const addressOf = (pod: Pod | undefined) => pod?.status?.podIP ?? '';
const isReady = (pod: Pod) => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
const living = async () => (await world.pods()).filter((pod) => pod.metadata.deletionTimestamp === undefined);
const endpoints = async (service: string) => (await world.slices(service)).flatMap((slice) => slice.endpoints ?? []);

async function apply(...objects: (ReturnType<typeof aDeployment> | ReturnType<typeof aService>)[]) {
  for (const object of objects) await world.client.create(object);
  await world.settled();
}

describe('nodes', () => {
  test('are the instances of the account', async () => {
    const nodes = await world.nodes();
    expect(nodes.map((node) => node.spec?.providerID)).toEqual(instances.map(({ providerId }) => providerId));
    expect(nodes[1]?.status?.addresses).toContainEqual({ type: 'InternalIP', address: '10.0.1.10' });
    expect(nodes[1]?.metadata.labels).toMatchObject({ 'topology.kubernetes.io/zone': 'us-west-2b' });
    expect(
      nodes.every((node) => node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')),
    ).toBe(true);
  });
});

describe('a Deployment', () => {
  test('has ready pods spread over the nodes, each with an address of its node', async () => {
    await apply(aDeployment('shop', 3));
    const pods = await world.pods();
    expect(pods.map(isReady)).toEqual([true, true, true]);
    expect(new Set(pods.map((pod) => pod.spec?.nodeName)).size).toBe(3);
    expect(pods.map(addressOf).sort()).toEqual(['10.244.0.2', '10.244.1.2', '10.244.2.2']);
    expect(pods.every((pod) => /^shop-[a-z0-9]{10}-[a-z0-9]{5}$/.test(pod.metadata.name))).toBe(true);
  });

  test('tells how far it is', async () => {
    await apply(aDeployment('shop', 2));
    const deployment = await world.client.get(deploymentRef('shop'));
    expect(deployment?.['status']).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
      ],
    });
  });

  test('replaces a deleted pod', async () => {
    await apply(aDeployment('shop', 2));
    const [first] = await world.pods();
    await world.client.delete(podRef(first?.metadata.name ?? ''));
    await world.settled();
    expect((await living()).filter(isReady)).toHaveLength(2);
    await world.advance(2_000);
    const left = await world.pods();
    expect(left).toHaveLength(2);
    expect(left.map(({ metadata }) => metadata.uid)).not.toContain(first?.metadata.uid);
  });

  test('follows its number of replicas up and down', async () => {
    await apply(aDeployment('shop', 1));
    await world.client.patch(deploymentRef('shop'), { spec: { replicas: 4 } });
    await world.settled();
    expect(await living()).toHaveLength(4);
    await world.client.patch(deploymentRef('shop'), { spec: { replicas: 0 } });
    await world.settled();
    expect(await living()).toHaveLength(0);
    await world.advance(2_000);
    expect(await world.pods()).toHaveLength(0);
  });

  test('rolls a new template out and never has fewer ready pods than it promises', async () => {
    await apply(aDeployment('shop', 4), aService('shop'));
    const old = new Set((await world.pods()).map(({ metadata }) => metadata.uid));
    const seen: number[] = [];
    const stop = world.client.watch({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }, ({ object }) => {
      const list = (object['endpoints'] ?? []) as { conditions: { ready: boolean } }[];
      seen.push(list.filter(({ conditions }) => conditions.ready).length);
    });
    const containers = [{ name: 'app', image: 'example/app:2', ports: [{ containerPort: 8080 }] }];
    await world.client.patch(deploymentRef('shop'), { spec: { template: { spec: { containers } } } });
    await world.settled();
    await world.advance(2_000);
    stop();
    const pods = await world.pods();
    expect(pods).toHaveLength(4);
    expect(pods.filter(({ metadata }) => old.has(metadata.uid))).toEqual([]);
    expect(pods.every((pod) => pod.spec?.containers[0]?.image === 'example/app:2')).toBe(true);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(3);
  });

  test('takes its pods along when it is deleted', async () => {
    await apply(aDeployment('shop', 2));
    await world.client.delete(deploymentRef('shop'));
    await world.settled();
    await world.advance(2_000);
    expect(await world.pods()).toEqual([]);
  });
});

describe('a pod', () => {
  const barePod = (spec: Record<string, unknown> = {}) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'lone', namespace: 'default', labels: { app: 'lone' } },
    spec: { containers: [{ name: 'app', image: 'example/app:1', ports: [{ containerPort: 3000 }], ...spec }] },
  });

  test('without a Deployment runs as well and answers with who it is and what it saw', async () => {
    await world.client.create(barePod());
    await world.settled();
    const [pod] = await world.pods();
    const reply = await world.call(addressOf(pod), 3000, '/some/path?x=1', {
      Host: 'app.example.com',
      'x-custom': 'v',
    });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      path: '/some/path?x=1',
      host: 'app.example.com',
      method: 'GET',
      proto: 'HTTP/1.1',
      headers: { 'X-Custom': ['v'] },
      httpPort: '3000',
      namespace: 'default',
      pod: 'lone',
    });
  });

  test('names itself as its environment says', async () => {
    const env = [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'NAMESPACE', value: 'elsewhere' },
      { name: 'SERVICE_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
    ];
    await world.client.create(barePod({ env }));
    await world.settled();
    const [pod] = await world.pods();
    const reply = await world.call(addressOf(pod), 3000);
    expect(reply.json).toMatchObject({ pod: 'lone', namespace: 'elsewhere', service: 'lone' });
  });

  test('listens where a Service sends traffic even if it declares no port', async () => {
    await world.client.create(barePod({ ports: [] }));
    await world.settled();
    const [pod] = await world.pods();
    await expect(world.call(addressOf(pod), 8080)).rejects.toThrow('ECONNREFUSED');
    await apply(aService('lone'));
    expect((await world.call(addressOf(pod), 8080)).status).toBe(200);
  });

  test('serves on while it is being deleted, as long as its preStop hook asks', async () => {
    await world.client.create(barePod({ lifecycle: { preStop: { sleep: { seconds: 10 } } } }));
    await world.settled();
    const [pod] = await world.pods();
    await world.client.delete(podRef('lone'));
    await world.settled();
    await world.advance(10_000);
    expect((await world.call(addressOf(pod), 3000)).status).toBe(200);
    await world.advance(1_000);
    await expect(world.call(addressOf(pod), 3000)).rejects.toThrow('ECONNREFUSED');
    expect(await world.pods()).toEqual([]);
  });

  test('waits when no node suits it', async () => {
    const pod = barePod();
    await world.client.create({ ...pod, spec: { ...pod.spec, nodeSelector: { disk: 'ssd' } } });
    await world.settled();
    expect((await world.pods())[0]?.status?.phase).toBe('Pending');
  });

  test('gets an address nobody had before, as long as there is one', async () => {
    await world.client.create(barePod());
    await world.settled();
    const first = addressOf((await world.pods())[0]);
    await world.client.delete(podRef('lone'));
    await world.settled();
    await world.advance(1_000);
    await world.client.create(barePod());
    await world.settled();
    const second = addressOf((await world.pods())[0]);
    expect([first, second]).toEqual(['10.244.0.2', '10.244.0.3']);
  });
});

describe('a Service', () => {
  test('lists its pods with their ports, nodes and zones', async () => {
    await apply(
      aDeployment('shop', 2),
      aService('shop', { ports: [{ name: 'web', port: 80, targetPort: 'http', appProtocol: 'http' }] }),
    );
    const [slice, ...others] = await world.slices('shop');
    expect(others).toEqual([]);
    expect(slice?.ports).toEqual([{ name: 'web', port: 8080, protocol: 'TCP', appProtocol: 'http' }]);
    const pods = await world.pods();
    expect(slice?.endpoints).toEqual(
      pods.map((pod) => ({
        addresses: [addressOf(pod)],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: pod.spec?.nodeName,
        zone: instances.find(({ privateDnsName }) => privateDnsName === pod.spec?.nodeName)?.zone,
        targetRef: { kind: 'Pod', namespace: 'default', name: pod.metadata.name, uid: pod.metadata.uid },
      })),
    );
  });

  test('shows a pod that is being deleted as terminating until it has stopped', async () => {
    await apply(aDeployment('shop', 1), aService('shop'));
    const [pod] = await world.pods();
    await world.client.patch(deploymentRef('shop'), { spec: { replicas: 0 } });
    await world.settled();
    expect(await endpoints('shop')).toMatchObject([{ conditions: { ready: false, serving: true, terminating: true } }]);
    expect((await world.call(addressOf(pod), 8080)).status).toBe(200);
    await world.advance(1_000);
    expect(await endpoints('shop')).toEqual([]);
  });

  test('without a selector leaves the slices of others alone', async () => {
    const slice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'hand-made', namespace: 'default', labels: { 'kubernetes.io/service-name': 'manual' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.244.9.9'] }],
      ports: [{ name: 'web', port: 8080 }],
    };
    const { selector: _selector, ...spec } = aService('manual').spec;
    await world.client.create({ ...aService('manual'), spec });
    await world.client.create(slice);
    await world.settled();
    expect((await world.slices('manual')).map(({ metadata }) => metadata.name)).toEqual(['hand-made']);
  });

  test('takes its slices along when it loses its selector', async () => {
    await apply(aDeployment('shop', 1), aService('shop'));
    expect(await world.slices('shop')).toHaveLength(1);
    await world.client.patch(serviceRef('shop'), { spec: { selector: null } });
    await world.settled();
    expect(await world.slices('shop')).toEqual([]);
  });
});

describe('a NodePort', () => {
  const nodePortOf = async (name: string) => {
    const service = await world.client.get(serviceRef(name));
    return (service?.['spec'] as { ports: { nodePort: number }[] }).ports[0]?.nodePort ?? 0;
  };

  test('reaches the pods from every node', async () => {
    await apply(aDeployment('shop', 1), aService('shop', { type: 'NodePort' }));
    const port = await nodePortOf('shop');
    const [pod] = await world.pods();
    for (const { privateIp } of instances) {
      expect((await world.call(privateIp, port)).json).toMatchObject({ pod: pod?.metadata.name });
    }
  });

  test('with local traffic only reaches the pods of its own node', async () => {
    await apply(aDeployment('shop', 1), aService('shop', { type: 'NodePort', externalTrafficPolicy: 'Local' }));
    const port = await nodePortOf('shop');
    const [pod] = await world.pods();
    const replies = await Promise.allSettled(instances.map(({ privateIp }) => world.call(privateIp, port)));
    const open = instances.filter((_, index) => replies[index]?.status === 'fulfilled');
    expect(open.map(({ privateDnsName }) => privateDnsName)).toEqual([pod?.spec?.nodeName]);
  });

  test('falls back to terminating pods and closes after them', async () => {
    await apply(aDeployment('shop', 1), aService('shop', { type: 'NodePort' }));
    const port = await nodePortOf('shop');
    await world.client.patch(deploymentRef('shop'), { spec: { replicas: 0 } });
    await world.settled();
    expect((await world.call('10.0.0.10', port)).status).toBe(200);
    await world.advance(1_000);
    await expect(world.call('10.0.0.10', port)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a namespace', () => {
  test('has a default ServiceAccount', async () => {
    await world.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    await world.settled();
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'team', name: 'default' };
    expect(await world.client.get(account)).toBeDefined();
  });

  test('empties and goes with all its workloads', async () => {
    await world.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    const deployment = aDeployment('shop', 2);
    const service = aService('shop');
    await world.client.create({ ...deployment, metadata: { ...deployment.metadata, namespace: 'team' } });
    await world.client.create({ ...service, metadata: { ...service.metadata, namespace: 'team' } });
    await world.settled();
    expect(await world.pods('team')).toHaveLength(2);
    await world.client.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'team' });
    await world.settled();
    await world.advance(2_000);
    expect(await world.client.get({ apiVersion: 'v1', kind: 'Namespace', name: 'team' })).toBeUndefined();
  });
});

test('a second look at a settled cluster writes nothing', async () => {
  await apply(aDeployment('shop', 2), aService('shop', { type: 'NodePort' }));
  const versions = async () =>
    [...(await world.pods()), ...(await world.nodes()), ...(await world.slices('shop'))].map(
      ({ metadata }) => metadata.resourceVersion,
    );
  const before = await versions();
  await world.advance(60_000);
  expect(await versions()).toEqual(before);
});
