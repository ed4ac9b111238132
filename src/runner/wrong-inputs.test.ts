import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionNames, root } from '../../scripts/project.ts';
import { sample } from '../../test/support/full.ts';
import { COMMANDS } from '../cli/commands.ts';
import type { ActionModule } from './action.ts';
import { INPUTS, type InputName, type InputSpec } from './inputs.ts';
import { type Declared, parseInputs, type RawInputs } from './values.ts';

/** Of text that has a format: a wrong value. Of any other text: why there is none. */
const WRONG: Readonly<Record<InputName, { readonly wrong: string } | { readonly any: string }>> = {
  environment: { any: 'the settings say which there are' },
  'environment-kind': { wrong: 'prod' },
  settings: { any: 'a path' },
  commit: { wrong: 'main' },
  'release-id': { wrong: 'zz' },
  'dry-run': { wrong: 'yes' },
  'working-directory': { any: 'a path' },
  prebuilt: { any: 'a path' },
  'database-url': { wrong: 'postgresql://u:p@h:6543/d' },
  'staging-database-url': { wrong: 'localhost' },
  'rehearsal-database-url': { wrong: 'postgresql://h/d?sslmode=maybe' },
  'rehearsal-template': { any: 'the name of a database' },
  'report-directory': { any: 'a path' },
  contract: { wrong: '1' },
  standalone: { wrong: 'on' },
  down: { wrong: 'abc' },
  'down-consent': { wrong: '20260101,x' },
  'vercel-token': { wrong: 'two words' },
  'vercel-project': { any: 'an id or a name' },
  'vercel-team': { any: 'an id or a name' },
  'vercel-protection-bypass': { wrong: 'a\nb' },
  'github-token': { wrong: 'two words' },
  'sentry-token': { wrong: 'two words' },
  'sentry-issues-token': { wrong: 'two words' },
  'sentry-org': { any: 'a name' },
  'sentry-project': { any: 'a name' },
  'slack-token': { wrong: 'two words' },
  'slack-channel': { wrong: '#releases' },
  'supabase-url': { wrong: 'foo' },
  'supabase-key': { wrong: 'two words' },
  'lease-wait-minutes': { wrong: '1e99' },
  'promote-deadline-seconds': { wrong: '0' },
  'wait-minutes': { wrong: 'soon' },
  'pull-request': { wrong: '1.5' },
  'approval-job': { any: 'a name' },
  'approval-step': { any: 'a name' },
  'shown-plan-hash': { wrong: 'b'.repeat(63) },
  'accept-pin': { wrong: 'yes' },
  'confirmed-by': { wrong: '@ada' },
  'break-glass-reason': { wrong: 'short' },
  to: { wrong: 'abc' },
  reason: { any: 'words; `hold` asks for ten characters, below' },
  'hold-id': { wrong: 'zz' },
  'held-commit': { wrong: 'main' },
  force: { wrong: 'yes' },
  phase: { wrong: 'Gate' },
  url: { wrong: 'example.com' },
  directory: { any: 'a path' },
  version: { wrong: 'app/1' },
  message: { any: 'words' },
  state: { wrong: 'done' },
};

const names = await actionNames();
const main = (name: string) => pathToFileURL(path.join(root, 'actions', name, 'main.ts')).href;
const doors: readonly (readonly [string, Declared])[] = [
  ...(await Promise.all(
    names.map(async (name) => {
      const { action } = (await import(main(name))) as ActionModule;
      return [`the action ${name}`, action.manifest] as const;
    }),
  )),
  ...(await Promise.all(
    Object.entries(COMMANDS).map(async ([name, { load }]) => [`\`${name}\``, await load()] as const),
  )),
];

const wrongOf = (name: InputName): string | undefined => {
  const value = WRONG[name];
  return 'wrong' in value ? value.wrong : undefined;
};

function refusal(raw: RawInputs, declared: Declared): string {
  try {
    parseInputs(raw, declared, { knowsCommit: false });
  } catch (error) {
    return String(error);
  }
  return '';
}

describe.each(doors)('%s', (_, declared) => {
  const formats = declared.inputs.filter((name) => wrongOf(name) !== undefined);

  test('refuses a wrong value of each input at the door, together with another wrong one', () => {
    for (const name of formats) {
      const other = formats.find((one) => one !== name) ?? name;
      const said = refusal({ [name]: wrongOf(name), [other]: wrongOf(other) }, declared);
      for (const each of [name, other]) expect(said).toContain(each);
    }
  });

  test('calls nothing missing that is only wrong', () => {
    const raw = Object.fromEntries(formats.map((name) => [name, wrongOf(name)]));
    const said = refusal(raw, declared);
    for (const name of formats) expect(said).not.toContain(`the input ${name} is missing`);
    for (const [input, instead] of [
      ['url', 'database-url'],
      ['to', 'commit'],
    ] as const)
      if (formats.includes(input))
        expect(refusal({ [input]: wrongOf(input) }, declared)).not.toContain(`input ${instead} is missing`);
  });
});

test('a hold with a short reason that also lifts one: both, with what else is wrong', async () => {
  const { action } = (await import(main('hold'))) as ActionModule;
  const id = `hold_${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`;
  const both = { reason: 'abc', 'hold-id': id, 'held-commit': 'a'.repeat(40), 'database-url': 'nowhere' };
  const said = refusal(both, action.manifest);
  expect(said).toMatch(/4 inputs are wrong: .*database-url/);
  expect(said).toContain('the input reason is "abc" (expected at least 10 characters)');
  expect(said).toContain('the inputs hold-id and held-commit are both set');
  expect(said).toContain('the input environment is missing');
});

describe('as they are started, nothing is asked before all of it is said', () => {
  let server: Server;
  let asked = 0;
  let at = 0;
  beforeAll(async () => {
    server = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    at = (server.address() as { port: number }).port;
  });
  afterAll(() => server?.close());

  const start = async (code: string, args: readonly string[], env: NodeJS.ProcessEnv) => {
    asked = 0;
    const http = `http://127.0.0.1:${at}`;
    const vendors = { SHIPLOCK_VERCEL_API_URL: http, SHIPLOCK_SLACK_API_URL: `${http}/`, SENTRY_URL: http };
    const { PATH } = process.env;
    const said = await promisify(execFile)(process.execPath, ['-e', code, '--', ...args], {
      env: { PATH, GITHUB_API_URL: http, GITHUB_REPOSITORY: 'acme/app', ...vendors, ...env },
    }).then(
      () => '',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
    );
    expect(asked).toBe(0);
    return said;
  };
  /** All that a door takes, wrong; the database is there, so that a connection would be seen. */
  const allWrong = ({ inputs }: Declared): readonly (readonly [InputName, string])[] => {
    const formats = inputs.filter((name) => wrongOf(name) !== undefined);
    const there = formats.length > 1 ? `postgresql://me@127.0.0.1:${at}/record` : undefined;
    return formats.map((name) => [name, (name === 'database-url' && there) || (wrongOf(name) ?? '')]);
  };

  test.each(sample(names, 4))('the action %s', { timeout: 60_000 }, async (name) => {
    const run = JSON.stringify(path.resolve('src/runner/run.ts'));
    const { action } = (await import(main(name))) as ActionModule;
    const given = allWrong(action.manifest);
    const said = await start(
      `import(${run}).then((m) => m.runAction(${JSON.stringify(name)}, () => import(${JSON.stringify(main(name))})))`,
      [],
      Object.fromEntries(given.map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value])),
    );
    for (const [input] of given) if (input !== 'database-url') expect(said).toContain(input);
    expect(said).toMatch(/(?:the input|inputs are wrong)/);
  });

  test.each(sample(Object.keys(COMMANDS), 3))('`%s`', { timeout: 60_000 }, async (name) => {
    const cli = JSON.stringify(path.resolve('src/cli/main.ts'));
    const command = await COMMANDS[name]!.load();
    const given = allWrong(command);
    const spec = (input: InputName): InputSpec => INPUTS[input];
    const flags = given.flatMap(([input, value]) => (spec(input).secret ? [] : [`--${input}=${value}`]));
    const own = command.flags.includes('head') ? ['--head', 'zz'] : [];
    const env = given.flatMap(([input, value]) => {
      const { secret, env: variable } = spec(input);
      return secret && variable ? [[variable, value] as const] : [];
    });
    const said = await start(
      `import(${cli}).then((m) => m.main(process.argv.slice(1)))`,
      [...name.split(' '), ...flags, ...own],
      Object.fromEntries(env),
    );
    for (const [input] of given) {
      const { secret, env: variable } = spec(input);
      if (input !== 'database-url') expect(said).toContain(secret ? variable : `--${input}`);
    }
    if (own.length > 0) expect(said).toContain('--head is "zz"');
    expect(said).not.toContain('with:');
    expect(said).not.toContain('the input ');
  });
});
