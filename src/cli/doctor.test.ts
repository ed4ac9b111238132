import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { commitWorkspace } from '../../rehearsal/story/workspace.ts';
import { runCommand } from '../../test/support/command.ts';
import { Scripted, Shop } from '../hosting/scripted.ts';
import type { InputName } from '../runner/inputs.ts';
import { asShiplockError } from '../runner/report.ts';
import type { RawInputs } from '../runner/values.ts';

/** `shiplock doctor` on a machine that has tokens of vendors and no database. */

let vercel: Scripted;
let workspace: string;
let commit: string;
/** What the vendors were asked, and with which headers. */
let asked: string[] = [];
/** With nothing but what it needs. */
let plain: string;

beforeAll(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-doctor-'));
  for (const folder of ['.', 'web']) {
    await mkdir(path.join(workspace, folder), { recursive: true });
    await writeFile(path.join(workspace, folder, 'package.json'), '{}');
  }
  await writeFile(
    path.join(workspace, 'shiplock.yml'),
    'version: 1\nenvironments:\n  staging: { kind: staging, sentry: { org: acme, project: shop }, slack: { channel: C0RELEASES } }\n',
  );
  commit = await commitWorkspace(workspace, 'First');
  vercel = await Scripted.start();
  const shop = new Shop(vercel);
  shop.deployments['dpl_a']!['url'] = vercel.host;
  vercel
    .on('GET /v9/projects/*', ({ match, query, headers }) => {
      asked.push(`${match[0]} of ${query.get('teamId')} for ${headers.authorization}`);
      return { json: shop.project };
    })
    .on('GET /api/health/ready', ({ headers }) => {
      asked.push(`ready route with ${headers['x-vercel-protection-bypass']}`);
      return { json: shop.running };
    })
    .on('GET /repos/acme/shop', ({ headers }) => codeHost(headers.authorization))
    .on('GET /repos/acme/shop/commits/*', ({ headers }) => codeHost(headers.authorization));
  plain = await doctor();
  // A busy machine must not come near it.
}, 120_000);
afterAll(async () => {
  await vercel?.stop();
  await rm(workspace, { recursive: true, force: true });
});

/** Knows nobody. */
function codeHost(authorization: string | undefined) {
  asked.push(`acme/shop for ${authorization}`);
  return { status: 404, json: { message: 'Not Found' } };
}

async function doctor(raw: RawInputs = {}, without: readonly InputName[] = []): Promise<string> {
  asked = [];
  const at = `http://${vercel.host}`;
  vi.stubEnv('GITHUB_WORKSPACE', workspace);
  vi.stubEnv('GITHUB_REPOSITORY', 'acme/shop');
  vi.stubEnv('GITHUB_API_URL', at);
  vi.stubEnv('SHIPLOCK_VERCEL_API_URL', at);
  const inputs = { environment: 'staging', commit, 'vercel-token': 'token', 'vercel-project': 'shop' };
  const given: RawInputs = { ...inputs, ...raw };
  for (const name of without) delete given[name];
  try {
    return [await runCommand('doctor', given), ...asked].join('\n');
  } catch (error) {
    return [asShiplockError(error).problem.what, ...asked].join('\n');
  } finally {
    vi.unstubAllEnvs();
  }
}

test('says what it cannot look at, and why', () => {
  expect(plain).toMatch(/^FAIL +database .*SHIPLOCK_DATABASE_URL/m);
  expect(plain).toMatch(/^-- +code host .*no GITHUB_TOKEN/m);
  expect(plain).toMatch(/^-- +error tracker .*no SENTRY_AUTH_TOKEN/m);
  expect(plain).toMatch(/^-- +notices .*no SLACK_BOT_TOKEN/m);
  expect(plain).toMatch(/^ok +ready route /m);
});

test.each<[flag: string, raw: RawInputs, shows: RegExp]>([
  ['vercel-token', { 'vercel-token': 'other' }, /for Bearer other$/m],
  ['vercel-project', { 'vercel-project': 'other' }, /^other of/m],
  ['vercel-team', { 'vercel-team': 'team_other' }, /of team_other for/],
  ['vercel-protection-bypass', { 'vercel-protection-bypass': 'opens' }, /ready route with opens/],
  ['working-directory', { 'working-directory': 'web' }, /app folder .*app\.directory is web/],
  ['github-token', { 'github-token': 'x' }, /acme\/shop for (?:Bearer|token) x/],
  ['sentry-token', { 'sentry-token': 'x' }, /error tracker .*configured for acme\/shop/],
  ['sentry-org', { 'sentry-token': 'x', 'sentry-org': 'other' }, /configured for other\/shop/],
  ['sentry-project', { 'sentry-token': 'x', 'sentry-project': 'other' }, /configured for acme\/other/],
  ['slack-token', { 'slack-token': 'x' }, /notices .*configured for channel C0RELEASES/],
  ['slack-channel', { 'slack-token': 'x', 'slack-channel': 'C0OTHER' }, /configured for channel C0OTHER/],
])('uses %s', async (_flag, raw, shows) => {
  expect(await doctor(raw)).toMatch(shows);
  expect(plain).not.toMatch(shows);
});

describe('settings that are wrong', () => {
  const withSettings = async (text: string, raw: RawInputs = {}, without: readonly InputName[] = []) => {
    const settings = 'wrong.yml';
    await writeFile(path.join(workspace, settings), text);
    return doctor({ settings, ...raw }, without);
  };

  test('are one finding with all mistakes; the other checks go on with what is right', async () => {
    const said = await withSettings(
      'version: 1\nenvironments:\n  staging:\n    kind: staging\n    apps: {}\n    app: { directory: web }\n    database: { engine: own }\n    slack: { channel: C0WRONG }\n',
      { 'slack-token': 'x' },
    );
    expect(said).toMatch(
      /^FAIL +settings +SHIPLOCK_SETTINGS_\w+: 2 mistakes in the settings: .*:5 .*apps.*:7 .*engine/m,
    );
    expect(said).toMatch(/^ok +ready route /m);
    expect(said).toMatch(/app folder .*app\.directory is web/);
    expect(said).toMatch(/notices .*configured for channel C0WRONG/);
  });

  test.each([
    ['no YAML', 'version: [1\n', 'SHIPLOCK_SETTINGS_YAML'],
    [
      'another environment',
      'version: 1\nenvironments: { stagin: { kind: staging } }\n',
      'SHIPLOCK_ENVIRONMENT_UNKNOWN',
    ],
    ['nothing', '3\n', 'SHIPLOCK_SETTINGS_INVALID'],
  ])('%s: the checks go on with the defaults', async (_, text, code) => {
    const said = await withSettings(text);
    expect(said).toMatch(new RegExp(`^FAIL +settings +${code}: `, 'm'));
    expect(said).toMatch(/^ok +ready route /m);
  });

  test('that would have named the project leave the rest as one more finding', async () => {
    const said = await withSettings('version: [1\n', {}, ['vercel-project']);
    expect(said).toMatch(/^FAIL +settings +SHIPLOCK_SETTINGS_YAML/m);
    expect(said).toMatch(/^FAIL +connections +SHIPLOCK_INPUT_MISSING: .*`--vercel-project`/m);
  });
});

test('settings that are right, or absent, are said to be so', async () => {
  expect(plain).toMatch(/^ok +settings +valid, with 1 environment$/m);
});
