import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@': source('./src'),
      // The real package throws outside of a server bundle, which is its whole purpose.
      'server-only': source('./src/test/server-only.ts'),
    },
  },
  test: {
    name: 'app',
    root: source('./'),
    include: ['src/**/*.test.{ts,tsx}'],
    exclude: ['**/*.integration.test.ts'],
    testTimeout: 10_000,
  },
});
