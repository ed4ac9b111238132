import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/project.ts';

/** A connection string with a raw password, in every input that takes one, through the built actions and the CLI. */
let workspace: string;
beforeAll(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-url-'));
});
afterAll(() => rm(workspace, { recursive: true }));

const PARTS = /weird|Hunter2|hunter2|V2VpcmQ|SHVudGVy/;
const RAW = ['postgresql://weird:12/Hunter2@127.0.0.1:5432/x', 'postgresql://weird:Hunter2#12@db.example/x'];
const GOOD = 'postgresql://u:p4ssword@127.0.0.1:9/x';

async function run(file: string, args: string[], env: Record<string, string>): Promise<string> {
  const summary = path.join(workspace, 'summary');
  const output = path.join(workspace, 'output');
  await writeFile(summary, '');
  await writeFile(output, '');
  const child = spawn(process.execPath, [path.join(root, 'dist', file), ...args], {
    cwd: workspace,
    env: {
      PATH: process.env['PATH'] ?? '',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: output,
      VERCEL_TOKEN: 'vercel-token-1',
      ...env,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  // What is asked to be masked is not said.
  const log = said.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  return [...log, await readFile(summary, 'utf8'), await readFile(output, 'utf8')].join('\n');
}

const with_ = {
  INPUT_ENVIRONMENT: 'production',
  'INPUT_ENVIRONMENT-KIND': 'production',
  'INPUT_VERCEL-PROJECT': 'p',
};

test.each(['plan', 'migrate', 'deploy', 'verify-schema', 'rollback', 'ship'])(
  'a raw password, %s: refused, and no part of it in log, annotations, summary and outputs',
  async (action) => {
    for (const raw of RAW) {
      const said = await run(`${action}.js`, [], { ...with_, SHIPLOCK_DATABASE_URL: raw });
      expect(said).toContain('SHIPLOCK_DATABASE_URL');
      expect(said).toContain('encodeURIComponent');
      expect(said).not.toMatch(PARTS);
    }
  },
);

test.each(['STAGING', 'REHEARSAL'])(
  'a raw password, in the %s input: refused before anything else',
  async (which) => {
    for (const raw of RAW) {
      const said = await run('plan.js', [], {
        ...with_,
        SHIPLOCK_DATABASE_URL: GOOD,
        [`SHIPLOCK_${which}_DATABASE_URL`]: raw,
      });
      expect(said).toContain(`${which.toLowerCase()}-database-url is not a Postgres connection string`);
      expect(said).not.toMatch(PARTS);
    }
  },
);

test('a raw password, on the command line', async () => {
  for (const raw of RAW)
    for (const command of ['status', 'record verify', 'rls write', 'doctor', 'plan']) {
      const project = ['doctor', 'plan'].includes(command) ? ['--vercel-project', 'p'] : [];
      const args = [...command.split(' '), '--environment', 'production', ...project];
      const said = await run('cli.js', args, { SHIPLOCK_DATABASE_URL: raw });
      expect(said).toContain('SHIPLOCK_DATABASE_URL');
      expect(said).not.toMatch(PARTS);
    }
});
