import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManifestApplier } from '../../../lib/adapters/kube/apply-manifests.ts';
import { installChart, removeChart } from '../../../lib/adapters/kube/chart.ts';
import { faultOf } from './aws-account.ts';
import { aCluster, aConfigMap, aGateway, chartFolder, chartValues, type Cluster } from './kube-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await aCluster();
});
afterAll(() => cluster.close());

const gateways = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: 'gateways.gateway.networking.k8s.io',
};
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'albatross-system',
  name: 'albatross-forwarder',
};

describe('the chart', () => {
  it('brings definitions, roles and the forwarder, and finds nothing to do the second time', async () => {
    const definitions = (await readdir(join(chartFolder, 'crds'))).length;
    const first = await installChart(cluster.admin, chartFolder, chartValues);
    expect(first.every((line) => line.endsWith(': created'))).toBe(true);
    expect(first.filter((line) => line.startsWith('CustomResourceDefinition'))).toHaveLength(definitions);
    const second = await installChart(cluster.admin, chartFolder, chartValues);
    expect(second.filter((line) => !/: (unchanged|left alone)$/.test(line))).toEqual([]);
    expect(await cluster.client.get(deployment)).toMatchObject({
      spec: { template: { spec: { containers: [{ image: 'example.test/forwarder:1' }] } } },
    });
  });

  it('changes what it brought, and leaves definitions alone that somebody else may have changed', async () => {
    await cluster.client.patch(gateways, { metadata: { annotations: { owner: 'platform team' } } });
    await cluster.client.patch(deployment, { spec: { replicas: 5 } });
    const newer = { ...chartValues, ALBATROSS_IMAGE: 'example.test/forwarder:2' };
    const lines = await installChart(cluster.admin, chartFolder, newer);
    expect(lines).toContain('Deployment albatross-forwarder: configured');
    expect(lines).toContain(`CustomResourceDefinition ${gateways.name}: left alone`);
    expect(await cluster.client.get(gateways)).toMatchObject({ metadata: { annotations: { owner: 'platform team' } } });
    expect(await cluster.client.get(deployment)).toMatchObject({ spec: { replicas: 2 } });
  });

  it('goes without taking the definitions, and with them every Gateway, along', async () => {
    await cluster.client.create(aGateway('web'));
    const lines = await removeChart(cluster.admin, chartFolder, chartValues);
    expect(lines).toContain('Deployment albatross-forwarder: removed');
    await cluster.kubernetes.settled();
    expect(await cluster.client.get(deployment)).toBeUndefined();
    expect(await cluster.client.get({ ...aGateway('web'), namespace: 'default', name: 'web' })).toBeDefined();
    const again = await removeChart(cluster.admin, chartFolder, chartValues);
    expect(again.every((line) => line.endsWith(': was not there'))).toBe(true);
  });

  it('with a value missing is refused by the cluster', async () => {
    const { ALBATROSS_NAMESPACE: _forgotten, ...rest } = chartValues;
    expect((await faultOf(installChart(cluster.admin, chartFolder, rest))).kind).toBe('rejected');
  });
});

describe('a manifest', () => {
  it('of a namespaced kind without a namespace goes into the default one', async () => {
    const { metadata, ...map } = aConfigMap('greeting');
    const applier = createManifestApplier(cluster.admin, 'kube-public');
    const manifest = { ...map, metadata: { name: metadata.name }, data: { hello: 'world' } };
    expect(await applier.apply(manifest)).toEqual({ manifest, change: 'created' });
    expect(await applier.get(manifest)).toMatchObject({
      metadata: { namespace: 'kube-public' },
      data: { hello: 'world' },
    });
    expect((await applier.apply({ ...manifest, data: {} })).change).toBe('configured');
    expect(await applier.remove(manifest)).toBe(true);
    expect(await applier.remove(manifest)).toBe(false);
  });

  it('of a kind that the cluster does not serve is refused with a sentence, and is not there', async () => {
    const applier = createManifestApplier(cluster.admin);
    const manifest = { apiVersion: 'music.example.com/v1', kind: 'Song', metadata: { name: 'anthem' } };
    const fault = await faultOf(applier.apply(manifest));
    expect(fault).toMatchObject({
      kind: 'rejected',
      message: 'the cluster does not serve Song in version music.example.com/v1',
    });
    expect(await applier.get(manifest)).toBeUndefined();
    expect(await applier.remove(manifest)).toBe(false);
  });
});
