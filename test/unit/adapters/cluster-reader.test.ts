import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installChart } from '../../../lib/adapters/kube/chart.ts';
import { kubeAnswerFault } from '../../../lib/adapters/kube/classify-error.ts';
import { createClusterReader } from '../../../lib/adapters/kube/cluster-reader.ts';
import type { KubeHttp } from '../../../lib/adapters/kube/http.ts';
import type { RawObject } from '../../../lib/reconcile/ports.ts';
import { faultOf } from './aws-account.ts';
import {
  aCluster,
  aConfigMap,
  aGateway,
  anInstalledCluster,
  chartFolder,
  chartValues,
  type Cluster,
} from './kube-cluster.ts';

const namesOf = (objects: readonly RawObject[]) =>
  objects.map(({ metadata }) => (metadata as { readonly name: string }).name);

/** `http` that also writes down the paths it is asked for. */
function recorded(http: KubeHttp) {
  const paths: string[] = [];
  const json: KubeHttp['json'] = (request) => {
    paths.push(request.path);
    return http.json(request);
  };
  return { paths, http: { ...http, json } };
}

/** Answers as an API server that serves only these paths would. */
function serving(answers: Readonly<Record<string, () => unknown>>): KubeHttp {
  return {
    json: ({ path, method }) => {
      const answer = answers[path.replace(/\?.*/, '')];
      return answer ? Promise.resolve().then(answer) : Promise.reject(kubeAnswerFault(404, undefined, method, path));
    },
    stream: () => Promise.reject(new Error('nothing is watched here')),
    close: () => undefined,
  };
}

describe('a cluster without our CRDs', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await aCluster();
  });
  afterAll(() => cluster.close());

  it('has no objects of their kinds', async () => {
    const reader = createClusterReader(cluster.admin);
    expect(await reader.list('HTTPRoute')).toEqual([]);
    expect(await reader.get({ kind: 'Gateway', namespace: 'default', name: 'web' })).toBeUndefined();
  });

  it('has them as soon as the CRDs are there', async () => {
    const reader = createClusterReader(cluster.admin);
    expect(await reader.list('Gateway')).toEqual([]);
    await installChart(cluster.admin, chartFolder, chartValues);
    await cluster.client.create(aGateway('web'));
    expect(namesOf(await reader.list('Gateway'))).toEqual(['web']);
  });
});

describe('a list', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await anInstalledCluster();
    for (const namespace of ['default', 'kube-public'])
      for (let index = 0; index < 260; index += 1) await cluster.client.create(aConfigMap(`map-${index}`, namespace));
  });
  afterAll(() => cluster.close());

  it('has several pages and is read whole, of all namespaces or of one', async () => {
    const { paths, http } = recorded(cluster.admin);
    const reader = createClusterReader(http);
    const all = await reader.list('ConfigMap');
    expect(all.length).toBeGreaterThanOrEqual(520);
    expect(paths).toHaveLength(2);
    expect(new Set(all.map(({ metadata }) => JSON.stringify(metadata))).size).toBe(all.length);
    expect(all[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    const ours = (await reader.list('ConfigMap', 'kube-public')).filter(({ metadata }) =>
      (metadata as { name: string }).name.startsWith('map-'),
    );
    expect(ours).toHaveLength(260);
  });

  it('that is broken off is a Fault and not half a list', async () => {
    const matches = ({ path }: { readonly path: string }) => path.includes('continue=');
    const reader = createClusterReader(cluster.admin);
    cluster.kubernetes.interruptions.failNext(1, { status: 503, matches });
    expect((await faultOf(reader.list('ConfigMap'))).kind).toBe('unreachable');
    cluster.kubernetes.interruptions.failNext(1, { status: 410, matches });
    expect((await faultOf(reader.list('ConfigMap'))).kind).toBe('conflict');
    cluster.kubernetes.interruptions.failNext(1, { status: 404, matches });
    expect((await faultOf(reader.list('ConfigMap'))).kind).toBe('conflict');
  });

  it('that is forbidden is a Fault and not empty', async () => {
    const reader = createClusterReader(cluster.controller);
    const fault = await faultOf(reader.list('Secret'));
    expect(fault).toMatchObject({ kind: 'denied', code: 'Forbidden' });
  });

  it('is whole for a function of ours, for every kind that the graph is made of', async () => {
    const reader = createClusterReader(cluster.controller);
    await cluster.client.create(aGateway('web'));
    const kinds = [
      'GatewayClass',
      'ListenerSet',
      'HTTPRoute',
      'GRPCRoute',
      'ReferenceGrant',
      'LoadBalancerConfiguration',
      'TargetGroupConfiguration',
      'ListenerRuleConfiguration',
      'Service',
      'EndpointSlice',
      'Node',
    ];
    for (const kind of kinds) expect(Array.isArray(await reader.list(kind)), kind).toBe(true);
    expect(namesOf(await reader.list('Namespace'))).toContain('albatross-system');
    expect(await reader.list('Gateway')).toMatchObject([
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
    ]);
  });
});

describe('a single object', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await anInstalledCluster();
  });
  afterAll(() => cluster.close());

  it('is there, or the API server says that it is not, once', async () => {
    await cluster.client.create(aGateway('web'));
    const { paths, http } = recorded(cluster.controller);
    const reader = createClusterReader(http);
    expect(await reader.get({ kind: 'Gateway', namespace: 'default', name: 'web' })).toMatchObject(aGateway('web'));
    expect(await reader.get({ kind: 'Gateway', namespace: 'default', name: 'shop' })).toBeUndefined();
    expect(await reader.get({ kind: 'Secret', namespace: 'default', name: 'tls' })).toBeUndefined();
    expect(paths).toHaveLength(3);
  });
});

describe('a kind in another version', () => {
  const routes = (version: string) => `/apis/gateway.networking.k8s.io/${version}/httproutes`;
  const oneItem = () => ({ items: [{ metadata: { name: 'old' } }] });

  it('is read in the one that the server has', async () => {
    const reader = createClusterReader(serving({ [routes('v1beta1')]: oneItem }));
    expect(await reader.list('HTTPRoute')).toMatchObject([
      { apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'HTTPRoute' },
    ]);
  });

  it('is not lost when the CRD is upgraded', async () => {
    const answers: Record<string, () => unknown> = { [routes('v1beta1')]: oneItem };
    const reader = createClusterReader(serving(answers));
    await reader.list('HTTPRoute');
    delete answers[routes('v1beta1')];
    answers[routes('v1')] = oneItem;
    expect(namesOf(await reader.list('HTTPRoute'))).toEqual(['old']);
  });
});

describe('an answer that is no list', () => {
  it('is a Fault and not an empty cluster', async () => {
    const reader = createClusterReader(serving({ '/api/v1/namespaces': () => ({ hello: 'from a proxy' }) }));
    expect(await faultOf(reader.list('Namespace'))).toMatchObject({ kind: 'unreachable', code: 'NoList' });
  });
});
