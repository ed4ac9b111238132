import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import type { ReleaseContext } from '../../src/release/context.ts';
import { ofThisRecord, restoredAfter } from '../../src/release/record/restored.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { runCommand } from '../support/command.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { contextFor, MemoryHosting } from './context.ts';

/**
 * What `npm run bench:record` measures in milliseconds, as a rule that holds on any machine: what `status`, `plan` and
 * `migrate` read of the record does not grow with the releases that are finished.
 */

const FEW = 40;
const MANY = 400;
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let observer: PgDatabase;

beforeEach(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-growth-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  hosting = new MemoryHosting();
  observer = await connect(fresh.url);
  // A table of few pages is read whole, whatever index it has: that would hide what is missing.
  await observer.query(`alter database ${fresh.name} set enable_seqscan = off`);
});
afterEach(async () => {
  await observer.close();
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

test('what is read of the record does not grow with the releases that are finished', {
  tags: 'full',
}, async () => {
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_base.sql'),
    'create table public.orders (id int primary key); alter table public.orders enable row level security;',
  );
  const first = await context('a');
  await ship(first, { approvalWaitMs: 0 });
  await first.db.close();
  await finishedReleases(1, FEW);
  const few = await rowsOfEach('b');
  await finishedReleases(FEW + 1, MANY);
  const many = await rowsOfEach('c');
  // Not to the row: what a page of an index leads to may be another one.
  for (const [what, rows] of Object.entries(few)) {
    expect(rows, what).toBeGreaterThan(0);
    expect(many[what], `rows that ${what} reads`).toBeLessThanOrEqual(rows + 20);
  }
});

const context = (letter: string) =>
  contextFor({ url: fresh.url, workspace, hosting, commit: letter.repeat(40), project: 'shop' });

/** Rows of the record that each reads, for a release of this commit that is undone again. */
async function rowsOfEach(letter: string): Promise<Record<string, number>> {
  const file = path.join(workspace, `migrations/2026010${letter.charCodeAt(0)}000000_${letter}.sql`);
  await writeFile(
    file,
    `create table public.${letter} (id int primary key); alter table public.${letter} enable row level security;`,
  );
  const found: Record<string, number> = {};
  for (const [what, step] of [
    ['deploy', deploy],
    ['plan', plan],
    ['migrate', migrate],
    ['rollback', (release: ReleaseContext) => rollback(release, { reason: 'to begin anew', force: false })],
  ] as const)
    found[what] = await rowsRead(async () => {
      const release = await context(letter);
      await step(release);
      await release.db.close();
    });
  found['status'] = await rowsRead(() => runCommand('status', { 'database-url': fresh.url }));
  found['the comparison with what is written elsewhere'] = await rowsRead(async () => {
    const db = await connect(fresh.url);
    const head = {
      seq: 1,
      hash: '0',
      releaseId: '',
      deploymentId: '',
      by: '',
      at: '',
      project: ['prj_memory'],
    };
    await ofThisRecord(db, [head]);
    await restoredAfter(db, 1);
    await db.close();
  });
  return found;
}

/** Tuples that the server took from the record's tables while this ran. Its sessions must be over: they report then. */
async function rowsRead(work: () => Promise<unknown>): Promise<number> {
  const before = await counted();
  await work();
  return (await counted()) - before;
}

async function counted(): Promise<number> {
  await until('the sessions to be over', async () => {
    const [row] = await observer.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    return row?.others === 0;
  });
  const [row] = await observer.query<{ read: number }>(
    `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_user_tables where schemaname = 'shiplock'`,
  );
  return row?.read ?? 0;
}

/** Releases like the one that is there, finished before it; their place in the chain is no matter of this test. */
async function finishedReleases(from: number, to: number): Promise<void> {
  await observer.query(
    `insert into shiplock.release (id, environment, commit_sha, run_id, actor, opened_at)
       select 'rel_0_' || n, r.environment, lpad(n::text, 40, '0'), n::text, r.actor, r.opened_at - make_interval(hours => n)
         from shiplock.release r, generate_series(${from}, ${to}) n where r.commit_sha = repeat('a', 40)`,
  );
  await observer.query(
    `insert into shiplock.event (seq, release_id, at, actor, phase, kind, token, body, prev_hash, hash, format)
       select -1000 * n + e.seq, 'rel_0_' || n, e.at - make_interval(hours => n), e.actor, e.phase, e.kind, e.token,
              replace(e.body::text, r.id, 'rel_0_' || n)::jsonb, e.prev_hash, e.hash || '-' || n, e.format
         from shiplock.event e join shiplock.release r on r.id = e.release_id, generate_series(${from}, ${to}) n
        where r.commit_sha = repeat('a', 40)`,
  );
  await observer.query('analyze shiplock.event, shiplock.release');
  // What this session has read of them is counted now, and not with what is measured next.
  await observer.query('select pg_stat_force_next_flush()');
}
