import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { planRole } from '../support/plan-role.ts';
import { freshDatabase } from '../support/postgres.ts';

/** Roles belong to the whole server, where other test files are at work: these go by names of their own. */
it('docs/read-only-role.md takes both roles away with the SQL that it shows', async () => {
  const fresh = await freshDatabase({ supabase: true });
  const owner = await connect(fresh.url);
  const [plan, verify] = ['plan', 'verify'].map((name) => `${name}_${randomBytes(5).toString('hex')}`);
  const sql = (await readFile('docs/sql/plan-role.sql', 'utf8'))
    .replaceAll('shiplock_verify', verify!)
    .replaceAll('shiplock_plan', plan!);
  await planRole(owner, verify!, sql);
  const roles = async () =>
    (
      await owner.query<{ name: string }>(
        'select rolname as name from pg_roles where rolname = any($1) order by 1',
        [[plan, verify]],
      )
    ).map(({ name }) => name);
  expect(await roles()).toEqual([plan, verify]);
  const page = await readFile('docs/read-only-role.md', 'utf8');
  const blocks = fromMarkdown(page).children.filter((node) => node.type === 'code');
  const text = blocks.find(({ lang, value }) => lang === 'sql' && value.includes('drop role'))?.value ?? '';
  expect(text).toContain('drop owned by');
  await owner.query(text.replaceAll('shiplock_verify', verify!).replaceAll('shiplock_plan', plan!));
  expect(await roles()).toEqual([]);
  await owner.close();
  await fresh.drop();
});
