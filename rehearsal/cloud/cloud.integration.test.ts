/** @module-tag full */
import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Cloud, startCloud } from './index.ts';

const root = resolve(import.meta.dirname, '../..');
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ root, stay: true });
});
afterAll(() => cloud?.close());

const processes = async () => (await promisify(execFile)('ps', ['-eo', 'pid,args'])).stdout;

describe('the local cloud as a whole', () => {
  it('is up, each part at its own address', () => {
    expect(Object.keys(cloud.urls).sort()).toEqual([
      'github',
      'page',
      'postgres',
      'sentry',
      'slack',
      'supabase.production',
      'supabase.staging',
      'vercel',
      'vercel.production',
      'vercel.staging',
    ]);
    expect(new Set(Object.values(cloud.urls)).size).toBe(10);
  });

  it('lists its secrets, and shows none of them on a command line or on the page', async () => {
    await cloud.postgres.urlAs('service_role', 'staging');
    const page = await (await fetch(`${cloud.page.url}state.json`)).text();
    const running = await processes();
    expect(cloud.secrets.length).toBeGreaterThan(12);
    for (const secret of cloud.secrets) {
      expect(secret.length).toBeGreaterThan(20);
      expect(running.includes(secret)).toBe(false);
      expect(page.includes(secret)).toBe(false);
      expect(JSON.stringify(cloud.urls).includes(secret)).toBe(false);
    }
  });

  it('lets a person approve on the page, under GitHub’s rules, and nobody from another site', async () => {
    const { sha } = cloud.github.addCommit({ message: 'Change' });
    const run = cloud.github.createRun({ sha, actor: 'ada', environments: ['production'] });
    const decision = cloud.github.waitForReview(run.id, 'production');
    const send = (by: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
      fetch(`${cloud.page.url}review`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ run: run.id, environment: 'production', by, state: 'approved' }),
      });
    expect((await send('grace', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send('ada')).status).toBe(422);
    expect((await send('grace')).status).toBe(200);
    expect(await decision).toBe('approved');
    expect(await (await fetch(cloud.page.url)).text()).not.toMatch(/src=|href="http/);
  });

  it('one fault switch and one log for all parts', async () => {
    cloud.faults.set({ call: 'github.commit', fault: 'error-before' });
    const { rest } = new Octokit({
      baseUrl: cloud.github.url,
      auth: cloud.github.botToken,
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
    const where = { owner: 'acme', repo: 'storefront', ref: 'main' };
    await expect(rest.repos.getCommit(where)).rejects.toMatchObject({ status: 503 });
    await rest.repos.getCommit(where);
    expect(cloud.log.of('github.commit').map((entry) => entry.status)).toEqual([503, 200]);
    expect(cloud.unimplemented()).toEqual([]);
  });

  it('a part that was not started says so', async () => {
    const small = await startCloud({ root, only: ['slack'] });
    expect(Object.keys(small.urls)).toEqual(['slack']);
    expect(() => small.postgres).toThrow('started without postgres');
    await small.close();
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'alone in a process it ends on %s and leaves nothing running',
    async (signal) => {
      const { child, postgres } = await startAlone();
      const ended = new Promise<number | null>((done) => child.once('exit', done));
      child.kill(signal);
      expect(await ended).toBe(0);
      expect(isAlive(postgres)).toBe(false);
    },
  );

  it('ends on Ctrl-C, which reaches the whole process group at once', { tags: 'full' }, async () => {
    const { child, postgres } = await startAlone({ detached: true });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    process.kill(-child.pid!, 'SIGINT');
    expect(await ended).toBe(0);
    expect(isAlive(postgres)).toBe(false);
  });

  it('tidies up after a cloud that was killed', { tags: 'full' }, async () => {
    const { child, postgres } = await startAlone();
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
    const next = await startCloud({ root, only: ['slack'] });
    await next.close();
    expect(isAlive(postgres)).toBe(false);
  });
});

/** The cloud in a process of its own, and its Postgres' process id. */
async function startAlone({ detached = false } = {}) {
  const child = spawn(process.execPath, [resolve(root, 'rehearsal/cloud/main.ts')], {
    cwd: root,
    detached,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGTERM'));
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('Ctrl-C')) break;
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((row) => row.trim().split(/\s+/));
  const postgres = rows.find(
    ([, parent, command]) => Number(parent) === child.pid && command?.endsWith('/postgres'),
  );
  return { child, postgres: Number(postgres![0]) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
