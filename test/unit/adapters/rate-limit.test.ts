import { describe, expect, it } from 'vitest';
import { budgetClass, createRateLimit } from '../../../lib/adapters/aws/rate-limit.ts';
import { defaultBudgets } from '../../../lib/config.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { faultOf } from './aws-account.ts';

function aLimit(instances = 1) {
  const clock = createClock('manual');
  const budgets = { ...defaultBudgets, other: { perSecond: 2, burst: 4 }, instances };
  const limit = createRateLimit(budgets, clock);
  const takeAll = async (operation: string, times: number) => {
    for (let count = 0; count < times; count += 1) await limit.turn(operation);
  };
  /** When, in milliseconds from now, the turn of a call comes. */
  const turnAfter = async (operation: string) => {
    const asked = clock.now();
    const turn = limit.turn(operation).then(() => clock.now() - asked);
    await clock.advance(2_000);
    return turn;
  };
  return { clock, limit, takeAll, turnAfter };
}

describe('the budget of calls', () => {
  it.each([
    ['describe', 'DescribeRules'],
    ['describe', 'GetResources'],
    ['describe', 'ListCertificates'],
    ['modify', 'ModifyRule'],
    ['targets', 'RegisterTargets'],
    ['targets', 'DeregisterTargets'],
    ['other', 'CreateRule'],
    ['other', 'SetRulePriorities'],
    ['other', 'DeleteRule'],
  ])('is the one for %s: %s', (budget, operation) => {
    expect(budgetClass(operation)).toBe(budget);
  });

  it('lets a burst through at once, then one call whenever a token is refilled', async () => {
    const { takeAll, turnAfter } = aLimit();
    await takeAll('CreateRule', 4);
    expect(await turnAfter('CreateRule')).toBe(500);
  });

  it('refills more slowly the more instances share it', async () => {
    const { takeAll, turnAfter } = aLimit(2);
    await takeAll('CreateRule', 4);
    expect(await turnAfter('CreateRule')).toBe(1000);
  });

  it('refuses a turn that is more than two seconds away, and owes nothing for it', async () => {
    const { clock, limit, takeAll, turnAfter } = aLimit();
    await takeAll('CreateRule', 4);
    const waiting = Array.from({ length: 4 }, () => limit.turn('CreateRule'));
    expect(await faultOf(limit.turn('CreateRule'))).toMatchObject({ kind: 'throttled', code: 'LocalBudget' });
    expect(await faultOf(limit.turn('DeleteRule'))).toMatchObject({ kind: 'throttled', operation: 'DeleteRule' });
    await clock.advance(2_000);
    await Promise.all(waiting);
    expect(await turnAfter('CreateRule')).toBe(500);
  });

  it('of one class is not used up by another', async () => {
    const { limit, takeAll } = aLimit();
    await takeAll('CreateRule', 4);
    await limit.turn('DescribeRules');
  });

  it('is empty as soon as AWS says "too many"', async () => {
    const { limit, turnAfter } = aLimit();
    limit.throttled('CreateRule');
    expect(await turnAfter('CreateRule')).toBe(500);
  });

  it('never holds more than a burst', async () => {
    const { clock, takeAll, turnAfter } = aLimit();
    await clock.advance(3_600_000);
    await takeAll('CreateRule', 4);
    expect(await turnAfter('CreateRule')).toBe(500);
  });
});
