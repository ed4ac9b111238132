import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { inFull } from './test/support/full.ts';
import LongestFirst from './test/support/longest-first.ts';

const inApp = (path: string) => fileURLToPath(new URL(`app/${path}`, import.meta.url));
const NEVER = ['**/node_modules/**', 'rehearsal/.work/**', 'app/**'];
const BROWSER = ['test/e2e/**/*.test.ts'];
const FULL = ['**/*.full.test.ts', 'test/full/**/*.test.ts'];
/** Loading everything anew for each file takes longer than the tests do. */
const SHARED = { isolate: false, setupFiles: ['test/support/each-file.ts'] };
/** Workers for tests that wait for servers as much as they compute: three on two processors. */
const WAITING = availableParallelism() + 1;
/** The engine, hazard and schema tests, which `npm run test:full` runs on every server that is supported. */
const onServer = (major: 15 | 16 | 17, order: number) => ({
  test: {
    name: `postgres-${major}`,
    include: ['test/{engine,hazards,schema}/**/*.integration.test.ts'],
    exclude: NEVER,
    env: { SHIPLOCK_TEST_POSTGRES: String(major) },
    testTimeout: 240_000,
    hookTimeout: 120_000,
    globalSetup: ['test/support/postgres-global.ts'],
    maxWorkers: 2,
    sequence: { groupOrder: order },
  },
});

/**
 * Seven groups, so that a newcomer can run the quick one alone (`npm run test:unit`): unit (beside the code, no
 * server), integration (real Postgres, real HTTP, the built dist), the
 * app's own of these, full (the long matrices of `npm run test:full`),
 * journeys in a browser (`npm run test:e2e`), older servers, and the end-to-end ones, which have scripts of their own.
 */
export default defineConfig({
  test: {
    // Tests that say that they may run side by side wait for a time to pass; each takes next to nothing meanwhile.
    maxConcurrency: 20,
    sequence: { sequencer: LongestFirst },
    tags: [
      {
        name: 'full',
        description:
          'Takes long, and `npm test` has a sample of its kind: runs in `npm run test:full` and by file name.',
      },
    ],
    projects: [
      {
        test: {
          name: 'unit',
          ...SHARED,
          pool: 'threads',
          include: [
            'src/**/*.test.ts',
            'actions/**/*.test.ts',
            'scripts/**/*.test.ts',
            'rehearsal/**/*.test.ts',
          ],
          exclude: ['**/*.integration.test.ts', ...FULL, ...NEVER],
          testTimeout: 120_000,
          // vitest leaves one processor free, which is half of a machine with two; nothing else runs beside them.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          ...SHARED,
          include: ['**/*.integration.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/workflows/**', ...BROWSER, ...FULL, ...NEVER],
          // Ends what hangs; a machine that is much slower than ours must not come near it.
          testTimeout: inFull ? 1_800_000 : 300_000,
          hookTimeout: 300_000,
          globalSetup: ['test/support/postgres-global.ts'],
          maxWorkers: WAITING,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The app's route handlers and Server Actions with a real database; what Next.js adds to a request is a test's.
        resolve: {
          alias: {
            '@': inApp('src'),
            'server-only': inApp('src/test/server-only.ts'),
            'next/cache': inApp('src/test/next/cache.ts'),
            'next/headers': inApp('src/test/next/headers.ts'),
            'next/navigation': inApp('src/test/next/navigation.ts'),
          },
        },
        test: {
          name: 'app-integration',
          include: ['app/src/**/*.integration.test.ts'],
          // It asks for `next/headers`, too.
          server: { deps: { inline: ['flags'] } },
          testTimeout: 60_000,
          hookTimeout: 300_000,
          maxWorkers: WAITING,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'full',
          include: FULL,
          exclude: NEVER,
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          globalSetup: ['test/support/postgres-global.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Journeys in a real browser against the production build: `npm run test:e2e`.
        test: {
          name: 'e2e',
          include: BROWSER,
          testTimeout: 600_000,
          hookTimeout: 300_000,
          // Each has a build, servers and a browser of its own.
          maxWorkers: 1,
          sequence: { groupOrder: 6 },
        },
      },
      onServer(15, 3),
      onServer(16, 4),
      onServer(17, 5),
    ],
  },
});
