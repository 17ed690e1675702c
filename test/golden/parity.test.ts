// Law 12: under profile `lbc` the stack is the one that a real LBC recorded for the same objects.
import { describe, expect, it } from 'vitest';
import { differences, hasPlan, isCorpusThere, recordedCases, translateCase } from '../support/lbc-plans.ts';

/** Cases we plan although LBC refuses them, and why that is so. */
const plannedByUsAlone: Readonly<Record<string, string>> = {
  '102-lrc-oidc-missing-key-error':
    'a Secret without clientSecret costs its rule only: the graph says so before the dialect is asked',
};

const cases = isCorpusThere ? recordedCases() : [];

describe.skipIf(!isCorpusThere)(
  'plans recorded from the AWS Load Balancer Controller (skipped where the recordings are not beside the repository)',
  () => {
    it.each(cases.filter(hasPlan))('%s is planned alike', (name) => {
      expect(differences(name)).toEqual([]);
    });

    it.each(cases.filter((name) => !hasPlan(name)))('%s is refused, as LBC refuses it', (name) => {
      expect(translateCase(name).stack !== undefined).toBe(name in plannedByUsAlone);
    });
  },
);
