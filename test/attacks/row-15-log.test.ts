import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/project.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** The built actions under the runner's protocol, with words of others that would be commands to it. */

const HOSTILE = [
  '\n::error::INJECTED',
  '\n::add-mask::INJECTED',
  '\n::stop-commands::INJECTED',
  '\r::warning file=x::INJECTED',
  '\r\n  ::set-output name=x::INJECTED',
  '##[error]INJECTED',
  '\u001b[2J\u001b]0;INJECTED\u0007',
  '\u2028::error::INJECTED',
  '\u0085::error::INJECTED',
  '\v::error::INJECTED',
  '\u202eDETCEJNI',
].join(' and ');

let workspace: string;
let database: FreshDatabase;
let slack: Server;
let slackUrl: string;
beforeAll(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-log-'));
  database = await freshDatabase({ supabase: true });
  slack = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: false, error: `odd_${HOSTILE}` }));
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  slackUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
});
afterAll(async () => {
  slack?.close();
  await database?.drop();
  await rm(workspace, { recursive: true });
});

interface Said {
  readonly code: number | null;
  readonly raw: string;
  readonly files: string;
}

async function run(file: string, args: string[], env: Record<string, string>): Promise<Said> {
  const names = ['OUTPUT', 'STEP_SUMMARY', 'ENV', 'STATE'];
  const files = Object.fromEntries(
    names.map((name) => [`GITHUB_${name}`, path.join(workspace, `file-${name}`)]),
  );
  for (const each of Object.values(files)) await writeFile(each, '');
  const child = spawn(process.execPath, [path.join(root, 'dist', file), ...args], {
    cwd: workspace,
    env: {
      PATH: process.env['PATH'] ?? '',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_SHA: 'a'.repeat(40),
      ...files,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let raw = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (raw += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const written = await Promise.all(Object.values(files).map((each) => readFile(each, 'utf8')));
  return { code, raw, files: written.join('\n') };
}

const inputs = (given: Record<string, string>) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));

/** A line that begins a command is ours: the words of others only stand, escaped, in what it says. */
function expectHarmless({ raw, files }: Said): void {
  for (const line of raw.split(/[\n\r\v\f\u0085\u2028\u2029]/)) {
    expect(line).not.toContain('##[');
    expect(line).not.toMatch(/^\s*::[\w-]+[^:]*::\s*INJECTED/);
    if (/^\s*::/.test(line)) expect(line).toMatch(/^::(?:add-mask|error|warning|debug)\b/);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(raw).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
  for (const line of files.split('\n')) expect(line.trimStart()).not.toMatch(/^::/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(files).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
}

describe.each([
  ['an input', { environment: HOSTILE }],
  ['an input with one of few values', { environment: 'production', state: HOSTILE }],
  ['the commit', { environment: 'production', commit: HOSTILE }],
  ['a settings file’s name', { environment: 'production', settings: `${HOSTILE}.yml` }],
  ['what is shown by a dry run', { environment: 'production', 'dry-run': 'true', message: HOSTILE }],
  ['what a vendor answers', { environment: 'production', message: HOSTILE }],
])('attack 15: %s', (_, given: Record<string, string>) => {
  test('is no workflow command in the log, the outputs and the summary', async () => {
    // What Slack refuses with ends at its first line, and is a warning.
    const all = {
      message: 'x',
      state: 'running',
      'slack-token': 'xoxb-1',
      'slack-channel': 'C12345',
      ...given,
    };
    expectHarmless(await run('slack-notify.js', [], { ...inputs(all), SHIPLOCK_SLACK_API_URL: slackUrl }));
  });
});

const verify = () => ({
  ...inputs({
    environment: 'production',
    'environment-kind': 'production',
    standalone: 'true',
    'vercel-project': 'p',
  }),
  VERCEL_TOKEN: 'vercel-token-1',
  SHIPLOCK_DATABASE_URL: database.url,
});

test.each([
  [
    'a key',
    `version: 1\nenvironments:\n  production:\n    kind: production\n    ${JSON.stringify(HOSTILE)}: 1\n`,
  ],
  ['a value', `version: 1\nenvironments:\n  production:\n    kind: ${JSON.stringify(HOSTILE)}\n`],
  ['an alias', `version: 1\nenvironments: *INJECTED\n`],
])('attack 15: %s of the settings file is no workflow command', async (_, text) => {
  const file = path.join(workspace, 'shiplock.yml');
  await writeFile(file, text);
  const said = await run('verify-schema.js', [], verify());
  await rm(file);
  expect(said.code).toBe(1);
  expectHarmless(said);
});

test('attack 15: what SQL raises, and the name of its file, are no workflow commands', async () => {
  const words = HOSTILE.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\u001b', '\\033');
  await mkdir(path.join(workspace, 'supabase/verify'), { recursive: true });
  await writeFile(
    path.join(workspace, 'supabase/verify/::error::INJECTED ##[error].sql'),
    `select E'${words}'::text as check_name, 1 as bad; select E'${words}'::int;`,
  );
  const said = await run('verify-schema.js', [], verify());
  expect(said.raw).toContain('SHIPLOCK_VERIFY_FAILED');
  expectHarmless(said);
});

test('attack 15: a terminal is not obeyed by the command line either', async () => {
  const env = { SHIPLOCK_DATABASE_URL: database.url };
  for (const args of [
    ['status', '--environment', HOSTILE],
    [HOSTILE],
    [`--${HOSTILE}`],
    ['plan', '--settings', HOSTILE, '--environment', 'x'],
  ])
    expectHarmless(await run('cli.js', args, env));
});

test('attack 17: a broken event file ends no action in an internal error', async () => {
  const file = path.join(workspace, 'event.json');
  for (const [event, text] of [
    ['push', '{'],
    ['pull_request', '{'],
    ['pull_request', 'null'],
  ] as const) {
    await writeFile(file, text);
    const said = await run('slack-notify.js', [], {
      ...inputs({
        environment: 'production',
        message: 'INJECTED',
        'dry-run': 'true',
        'slack-token': 'xoxb-1',
        'slack-channel': 'C12345',
        state: 'running',
      }),
      GITHUB_EVENT_PATH: file,
      GITHUB_EVENT_NAME: event,
      GITHUB_REPOSITORY: 'o/r',
    });
    expect(said.raw).not.toContain('SHIPLOCK_INTERNAL');
    expect(said.code).toBe(event === 'push' ? 0 : 1);
    if (event !== 'push') expect(said.raw).toContain('SHIPLOCK_EVENT_FILE');
  }
});
