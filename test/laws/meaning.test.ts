// Law 8: a Gateway API matcher and the data plane of the load balancer choose the same answer for every request.
// ALBATROSS_MEANING_WORLDS=20000 npx vitest run test/laws/meaning.test.ts looks longer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alb } from '../../lib/core/profile/alb.ts';
import type { Profile } from '../../lib/core/profile/profile.ts';
import { likelyReadings } from '../../lib/emulator/data-plane/readings.ts';
import type { Readings } from '../../lib/emulator/data-plane/readings.ts';
import { compare, translate } from '../support/meaning/compare.ts';
import type { Comparison } from '../support/meaning/compare.ts';
import { plantedBugs } from '../support/meaning/planted-bugs.ts';
import { worlds } from '../support/meaning/random-worlds.ts';
import { aims, requestNear } from '../support/meaning/request-near.ts';
import type { ClientRequest } from '../support/meaning/specification.ts';

const numRuns = Number(process.env['ALBATROSS_MEANING_WORLDS'] ?? 400);

/** What AWS leaves open, read the other way: nothing may depend on it. */
const unlikelyReadings: Readings = {
  ...likelyReadings,
  regexAnchoring: 'full',
  hostRegexCase: 'sensitive',
  headerRegexCase: 'sensitive',
  hostPort: 'stripped',
  queryEncoding: 'decoded',
  pathForm: 'normalised',
  headerEscape: 'none',
  rewriteMatches: 'all',
};

/** Compared under one reading that forgives least. */
const strictReadings: Readings = { ...likelyReadings, hostRegexCase: 'sensitive' };

/** A request whose path reads the same whether or not a load balancer normalises it. */
function isNormal({ path }: ClientRequest): boolean {
  return !/%|\/\/|\/\.{1,2}(\/|$)/.test(path);
}

const pairs = fc.record({ world: worlds, near: fc.array(aims, { minLength: 1, maxLength: 40, size: 'max' }) });

function law(
  profile: Profile,
  readings: Readings,
  each: (comparison: Comparison) => void = () => undefined,
): fc.IProperty<[Pair]> {
  return fc.property(pairs, ({ world, near }) => {
    const requests = near
      .map((aim) => requestNear(world, aim))
      .filter((request) => readings.pathForm === 'raw' || isNormal(request));
    for (const comparison of compare(world, translate(world, profile), requests, readings)) {
      each(comparison);
      if (comparison.difference !== undefined) throw new Error(comparison.difference);
    }
  });
}
type Pair = typeof pairs extends fc.Arbitrary<infer T> ? T : never;

describe('law 8: the load balancer answers as the Gateway API says', () => {
  it('for random routes and requests near them', async ({ annotate }) => {
    const seen = { requests: 0, matched: 0, several: 0, refused: 0, redirected: 0 };
    fc.assert(
      law(alb, likelyReadings, ({ verdict, isRefused }) => {
        seen.requests += 1;
        seen.matched += Number(verdict.candidates > 0);
        seen.several += Number(verdict.candidates > 1);
        seen.refused += Number(isRefused);
        seen.redirected += Number(verdict.outcome.say === 'redirect');
      }),
      { numRuns },
    );
    await annotate(`requests: ${JSON.stringify(seen)}`);
    expect(seen.matched / seen.requests).toBeGreaterThan(0.55);
    expect(seen.several / seen.requests).toBeGreaterThan(0.25);
    expect(seen.refused / seen.requests).toBeLessThan(0.05);
  });

  it('however AWS reads what it leaves open', () => {
    fc.assert(law(alb, unlikelyReadings), { numRuns });
  });

  it.each(plantedBugs)('and not if %s', (_what, compiler) => {
    const { errorInstance } = fc.check(law(compiler, strictReadings), { numRuns: 10 * numRuns, endOnFailure: true });
    expect(errorInstance).toMatchObject({ message: expect.stringContaining('specification: ') });
  });
});
