import { describe, expect, it } from 'vitest';
import { aNode, anEndpointSlice } from '../../support/builders.ts';
import { CellWorld, theGateway, workedExample } from '../../support/cell-world.ts';

async function running(settings = {}): Promise<CellWorld> {
  const cell = new CellWorld(settings);
  cell.cluster.apply(...workedExample());
  await cell.reconcile();
  await cell.pass(400_000);
  return cell;
}

describe('targets', () => {
  it('follow the nodes and the endpoints, and only synchronisation deregisters', async () => {
    const cell = await running();
    cell.cluster.apply(aNode({ name: 'node-c', spec: { providerID: 'aws:///us-west-2a/i-0c' } }));
    cell.cluster.delete({ kind: 'Node', namespace: '', name: 'node-a' }, cell.aws.now);
    await cell.sync();
    expect([...cell.aws.targets.values()].map((targets) => [...targets.keys()])).toEqual([
      ['i-0b:30080', 'i-0c:30080'],
    ]);
  });

  it('of a group that the tag search does not show yet are found through its load balancer', async () => {
    const cell = new CellWorld();
    cell.cluster.apply(...workedExample());
    await cell.reconcile();
    cell.cluster.delete({ kind: 'Node', namespace: '', name: 'node-a' }, cell.aws.now);
    await cell.sync();
    expect([...cell.aws.targets.values()].map((targets) => [...targets.keys()])).toEqual([['i-0b:30080']]);
  });

  it('stay when the Service is gone, and are synchronised when the Gateway is broken', async () => {
    const cell = await running();
    cell.cluster.apply(
      theGateway({
        infrastructure: {
          parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'missing' },
        },
      }),
    );
    cell.cluster.delete({ kind: 'Node', namespace: '', name: 'node-a' }, cell.aws.now);
    await cell.reconcile();
    await cell.sync();
    const registered = (): readonly (readonly string[])[] =>
      [...cell.aws.targets.values()].map((targets) => [...targets.keys()]);
    expect(registered()).toEqual([['i-0b:30080']]);
    cell.cluster.delete({ kind: 'Service', namespace: 'shop', name: 'app' }, cell.aws.now);
    cell.cluster.apply(anEndpointSlice({ endpoints: [] }, { name: 'app-1' }));
    await cell.sync();
    expect(registered()).toEqual([['i-0b:30080']]);
  });
});
