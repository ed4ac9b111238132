import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { CheckReport } from '../ports.ts';
import { reportsMarkdown, verdictMarkdown } from './evidence-markdown.ts';

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
  const file = new URL(`./${name}.golden.md`, import.meta.url);
  if (process.env['UPDATE_GOLDEN']) await writeFile(file, actual);
  expect(actual).toBe(await readFile(file, 'utf8'));
}

it('shows reports as a table, then each finding with the SQL that mends it', () =>
  golden('reports', reportsMarkdown(REPORTS)));

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

it('stays short when there is much to say', () => {
  const findings = Array.from({ length: 500 }, (_, i) => ({
    object: `column public.t.c${i}`,
    message: 'it is missing',
  }));
  const text = reportsMarkdown([{ check: 'drift', outcome: 'fail', detail: 'drift', findings }]);
  expect(text).toContain('… and 450 more');
  const reasons = findings.map(({ object }) => ({ answer: 'unknown' as const, object, why: 'x' }));
  expect(verdictMarkdown({ answer: 'unknown', reasons }, ASKED)).toContain('… and 450 more reasons');
});
