import { defineConfig } from 'vitest/config';
import { FOLDERS } from './folders.ts';

const names = process.env['SHIPLOCK_MUTATION_FOLDERS']?.split(',');
const wanted = Object.entries(FOLDERS).filter(([name]) => names?.includes(name) ?? true);

/** The unit tests that Stryker repeats for every mutant: nothing that needs a server. */
export default defineConfig({
  test: {
    include: wanted.flatMap(([, { tests }]) => [...tests]),
    exclude: ['**/*.integration.test.ts'],
    setupFiles: ['test/mutation/setup.ts'],
    testTimeout: 20_000,
  },
});
