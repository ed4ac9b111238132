import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkAdvisors } from '../../src/schema/checks/advisors.ts';
import { platformDatabase, type TestDatabase } from './support/platform.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await platformDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'shiplock-advisors-'));
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function fake(script: string): Promise<string> {
  const binary = path.join(folder, 'supabase');
  await writeFile(binary, `#!/bin/sh\n${script}\n`);
  await chmod(binary, 0o755);
  return binary;
}

it('passes on the platform’s schema, asked through the real CLI', async () => {
  const report = await checkAdvisors({ url: database.url, workspace: process.cwd() });
  expect(report.outcome).toBe('pass');
  // Two policies say more than one with OR.
  expect(report.findings.filter(({ object }) => !object.startsWith('multiple_permissive'))).toEqual([]);
});

it('fails on an ERROR, naming the object', async () => {
  await database.db.query(
    'create view public.peek as select * from auth.users; grant select on public.peek to anon',
  );
  const report = await checkAdvisors({ url: database.url, workspace: process.cwd() });
  await database.db.query('drop view public.peek');
  expect(report.outcome).toBe('fail');
  expect(report.findings.map((f) => f.object)).toContain('auth_users_exposed_public_peek');
});

it('never puts the password into argv, and asks for TLS over a network', async () => {
  const out = path.join(folder, 'seen');
  const binary = await fake(`echo "$@ | $PGPASSWORD" > ${out}; echo '{"results":[]}'`);
  await checkAdvisors({
    url: 'postgresql://me:s%40cret@db.example.test:5432/postgres',
    workspace: folder,
    binary,
  });
  const { readFile } = await import('node:fs/promises');
  const [argv, password] = (await readFile(out, 'utf8')).trim().split(' | ');
  expect(argv).not.toContain('cret');
  expect(password).toBe('s@cret');
  expect(argv).toContain('sslmode=require');
});

it('is unknown when the CLI cannot answer', async () => {
  const binary = await fake('echo "it broke" >&2; exit 1');
  expect(await checkAdvisors({ url: database.url, workspace: folder, binary })).toMatchObject({
    outcome: 'unknown',
    detail: expect.stringContaining('it broke'),
  });
});

it('is unknown when the real CLI finds no server', { tags: 'full' }, async () => {
  expect(
    await checkAdvisors({ url: 'postgresql://me@127.0.0.1:1/x', workspace: process.cwd() }),
  ).toMatchObject({ outcome: 'unknown' });
});

it('is skipped where nobody asks', async () => {
  expect(await checkAdvisors(undefined)).toMatchObject({ outcome: 'skipped' });
});

it.each([
  ['in its place', 'postgresql://me:s%40cret-1@db.example.test:5432/postgres'],
  ['among the options', 'postgresql://me@db.example.test:5432/postgres?password=s%40cret-1'],
  [
    'among the options, for its key',
    'postgresql://me@db.example.test/postgres?sslpassword=s%40cret-1&sslmode=require',
  ],
])('attack 18c: a password %s is not in the process list', async (_, url) => {
  const out = path.join(folder, 'cmdline');
  const binary = await fake(
    `tr '\\0' ' ' < /proc/$$/cmdline > ${out}; env > ${out}.env; echo '{"results":[]}'`,
  );
  await checkAdvisors({ url, workspace: folder, binary });
  const { readFile } = await import('node:fs/promises');
  const argv = await readFile(out, 'utf8');
  expect(argv).toContain('db.example.test');
  expect(decodeURIComponent(argv)).not.toMatch(/cret|password/);
  expect(await readFile(`${out}.env`, 'utf8')).toMatch(/^PG(SSL)?PASSWORD=s@cret-1$/m);
});

it('accepts a finding for a time, with its reason, and asks about performance too', async () => {
  const out = path.join(folder, 'asked');
  const lint = (name: string, level: string) => ({
    name,
    level,
    detail: `${name} found`,
    cacheKey: `${name}_public_t`,
  });
  const answer = { results: [lint('exposed', 'ERROR'), lint('slow', 'WARN'), lint('other', 'ERROR')] };
  const binary = await fake(`echo "$@" > ${out}; echo '${JSON.stringify(answer)}'`);
  const ask = (now: string) =>
    checkAdvisors({
      url: 'postgresql://me@localhost/postgres',
      workspace: folder,
      binary,
      now: new Date(now),
      allow: [
        { finding: 'exposed_public_t', reason: 'is read-only', until: '2026-06-30' },
        { finding: 'other', reason: 'a rule of no use here', until: '2026-06-30' },
      ],
    });
  const accepted = await ask('2026-06-30T23:00:00Z');
  expect(accepted.outcome).toBe('pass');
  expect(accepted.findings.map(({ object }) => object)).toEqual(['slow_public_t']);
  expect(accepted.detail).toContain('exposed_public_t until 2026-06-30 (is read-only)');
  const expired = await ask('2026-07-01T00:00:00Z');
  expect(expired.outcome).toBe('fail');
  expect(expired.findings[0]?.message).toContain('it was accepted until 2026-06-30');
  const { readFile } = await import('node:fs/promises');
  expect(await readFile(out, 'utf8')).toContain('--type=all');
});
