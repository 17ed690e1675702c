import { describe, expect, it } from 'vitest';
import type { Doorbell } from '../../../lib/core/base/doorbell.ts';
import type { ClusterId } from '../../../lib/core/base/ids.ts';
import { collapseDoorbells } from '../../../lib/reconcile/collapse-doorbells.ts';
import { aDoorbell, gateway } from '../queue/cell.ts';

const collapse = (...doorbells: readonly Partial<Doorbell>[]) =>
  collapseDoorbells(
    'shop' as ClusterId,
    doorbells.map((changes, index) => ({ messageId: `message-${index}`, doorbell: aDoorbell(changes) })),
  );

describe('many doorbells', () => {
  it('become one summons for each subject, in the order in which they were first rung', () => {
    const collapsed = collapse({ subject: gateway('web') }, { subject: gateway('blog') }, { subject: gateway('web') });
    expect(collapsed.map(({ summons, messageIds }) => [summons.subject.name, messageIds])).toEqual([
      ['web', ['message-0', 'message-2']],
      ['blog', ['message-1']],
    ]);
    expect(collapsed.every(({ summons }) => summons.cluster === 'shop')).toBe(true);
  });

  it('of a Gateway and of a Service with the same name are two subjects', () => {
    const service = { kind: 'service' as const, namespace: 'shop', name: 'web' };
    expect(collapse({ subject: gateway('web') }, { subject: service }).map(({ queue }) => queue)).toEqual([
      'reconcile',
      'targets',
    ]);
  });

  it.each([
    ['reconcile', { kind: 'gateway', namespace: 'a', name: 'b' }],
    ['reconcile', { kind: 'class', name: 'alb' }],
    ['targets', { kind: 'service', namespace: 'a', name: 'b' }],
    ['targets', { kind: 'nodes' }],
  ] as const)('go to %s: %o', (queue, subject) => {
    expect(collapse({ subject }).map((one) => one.queue)).toEqual([queue]);
  });

  it('of the heart are nobody’s work', () => {
    expect(collapse({ subject: { kind: 'heartbeat' } })).toEqual([]);
  });

  it('carry the oldest time, and id and trace of the newest, whatever their order', () => {
    const rung = [
      { at: 200, trace: '1-00000002-000000000000000000000000' },
      { at: 300, trace: '1-00000003-000000000000000000000000' },
      { at: 100, trace: '1-00000001-000000000000000000000000' },
    ];
    const [one] = collapse(...rung);
    expect(one).toMatchObject({ newestMessageId: 'message-1', summons: { at: 100, trace: rung[1]?.trace } });
  });

  it('count their rings anew as soon as somebody outside has rung', () => {
    expect(collapse({ ring: 150 }, { ring: 151 })[0]?.summons.ring).toBe(150);
    expect(collapse({ ring: 150 }, { ring: 0 })[0]?.summons.ring).toBe(0);
  });

  it('name each cause once, and ten at most', () => {
    const cause = (name: string) => ({ kind: 'HTTPRoute', namespace: 'shop', name, why: 'modified' });
    const twice = collapse({ cause: cause('cart') }, { cause: cause('cart') }, { cause: cause('search') });
    expect(twice[0]?.summons.causes).toEqual([cause('cart'), cause('search')]);
    const many = collapse(...Array.from({ length: 12 }, (_, index) => ({ cause: cause(`route-${index}`) })));
    expect(many[0]?.summons.causes).toHaveLength(10);
  });
});
