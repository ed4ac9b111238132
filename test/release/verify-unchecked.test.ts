import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkEnvironment } from '../../src/release/steps/verify.ts';
import { environmentSettings, parseSettings } from '../../src/settings/load.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

let fresh: FreshDatabase;
let workspace: string;
const opened: { close(): Promise<void> }[] = [];

async function context(requiredChecks: readonly string[] = []) {
  const made = await contextFor({
    url: fresh.url,
    workspace,
    hosting: new MemoryHosting(),
    commit: 'a'.repeat(40),
  });
  opened.push(made.db);
  return { ...made, environment: { ...made.environment, requiredChecks } };
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-unchecked-'));
});
afterAll(async () => {
  await Promise.all(opened.map((db) => db.close()));
  await fresh.drop();
});

describe('a project that has written down nothing to check', () => {
  it('is unchecked, which is no pass, and each check comes with what sets it up', async () => {
    const made = await context();
    const { outputs } = await checkEnvironment(made);
    expect(outputs['outcome']).toBe('unchecked');
    const said = made.said.join('\n');
    expect(said).toContain('nothing in the schema was checked');
    for (const line of [
      /verify rls: not checked .*shiplock rls write --environment NAME/,
      /verify verify-sql: not checked .*write a first file, verify\/010_orders\.sql: `select/,
      /verify contract: not checked .*write usage\.json/,
      /verify drift: not checked .*first finalized release/,
      /verify advisors: not checked .*database\.advisors: true/,
      /verify api: not checked .*SUPABASE_PUBLISHABLE_KEY/,
    ])
      expect(said).toMatch(line);
  });

  it.each(['verify-sql', 'contract', 'rls', 'drift', 'advisors', 'api'])(
    'fails where the settings require %s',
    async (check) => {
      await expect(checkEnvironment(await context([check]))).rejects.toMatchObject({
        code: 'SHIPLOCK_VERIFY_FAILED',
        problem: {
          what: expect.stringMatching(`^${check} is required by database.requiredChecks.*to set it up: `),
        },
      });
    },
  );

  it('passes once there is one check, whichever it is, and requiring that one is met', async () => {
    await mkdir(path.join(workspace, 'verify'));
    await writeFile(path.join(workspace, 'verify/010.sql'), `select 'nothing' as check_name, 0 as bad;`);
    expect((await checkEnvironment(await context(['verify-sql']))).outputs['outcome']).toBe('pass');
  });
});

it('the settings name the checks that must run, and no others', async () => {
  const settings = (checks: string) =>
    parseSettings(
      `version: 1\nenvironments: { a: { kind: staging, database: { requiredChecks: [${checks}] } } }`,
      'shiplock.yml',
    );
  expect(environmentSettings(await settings('rls'), 'a', undefined).database.requiredChecks).toEqual(['rls']);
  await expect(settings('everything')).rejects.toMatchObject({ code: 'SHIPLOCK_SETTINGS_INVALID' });
});
