import { describe, expect, it } from 'vitest';
import { isolated, shared } from '../../../lib/core/profile/isolation.ts';
import type { AttachedHosts, Isolation } from '../../../lib/core/profile/isolation.ts';

const at = (listener: string, ...hostnames: string[]): AttachedHosts => ({ listener, isServed: true, hostnames });
const served = (isolation: Isolation, attached: readonly AttachedHosts[], port: readonly string[]): readonly string[] =>
  isolation.servedHosts(attached, port).map(({ section, hostname }) => `${section || '*'} ${hostname || '*'}`);

describe('listener isolation (alb)', () => {
  it('serves each listener by itself', () => {
    expect(served(isolated, [at('a.io', 'a.io'), at('', '')], ['a.io', ''])).toEqual(['a.io a.io', '* *']);
  });

  it('leaves a host to the more specific listener that owns it', () => {
    expect(served(isolated, [at('', 'x.a.io', 'b.io')], ['*.a.io', ''])).toEqual(['* b.io']);
  });

  it('keeps a wildcard of which a more specific listener owns a part', () => {
    expect(served(isolated, [at('', '*.io')], ['*.a.io', ''])).toEqual(['* *.io']);
  });

  it('guards a listener where a less specific one has routes', () => {
    expect(isolated.guards(['x.a.io', '*.a.io', ''], ['*.a.io', ''])).toEqual(['x.a.io', '*.a.io']);
  });

  it('guards nothing where requests could not fall through', () => {
    expect(isolated.guards(['x.a.io', '*.b.io'], ['x.a.io', '*.b.io'])).toEqual([]);
  });
});

describe('shared listeners (lbc)', () => {
  it('lose what a listener without hostname would serve (LIM-04)', () => {
    expect(served(shared, [at('a.io', 'a.io'), at('', '')], ['a.io', ''])).toEqual(['* a.io']);
  });

  it('take the hosts of listeners that are not served (LIM-06)', () => {
    expect(served(shared, [at('a.io', 'a.io'), { ...at('b.io', 'b.io'), isServed: false }], ['a.io'])).toEqual([
      '* a.io',
      '* b.io',
    ]);
  });
});
