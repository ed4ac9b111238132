/** @module-tag full */
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { actionNames } from '../../scripts/project.ts';
import type { ActionModule } from '../../src/runner/action.ts';
import { sample } from '../support/full.ts';
import { type Act, type Commit, errorOf, Road } from './support/road.ts';

/** What people get wrong on the first day. Each mistake has a code of its own, and changes nothing anywhere. */
let road: Road;
let commit: Commit;
const codes = new Map<string, string>();

beforeAll(async () => {
  road = await Road.open();
  commit = await road.commit();
  await road.walk(commit, 'production', 'deploy');
});
afterAll(async () => {
  await road?.close();
});

async function refused(action: string, act: Act & { sha?: string } = {}) {
  const before = await road.footprint('production');
  const outcome = await road.act(commit, 'production', action, act);
  const error = errorOf(outcome);
  expect(outcome.code, outcome.log.join('\n')).toBe(1);
  expect(await road.footprint('production')).toEqual(before);
  expect(outcome.summary).toContain(error.code);
  expect(outcome.log.join('\n')).toContain('  next        ');
  return { ...error, outcome };
}

/** A mistake's code is its own: no other mistake of this list has it. */
function own(mistake: string, code: string) {
  for (const [other, known] of codes) if (other !== mistake) expect(known, other).not.toBe(code);
  codes.set(mistake, code);
}

/** Warnings of the plan can come before it. */
const firstError = ({ annotations }: Awaited<ReturnType<Road['act']>>) =>
  annotations.find(({ level }) => level === 'error')?.properties;

describe('secrets and connections', () => {
  test.each(['deploy', 'plan', 'ship'])('%s without the Vercel token names the input', async (action) => {
    const { code, text } = await refused(action, { env: { VERCEL_TOKEN: undefined } });
    expect(code).toBe('SHIPLOCK_INPUT_MISSING');
    expect(text).toContain('vercel-token');
    own('missing secret', code);
  });

  test('without the database, the input is named', async () => {
    const { code, text } = await refused('plan', { env: { SHIPLOCK_DATABASE_URL: undefined } });
    expect([code, text]).toEqual(['SHIPLOCK_INPUT_MISSING', expect.stringContaining('database-url')]);
  });

  test('a Supabase project without its key: half a check is none', async () => {
    const { code, text } = await refused('verify-schema', {
      inputs: { 'supabase-url': 'https://project.supabase.co' },
    });
    expect([code, text]).toEqual(['SHIPLOCK_INPUT_MISSING', expect.stringContaining('supabase-key')]);
  });

  test('a Vercel token that Vercel refuses', async () => {
    const { code } = await refused('plan', { env: { VERCEL_TOKEN: 'not-the-token-of-anybody' } });
    expect(code).toBe('SHIPLOCK_VERCEL_TOKEN');
    own('wrong Vercel token', code);
  });

  test('a Vercel project that does not exist', async () => {
    const { code, text } = await refused('plan', { inputs: { 'vercel-project': 'prj_elsewhere' } });
    expect(code).toBe('SHIPLOCK_VERCEL_PROJECT_UNKNOWN');
    expect(text).toContain('prj_elsewhere');
    own('unknown project', code);
  });

  test.each(['deploy', 'ship'])(
    '%s of a new commit with either of these opens no release',
    async (action) => {
      const fresh = await road.commit();
      const before = await road.footprint('production');
      const wrong = await road.act(fresh, 'production', action, {
        env: { VERCEL_TOKEN: 'not-the-token-of-anybody' },
      });
      expect(errorOf(wrong).code).toBe('SHIPLOCK_VERCEL_TOKEN');
      const unknown = await road.act(fresh, 'production', action, {
        inputs: { 'vercel-project': 'prj_elsewhere' },
      });
      expect(errorOf(unknown).code).toBe('SHIPLOCK_VERCEL_PROJECT_UNKNOWN');
      expect(await road.footprint('production')).toEqual(before);
    },
  );

  test('a database that nobody answers for', async () => {
    const port = await closedPort();
    const url = new URL(road.cloud.postgres.url('production'));
    url.port = String(port);
    const { code, text } = await refused('plan', { env: { SHIPLOCK_DATABASE_URL: url.href } });
    expect(code).toBe('SHIPLOCK_DATABASE_UNREACHABLE');
    expect(text).toContain(`127.0.0.1:${port}`);
    expect(text).not.toContain(url.password);
    own('unreachable database', code);
  });

  test('a database that refuses the password', async () => {
    const url = new URL(road.cloud.postgres.url('production'));
    url.password = 'wrong-password';
    const { code, outcome } = await refused('plan', { env: { SHIPLOCK_DATABASE_URL: url.href } });
    expect(code).toBe('SHIPLOCK_DATABASE_PASSWORD');
    expect(outcome.raw).not.toContain('wrong-password');
    own('refused database', code);
  });

  test('the transaction pooler is not a database to migrate through', async () => {
    const { code } = await refused('plan', {
      env: { SHIPLOCK_DATABASE_URL: 'postgresql://postgres:hunter22@127.0.0.1:6543/postgres' },
    });
    own('transaction pooler', code);
    expect(code).toBe('SHIPLOCK_DATABASE_POOLER');
  });
});

describe('shiplock.yml and inputs', () => {
  afterEach(() => commit.write('shiplock.yml', road.settings()));

  test('YAML that is none: the place is told', async () => {
    await commit.write('shiplock.yml', 'version: 1\nenvironments:\n  production: { kind: production\n');
    const { code, outcome } = await refused('plan');
    expect(code).toBe('SHIPLOCK_SETTINGS_YAML');
    const [place] = outcome.annotations;
    expect(place?.properties).toMatch(/file=shiplock\.yml.*line=\d+/);
    own('bad YAML', code);
  });

  test('an unknown key: the nearest known one is named, and where it stands', async () => {
    await commit.write('shiplock.yml', road.settings().replaceAll('approvals:', 'aprovals:'));
    const { code, text, outcome } = await refused('plan');
    expect(code).toBe('SHIPLOCK_SETTINGS_UNKNOWN_KEY');
    expect(text).toContain('did you mean approvals?');
    expect(outcome.annotations[0]?.properties).toMatch(/file=shiplock\.yml.*line=\d+/);
    own('unknown key', code);
  });

  test('a value that is none', async () => {
    await commit.write('shiplock.yml', road.settings().replace('required: 1', 'required: many'));
    const { code, text } = await refused('plan');
    expect(code).toBe('SHIPLOCK_SETTINGS_INVALID');
    expect(text).toContain('approvals.required');
    own('bad value', code);
  });

  test('a settings file that is not there', async () => {
    const { code } = await refused('plan', { inputs: { settings: 'elsewhere.yml' } });
    expect(code).toBe('SHIPLOCK_SETTINGS_MISSING');
    own('no settings file', code);
  });

  test('an unknown environment: the nearest known one is named', async () => {
    const { code, outcome } = await refused('plan', { inputs: { environment: 'prodution' } });
    expect(code).toBe('SHIPLOCK_ENVIRONMENT_UNKNOWN');
    expect(outcome.log.join('\n')).toContain('Did you mean production?');
    own('unknown environment', code);
  });

  test.each(['main', 'abc123', 'v1.0.0'])('%s is no commit', async (name) => {
    const { code, text } = await refused('plan', { inputs: { commit: name } });
    expect(code).toBe('SHIPLOCK_INPUT_INVALID');
    expect(text).toContain(name);
    own('no SHA', code);
  });
});

describe('migrations', () => {
  const FILE = 'supabase/migrations/20260101000000_notes.sql';
  let sql: string;
  beforeAll(async () => {
    const { readFile } = await import('node:fs/promises');
    sql = await readFile(`${commit.workspace}/${FILE}`, 'utf8');
  });
  afterEach(async () => {
    await commit.remove('supabase');
    await commit.write(FILE, sql);
  });

  test('an empty folder', async () => {
    await commit.remove('supabase/migrations');
    await commit.write('supabase/migrations/.gitkeep', '');
    const { code, text } = await refused('plan');
    expect(code).toBe('SHIPLOCK_MIGRATIONS_EMPTY');
    expect(text).toContain('supabase/migrations');
    own('empty folder', code);
  });

  test('a schema file that no migration follows', async () => {
    await commit.write('supabase/schemas/tags.sql', 'create table public.tags (id bigint primary key);\n');
    const { code, text, outcome } = await refused('plan', {
      env: { SHIPLOCK_REHEARSAL_DATABASE_URL: road.cloud.postgres.adminUrl('postgres') },
    });
    expect(code).toBe('SHIPLOCK_PLAN_SCHEMA_AHEAD');
    expect(text).toContain('public.tags');
    expect(outcome.log.join('\n')).toContain('supabase db schema declarative sync');
    expect(firstError(outcome)).toMatch(/file=supabase\/schemas\/tags\.sql/);
    own('schema file ahead', code);
  });

  test('no folder', async () => {
    await commit.remove('supabase/migrations');
    const { code, text } = await refused('plan');
    expect(code).toBe('SHIPLOCK_MIGRATIONS_FOLDER');
    expect(text).toContain('supabase/migrations');
    own('no folder', code);
  });

  test('a file where the folder should be', async () => {
    await commit.remove('supabase/migrations');
    await commit.write('supabase/migrations', 'not a folder');
    const { code, text } = await refused('plan');
    expect(code).toBe('SHIPLOCK_MIGRATIONS_FOLDER');
    expect(text).toContain('supabase/migrations');
  });

  test('SQL that is none: file and line as an annotation', async () => {
    await commit.write(
      'supabase/migrations/20260102000000_more.sql',
      'create table public.more (id bigint);\n\nalter table public.more ad column body text;\n',
    );
    const { code, outcome } = await refused('plan');
    expect(code).toBe('SHIPLOCK_MIGRATION_SYNTAX');
    expect(firstError(outcome)).toMatch(/file=supabase\/migrations\/20260102000000_more\.sql.*line=3/);
    expect(outcome.raw).toMatch(/::error [^:]*file=supabase\/migrations\/20260102000000_more\.sql/);
    own('bad SQL', code);
  });
});

test('every mistake had a code of its own', () => {
  expect(new Set(codes.values()).size).toBe(codes.size);
  expect(codes.size).toBeGreaterThanOrEqual(14);
});

describe('every action starts from dist without inputs and names the first one missing', async () => {
  test.each(sample(await actionNames(), 8))('%s', async (action) => {
    const nothing = Object.fromEntries(
      Object.keys(road.environment(commit, 'production'))
        .filter((name) => !name.startsWith('GITHUB_') || name === 'GITHUB_TOKEN')
        .map((name) => [name, undefined]),
    );
    const before = await road.footprint('production');
    const { action: own } = (await import(`../../actions/${action}/main.ts`)) as ActionModule;
    const outcome = await road.act(commit, 'production', action, {
      ...(own.manifest.inputs.includes('environment') ? { inputs: { environment: '' } } : { bare: true }),
      env: nothing,
    });
    const { code, text } = errorOf(outcome);
    expect(outcome.log[0]).toBe(`shiplock ${action}`);
    expect([outcome.code, code]).toEqual([1, 'SHIPLOCK_INPUT_MISSING']);
    expect(text).toMatch(/the input [a-z-]+ is missing/);
    expect(await road.footprint('production')).toEqual(before);
  });
});

test('nothing secret was said, and every call was one the stand-ins know', async () => {
  const { secrets } = road.cloud;
  const leaks = (await road.everythingSaid()).filter(({ text }) => secrets.some((one) => text.includes(one)));
  expect(leaks.map(({ from }) => from)).toEqual([]);
  expect(road.cloud.unimplemented()).toEqual([]);
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
