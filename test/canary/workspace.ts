import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/project.ts';

/** What the tests of the small copy do, by the name of their file. */
export const KINDS = {
  passes: `test('passes', () => {});`,
  fails: `test('fails', () => { throw new Error('canary: failed'); });`,
  throws: `test('throws later', async () => {
  setTimeout(() => { throw new Error('canary: thrown in a timer'); }, 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
});`,
  rejects: `test('leaves a rejection', async () => {
  void Promise.reject(new Error('canary: rejected'));
  await new Promise((resolve) => setTimeout(resolve, 50));
});`,
  unloadable: `import './canary-is-not-there.ts';
test('is never reached', () => {});`,
  hook: `beforeAll(() => { throw new Error('canary: hook'); });
test('is skipped', () => {});`,
  exits: `test('ends its process', () => { process.exit(0); });`,
  skips: `test.skip('is skipped', () => {});`,
  empty: `void test;`,
} as const;

export type Kind = keyof typeof KINDS;

/** Every way for a run to be worth nothing. */
export const RED: readonly (readonly [what: string, kind: Kind | 'nothing'])[] = [
  ['a test fails', 'fails'],
  ['an error is thrown outside of any test', 'throws'],
  ['a rejection is left unhandled', 'rejects'],
  ['a test file cannot be loaded', 'unloadable'],
  ['a hook throws', 'hook'],
  ['a test ends its process with 0', 'exits'],
  ['every test is skipped', 'skips'],
  ['a file holds no test', 'empty'],
  ['no file is found', 'nothing'],
];

/** The line that CI reads. */
export const lastLine = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .findLast((line) => line.startsWith('tests: '));

/** A last line with a failure in it. */
export const A_FAILURE = /^tests: [01] passed, [1-9]\d* failed$/;

/** What makes the runner: the scripts that people and CI call, the real configuration, the real set-up. */
const RUNNER = [
  '.ci',
  'package.json',
  'scripts',
  'vitest.config.ts',
  'test/support',
  'rehearsal/cloud/postgres/exit-hooks.ts',
  // What test/support/each-file.ts clears.
  'src/present',
];

/**
 * A copy of this repository's test runner, with tests of its own: one of each kind in `src` (unit) and in `test`
 * (integration). `npm ci` is answered by a stand-in, since it would empty the shared node_modules.
 */
export async function canaryWorkspace() {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiplock-canary-'));
  for (const part of RUNNER)
    await cp(path.join(root, part), path.join(folder, part), {
      recursive: true,
      filter: (source) => !source.endsWith('.test.ts'),
    });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  await mkdir(path.join(folder, 'src'), { recursive: true });
  for (const [kind, body] of Object.entries(KINDS))
    for (const place of ['src', 'test'])
      await writeFile(
        path.join(folder, place, `${kind}.test.ts`),
        `import { beforeAll, test } from 'vitest';\nvoid beforeAll;\n${body}\n`,
      );
  const bin = path.join(folder, 'stand-in');
  await mkdir(bin);
  await writeFile(
    path.join(bin, 'npm'),
    `#!/bin/sh\n[ "$1" = ci ] && exit 0\nPATH="\${PATH#*:}" exec npm "$@"\n`,
  );
  await chmod(path.join(bin, 'npm'), 0o755);

  /** The exit code and everything printed. */
  function run(command: string, args: readonly string[]): Promise<{ code: number; text: string }> {
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
    // This test's own worker must not be taken for a part of the run that is examined.
    for (const key of Object.keys(env)) if (/^(?:VITEST|TEST|NODE_ENV|npm_)/.test(key)) delete env[key];
    return new Promise((resolve) => {
      execFile(command, args, { cwd: folder, env, maxBuffer: 2 ** 24 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, text: stdout + stderr }),
      );
    });
  }

  return {
    run,
    /** `npm run <script> -- <kind>.test.ts` */
    npm: (script: string, kind: Kind | 'nothing') => run('npm', ['run', script, '--', `${kind}.test.ts`]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
