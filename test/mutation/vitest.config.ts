import { defineConfig } from 'vitest/config';
import { FOLDERS } from './folders.ts';

/** The unit tests that Stryker repeats for every mutant: nothing that needs a server. */
export default defineConfig({
  test: {
    include: Object.values(FOLDERS).flatMap(({ tests }) => tests),
    exclude: ['**/*.integration.test.ts'],
    setupFiles: ['test/mutation/setup.ts'],
    testTimeout: 20_000,
  },
});
