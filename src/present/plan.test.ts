import { describe, expect, test } from 'vitest';
import { planWith } from '../database/hazards/plan.ts';
import { factsWith, tableFacts } from '../database/hazards/testing.ts';
import type { Plan } from '../release/plan.ts';
import { fitComment } from './fit.ts';
import { type PlanFacts, planMarkdown, refusedMarkdown } from './plan.ts';
import { COMMENT } from './surfaces.ts';

const PLAN: Plan = {
  format: 1,
  environment: 'production',
  kind: 'production',
  commit: 'c'.repeat(40),
  deployment: { id: 'dpl_1', url: 'https://example.org', digest: 'd'.repeat(64) },
  replaces: { releaseId: 'rel_0', commit: 'b'.repeat(40) },
  production: { deploymentId: 'dpl_0', pinned: false },
  schemaFingerprint: 'f'.repeat(64),
  migrations: [],
  provedBy: { environment: 'staging', releaseId: 'rel_s' },
  settings: {},
  policy: { holds: {}, next: null, others: {}, changes: [] },
};

/** `count` migrations that each remove a column, with as many findings of a rehearsal. */
async function facts(count: number, hostile = ''): Promise<PlanFacts> {
  const sources = Array.from({ length: count }, (_, index) => ({
    version: String(20260101000000 + index),
    name: `a_migration_with_a_long_name_${index}`,
    file: `supabase/migrations/${20260101000000 + index}_a_migration_with_a_long_name_${index}.sql`,
    checksum: '',
    sql: `alter table orders drop column column_${index}`,
  }));
  const planned = await planWith(sources, factsWith(tableFacts('public.orders', 20_000, 2 ** 21)));
  const findings = sources.map(({ version }) => ({
    object: `public.orders ${version}`,
    message: `differs ${hostile}`.repeat(count > 5 ? 200 : 1),
  }));
  return {
    plan: { ...PLAN, environment: `production${hostile}` },
    hash: 'a'.repeat(64),
    pending: { ...planned, appliedCount: 1, ignored: [] },
    moved: sources.map(({ file }) => `${file} was edited${hostile}`),
    releaseId: 'rel_1',
    outlook: {
      drift: { check: 'drift', outcome: 'fail', detail: `drift${hostile}`, findings },
      rehearsal: {
        outcome: 'fail',
        detail: `it failed: ${hostile}`,
        migrations: sources.map(({ file }) => ({ file, milliseconds: 1, down: 'restored' })),
        findings,
        surprises: findings,
      },
      reversible: {
        answer: 'unsafe',
        reasons: findings.map(({ object, message }) => ({ answer: 'unsafe', object, why: message })),
      },
      hasPending: true,
    },
    authors: [`commit b has an author that belongs to no account: ${hostile}`],
    held: {
      own: [],
      earlier: [{ file: 'old.sql', releaseId: 'rel_0', until: new Date('2026-01-02') }],
      soakHours: 24,
    },
    sources: ['shiplock.yml at the head of main'],
    warnings: [`a warning${hostile}`],
  };
}

test('the plan as an approver reads it in the job summary', async () => {
  await expect(planMarkdown(await facts(2), 'summary')).toMatchFileSnapshot('golden/plan-summary.golden.md');
});

test('the plan as a comment on the pull request, which leaves to the job summary what is long', async () => {
  const comment = fitComment(planMarkdown(await facts(12), 'comment'), undefined);
  await expect(comment).toMatchFileSnapshot('golden/plan-comment.golden.md');
});

describe('a plan of any length', () => {
  test('leaves room in a comment for how to approve it', async () => {
    const said = await facts(600);
    const comment = planMarkdown(said, 'comment');
    expect(comment.length).toBeLessThan(COMMENT - 400);
    expect(fitComment(comment, undefined)).toBe(comment);
    expect(comment).toContain('Approve with `/approve');
    expect(comment).toContain('600 pending migrations');
    expect(comment).toMatch(/… and \d+ more migrations: see the job summary\./);
    expect(comment).toContain('… and 590 more: see the job summary');
    expect(comment).toContain('(the rest: see the job summary)');
  });

  test('is whole in the job summary, so that what the comment says of it is true', async () => {
    const said = await facts(600);
    const summary = planMarkdown(said, 'summary');
    expect(summary).not.toMatch(/see the job summary|… and|…and|omitted/);
    for (const { version, file } of said.pending.pending) {
      expect(summary).toContain(`\`${version}\``);
      expect(summary).toContain(`\`public.orders ${version}\``);
      expect(summary).toContain(`${file.replaceAll('_', '\\_')} was edited`.replaceAll('\\_', '_'));
    }
  });

  test('is whole where it was refused as well', async () => {
    const { pending } = await facts(600);
    const refusal = { code: 'SHIPLOCK_X', what: 'it is refused', next: 'fix it' };
    const comment = refusedMarkdown('production', [refusal], pending, 'comment');
    expect(comment.length).toBeLessThan(COMMENT);
    expect(comment).toContain('see the job summary');
    expect(refusedMarkdown('production', [refusal], pending, 'summary')).not.toMatch(/see the|omitted/);
  });
});

test('attack 18a: nothing of it that others wrote is markup', async () => {
  const hostile = '\n| <img src=x> @team #12 ![x](https://evil.test) ``` ||';
  for (const surface of ['comment', 'summary'] as const) {
    const page = planMarkdown(await facts(2, hostile), surface);
    expect(page).not.toMatch(/<img|@team|!\[|\]\(https:\/\/evil/);
    expect(page).not.toMatch(/^\| <|^```/m);
  }
});
