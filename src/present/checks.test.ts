import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { CheckReport } from '../release/ports.ts';
import { findingLine, listed, reportsMarkdown, verdictMarkdown } from './checks.ts';

const ASKED = { release: 'the previous release', schema: 'the live schema' };

const REPORTS: readonly CheckReport[] = [
  {
    check: 'verify-sql',
    outcome: 'fail',
    detail: '12 checks in 3 files',
    findings: [
      {
        object: 'supabase/verify/orders.sql: orphans',
        message: '3 bad',
        place: { file: 'supabase/verify/orders.sql', line: 4 },
      },
    ],
  },
  {
    check: 'contract',
    outcome: 'pass',
    detail: '5 relations and 0 functions of supabase/usage.json',
    findings: [],
  },
  {
    check: 'rls',
    outcome: 'unknown',
    detail: '75 cells (3 roles × 5 relations × 5 verbs), 1 probe',
    findings: [
      {
        object: 'probe "patients see themselves"',
        message: 'there is no row a|b in public.patients,\nor this role cannot see it',
      },
    ],
  },
  {
    check: 'drift',
    outcome: 'fail',
    detail: 'drift: 206 objects compared',
    findings: [
      {
        object: 'policy public.notices "everyone `reads`"',
        message: 'it is missing',
        mend: 'create policy "everyone `reads`" on public.notices\n  for select using (true);',
      },
      {
        object: 'grant public.notices anon INSERT',
        message: 'it should not exist',
        mend: 'revoke insert on public.notices from anon;',
      },
    ],
  },
  { check: 'advisors', outcome: 'skipped', detail: 'the Supabase CLI is not installed here', findings: [] },
];

/** UPDATE_GOLDEN=1 writes the file anew. */
async function golden(name: string, actual: string): Promise<void> {
  const file = new URL(`./golden/${name}.golden.md`, import.meta.url);
  if (process.env['UPDATE_GOLDEN']) await writeFile(file, actual);
  expect(actual).toBe(await readFile(file, 'utf8'));
}

it('shows reports as a table, then each finding with the SQL that mends it', () =>
  golden('checks', reportsMarkdown(REPORTS)));

it('shows a verdict with its reasons', () =>
  golden(
    'verdict',
    verdictMarkdown(
      {
        answer: 'unsafe',
        reasons: [
          { answer: 'unsafe', object: 'column public.orders.total', why: 'the column is gone' },
          {
            answer: 'unknown',
            object: 'enum public.status',
            why: 'it has new values, which old code has never read: a|b',
          },
        ],
      },
      ASKED,
    ),
  ));

const MANY = Array.from({ length: 500 }, (_, i) => ({
  object: `column public.t.c${i}`,
  message: 'it is missing',
}));
const REASONS = MANY.map(({ object }) => ({ answer: 'unknown' as const, object, why: 'x' }));

it('has every finding and every reason in the job summary', () => {
  const text = reportsMarkdown([{ check: 'drift', outcome: 'fail', detail: 'drift', findings: MANY }]);
  for (const { object } of MANY) expect(text).toContain(`\`${object}\`:`);
  const reasons = verdictMarkdown({ answer: 'unknown', reasons: REASONS }, ASKED);
  for (const { object } of REASONS) expect(reasons).toContain(`\`${object}\``);
});

it('stays short in a comment, and says where the rest is', () => {
  const brief = { most: 20, longest: 600, whole: 'the job summary' };
  const verdict = verdictMarkdown({ answer: 'unknown', reasons: REASONS }, ASKED, brief);
  expect(verdict).toContain('… and 480 more reasons: see the job summary.');
  const lines = listed(
    MANY.map((one) => findingLine(one, brief)),
    brief,
  );
  expect(lines.length).toBe(21);
  expect(lines.at(-1)).toBe('- … and 480 more: see the job summary');
  const long = findingLine({ object: 'a', message: 'x'.repeat(2_000) }, brief);
  expect(long).toMatch(/x… \(the rest: see the job summary\)$/);
});
