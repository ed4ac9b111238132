import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { runner } from './process.ts';
import { pooling } from './relay.ts';
import { problemOf, type World, world } from './world.ts';

let w: World;
afterEach(() => w?.close());

const TIMEOUT_MS = 300;

/** A busy table, a session that keeps an old ACCESS SHARE lock on it, and a migration that wants it for itself. */
async function busy() {
  w = await world({
    '001_base.sql':
      'create table busy (id int primary key); insert into busy select generate_series(1, 100);',
  });
  await w.migrate();
  w.write('002_add.sql', 'alter table busy add column extra text;');
  const holder = await w.session();
  await holder.query('begin');
  await holder.query("select count(*), 'secret value' from busy");
  return holder;
}

/** Reads all the time. */
async function reader(table = 'busy') {
  const client = await w.session();
  let stop = false;
  let reads = 0;
  const done = (async () => {
    while (!stop) {
      await client.query(`select count(*) from ${table}`);
      reads += 1;
      await sleep(5);
    }
  })();
  return {
    /** Comes back when some more reads were through. */
    more: (count = 5) => {
      const from = reads;
      return until(`${count} reads of ${table}`, () => reads >= from + count);
    },
    async end() {
      stop = true;
      await done;
    },
  };
}

it('lets readers through between tries, and succeeds when the blocker leaves', async () => {
  const holder = await busy();
  const reads = await reader();
  const migrating = w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 60_000 });
  const tries = () => w.said.filter((line) => line.includes('trying again')).length;
  await until('a third try', () => tries() >= 2);
  // The blocker is still there, and readers do not queue behind who waits for it.
  await reads.more();
  await holder.query('commit');
  const [applied] = await migrating;
  await reads.end();
  expect(applied?.retries).toBeGreaterThan(0);
  expect(w.said.join('\n')).toContain('blocked by pid');
});

// Without a budget it would wait until the suite's own deadline.
it('gives up within the budget and names who is in the way, without values', {
  timeout: 60_000,
}, async () => {
  const holder = await busy();
  const [{ pid } = { pid: 0 }] = (await holder.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
  await holder.query("select 'secret value' from busy");
  const problem = await problemOf(w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 1500 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
  expect(problem.what).toMatch(
    new RegExp(`pid ${pid}.*, idle in transaction for \\d+ s: select '…' from busy`),
  );
  expect(problem.what).toContain('002_add.sql:1:1');
  expect(problem.what).not.toContain('secret');
  expect(
    await w.value("select count(*)::int from supabase_migrations.schema_migrations where version = '002'"),
  ).toBe(0);
});

it('names the missing grant where it may not see what is in the way', async () => {
  const holder = await busy();
  const admin = await w.session();
  const role = `low_${Date.now()}`;
  await admin.query(
    `create role ${role} login password 'x'; grant usage on schema public to ${role}; create schema authorization ${role};
     grant all on all tables in schema supabase_migrations, shiplock, public to ${role}; grant usage on schema supabase_migrations, shiplock to ${role};
     alter table shiplock.migration_checksum disable row level security; alter table shiplock.migration_progress disable row level security;
     alter table shiplock.migration_session disable row level security;`,
  );
  try {
    w.write('002_add.sql', 'lock table busy in access exclusive mode;');
    const url = new URL(w.url);
    url.username = role;
    url.password = 'x';
    const problem = await problemOf(
      w.migrate({ url: url.href, lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 800 }),
    );
    expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
    expect(problem.what).toMatch(/pid \d+, whose statement is hidden \(missing grant: pg_read_all_stats\)/);
  } finally {
    await holder.query('commit');
    await admin.query(`drop owned by ${role} cascade; drop role ${role}`);
  }
});

it('names who is in the way through a session pooler too, and ends an endless wait', {
  tags: 'full',
}, async () => {
  const holder = await busy();
  const [{ pid } = { pid: 0 }] = (await holder.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
  w.write('002_add.sql', 'do $$ begin set lock_timeout = 0; alter table busy add column extra text; end $$;');
  const url = new URL(w.url);
  const pooler = await pooling(new URL(w.url));
  url.port = String(pooler.port);
  // Without the server's own process id nobody would end that wait.
  const rescue = setTimeout(() => void holder.query('commit').catch(() => undefined), 60_000);
  const problem = await problemOf(
    w.migrate({ url: url.href, lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 1000 }),
  );
  clearTimeout(rescue);
  await pooler.close();
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
  expect(problem.what).toContain(`pid ${pid}`);
});

it.each([
  ['set lock_timeout = 0;'],
  ["do $$ begin perform set_config('lock_timeout', '0', false); end $$;"],
  ["select set_config('lock_timeout', '0', true);"],
])('keeps the budget though the file says %s', async (evil) => {
  await busy();
  w.write('002_add.sql', `${evil}\nalter table busy add column extra text;`);
  const problem = await problemOf(w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 1000 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
});

it.each([
  ['set lock_timeout = 0;'],
  ["set local lock_timeout = '10min';"],
  ["do $$ begin perform set_config('lock_timeout', '0', false); end $$;"],
])('puts the timeout back before the statement after %s', async (evil) => {
  w = await world({
    '001_evil.sql': `create table seen (setting text);\n${evil}\ninsert into seen select current_setting('lock_timeout');`,
  });
  await w.migrate({ lockTimeoutMs: TIMEOUT_MS });
  expect(await w.value('select setting from seen')).toBe(`${TIMEOUT_MS}ms`);
});

it('ends a wait inside a DO block that switched the timeout off', { tags: 'full' }, async () => {
  await busy();
  w.write('002_add.sql', 'do $$ begin set lock_timeout = 0; alter table busy add column extra text; end $$;');
  const problem = await problemOf(w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 1000 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
});

it('does not call it a lock when a file fails to serialize again and again', { tags: 'full' }, async () => {
  w = await world({
    '001_a.sql': "do $$ begin raise exception 'cannot serialize' using errcode = '40001'; end $$;",
  });
  const problem = await problemOf(w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 500 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATION_SQL');
  expect(problem.what).toContain('001_a.sql:1:1: cannot serialize (40001)');
});

it('waits for old transactions with CREATE INDEX CONCURRENTLY, and the next run drops what is left', {
  tags: 'full',
}, async () => {
  const holder = await busy();
  await holder.query('commit');
  w.write('002_add.sql', 'create index concurrently busy_id on busy (id);');
  const writer = await w.session();
  await writer.query('begin');
  await writer.query('update busy set id = id where id = 1');
  const problem = await problemOf(w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 1000 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
  // While it waited, and not only when it gave up.
  expect(w.said.join('\n')).toMatch(/002_add\.sql:1: waits for pid \d+.*update busy set id = id/);
  await writer.query('rollback');
  await w.migrate();
  expect(w.said.join('\n')).toContain('dropped the INVALID index public.busy_id');
  expect(await w.value("select bool_and(indisvalid) from pg_index where indrelid = 'busy'::regclass")).toBe(
    true,
  );
  expect(await w.value("select count(*)::int from pg_index where indrelid = 'busy'::regclass")).toBe(2);
});

it('lets readers of a partition through while it is detached concurrently', { tags: 'full' }, async () => {
  w = await world({
    '001_base.sql':
      'create table p (id int) partition by range (id); create table p1 partition of p for values from (0) to (10);',
  });
  await w.migrate();
  // The first session asks; within one transaction pg_stat_activity would always say what it said first.
  await w.session();
  const holder = await w.session();
  await holder.query('begin; select count(*) from p1');
  w.write('002_d.sql', 'alter table p detach partition p1 concurrently;');
  const reading = await reader('p1');
  const migrating = w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 30_000 });
  await until('the detach to wait', async () => {
    const waiting = await w.value<number>(
      "select count(*)::int from pg_stat_activity where wait_event_type = 'Lock' and query like '%detach partition%' and datname = current_database()",
    );
    return waiting > 0;
  });
  await reading.more();
  await holder.query('commit');
  await migrating;
  await reading.end();
  expect(await w.value("select count(*)::int from pg_inherits where inhparent = 'p'::regclass")).toBe(0);
});

it('names who holds the lock that NOWAIT would not wait for', { tags: 'full' }, async () => {
  const holder = await busy();
  const [{ pid } = { pid: 0 }] = (await holder.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
  w.write('002_add.sql', 'lock table busy nowait;\nalter table busy add column extra text;');
  const problem = await problemOf(w.migrate({ lockTimeoutMs: TIMEOUT_MS, lockBudgetMs: 600 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
  expect(problem.what).toContain('002_add.sql:1:1');
  expect(problem.what).toContain(`pid ${pid}`);
});

it.each([
  [
    'reads the history while it gets its columns',
    'select * from supabase_migrations.schema_migrations',
    'pid ',
  ],
  ['works on the history itself', 'lock table supabase_migrations.schema_migrations', 'another session'],
])('gives up within the budget when somebody %s', { timeout: 60_000 }, async (_, sql, who) => {
  w = await world({ '001_a.sql': 'select 1;' });
  await w.query(
    'create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text primary key);',
  );
  const holder = await w.session();
  await holder.query(`begin; ${sql}`);
  const problem = await problemOf(w.migrate({ lockTimeoutMs: 100, lockBudgetMs: 500 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
  expect(problem.what).toContain(`"schema_migrations" is locked by ${who}`);
  await holder.query('rollback');
  expect(await w.migrate()).toHaveLength(1);
});

it('applies each file once when eight processes start together', {
  tags: 'full',
  timeout: 240_000,
}, async () => {
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `${100 + i}_step.sql`,
      i % 5 === 4
        ? `create index concurrently trace_${i} on trace (n);\ninsert into trace values (${i});`
        : `${i === 0 ? 'create table trace (n int);' : ''} insert into trace values (${i}); select pg_sleep(0.02);`,
    ]),
  );
  w = await world(files);
  const runners = await Promise.all(Array.from({ length: 8 }, () => runner(w)));
  for (const each of runners) each.go();
  expect(await Promise.all(runners.map(({ ended }) => ended))).toEqual(Array.from({ length: 8 }, () => 0));
  expect(await w.value('select count(*)::int from trace')).toBe(20);
  expect(await w.value('select count(distinct n)::int from trace')).toBe(20);
  const outputs = runners.map(({ output }) => output());
  expect(outputs.filter((text) => /waiting for pid \d+ \(shiplock mutex/.test(text)).length).toBeGreaterThan(
    0,
  );
  expect(outputs.filter((text) => text.includes('20 applied')).length).toBeLessThanOrEqual(1);
});

it('waits for the server session of a killed run, which may still be at work', { tags: 'full' }, async () => {
  const wait = 'select pg_advisory_xact_lock(77);';
  w = await world({
    '001_slow.sql': `create table slow (n int); insert into slow values (1); ${wait}`,
  });
  const holder = await w.session();
  await holder.query('select pg_advisory_lock(77)');
  const first = await runner(w);
  first.go();
  await until('the file to wait', async () => {
    const waiting = await w.value<number>(
      "select count(*)::int from pg_locks where locktype = 'advisory' and objid = 77 and not granted and database = (select oid from pg_database where datname = current_database())",
    );
    return waiting > 0;
  });
  first.kill();
  await first.ended;
  const second = w.migrate();
  await until('a word of what is still there', () =>
    w.said.join('\n').includes('the server is still finishing'),
  );
  await holder.query('select pg_advisory_unlock(77)');
  expect(await second).toEqual([]);
  expect(await w.value('select count(*)::int from slow')).toBe(1);
});

it.each([
  ['a key', `insert into people values (1, E'secret) name\nsecret'), (2, E'secret) name\nsecret');`, '23505'],
  ['a range', `insert into stays values ('[1,5)'), ('[2,3)');`, '23P01'],
  ['a row', `insert into people values (3, E'secret)\nsecret'), (4, null);`, '23502'],
])('says what a statement ran into without the values of %s', async (_, sql, state) => {
  w = await world({
    '001_base.sql': `create table people (id int, name text not null unique);
      create table stays (during int4range, exclude using gist (during with &&));`,
    '002_data.sql': sql,
  });
  const problem = await problemOf(w.migrate());
  expect(problem.what).toContain(state);
  expect(problem.what).toContain('(…)');
  expect(problem.what).not.toMatch(/secret|\[\d|\(4/);
});
