// Under profile `alb` the same objects need fewer listener rules than LBC planned for them, guards and divided rules counted.
import { describe, expect, it } from 'vitest';
import { hasPlan, isCorpusThere, plannedRules, recordedCases, translateCase } from '../support/lbc-plans.ts';

const cases = isCorpusThere ? recordedCases().filter(hasPlan) : [];

describe.skipIf(!isCorpusThere)(
  'listener rules for what LBC was given (skipped where the recordings are not beside the repository)',
  () => {
    it('are at most 85 % of those that LBC planned', async ({ annotate }) => {
      const counts = cases.flatMap((name) => {
        const { stack } = translateCase(name, 'alb');
        return stack === undefined ? [] : [{ lbc: plannedRules(name), ours: stack.rules.length }];
      });
      const lbc = counts.reduce((sum, count) => sum + count.lbc, 0);
      const ours = counts.reduce((sum, count) => sum + count.ours, 0);
      await annotate(`${ours} rules where LBC planned ${lbc}, in ${counts.length} of ${cases.length} cases`);
      expect(counts.length).toBe(cases.length);
      expect(ours).toBeLessThanOrEqual(0.85 * lbc);
    });
  },
);
