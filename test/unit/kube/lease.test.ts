import { describe, expect, it } from 'vitest';
import { leadUnderLease } from '../../../lib/adapters/kube/lease.ts';
import { type Api, createApi, idle } from './list-watch-world.ts';

const second = 1_000;
const lease = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'default',
  name: 'albatross-forwarder',
};

/** A replica that wants to lead; `crash` makes it deaf and dumb without giving anything back. */
function aReplica(api: Api, holder: string) {
  const stopping = new AbortController();
  let crashed = false;
  let leads = false;
  let terms = 0;
  const report = { waiting: () => {}, leading: () => {}, lost: () => {}, troubled: () => {} };
  const http = {
    ...api.http,
    json: (request: Parameters<typeof api.http.json>[0]) =>
      crashed ? new Promise<never>(() => {}) : api.http.json(request),
  };
  const lead = async (signal: AbortSignal) => {
    leads = true;
    terms += 1;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    leads = false;
  };
  const done = leadUnderLease(
    { http, clock: api.clock, report },
    { namespace: 'default', name: lease.name, holder },
    lead,
    stopping.signal,
  );
  return {
    leads: () => leads,
    terms: () => terms,
    crash: () => {
      crashed = true;
    },
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function pass(api: Api, ms: number): Promise<void> {
  await idle();
  for (let left = ms; left > 0; left -= 500) {
    await api.clock.advance(Math.min(left, 500));
    await idle();
  }
}

describe('leading under a lease', () => {
  it('is done by one of two replicas, and stays with it', async () => {
    const api = createApi();
    const one = aReplica(api, 'one');
    await idle();
    const two = aReplica(api, 'two');
    await pass(api, 60 * second);
    expect([one.leads(), two.leads()]).toEqual([true, false]);
    expect(one.terms()).toBe(1);
    expect(await api.client.get(lease)).toMatchObject({ spec: { holderIdentity: 'one', leaseTransitions: 0 } });
  });

  it('passes within seconds to the other replica when the first one is told to end', async () => {
    const api = createApi();
    const one = aReplica(api, 'one');
    await idle();
    const two = aReplica(api, 'two');
    await pass(api, 5 * second);
    await one.stop();
    await pass(api, 2.5 * second);
    expect([one.leads(), two.leads()]).toEqual([false, true]);
  });

  it('passes to the other replica after the lease has run out, and never before the first one has stopped', async () => {
    const api = createApi();
    const one = aReplica(api, 'one');
    await idle();
    const two = aReplica(api, 'two');
    await pass(api, 5 * second);
    one.crash();
    for (let waited = 0; waited < 14 && !two.leads(); waited += 0.5) {
      await pass(api, 0.5 * second);
      expect(one.leads() && two.leads()).toBe(false);
    }
    expect([one.leads(), two.leads()]).toEqual([false, true]);
    expect(await api.client.get(lease)).toMatchObject({ spec: { holderIdentity: 'two', leaseTransitions: 1 } });
  });

  it('is given up while the API server cannot be reached, and resumed afterwards', async () => {
    const api = createApi();
    const one = aReplica(api, 'one');
    await pass(api, second);
    api.kubernetes.interruptions.failNext(8, { status: 503 });
    await pass(api, 9 * second);
    expect(one.leads()).toBe(false);
    await pass(api, 30 * second);
    expect([one.leads(), one.terms()]).toEqual([true, 2]);
  });

  it('is not confused by a replica that writes at the same moment', async () => {
    const api = createApi();
    const replicas = ['one', 'two', 'three'].map((name) => aReplica(api, name));
    await pass(api, 30 * second);
    expect(replicas.filter((each) => each.leads())).toHaveLength(1);
  });
});
