import { defineConfig } from 'vitest/config';

/**
 * Three groups, so that a newcomer can run the quick one alone (`npm run test:unit`):
 * unit (beside the code, no server), integration (real Postgres, real HTTP, the built dist),
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
          exclude: ['**/*.integration.test.ts', '**/node_modules/**', 'rehearsal/.work/**'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/e2e/**', 'test/workflows/**', 'rehearsal/.work/**', 'app/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ['test/support/postgres-global.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
