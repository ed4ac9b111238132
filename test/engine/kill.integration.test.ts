/** @module-tag full */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runs } from '../support/full.ts';
import { runner, seeded } from './process.ts';
import { catalogOf, type World, world } from './world.ts';

const KILLS = Number(process.env['SHIPLOCK_KILLS'] ?? runs(4, 200));
const SEED = Number(process.env['SHIPLOCK_SEED'] ?? 20261123);
/** Each kill of one database comes later by this much of a whole run, so that the last one comes too late. */
const LATER = 0.08;

/**
 * Every statement that can leave a trace does: `trace` has no key, so a statement that ran twice shows twice, and
 * batched rows count how often they were touched.
 */
const FILES = {
  '001_base.sql': `create table trace (name text);
    create table items (id int primary key, n int not null default 0, t text);
    insert into items select g, 0, md5(g::text) from generate_series(1, 6000) g;
    insert into trace values ('001');`,
  '002_index.sql': `insert into trace values ('002 before');
    create index concurrently items_t on items (t);
    insert into trace values ('002 between');
    create unique index concurrently on items (t, id);
    create index concurrently items_n on items (n);
    insert into trace values ('002 after');`,
  '003_plain.sql': `create table orders (id int primary key, item int references items (id));
    insert into trace values ('003');
    select pg_sleep(0.01);
    alter table items add column extra text;`,
  '004_blocks.sql': `insert into trace values ('004 before');
    begin; create type color as enum ('red'); insert into trace values ('004 inside'); commit;
    alter type color add value 'blue';
    create table colors (c color default 'blue');
    insert into trace values ('004 after');`,
  '005_batch.sql': `insert into trace values ('005 before');
    -- shiplock: batch size=700 target-ms=0
    update items set n = n + 1 where id % 7 <> 0;
    insert into trace values ('005 after');`,
  '006_swap.sql': `drop index concurrently items_t;
    reindex index concurrently items_n;
    vacuum items;
    create index concurrently items_extra on items (extra);
    insert into trace values ('006');`,
  '007_last.sql': `create function last() returns int language sql as $$ select 7; $$; insert into trace values ('007');`,
};

it(`survives ${KILLS} kills at random points`, { timeout: 400_000 }, async () => {
  const whole = await world(FILES);
  const first = await runner(whole);
  const started = performance.now();
  first.go();
  expect(await first.ended).toBe(0);
  const wholeMs = performance.now() - started;
  const expected = await outcome(whole);
  await whole.close();
  const random = seeded(SEED);
  let kills = 0;
  let databases = 0;
  let next: Promise<Awaited<ReturnType<typeof runner>>> | undefined;
  while (kills < KILLS) {
    const w = await world(FILES);
    databases += 1;
    for (let kill = 0; ; kill += 1) {
      const process = await (next ?? runner(w));
      // The one after it loads while this one works.
      next = runner(w);
      next.catch(() => undefined);
      const ended = process.ended.then((code) => ({ code }));
      process.go();
      const killed = await Promise.race([
        ended,
        sleep(random() * wholeMs * (0.2 + LATER * kill)).then(() => 'now' as const),
      ]);
      if (killed === 'now') process.kill();
      const { code } = await ended;
      if (code === null) kills += 1;
      await noFalseClaims(w);
      if (code === 0) break;
      expect(code, `seed ${SEED}, after ${kills} kills: ${process.output()}`).toBe(null);
    }
    (await next)?.kill();
    next = undefined;
    expect(await outcome(w), `seed ${SEED}, after ${kills} kills`).toEqual(expected);
    await w.close();
  }
  console.log(`${kills} kills over ${databases} databases`);
});

async function outcome(w: World) {
  return {
    catalog: await catalogOf(w.url),
    history: await w.query(
      'select version, name, statements from supabase_migrations.schema_migrations order by version',
    ),
    trace: await w.query('select name from trace order by name'),
    items: await w.query('select n, count(*)::int as rows from items group by n order by n'),
    left: await w.query('select * from shiplock.migration_progress'),
  };
}

const LAST_TRACE: Record<string, string> = {
  '001': '001',
  '002': '002 after',
  '003': '003',
  '004': '004 after',
  '005': '005 after',
  '006': '006',
  '007': '007',
};

/** A recorded version has left its last trace, exactly once. */
async function noFalseClaims(w: World): Promise<void> {
  const [exists] = await w.query<{ there: boolean }>(
    "select to_regclass('supabase_migrations.schema_migrations') is not null as there",
  );
  if (!exists?.there) return;
  const recorded = await w.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations',
  );
  if (recorded.length === 0) return;
  const trace = (await w.query<{ name: string }>('select name from trace')).map(({ name }) => name);
  for (const { version } of recorded) expect(trace).toContain(LAST_TRACE[version]);
  expect(new Set(trace).size).toBe(trace.length);
}
