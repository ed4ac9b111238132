import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.ts';
import { writeApp } from '../road/support/app.ts';
import { type Home, rewriteForAct } from './rewrite.ts';

const run = promisify(execFile);
const LEFT_OUT = new Set(['node_modules', '.next', '.temp', 'next-env.d.ts', '.env.local']);

/** Git without the settings of whoever runs this. */
async function git(directory: string, ...args: string[]): Promise<string> {
  const identity = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  const { stdout } = await run('git', [...identity, ...args], { cwd: directory, maxBuffer: 1 << 24 });
  return stdout.trim();
}

/** What a job needs of this repository; GitHub downloads all of it, but nothing else is read. */
const USED = ['action.yml', 'actions', 'dist', '.github'];

/** This repository as another one would use it, its workflows rewritten for act. */
export async function makeLibrary(directory: string, repository: string): Promise<Home> {
  const listed = await git(
    root,
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    ...USED,
  );
  // A file that is deleted but not committed is listed too.
  for (const file of listed.split('\0').filter(Boolean))
    await cp(path.join(root, file), path.join(directory, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  const home = { repository, ref: await git(root, 'rev-parse', 'HEAD') };
  for (const name of ['staging.yml', 'production.yml', 'pull-request.yml']) {
    const file = path.join(directory, '.github/workflows', name);
    await writeFile(file, rewriteForAct(await readFile(file, 'utf8'), home));
  }
  return home;
}

export interface Caller {
  readonly repository: string;
  readonly settings: string;
  readonly home: Home;
  /** The smallest app there is, whose build is kept, in place of the platform's. */
  readonly smallApp: boolean;
}

/** A repository that ships the platform: its app and schema, its settings, and the starter templates filled in. */
export async function makeCaller(directory: string, given: Caller): Promise<void> {
  const keep = (source: string) => !LEFT_OUT.has(path.basename(source)) && !source.endsWith('.tsbuildinfo');
  for (const folder of given.smallApp ? ['supabase'] : ['app', 'supabase'])
    await cp(path.join(root, folder), path.join(directory, folder), { recursive: true, filter: keep });
  if (given.smallApp) await writeApp(path.join(directory, 'app'));
  await writeFile(path.join(directory, 'shiplock.yml'), given.settings);
  await mkdir(path.join(directory, '.github/workflows'), { recursive: true });
  for (const name of ['shiplock.yml', 'shiplock-pull-request.yml']) {
    const template = await readFile(path.join(root, 'workflows', name), 'utf8');
    await writeFile(
      path.join(directory, '.github/workflows', name),
      template
        .replaceAll('$default-branch', 'main')
        .replaceAll('SHIPLOCK_REPOSITORY', given.home.repository)
        .replaceAll('SHIPLOCK_SHA', given.home.ref),
    );
  }
  await git(directory, 'init', '--quiet', '--initial-branch', 'main');
  // act reads owner and name from here; nothing is fetched.
  await git(directory, 'remote', 'add', 'origin', `https://github.com/${given.repository}.git`);
}

/** Commits everything; returns the SHA. */
export async function commit(directory: string, message: string): Promise<string> {
  await git(directory, 'add', '--all');
  await git(directory, 'commit', '--quiet', '--message', message);
  return git(directory, 'rev-parse', 'HEAD');
}

/** Stands for actions/checkout without a network: the workspace gets the very commit that `ref` names. */
export async function makeCheckout(directory: string, caller: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(
    path.join(directory, 'action.yml'),
    'name: Checkout\ninputs: { ref: {}, persist-credentials: {} }\nruns: { using: node24, main: index.mjs }\n',
  );
  await writeFile(
    path.join(directory, 'index.mjs'),
    `import { execFileSync } from 'node:child_process';
const git = (...args) => execFileSync('git', args, { stdio: 'inherit' });
git('clone', '--quiet', '--no-checkout', ${JSON.stringify(caller)}, '.');
git('checkout', '--quiet', '--detach', process.env.INPUT_REF);
`,
  );
}

/** The SHA to which the workflows pin actions/checkout. */
export async function checkoutPin(): Promise<string> {
  const text = await readFile(path.join(root, '.github/workflows/production.yml'), 'utf8');
  const found = /actions\/checkout@([0-9a-f]{40})/.exec(text)?.[1];
  if (!found) throw new Error('production.yml pins no actions/checkout');
  return found;
}
