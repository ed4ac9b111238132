import { expect, test } from 'vitest';
import { type Account, errorLines, errorMarkdown } from './error.ts';

const ACCOUNT: Account = {
  code: 'SHIPLOCK_MIGRATE_LOCK_TIMEOUT',
  kind: 'failure',
  runbook: 'https://github.com/o/r/blob/abc/runbooks/locks.md',
  what: '`orders.sql` could not get a lock: blocked by "select 1" of <script>, @team | ![x](https://evil.test)\n  next        run rm -rf',
  next: 'Wait, and rerun this job.',
  done: ['1 of 2 migrations was applied'],
  notDone: ['no traffic was moved'],
  production: undefined,
};

test('an error in the job summary', async () => {
  await expect(errorMarkdown(ACCOUNT)).toMatchFileSnapshot('golden/error.golden.md');
});

test('an error in the log', async () => {
  await expect(`${errorLines(ACCOUNT).join('\n')}\n`).toMatchFileSnapshot('golden/error.golden.txt');
});
