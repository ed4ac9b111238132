import { defineConfig } from 'vitest/config';

const NEVER = ['**/node_modules/**', 'rehearsal/.work/**', 'app/**'];
const FULL = ['**/*.full.test.ts', 'test/full/**/*.test.ts'];
/** Files that keep a sample of a matrix in `npm test`, by test/support/full.ts, and run whole in the full project. */
const MATRICES = [
  'test/engine/behind.integration.test.ts',
  'test/engine/kill.integration.test.ts',
  'test/hazards/claims.integration.test.ts',
  'test/hazards/expand.integration.test.ts',
  'test/attacks/row-2-any-proposal.test.ts',
  'test/release/restore.test.ts',
  'test/schema/mend-both-ways.integration.test.ts',
  'test/schema/verdict.integration.test.ts',
  'test/schema/verdict-rules.integration.test.ts',
];

/**
 * Four groups, so that a newcomer can run the quick one alone (`npm run test:unit`): unit (beside the code, no
 * server), integration (real Postgres, real HTTP, the built dist), full (the long matrices of `npm run test:full`),
 * and the end-to-end ones, which have scripts of their own.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'actions/**/*.test.ts',
            'scripts/**/*.test.ts',
            'rehearsal/**/*.test.ts',
          ],
          exclude: ['**/*.integration.test.ts', ...FULL, ...NEVER],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/workflows/**', ...FULL, ...NEVER],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ['test/support/postgres-global.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'full',
          include: [...FULL, ...MATRICES],
          env: { SHIPLOCK_TEST_FULL: '1' },
          exclude: NEVER,
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          globalSetup: ['test/support/postgres-global.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
