import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { planWith } from '../database/hazards/plan.ts';
import { factsWith, tableFacts } from '../database/hazards/testing.ts';
import type { Plan } from '../release/plan.ts';
import { rehearsalLines } from '../release/steps/outlook.ts';
import { planMarkdown } from '../release/steps/plan-markdown.ts';
import { composeReports, describeMigrations } from './compose-reports.ts';
import { runFacts } from './github.ts';

test('a comment on a plan of any length ends with how to approve it', async () => {
  const sources = Array.from({ length: 600 }, (_, index) => ({
    version: String(20260101000000 + index),
    name: `a_migration_with_a_long_name_${index}`,
    file: `supabase/migrations/${20260101000000 + index}_a_migration_with_a_long_name_${index}.sql`,
    checksum: '',
    sql: `alter table orders drop column column_${index}`,
  }));
  const planned = await planWith(sources, factsWith(tableFacts('public.orders', 20_000, 2 ** 21)));
  const pending = { ...planned, appliedCount: 1, ignored: [] };
  const finding = { object: 'public.orders', message: 'differs '.repeat(200) };
  const outlook = rehearsalLines({
    outcome: 'fail',
    detail: 'x',
    migrations: sources.map(({ file }) => ({ file, milliseconds: 1, down: 'restored' })),
    findings: sources.map(() => finding),
    surprises: sources.map(() => finding),
  }).join('\n');
  const plan: Plan = {
    format: 1,
    environment: 'production',
    kind: 'production',
    commit: 'c'.repeat(40),
    deployment: { id: 'dpl_1', url: 'https://example.org', digest: null },
    replaces: null,
    production: { deploymentId: null, pinned: false },
    schemaFingerprint: 'f'.repeat(64),
    migrations: [],
    provedBy: null,
    settings: {},
    policy: { holds: {}, next: null, others: {}, changes: [] },
  };
  const moved = sources.map(({ file }) => `${file} was edited`);
  const said = {
    plan,
    hash: 'a'.repeat(64),
    pending,
    moved,
    releaseId: 'rel_1',
    outlook,
    sources: ['x'],
    warnings: [],
  };
  const besides = planMarkdown({ ...said, migrations: '' }).length;
  const comment = planMarkdown({
    ...said,
    migrations: await describeMigrations(pending, besides, 'comment'),
  });
  expect(comment.length).toBeLessThan(65_400);
  expect(comment).toContain('Approve with `/approve');
  expect(comment).toContain('600 pending migrations');
  expect(comment).toMatch(/…and \d+ migrations more: see the job summary\./);
  const summary = planMarkdown({
    ...said,
    migrations: await describeMigrations(pending, besides, 'summary'),
  });
  expect(summary.length).toBeLessThan(500_000);
  // There it is: no migration is left out.
  expect(summary).not.toMatch(/see the job summary/);
  for (const { version } of sources) expect(summary).toContain(`\`${version}\``);
});

const NOTHING = { pending: [], appliedCount: 0, ignored: [], facts: [] };

test('reports are written where that was asked for, and a folder that is none is named as the mistake', async () => {
  const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-reports-'));
  const facts = { ...runFacts({}), workspace };
  await writeFile(path.join(workspace, 'taken'), '');
  const write = (directory: string) => composeReports({ 'report-directory': directory }, facts)?.(NOTHING);
  expect(await write('made/here')).toEqual(['made/here/migrations.json', 'made/here/migrations.sarif']);
  const sarif = JSON.parse(await readFile(path.join(workspace, 'made/here/migrations.sarif'), 'utf8'));
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(sarif.runs[0].tool.driver.version).toBe(version);
  for (const directory of ['taken', 'taken/below'])
    await expect(write(directory)).rejects.toMatchObject({
      code: 'SHIPLOCK_INPUT_INVALID',
      problem: { what: expect.stringContaining(`report-directory is "${directory}"`) },
    });
  await rm(workspace, { recursive: true });
});
