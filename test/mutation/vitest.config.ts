// The tests that judge the mutants of one part: MUTATION_TESTS has beginnings of their paths under test/, apart by commas.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: (process.env['MUTATION_TESTS'] ?? 'unit').split(',').map((tests) => `test/${tests}{,/**/*}*.test.ts`),
    pool: 'threads',
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
