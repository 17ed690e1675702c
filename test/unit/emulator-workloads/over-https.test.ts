import { expect, test } from 'vitest';
import { kubernetesResources } from '../../../lib/generated/kubernetes/resources.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createKubernetes } from '../../../lib/emulator/kubernetes/api-server.ts';
import { createHttpsWire } from '../../../lib/emulator/workloads/https-wire.ts';
import { startWorkloads } from '../../../lib/emulator/workloads/start-workloads.ts';
import { createWireClusterClient } from '../../../lib/emulator/workloads/wire-cluster-client.ts';
import { aDeployment, instances } from './world.ts';

test('workloads run against an API server on the other side of a TLS connection, and notice changes by watching', async () => {
  const clock = createClock('manual');
  const kubernetes = createKubernetes({ clock, resources: kubernetesResources });
  const endpoint = await kubernetes.listen();
  const wire = createHttpsWire({ server: endpoint.url, caPem: endpoint.caPem });
  const token = kubernetes.issueToken({ name: 'workloads', groups: ['system:masters'] });
  const errors: unknown[] = [];
  const workloads = startWorkloads({
    client: createWireClusterClient({ handle: wire.handle, token }),
    clock,
    instances,
    addressMap: [{ from: '10.244.0.0/16', to: '127.129.0.0/16' }],
    onError: (error) => errors.push(error),
  });
  await workloads.settled();
  const client = kubernetes.client();
  const ready = new Promise<void>((resolve) => {
    const stop = client.watch({ apiVersion: 'apps/v1', kind: 'Deployment' }, ({ object }) => {
      const status = object['status'] as { readyReplicas?: number } | undefined;
      if (status?.readyReplicas !== 3) return;
      stop();
      resolve();
    });
  });
  await client.create(aDeployment('shop', 3));
  await ready;
  await workloads.close();
  wire.close();
  await endpoint.close();
  clock.stop();
  expect(errors).toEqual([]);
});
