import { expect, test } from 'vitest';
import { type Part, type Probe, readiness, readinessLimit, TookTooLong } from './health.ts';

const vital = (probe: Probe): Part => ({ probe, vital: true });

test('is ok when every part serves', async () => {
  const result = await readiness({ database: vital(async () => {}) }, { limit: 1_000 });
  expect(result).toMatchObject({ status: 'ok', checks: { database: { status: 'ok' } } });
});

test('is down when a vital part fails, and tells only the log why', async () => {
  const failures: unknown[] = [];
  const result = await readiness(
    {
      database: vital(async () => {
        throw new Error('password authentication failed');
      }),
      other: vital(async () => {}),
    },
    { limit: 1_000, onFailure: (name, error) => failures.push([name, String(error)]) },
  );
  expect(result.status).toBe('down');
  expect(result.checks['other']?.status).toBe('ok');
  expect(JSON.stringify(result)).not.toContain('password');
  expect(failures).toEqual([['database', 'Error: password authentication failed']]);
});

test('does not wait for a part that hangs, even when it ignores the signal', async () => {
  const result = await readiness({ database: vital(() => new Promise(() => {})) }, { limit: 30 });
  expect(result.checks['database']?.status).toBe('timeout');
});

test('is degraded, and not down, when a part fails without which people can work', async () => {
  const fails: Probe = () => Promise.reject(new Error('no'));
  const result = await readiness(
    { database: vital(async () => {}), auth: { probe: fails, vital: false } },
    { limit: 1_000 },
  );
  expect(result).toMatchObject({
    status: 'degraded',
    checks: { database: { status: 'ok' }, auth: { status: 'failed', ms: expect.any(Number) } },
  });
});

test('a part that this server was not given is off, which is nothing that it lacks', async () => {
  const result = await readiness(
    { database: vital(async () => {}), redis: { probe: null, vital: false } },
    { limit: 1_000 },
  );
  expect(result).toMatchObject({ status: 'ok', checks: { redis: { status: 'off', ms: 0 } } });
});

test('a part that has a shorter limit of its own says so when it is over', async () => {
  const late: Part = { probe: () => Promise.reject(new TookTooLong('150 ms')), vital: false };
  const result = await readiness({ redis: late }, { limit: 60_000 });
  expect(result).toMatchObject({ status: 'degraded', checks: { redis: { status: 'timeout' } } });
});

test.each([
  [undefined, 1_500],
  ['', 1_500],
  ['soon', 1_500],
  ['0', 1_500],
  ['3600000', 1_500],
  ['10000', 10_000],
])('a part has as long as READINESS_LIMIT_MS says, where it says so: %s', (said, limit) => {
  expect(readinessLimit({ READINESS_LIMIT_MS: said })).toBe(limit);
});
