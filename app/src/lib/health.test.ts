import { expect, test } from 'vitest';
import { readiness } from './health.ts';

test('is ok when every part serves', async () => {
  const result = await readiness({ database: async () => {} }, { limit: 1_000 });
  expect(result).toMatchObject({ status: 'ok', checks: { database: { status: 'ok' } } });
});

test('is degraded when one part fails, and tells only the log why', async () => {
  const failures: unknown[] = [];
  const result = await readiness(
    {
      database: async () => {
        throw new Error('password authentication failed');
      },
      other: async () => {},
    },
    { limit: 1_000, onFailure: (name, error) => failures.push([name, String(error)]) },
  );
  expect(result.status).toBe('degraded');
  expect(result.checks['other']?.status).toBe('ok');
  expect(JSON.stringify(result)).not.toContain('password');
  expect(failures).toEqual([['database', 'Error: password authentication failed']]);
});

test('does not wait for a part that hangs, even when it ignores the signal', async () => {
  const result = await readiness({ database: () => new Promise(() => {}) }, { limit: 30 });
  expect(result.checks['database']?.status).toBe('timeout');
});
