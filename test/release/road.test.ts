import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import type { Rehearse } from '../../src/release/context.ts';
import { ship } from '../../src/release/ship.ts';
import { contract } from '../../src/release/steps/contract.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { schemaSnapshot } from '../../src/schema/index.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const options = { approvalWaitMs: 0 };
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
const opened: { close(): Promise<void> }[] = [];

async function context(commit: string, extra: Partial<Parameters<typeof contextFor>[0]> = {}) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit, ...extra });
  opened.push(made.db);
  return made;
}

async function file(name: string, text: string) {
  await writeFile(path.join(workspace, name), text);
}

/** An engine that fails with an error of its runtime, not with one of ours. */
const breaks = async () => {
  throw new Error('out of file handles');
};

beforeEach(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-road-'));
  await mkdir(path.join(workspace, 'migrations'));
  await mkdir(path.join(workspace, 'verify'));
  await file(
    'migrations/20260101000000_orders.sql',
    'create table public.orders (id int primary key, note text); grant select on public.orders to authenticated; alter table public.orders enable row level security;',
  );
  await file(
    'verify/orders.sql',
    `select 'orders without id' as check_name, count(*) as bad from public.orders where id is null;`,
  );
  await file('usage.json', '{"version":1,"uses":{"relations":{"public.orders":{"select":["id"]}}}}');
  hosting = new MemoryHosting();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((db) => db.close()));
  await fresh.drop();
});

describe('a release', () => {
  it('goes back to the one before when the watch gate fails', async () => {
    await ship(await context(A), options);
    const bad = await context(B, { watch: gateThat('fail') });
    await expect(ship(bad, options)).rejects.toThrow(/SHIPLOCK_GATE_FAILED/);
    expect(hosting.writes).toEqual([
      'stage a',
      'promote dpl_aaaa',
      'stage b',
      'promote dpl_bbbb',
      'rollback dpl_aaaa',
    ]);
    expect(hosting.serving.deploymentId).toBe('dpl_aaaa');
  });

  it('is closed when migrations break for a reason nobody foresaw, and ships in a new run', {
    tags: 'full',
  }, async () => {
    const whole = await context(A);
    const broken = { ...whole, migrations: { ...whole.migrations!, apply: breaks } };
    await expect(ship(broken, options)).rejects.toMatchObject({ code: 'SHIPLOCK_MIGRATE_FAILED' });
    expect(hosting.writes).not.toContain('promote dpl_aaaa');
    await expect(ship(await context(A), options)).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_CLOSED',
      problem: { next: expect.stringContaining('new workflow run') },
    });
    await ship({ ...(await context(A)), run: { id: 'a new run', url: undefined } }, options);
    expect(hosting.serving.deploymentId).toBe('dpl_aaaa_1');
  });

  it('run a second time does nothing outside', { tags: 'full' }, async () => {
    await ship(await context(A), options);
    const before = [...hosting.writes];
    const again = await ship(await context(A), options);
    expect(hosting.writes).toEqual(before);
    expect(again.filter((result) => result.state !== 'already').map((result) => result.phase)).toEqual([]);
  });

  it('is not rolled back over a schema that its predecessor cannot use', async () => {
    await ship(await context(A), options);
    await ship(await context(B), options);
    const db = await connect(fresh.url);
    opened.push(db);
    await db.query('alter table public.orders drop column id');
    await expect(rollback(await context(B), { reason: 'test', force: false })).rejects.toThrow(
      /SHIPLOCK_ROLLBACK_UNSAFE/,
    );
    expect(hosting.serving.deploymentId).toBe('dpl_bbbb');
    await rollback(await context(B), { reason: 'the orders page is off anyway', force: true });
    expect(hosting.serving.deploymentId).toBe('dpl_aaaa');
  });
});

describe('contract migrations', () => {
  /** Stands for the rehearsal: the catalog after the change, from a database where it was made. */
  const schemaAfter =
    (sql: string): Rehearse =>
    async () => {
      const other = await freshDatabase({ supabase: true });
      const db = await connect(other.url);
      await db.query(
        'create table public.orders (id int primary key, note text); grant select on public.orders to authenticated; alter table public.orders enable row level security',
      );
      await db.query(sql);
      const snapshot = await schemaSnapshot(db);
      await db.close();
      await other.drop();
      return { outcome: 'pass', detail: '', migrations: [], findings: [], surprises: [], after: snapshot };
    };
  const drop = 'alter table public.orders drop column note;';

  beforeEach(async () => {
    await ship(await context(A), options);
    await file(
      'migrations/20260201000000_drop_note.sql',
      `-- shiplock: allow=drop-column reason="unused since 1.2"\n${drop}`,
    );
    await ship(await context(B), options);
  });
  const columns = async () => {
    const db = await connect(fresh.url);
    opened.push(db);
    return (
      await db.query<{ n: string }>(
        `select attname as n from pg_attribute where attrelid = 'public.orders'::regclass and attnum > 0 and not attisdropped`,
      )
    ).map((r) => r.n);
  };

  it('wait for the soak time', async () => {
    expect(await columns()).toContain('note');
    await expect(contract(await context(B), { force: false })).rejects.toThrow(/SHIPLOCK_CONTRACT_SOAKING/);
  });

  it('need the proof that the serving release does not need what goes', { tags: 'full' }, async () => {
    const unproved = await context(B, { soakHours: 0 });
    await expect(contract(unproved, { force: false })).rejects.toThrow(
      /SHIPLOCK_CONTRACT_STILL_NEEDED.*could not prove/,
    );
    const needed = await context(B, {
      soakHours: 0,
      rehearse: schemaAfter('alter table public.orders drop column id'),
    });
    await expect(contract(needed, { force: false })).rejects.toThrow(
      /SHIPLOCK_CONTRACT_STILL_NEEDED.*still needs/,
    );
    expect(await columns()).toContain('note');
  });

  it('are applied once it is proved, close the rollback window, and are not applied twice', async () => {
    const proved = await context(B, { soakHours: 0, rehearse: schemaAfter(drop) });
    expect((await contract(proved, { force: false })).state).toBe('done');
    expect(await columns()).not.toContain('note');
    expect((await contract(await context(B, { soakHours: 0 }), { force: false })).state).toBe('already');
  });

  it('that break for a reason nobody foresaw say that the job can run again, and it can', {
    tags: 'full',
  }, async () => {
    const proved = await context(B, { soakHours: 0, rehearse: schemaAfter(drop) });
    const broken = { ...proved, migrations: { ...proved.migrations!, apply: breaks } };
    await expect(contract(broken, { force: false })).rejects.toMatchObject({
      code: 'SHIPLOCK_MIGRATE_FAILED',
      problem: { what: 'out of file handles', next: expect.stringContaining('Rerun the job') },
    });
    expect(await columns()).toContain('note');
    expect((await contract(proved, { force: false })).state).toBe('done');
    expect(await columns()).not.toContain('note');
  });

  it('are refused for a commit that does not serve', { tags: 'full' }, async () => {
    await expect(contract(await context(A), { force: true })).rejects.toThrow(
      /SHIPLOCK_CONTRACT_NOT_SERVING/,
    );
  });
});
