import { execFile } from 'node:child_process';
import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { minVersion, satisfies } from 'semver';
import { expect, test } from 'vitest';
import { actionNames, root } from '../../scripts/project.ts';
import { sample } from '../support/full.ts';

/** What is shipped, started as people and runners start it, by each Node.js of this machine. */

const { engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
  engines: { node: string };
};
const oldest = minVersion(engines.node)!;
const actions = await actionNames();
const machines = await nodes();
const allowed = machines.filter(({ version }) => satisfies(version, engines.node));
const tooOld = machines.filter(({ version }) => oldest.compare(version) > 0);

test('a Node.js that engines allows is here', () => {
  expect(allowed.map(({ version }) => version)).toContain(process.versions.node);
});

// All of them in `npm run test:full`.
const some = sample(actions, 5);

test.each(allowed)('every action starts on Node.js $version', async ({ file }) => {
  for (const action of some) {
    const { code, output } = await start([file, `dist/${action}.js`]);
    // Nothing is configured: it gets as far as saying so.
    expect(output, action).toContain(`shiplock ${action}\n`);
    expect(output, action).toMatch(/Configuration mistake SHIPLOCK_/);
    expect(code, action).toBe(1);
  }
});

test.each(allowed)('the command line starts on Node.js $version', async ({ file }) => {
  const { code, output } = await start([file, 'dist/cli.js', '--help']);
  expect([code, output]).toEqual([0, expect.stringContaining('status')]);
});

const refusal = (version: string) =>
  `Shiplock needs Node.js ${oldest.major}.${oldest.minor} or newer; this is ${version}.`;

test('an older Node.js is told which one is needed', async () => {
  for (const version of ['18.20.8', '20.20.2', `${oldest.major}.${oldest.minor - 1}.9`]) {
    const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
    const { code, output } = await start([process.execPath, '--import', pretend, 'dist/cli.js', 'status']);
    expect([code, output.trim()]).toEqual([1, refusal(version)]);
  }
});

test.each(tooOld)(
  'every file of dist tells the real Node.js $version the same',
  async ({ file, version }) => {
    for (const name of [...some, 'cli']) {
      const { code, output } = await start([file, `dist/${name}.js`]);
      expect([code, output.trim()], name).toEqual([1, refusal(version)]);
    }
  },
);

/** Prints the size and name of each file of dist/ that is loaded. */
const listing = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { statSync } from 'node:fs';
  registerHooks({
    load(url, context, next) {
      if (url.includes('/dist/')) console.log('loaded ' + statSync(new URL(url)).size + ' ' + url.split('/').at(-1));
      return next(url, context);
    },
  });
`)}`;

test.each(some)('%s loads little before its inputs are in order', async (action) => {
  const { output } = await start([process.execPath, '--import', listing, `dist/${action}.js`]);
  const loaded = [...output.matchAll(/^loaded (\d+) (\S+)$/gm)];
  expect(loaded.map(([, , name]) => name)).toContain(`${action}.js`);
  // Vendors' clients, YAML, the schemas of settings and record, and an HTTP stack for tokens nobody asks for wait.
  expect(
    loaded.reduce((sum, [, bytes]) => sum + Number(bytes), 0),
    loaded.join('\n'),
  ).toBeLessThan(150_000);
});

test('chunks have names that say what is in them', async () => {
  const chunks = await readdir(path.join(root, 'dist/chunks'));
  expect(chunks.length).toBeGreaterThan(actions.length);
  expect(chunks.filter((name) => /^\d/.test(name))).toEqual([]);
});

/** Node.js as it is found on PATH, each version once. */
async function nodes(): Promise<{ file: string; version: string }[]> {
  const found = new Map([[process.versions.node, process.execPath]]);
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)) {
    const names = await readdir(folder).catch((): string[] => []);
    if (!names.includes('node')) continue;
    const file = await realpath(path.join(folder, 'node'));
    const { stdout } = await promisify(execFile)(file, ['--version']);
    const version = stdout.trim().slice(1);
    if (!found.has(version)) found.set(version, file);
  }
  return [...found].map(([version, file]) => ({ version, file }));
}

async function start([file, ...args]: readonly [string, ...string[]]) {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { cwd: root, env: {} });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}
