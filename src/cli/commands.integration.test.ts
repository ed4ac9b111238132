import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from '../../test/support/command.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/postgres.ts';
import { connect } from '../database/connection.ts';
import { installRecord } from '../release/record/install.ts';
import { newReleaseId, ReleaseRecord } from '../release/record/record.ts';
import type { RawInputs } from '../runner/values.ts';

let fresh: FreshDatabase;
let workspace: string;
const ids: Record<string, string> = { staging: newReleaseId(), live: newReleaseId(), demo: newReleaseId() };
const release = {
  id: ids['staging']!,
  environment: 'staging',
  commit: 'a'.repeat(40),
  replaces: null,
  runId: null,
  runUrl: null,
  actor: 'ada',
};
const run = (command: string, inputs: RawInputs = {}) =>
  runCommand(command, { 'database-url': fresh.url, ...inputs });

beforeAll(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-cli-'));
  vi.stubEnv('GITHUB_WORKSPACE', workspace);
  fresh = await freshDatabase();
  const db = await connect(fresh.url);
  await installRecord(db);
  for (const environment of ['live', 'demo', 'staging'])
    await new ReleaseRecord(db).open({ ...release, id: ids[environment]!, environment }, 'deploy');
  await db.close();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await fresh?.drop();
  await rm(workspace, { recursive: true, force: true });
});

test('status says what its marks mean, and that there is nothing where there is nothing', async () => {
  const text = await run('status');
  expect(text).toContain(`${release.id}  aaaaaaaaaaaa  staging  ○○○○○○○○  open`);
  expect(text).toContain('● done, ○ not done: deploy, plan, migrate, verify');
  expect(await run('status', { environment: 'elsewhere' })).toBe(
    'the record has no release of elsewhere yet',
  );
});

test('an environment that neither settings nor record have is refused, with the nearest that is there', async () => {
  const settings = 'two.yml';
  await writeFile(
    path.join(workspace, settings),
    'version: 1\nenvironments: { production: { kind: production }, staging: { kind: staging } }\n',
  );
  const wrong = { settings, environment: 'prodction' };
  for (const own of [{}, { json: true }, { dora: true }])
    await expect(runCommand('status', { 'database-url': fresh.url, ...wrong }, own)).rejects.toMatchObject({
      code: 'SHIPLOCK_ENVIRONMENT_UNKNOWN',
      problem: {
        what: 'environment prodction is unknown; known: production, staging',
        next: expect.stringContaining('Did you mean production?'),
      },
    });
  // Of an earlier settings file, and of one in which nothing was released yet.
  expect(await run('status', { settings, environment: 'demo' })).toContain('demo');
  expect(await run('status', { settings, environment: 'production' })).toContain('no release of production');
  await expect(run('record verify', { environment: 'prodction' })).rejects.toMatchObject({
    code: 'SHIPLOCK_ENVIRONMENT_UNKNOWN',
  });
  expect(await run('record verify', { environment: 'staging' })).toContain('intact');
});

test('confirm fails where there is nothing to confirm: of no release, and of one with its glass whole', async () => {
  const by = { 'confirmed-by': 'grace' };
  await expect(run('confirm', { ...by, 'release-id': newReleaseId() })).rejects.toMatchObject({
    code: 'SHIPLOCK_RELEASE_NOT_FOUND',
  });
  await expect(run('confirm', { ...by, 'release-id': release.id })).rejects.toMatchObject({
    code: 'SHIPLOCK_GLASS_NOT_BROKEN',
  });
});

test('status reads the settings that it is given by name, or says that it cannot', async () => {
  await expect(run('status', { settings: 'missing.yml' })).rejects.toMatchObject({
    code: 'SHIPLOCK_SETTINGS_MISSING',
  });
});

test('status shows an environment’s phases by its kind, not by its name', async () => {
  const settings = 'named.yml';
  await writeFile(
    path.join(workspace, settings),
    'version: 1\nenvironments: { live: { kind: production }, demo: { kind: staging } }\n',
  );
  const text = await run('status', { settings });
  expect(text).toMatch(/ live {2}○{9} {2}open/);
  expect(text).toMatch(/ demo {2}○{8} {2}open/);
  expect(text).toContain('○ not done: deploy, plan, approve, migrate');
});

test('status says what serves, what waits, what is in doubt and what holds an environment', async () => {
  const of = { environment: 'demo', reason: 'a sale until noon' };
  vi.stubEnv('GITHUB_ACTOR', 'grace');
  const placed = await run('hold', of);
  const [id] = /hold_[0-9a-f-]+/.exec(placed) ?? [];
  const db = await connect(fresh.url);
  await new ReleaseRecord(db).append({
    ...{ releaseId: ids['demo']!, token: null, actor: 'ada', phase: 'deploy' },
    saying: { is: 'call-begun', call: 'vercel.stage', atMs: 0 },
  });
  await db.close();
  const text = await run('status', { environment: 'demo' });
  expect(text).toContain('demo serves no release of the record');
  expect(text).toContain(`${ids['demo']} of aaaaaaaaaaaa waits for its next job: deploy`);
  expect(text).toContain(
    `to continue: \`git checkout ${'a'.repeat(40)} && shiplock resume --environment demo\``,
  );
  expect(text).toContain(`in doubt: vercel.stage of ${ids['demo']} was sent at 1970-01-01T00:00:00.000Z`);
  expect(text).toMatch(/demo is held by grace since .*: a sale until noon/);
  expect(await run('hold lift', { ...of, 'hold-id': id!, reason: 'the sale is over' })).toContain(
    'was lifted by grace',
  );
  expect(await run('status', { environment: 'demo' })).not.toContain('is held by');
});

test('a hold needs a reason that says something, and a release to hold', async () => {
  await expect(run('hold', { environment: 'demo', reason: 'x' })).rejects.toMatchObject({
    code: 'SHIPLOCK_INPUT_INVALID',
  });
  await expect(run('hold', { environment: 'elsewhere', reason: 'nothing is there' })).rejects.toMatchObject({
    code: 'SHIPLOCK_RELEASE_NOT_FOUND',
  });
});

test('status --dora prints the figures of each environment, for people and for programs', async () => {
  const asked = { 'database-url': fresh.url, environment: 'staging' };
  expect(await runCommand('status', asked, { dora: true })).toMatch(
    /staging:\n {2}last 30 days\n {4}deployment frequency {3}0 releases served/,
  );
  expect(JSON.parse(await runCommand('status', asked, { dora: true, json: true }))).toMatchObject({
    staging: [
      { days: 30, deployments: 0, failureRate: null },
      { days: 90, leadSeconds: null },
    ],
  });
});

test('verify of an environment as it is needs the database, and no token of hosting', async () => {
  const inputs = { environment: 'staging', commit: 'a'.repeat(40) };
  expect(await run('verify', { ...inputs, standalone: 'true' })).toContain('### verify');
  await expect(run('verify', inputs)).rejects.toMatchObject({
    code: 'SHIPLOCK_INPUT_MISSING',
    problem: { what: 'the input vercel-token is missing' },
  });
});

test.each<[string, RawInputs]>([
  ['id', { 'release-id': newReleaseId() }],
  ['commit', { environment: 'staging', commit: 'b'.repeat(40) }],
])('record show of an unknown %s says so', async (_, inputs) => {
  await expect(run('record show', inputs)).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_NOT_FOUND' });
  expect(await run('record show', { 'release-id': release.id })).toContain('opened');
});

test('resume names the release under way, and refuses a checkout of another commit before it starts', async () => {
  const text = await run('resume', { environment: 'elsewhere', 'vercel-token': 'x' });
  expect(text).toMatch(/^nothing to resume: the record has no release of elsewhere\./);
  const other = { environment: 'staging', 'vercel-token': 'x', commit: 'c'.repeat(40) };
  await expect(run('resume', other)).rejects.toMatchObject({
    code: 'SHIPLOCK_RESUME_OTHER_COMMIT',
    problem: { next: `\`git checkout ${'a'.repeat(40)} && shiplock resume --environment staging\`` },
  });
});
