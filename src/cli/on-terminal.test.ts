import { expect, test } from 'vitest';
import { missing } from '../runner/values.ts';
import { onTerminal, problemOnTerminal } from './on-terminal.ts';

test.each([
  ['Set `with: vercel-token:` or `env: VERCEL_TOKEN:`.', 'Set the environment variable `VERCEL_TOKEN`.'],
  ['Correct `with: commit:`.', 'Correct `--commit`.'],
  [
    'Set `with: supabase-url:` or `env: SUPABASE_URL:`.',
    'Set `--supabase-url` or the environment variable `SUPABASE_URL`.',
  ],
  ['the input down is "x"', '`--down` is "x"'],
  ['Check the input `settings`, and more.', 'Check `--settings`, and more.'],
  [
    'Set the input sentry-issues-token to a token.',
    'Set the environment variable `SENTRY_ISSUES_TOKEN` to a token.',
  ],
  ['Correct the password in database-url.', 'Correct the password in SHIPLOCK_DATABASE_URL.'],
  [
    'To roll back anyway, set force: true with a reason.',
    'To roll back anyway, set `--force` with a reason.',
  ],
  ['the input to is "abc"', '`--to` is "abc"'],
  ['set staging-database-url', 'set SHIPLOCK_STAGING_DATABASE_URL'],
])('%s → %s', (words, here) => {
  expect(onTerminal(words)).toBe(here);
});

test.each([
  'the input to the function',
  'the input nobody knows',
  '--database-url is not a flag',
  'x/github-token.md',
  'with: a reason',
  'approvals.breakGlass.authors: true lets',
])('%s stays', (words) => {
  expect(onTerminal(words)).toBe(words);
});

test('a missing commit of a rollback can be answered by the release to go to', () => {
  const { problem } = missing('commit', { inputs: ['commit', 'to'], required: [] });
  expect(problemOnTerminal(problem).next).toMatch(/^Set `--commit`, or `--to`\. /);
  expect(missing('commit', { inputs: ['commit'], required: [] }).problem.next).not.toContain('to:');
});
