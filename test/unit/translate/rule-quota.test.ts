import { describe, expect, it } from 'vitest';
import { alb } from '../../../lib/core/profile/alb.ts';
import { aGateway, anHttpRoute, aRule } from '../../support/builders.ts';
import type { RawObject } from '../../support/builders.ts';
import { translated } from '../../support/translation.ts';

type Part = Readonly<Record<string, unknown>>;

const matching = (...matches: readonly Part[]): readonly Part[] => [aRule({ matches })];
const exact = (value: string): Part => ({ path: { type: 'Exact', value } });

describe('quotas', () => {
  const limited = { ...alb, quotas: { rulesPerLoadBalancer: 3, targetGroupsPerLoadBalancer: 100 } };
  const expression = (value: string): Part => ({ path: { type: 'RegularExpression', value } });
  const route = (name: string, second: number, count: number): RawObject =>
    anHttpRoute(
      { rules: matching(...Array.from({ length: count }, (_, index) => expression(`/${name}/${index}`))) },
      { name, metadata: { creationTimestamp: `2026-01-01T00:00:0${second}Z` } },
    );

  it('are kept by leaving the newest route out, which is told the numbers', () => {
    const built = translated([aGateway(), route('old', 1, 2), route('new', 2, 2)], { profile: limited });
    expect(built.stack?.rules.map(({ serves }) => serves[0]?.name)).toEqual(['old', 'old']);
    expect(built.stack?.targetGroups).toHaveLength(1);
    expect(built.findings).toMatchObject([
      {
        subject: { name: 'new' },
        reason: 'QuotaExceeded',
        message: expect.stringContaining("use 2 of the load balancer's 3"),
      },
    ]);
  });

  it('are kept by a route whose rules become one, and by a newer one that fits beside', () => {
    const small = anHttpRoute(
      { rules: matching(...['a', 'b', 'c'].map((name) => exact(`/${name}`))) },
      { name: 'small', metadata: { creationTimestamp: '2026-01-01T00:00:03Z' } },
    );
    const built = translated([aGateway(), route('old', 1, 2), route('new', 2, 2), small], { profile: limited });
    expect(built.stack?.rules.map(({ serves }) => serves[0]?.name)).toEqual(['small', 'old', 'old']);
  });

  it('of target groups count as well', () => {
    const profile = { ...alb, quotas: { rulesPerLoadBalancer: 100, targetGroupsPerLoadBalancer: 1 } };
    expect(
      translated([aGateway(), route('old', 1, 2), route('new', 2, 2)], { profile }).stack?.targetGroups,
    ).toHaveLength(1);
  });
});
