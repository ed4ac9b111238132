import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/**
 * How git is run here: by its arguments and without a shell, on a repository whose configuration may have been written by
 * somebody else. Only plumbing that reads objects is used; it runs no hook, filter or text conversion. What is left:
 */
const HARDENED = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '--no-pager',
  '--no-optional-locks',
];

function environment(): NodeJS.ProcessEnv {
  // HOME and XDG_CONFIG_HOME: `safe.directory` stands there, where actions/checkout writes it. No GIT_DIR and the like.
  const inherited = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'TMPDIR', 'SystemRoot'].flatMap((key) =>
    process.env[key] === undefined ? [] : [[key, process.env[key]] as const],
  );
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    // A replacement ref would put other contents behind an object's name.
    GIT_NO_REPLACE_OBJECTS: '1',
    // A partial clone must not fetch what is missing, by whatever command its configuration names: git ≥ 2.44, and before.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
  };
}

export function spawnGit(
  directory: string,
  args: readonly string[],
): ChildProcessByStdio<Writable, Readable, null> {
  return spawn('git', [...HARDENED, ...args], {
    cwd: directory,
    env: environment(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** What a short command printed, or how it failed; never throws. */
export function askGit(
  directory: string,
  args: readonly string[],
): Promise<{ readonly out: string } | { readonly failed: string; readonly absent: boolean }> {
  return new Promise((resolve) => {
    execFile(
      'git',
      [...HARDENED, ...args],
      { cwd: directory, env: environment(), timeout: 30_000 },
      (error, stdout, stderr) => {
        if (!error) return resolve({ out: stdout.replace(/\n$/, '') });
        resolve({ failed: stderr.trim() || error.message, absent: error.code === 'ENOENT' });
      },
    );
  });
}
