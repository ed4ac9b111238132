import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { gateSettings } from '../../src/gates/spec.ts';
import { composeGate } from '../../src/runner/compose-gate.ts';
import { sample } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';

/** A gate's SQL comes from a settings file; it runs here on the strongest connection there is, a superuser's. */
let fresh: FreshDatabase;
let db: PgDatabase;
let other: PgDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  [db, other] = await Promise.all([connect(fresh.url), connect(fresh.url)]);
  await db.query(`
    create table public.events (at timestamptz not null default now(), ok boolean not null);
    insert into public.events (ok) select n > 2 from generate_series(1, 100) n;
    create sequence public.numbers;
    create function public.writes() returns bigint language plpgsql as $$ begin delete from public.events; return 1; end $$;
    create function public.lies() returns bigint stable language plpgsql as $$ begin delete from public.events; return 1; end $$;
    create function public.definer() returns bigint stable security definer language plpgsql as $$
      begin perform set_config('transaction_read_only', 'off', true); drop table public.events; return 1; end $$;
    create function public.eq(int, text) returns boolean language plpgsql as $$ begin delete from public.events; return true; end $$;
    create operator public.=== (leftarg = int, rightarg = text, function = public.eq);
    create view public.innocent as select public.writes() as good, 100::bigint as total;
    create view public.ends as select pg_terminate_backend(pid)::int as good, 100 as total from pg_stat_activity where pid <> pg_backend_pid();
    create view public.around as select * from public.ends;
    create view public.kept as select count(*) filter (where ok) as good, count(*) as total from public.events;
    create view "odd ""name""" as select * from public.kept;`);
});
afterAll(async () => {
  await Promise.all([db?.close(), other?.close()]);
  await fresh?.drop();
});

const run = (query: string) =>
  composeGate(
    'before',
    gateSettings.parse({ probes: [], sql: { query }, minSamples: 5, deadlineSeconds: 1.5 }),
    {
      errorTracker: undefined,
      environment: 'production',
      database: async () => db,
    },
  )({
    urls: async () => [],
    headers: {},
    releaseId: '',
    commit: '',
    since: '2020-01-01T00:00:00Z',
    say: () => undefined,
  });

/** What a query could have changed. */
async function footprint(): Promise<unknown> {
  const [row] = await other.query<object>(`select
    (select jsonb_agg(to_jsonb(e) order by at, ok) from public.events e) as events,
    (select jsonb_agg(c.relname order by c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'public') as relations,
    (select last_value::text || is_called::text from public.numbers) as numbers, (select count(*) from pg_largeobject_metadata) as objects,
    (select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks,
    (select count(*) from pg_stat_activity where datname = current_database()) as sessions`);
  const [session] = await db.query<object>(
    `select current_user, current_setting('default_transaction_read_only') as read_only, current_setting('statement_timeout') as timeout, current_setting('row_security') as security`,
  );
  return { row, session };
}

const REFUSED: readonly (readonly [string, string])[] = [
  ['two statements', 'commit; drop table public.events'],
  ['a statement after it', 'select 1 as good, 1 as total; delete from public.events'],
  ['a comment between', 'select 1 as good, 1 as total /* ; */ ; ; drop table public.events -- '],
  [
    'a data-modifying part',
    'with gone as (delete from public.events returning 1) select count(*) as good, count(*) as total from gone',
  ],
  [
    'one deeper',
    'select * from (with x as (insert into public.events (ok) values (true) returning 1) select 1 as good, 1 as total from x) y',
  ],
  [
    'an update',
    'with x as (update public.events set ok = true returning 1) select 1 as good, 1 as total from x',
  ],
  [
    'a merge',
    'with x as (merge into public.events e using (select 1) s on true when matched then delete returning 1) select 1 as good, 1 as total from x',
  ],
  ['SELECT INTO', 'select 1 as good, 1 as total into public.made'],
  ['FOR UPDATE', 'select 1 as good, 1 as total from public.events limit 1 for update'],
  ['FOR SHARE inside', 'select 1 as good, 1 as total from (select * from public.events for share) x'],
  ['COPY', "copy public.events to program 'id'"],
  ['DO', 'do $$ begin delete from public.events; end $$'],
  ['SET', 'set transaction read write'],
  ['EXPLAIN ANALYZE', 'explain analyze delete from public.events'],
  ['CREATE TABLE AS', 'create table public.made as select 1 as good, 1 as total'],
  ['CALL', 'call public.writes()'],
  ['nextval', "select nextval('public.numbers') as good, 100 as total"],
  ['nextval by its schema', "select pg_catalog.NEXTVAL('public.numbers') as good, 100 as total"],
  ['setval', "select setval('public.numbers', 9) as good, 100 as total"],
  [
    'set_config',
    "select 1 as good, 1 as total where set_config('transaction_read_only', 'off', false) = 'off'",
  ],
  [
    'pg_terminate_backend',
    'select count(pg_terminate_backend(pid)) as good, 100 as total from pg_stat_activity where pid <> pg_backend_pid()',
  ],
  ['an advisory lock', 'select 1 as good, 1 as total where pg_advisory_lock(1) is null'],
  ['pg_notify', "select 1 as good, 1 as total from pg_notify('a', 'b')"],
  ['a large object', "select lo_import('/etc/passwd') as good, 100 as total"],
  ['a file', "select length(pg_read_file('/etc/passwd')) as good, 100 as total"],
  [
    'a text that is run',
    "select 1 as good, 1 as total where query_to_xml('delete from public.events', true, true, '') is null",
  ],
  ['a transaction id', 'select txid_current() as good, 100 as total'],
  ['a function of the project', 'select public.writes() as good, 100 as total'],
  ['one in FROM', 'select w as good, 100 as total from public.writes() w'],
  ['one in a filter', 'select 1 as good, 1 as total from public.events where public.writes() = 1'],
  ['an operator of the project', "select 1 as good, 1 as total where 1 operator(public.===) 'x'"],
  ['a view that calls one', 'select good, total from public.innocent'],
  ['a view of a view that ends sessions', 'select good, total from public.around'],
  ['not SQL', 'select good total from where'],
  ['nothing', ' -- nothing\n'],
  ['a NUL byte', 'select 1 as good, 1 as total\0; drop table public.events'],
];

const ROLES: readonly (readonly [string, boolean])[] = [
  ['as the role of the connection', false],
  ['as the role that may only read', true],
];
describe.each(sample(ROLES, 2))('attack 14: %s', (_, hasRole) => {
  beforeAll(async () => {
    // Roles belong to the server, and other files make this one too: it is left where it is.
    if (hasRole)
      await db.query(
        `do $$ begin create role shiplock_verify nologin bypassrls; exception when duplicate_object then null; end $$;
         grant pg_read_all_data to shiplock_verify`,
      );
  });

  test.each(REFUSED)('attack 14: %s is refused with its place, and changes nothing', async (_name, query) => {
    const before = await footprint();
    await expect(run(query)).rejects.toMatchObject({
      code: 'SHIPLOCK_GATE_SQL',
      kind: 'configuration',
      problem: { what: expect.stringMatching(/the query of source sql in gates\.gate.*/) },
    });
    expect(await footprint()).toEqual(before);
  });

  test.each([
    ['a function that lies about itself', 'select public.lies() as good, 100 as total'],
    ['one with its owner’s rights', 'select public.definer() as good, 100 as total'],
    [
      'a query without end',
      'select count(*) as good, count(*) as total from generate_series(1, 1000000000000)',
    ],
  ])('attack 14: %s changes nothing, and passes nothing', async (_name, query) => {
    const before = await footprint();
    const answer = await run(query).catch((error: { code: string }) => error.code);
    if (typeof answer === 'object') expect(answer.result.decision).toBe('inconclusive');
    await until('everything to be as before', async () => isDeepStrictEqual(await footprint(), before));
  });

  test.each(
    sample(
      [
        [
          'counts',
          'select count(*) filter (where ok) as good, count(*) as total from public.events where at >= $1::timestamptz',
        ],
        ['a closing semicolon', 'select 98 as good, 100 as total;'],
        [
          'the clock and chance',
          'select 98 as good, 100 as total where clock_timestamp() > $1::timestamptz and random() < 2',
        ],
        ['a view', 'select good, total from public.kept'],
        ['a view whose name has quotes', 'select good, total from "odd ""name"""'],
        [
          'window functions and joins',
          'with e as (select ok, row_number() over (order by at) from public.events) select count(*) filter (where ok) as good, count(*) as total from e join lateral (select 1) x on true',
        ],
        [
          'the server’s own views',
          "select 98 as good, 100 as total from pg_stat_activity where pid = pg_backend_pid() and '{}'::jsonb ->> 'a' is null",
        ],
      ],
      3,
    ),
  )('%s decide as before', async (_name, query) => {
    expect((await run(query)).result).toMatchObject({
      evidence: { sources: [{ samples: 100, failures: 2 }] },
    });
  });
});

test('attack 14: one message of the extended protocol holds one statement', async () => {
  await expect(db.query('select 1; select 2', [])).rejects.toThrow('cannot insert multiple commands');
});
