/** @module-tag full */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { planRole } from '../../../test/support/plan-role.ts';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { connect, type PgDatabase } from '../../database/connection.ts';
import { acquireLease } from '../lease.ts';
import { installRecord } from './install.ts';
import { newReleaseId, ReleaseRecord } from './record.ts';

let fresh: FreshDatabase;
let db: PgDatabase;
let other: PgDatabase;
let release: string;
const append = () =>
  new ReleaseRecord(db).append({
    releaseId: release,
    token: null,
    actor: 'ada',
    phase: 'plan',
    saying: { is: 'call-settled', call: 'memory.look', result: 'not-done' },
  });
const open = () =>
  new ReleaseRecord(db).open(
    {
      id: newReleaseId(),
      environment: 'production',
      commit: 'a'.repeat(40),
      replaces: null,
      runId: null,
      runUrl: null,
      actor: 'ada',
    },
    'deploy',
  );
const lease = () => acquireLease(db, { environment: 'production', holder: release, say: () => undefined });

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connect(fresh.url);
  other = await connect(fresh.url, { applicationName: 'psql of eve' });
  await installRecord(db);
  release = (await open()).id;
  await lease();
});
afterAll(async () => {
  await Promise.all([db.close(), other.close()]);
  await fresh.drop();
});

it('attack 3: a wait for the record’s lock ends, and names the session that holds it', async () => {
  await db.query(`alter function shiplock.lock_chain set lock_timeout = '200ms';
    alter function shiplock.acquire set lock_timeout = '200ms'`);
  const [session] = await other.query<{ pid: number }>('select pg_backend_pid() as pid');
  const named = {
    code: 'SHIPLOCK_RECORD_LOCKED',
    problem: { what: expect.stringContaining(`session ${session?.pid} of `) },
  };
  await other.query('begin; select from shiplock.chain for update');
  await expect(append()).rejects.toMatchObject(named);
  await expect(open()).rejects.toMatchObject(named);
  await expect(append()).rejects.toThrow(/psql of eve, idle in transaction/);
  await other.query('rollback; begin; select from shiplock.lease for update');
  await expect(lease()).rejects.toMatchObject(named);
  await other.query('rollback');
  await append();
});

it('attack 3: the lock of the record has a timeout as it is installed', async () => {
  const there = await freshDatabase();
  const own = await connect(there.url);
  await installRecord(own);
  const rows = await own.query<{ name: string; settings: string[] }>(
    `select proname as name, proconfig as settings from pg_proc
      where pronamespace = 'shiplock'::regnamespace and prosrc ~* '(for update|update shiplock)'`,
  );
  const waits = rows.filter(({ settings }) => !settings.some((one) => /^lock_timeout=[1-9]/.test(one)));
  expect(waits.map(({ name }) => name).filter((name) => name !== 'propose')).toEqual([]);
  expect(rows.map(({ name }) => name)).toContain('lock_chain');
  await own.close();
  await there.drop();
});

it('attack 3: whatever the planning role locks, releases go on', async () => {
  const verifier = `verify_${fresh.name}`;
  await planRole(db, verifier);
  const planner = `plan_${fresh.name}`;
  await db.query(`create role ${planner} login password '${planner}' in role shiplock_plan`);
  const url = new URL(fresh.url);
  url.username = planner;
  url.password = planner;
  const attacker = await connect(url.href);
  try {
    await attacker.query(`begin;
      select * from shiplock.event, shiplock.release; select * from shiplock.lease; select * from shiplock.chain;
      select pg_advisory_xact_lock(hashtextextended('shiplock.event', 0)), pg_advisory_xact_lock(hashtextextended('shiplock.install', 0))`);
    for (const lock of [
      'select from shiplock.chain for update',
      'select from shiplock.lease for share',
      'lock table shiplock.event in row exclusive mode',
    ]) {
      await attacker.query('savepoint s');
      await expect(attacker.query(lock), lock).rejects.toMatchObject({
        code: 'SHIPLOCK_DATABASE_PERMISSION',
      });
      await attacker.query('rollback to s');
    }
    await append();
    await open();
    await lease();
  } finally {
    await attacker.close();
    await db.query(`drop owned by ${planner}, ${verifier}; drop role ${planner}; drop role ${verifier}`);
  }
});
