import { describe, expect, it } from 'vitest';
import { aGatewayClass } from '../../support/builders.ts';
import { CellWorld, workedExample } from '../../support/cell-world.ts';

async function running(settings = {}): Promise<CellWorld> {
  const cell = new CellWorld(settings);
  cell.cluster.apply(...workedExample());
  await cell.reconcile();
  await cell.pass(400_000);
  return cell;
}

describe('a sweep', () => {
  it('rings every Gateway once in thirty minutes', async () => {
    const cell = await running();
    let rung = 0;
    for (let minute = 0; minute < 30; minute += 1) {
      rung += (await cell.sweep()).rung;
      cell.aws.advance(60_000);
    }
    expect(rung).toBe(1);
  });

  it('removes what carries the tags of a Gateway that does not exist, unless the cluster looks emptied', async () => {
    const cell = await running();
    cell.cluster.objects.delete('Gateway/shop/web');
    cell.cluster.objects.delete('GatewayClass//alb');
    await cell.sweep();
    expect(cell.aws.loadBalancers.size).toBe(1);
    cell.cluster.apply(aGatewayClass());
    expect((await cell.sweep()).orphans).toBe(2);
    expect(cell.aws.loadBalancers.size + cell.aws.targetGroups.size).toBe(0);
    await cell.sweep();
    expect([...cell.aws.securityGroups.keys()]).toEqual(['sg-nodes']);
  });

  it('takes nothing shared away while a Gateway needs it', async () => {
    const cell = await running();
    const ingress = cell.aws.securityGroups.get('sg-nodes')?.ingress;
    for (let minute = 0; minute < 30; minute += 1) {
      await cell.sweep();
      cell.aws.advance(60_000);
    }
    expect(cell.aws.securityGroups.get('sg-nodes')?.ingress).toEqual(ingress);
    expect(cell.aws.securityGroups.size).toBe(3);
  });

  it('gives back what was shared although the class is deleted with the last Gateway', async () => {
    const cell = await running();
    cell.cluster.objects.delete('Gateway/shop/web');
    await cell.sweep();
    cell.aws.advance(120_000);
    cell.cluster.objects.delete('GatewayClass//alb');
    await cell.sweep();
    expect([...cell.aws.securityGroups.keys()]).toEqual(['sg-nodes']);
    expect(cell.aws.securityGroups.get('sg-nodes')?.ingress).toEqual([]);
  });

  it('takes nothing shared away while another controller has a load balancer in the cluster', async () => {
    const cell = await running();
    const [own] = [...cell.aws.loadBalancers.values()];
    const stackTag = 'gateway.k8s.aws.alb/stack';
    if (own === undefined) throw new Error('the example has a load balancer');
    const { [stackTag]: _stack, ...tags } = own.tags;
    cell.aws.loadBalancers.set(own.arn, { ...own, tags });
    cell.aws.advance(60_000);
    const ingress = cell.aws.securityGroups.get('sg-nodes')?.ingress;
    cell.cluster.objects.delete('Gateway/shop/web');
    cell.cluster.objects.delete('HTTPRoute/shop/web');
    await cell.sweep();
    expect(cell.aws.securityGroups.get('sg-nodes')?.ingress).toEqual(ingress);
  });
});
