import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ShiplockError } from '../release/errors.ts';
import { readCommandLine } from './flags.ts';

const run = promisify(execFile);

function refusal(...argv: string[]) {
  try {
    readCommandLine(argv, {});
  } catch (error) {
    if (error instanceof ShiplockError) return error.problem;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was not refused`);
}

test('words that are no flags are the command, wherever they stand', () => {
  const line = readCommandLine(['--environment', 'production', 'record', 'verify', '--json'], {});
  expect(line).toMatchObject({ command: 'record verify', json: true, inputs: { environment: 'production' } });
});

test('a flag that is true or false needs no value', () => {
  expect(readCommandLine(['rollback', '--force', '--reason', 'orders fail'], {}).inputs).toEqual({
    force: 'true',
    reason: 'orders fail',
  });
  expect(readCommandLine(['--dry-run', 'false', 'plan', '--force=true'], {})).toMatchObject({
    command: 'plan',
    inputs: { 'dry-run': 'false', force: 'true' },
  });
});

test('secrets come by environment variables', () => {
  const { inputs } = readCommandLine(['status'], { SHIPLOCK_DATABASE_URL: 'postgresql://h/d' });
  expect(inputs['database-url']).toBe('postgresql://h/d');
});

describe('is refused, and says what to write', () => {
  test('a flag that is not known', () => {
    expect(refusal('status', '--enviroment', 'production')).toMatchObject({
      code: 'SHIPLOCK_INPUT_INVALID',
      what: 'there is no flag --enviroment',
      next: expect.stringContaining('--environment'),
    });
    expect(refusal('status', '-x').what).toBe('there is no flag -x');
  });

  test.each([[['--environment']], [['--environment', '--json']], [['--reason', '-x']]])(
    'a flag without its value: %s',
    (argv) => {
      expect(refusal('status', ...argv).what).toBe(`the flag ${argv[0]} has no value`);
    },
  );

  test('a value for a flag that takes none', () => {
    expect(refusal('status', '--json=yes').what).toBe('the flag --json takes no value');
  });

  test('a secret as a flag: its value is not said again', () => {
    const problem = refusal('status', '--database-url', 'postgresql://u:hunter22@h/d');
    expect(problem.next).toContain('SHIPLOCK_DATABASE_URL');
    expect(JSON.stringify(problem)).not.toContain('hunter22');
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
    ['a flag that is not known', ['status', '--bogus'], 'there is no flag --bogus'],
    ['a command that is not known', ['statsu'], 'there is no command "statsu"'],
  ])('%s ends with 2 and no stack', async (_, argv, what) => {
    const { code, stderr } = await start(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(`what        ${what}`);
    expect(stderr).toContain('next        Did you mean ');
    expect(stderr).not.toMatch(/^\s+at |node:internal/m);
  });

  test('help lists every command', async () => {
    for (const argv of [['--help'], ['help'], ['status', '--help']]) {
      const { code, stdout } = await start(...argv);
      expect(code).toBe(0);
      expect(stdout).toContain('record verify');
    }
  });

  test('a missing input is named as a flag', async () => {
    const { code, stderr } = await start('rollback', '--environment', 'production');
    expect(code).toBe(1);
    expect(stderr).toContain('`--reason`');
  });
});
