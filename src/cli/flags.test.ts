import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ShiplockError } from '../release/errors.ts';
import { COMMANDS } from './commands.ts';
import { readCommandLine, readWords } from './flags.ts';

const run = promisify(execFile);

const read = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  readCommandLine(readWords(argv), COMMANDS, env);

async function refusal(...argv: string[]) {
  try {
    await read(argv);
  } catch (error) {
    if (error instanceof ShiplockError) return error.problem;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was not refused`);
}

test('words that are no flags are the command, wherever they stand', async () => {
  const line = await read(['--environment', 'production', 'record', 'verify', '--json']);
  expect(line).toMatchObject({
    name: 'record verify',
    options: { json: true },
    raw: { environment: 'production' },
  });
});

test('a flag that is true or false needs no value', async () => {
  expect((await read(['rollback', '--force', '--reason', 'orders fail'])).raw).toEqual({
    force: 'true',
    reason: 'orders fail',
  });
  expect(await read(['--dry-run', 'false', 'contract', '--force=true'])).toMatchObject({
    name: 'contract',
    raw: { 'dry-run': 'false', force: 'true' },
  });
});

test('secrets come by environment variables, to the commands that take them', async () => {
  const env = { SHIPLOCK_DATABASE_URL: 'postgresql://h/d', VERCEL_TOKEN: 'token' };
  expect((await read(['status'], env)).raw).toEqual({ 'database-url': 'postgresql://h/d' });
  expect((await read(['plan'], env)).raw).toMatchObject({ 'vercel-token': 'token' });
});

describe('is refused, and says what to write', () => {
  test('a flag that is not known', async () => {
    expect(await refusal('status', '--enviroment', 'production')).toMatchObject({
      code: 'SHIPLOCK_INPUT_INVALID',
      what: '`status` has no flag --enviroment',
      next: expect.stringContaining('--environment'),
    });
    expect((await refusal('status', '-x')).what).toBe('`status` has no flag -x');
  });

  test('a flag of another command: the nearest of this one is named', async () => {
    expect(await refusal('status', '--release-id', 'rel_1')).toMatchObject({
      what: '`status` has no flag --release-id',
    });
    expect(await refusal('rollback', '--downs', '1', '--reason', 'x')).toMatchObject({
      next: expect.stringContaining('Did you mean --down?'),
    });
    expect((await refusal('contract', '--contract')).what).toBe('`contract` has no flag --contract');
    expect((await refusal('plan', '--head', '1:ab')).what).toBe('`plan` has no flag --head');
  });

  test('every mistake at once', async () => {
    const { what } = await refusal('status', '--reason', 'x', '--json=yes', '--settings');
    expect(what).toBe(
      '`status` has no flag --reason; the flag --json takes no value; the flag --settings has no value',
    );
  });

  test.each([[['--environment']], [['--environment', '--json']], [['--settings', '-x']]])(
    'a flag without its value: %s',
    async (argv) => {
      expect((await refusal('status', ...argv)).what).toContain(`the flag ${argv[0]} has no value`);
    },
  );

  test.each([
    ['record verify', '--head', '--head', `1:${'a'.repeat(64)}`, '--head', `1:${'c'.repeat(64)}`],
    ['status', '--environment', '--environment', 'staging', '--environment=nowhere'],
    ['rollback', '--down', '--down', '1', '--reason', 'x', '--down', '2'],
  ])(
    '%s: a flag that is given twice, of which one value would be dropped',
    async (command, flag, ...argv) => {
      expect(await refusal(...command.split(' '), ...argv)).toMatchObject({
        what: `the flag ${flag} is given more than once`,
        next: `Give ${flag} once.`,
      });
    },
  );

  test('a secret as a flag: its value is not said again', async () => {
    const problem = await refusal('status', '--database-url', 'postgresql://u:hunter22@h/d');
    expect(problem.next).toContain('SHIPLOCK_DATABASE_URL');
    expect(JSON.stringify(problem)).not.toContain('hunter22');
  });

  test('words behind a command', async () => {
    expect((await refusal('status', 'production')).what).toBe('there is no command "status production"');
  });

  test('a value behind a flag that takes none, or only true and false', async () => {
    expect(await refusal('ship', '--dry-run', 'yes')).toMatchObject({
      what: 'the flag --dry-run takes only `true` or `false`, and means `true` alone: "yes" follows it',
      next: 'Write --dry-run, or --dry-run false.',
    });
    expect(await refusal('status', '--json', 'yes')).toMatchObject({
      what: 'the flag --json takes no value: "yes" follows it',
      next: 'Write --json alone.',
    });
    expect((await read(['--json', 'status'])).name).toBe('status');
  });

  test('a word that is near nothing: no other is suggested for it', async () => {
    for (const argv of [
      ['frobnicate'],
      ['status', '--frobnicate'],
      ['status', '-x'],
      ['status', '--release-id', 'x'],
    ])
      expect((await refusal(...argv)).next).not.toContain('Did you mean');
    expect((await refusal('stauts')).next).toContain('Did you mean status?');
  });

  test('a head that is none', async () => {
    const hash = 'a'.repeat(64);
    for (const head of ['zz', '7', `x:${hash}`, hash.slice(0, 31)])
      expect((await read(['record', 'verify', '--head', head])).mistakes).toMatchObject([
        { code: 'SHIPLOCK_INPUT_INVALID', what: expect.stringContaining(`--head is "${head}"`) },
      ]);
    for (const head of [hash, `7:${hash}`, hash.slice(0, 32)])
      expect((await read(['record', 'verify', '--head', head])).mistakes).toEqual([]);
  });

  test('wrong flags and wrong values together', async () => {
    const { what } = await refusal('record', 'verify', '--bogus', '--head', 'zz');
    expect(what).toMatch(/^`record verify` has no flag --bogus; --head is "zz" \(expected /);
    const both = await refusal('ship', '--commit', 'main', '--bogus', '--wait-minutes', 'soon');
    for (const name of ['--bogus', 'commit', 'wait-minutes']) expect(both.what).toContain(name);
    expect(both.what).not.toContain('missing');
  });
});

describe('the command line, as people start it', () => {
  const main = JSON.stringify(path.resolve('src/cli/main.ts'));
  const start = (...argv: string[]) =>
    run(
      process.execPath,
      ['-e', `import(${main}).then((m) => m.main(process.argv.slice(1)))`, '--', ...argv],
      {
        env: { PATH: process.env['PATH'] },
      },
    ).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  test.each([
    ['a flag that is not known', ['status', '--jsno'], '`status` has no flag --jsno'],
    ['a command that is not known', ['statsu'], 'there is no command "statsu"'],
  ])('%s ends with 2 and no stack', async (_, argv, what) => {
    const { code, stderr } = await start(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(`what        ${what}`);
    expect(stderr).toContain('next        Did you mean ');
    expect(stderr).not.toMatch(/^\s+at |node:internal/m);
  });

  test('--version prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await start('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  test('help lists every command', async () => {
    for (const argv of [['--help'], ['help']]) {
      const { code, stdout } = await start(...argv);
      expect(code).toBe(0);
      for (const name of Object.keys(COMMANDS)) expect(stdout).toContain(`  ${name} `);
    }
  });

  test('help on a command lists its flags and the variables it reads, and no others', async () => {
    for (const argv of [
      ['rollback', '--help'],
      ['help', 'rollback'],
    ]) {
      const { code, stdout } = await start(...argv);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^ {2}--down /m);
      expect(stdout).toMatch(/^ {2}--reason +Required\. /m);
      expect(stdout).toContain('  SHIPLOCK_DATABASE_URL ');
      expect(stdout).not.toMatch(/--wait-minutes|--database-url|SENTRY_AUTH_TOKEN/);
    }
  });

  test('missing inputs are named together, as flags and variables', async () => {
    const { code, stderr } = await start('rollback', '--environment', 'production');
    expect(code).toBe(1);
    expect(stderr).toContain('4 inputs are wrong: ');
    for (const name of ['`--reason`', '`--commit`, or `--to`', 'SHIPLOCK_DATABASE_URL', 'VERCEL_TOKEN'])
      expect(stderr).toContain(name);
  });
});
