import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sample } from '../../../test/support/full.ts';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { SUPABASE_TEMPLATE } from '../../../test/support/server.ts';
import { connect, type PgDatabase } from '../connection.ts';
import { type MigrationSource, planMigrations } from '../hazards/plan.ts';
import { type RollbackFile, readRollbacks, rehearseMigrations } from './rehearse.ts';

const PLATFORM = new URL('../../../supabase/', import.meta.url);

let live: FreshDatabase;
let source: PgDatabase;
beforeEach(async () => {
  live = await freshDatabase({ supabase: true });
  source = await connect(live.url);
});
afterEach(async () => {
  await source.close();
  await live.drop();
});

const file = (version: string, sql: string): MigrationSource => ({
  version,
  name: 'x',
  file: `migrations/${version}_x.sql`,
  checksum: '',
  sql,
});
const down = (...entries: [string, string][]) =>
  new Map(
    entries.map(([version, sql]): [string, RollbackFile] => [
      version,
      { version, file: `rollbacks/${version}.sql`, sql },
    ]),
  );

async function rehearse(
  pending: readonly MigrationSource[],
  rollbacks: ReadonlyMap<string, RollbackFile>,
  more: object = {},
) {
  return rehearseMigrations({
    adminUrl: live.adminUrl,
    source,
    applied: [],
    pending,
    rollbacks,
    template: SUPABASE_TEMPLATE,
    ...more,
  });
}

async function leftovers(): Promise<number> {
  const rows = await source.query(`select from pg_database d where datname like 'shiplock\\_rehearsal\\_%'
       and not exists (select from pg_stat_activity a where a.datname = d.datname)`);
  return rows.length;
}

async function platform(): Promise<MigrationSource[]> {
  const names = (await readdir(new URL('migrations/', PLATFORM)))
    .filter((name) => /^\d+_.*\.sql$/.test(name))
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      ...file(name.split('_', 1)[0] ?? '', await readFile(new URL(`migrations/${name}`, PLATFORM), 'utf8')),
      file: `supabase/migrations/${name}`,
    })),
  );
}

describe("the platform's own migrations", () => {
  it('go up, down and up again', async () => {
    const result = await rehearse(
      await platform(),
      await readRollbacks(new URL('rollbacks', PLATFORM).pathname),
    );
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({ outcome: 'pass', base: 'replayed' });
    for (const { down: way } of result.migrations) expect(way).toBe('restored');
    expect(await leftovers()).toBe(0);
  });

  it('do so on a database that has some of them', { tags: 'full' }, async () => {
    const [first, ...rest] = await platform();
    await source.client.query(first?.sql ?? '');
    const result = await rehearse(rest, await readRollbacks(new URL('rollbacks', PLATFORM).pathname), {
      applied: [first],
    });
    expect(result).toMatchObject({ outcome: 'pass', findings: [] });
  });
});

describe('rehearseMigrations', () => {
  it('sees the locks that are really taken, with and without a transaction', async () => {
    await source.query('create table orders (id bigint primary key, note text)');
    const applied = [file('1', 'create table orders (id bigint primary key, note text)')];
    const pending = [
      file('2', 'alter table orders add column total int;\ncreate index orders_total on orders (total);'),
      file(
        '3',
        '-- shiplock: irreversible reason="an index"\ncreate index concurrently orders_note on orders (note)',
      ),
    ];
    const result = await rehearse(pending, down(['2', 'alter table orders drop column total']), { applied });
    expect(result).toMatchObject({ outcome: 'pass', findings: [] });
    const [two, three] = result.migrations;
    expect(two?.statements.map(({ locks }) => locks)).toEqual([
      [{ relation: 'public.orders', level: 'AccessExclusiveLock' }],
      [],
    ]);
    expect(three).toMatchObject({ down: 'irreversible', statements: [{ sampled: true }] });
    for (const { relation, level } of three?.statements[0]?.locks ?? []) {
      expect([relation, level]).toEqual(['public.orders', 'ShareUpdateExclusiveLock']);
    }
    expect(Object.keys(result.after?.objects ?? {}).length).toBeGreaterThan(
      Object.keys(result.before?.objects ?? {}).length,
    );
  });

  it('names locks that the plan could not read', { tags: 'full' }, async () => {
    await source.query('create table stock (id int); create table shelf (id int)');
    const sql =
      "alter table shelf add column a int;\ndo $$ begin execute format('alter table %I add column a int', 'stock'); end $$";
    const pending = [file('2', sql)];
    const { pending: planned } = await planMigrations(pending, source);
    const result = await rehearse(
      pending,
      down(['2', 'alter table stock drop a; alter table shelf drop a']),
      {
        applied: [file('1', 'create table stock (id int); create table shelf (id int)')],
        planned,
      },
    );
    expect(result.outcome).toBe('pass');
    expect(result.surprises).toEqual([
      {
        object: 'public.stock',
        message: 'is locked ACCESS EXCLUSIVE, which the plan does not mention',
        place: { file: 'migrations/2_x.sql', line: 2 },
      },
    ]);
  });

  it('wants irreversible to be declared', async () => {
    const result = await rehearse([file('1', 'create table a (id int)')], down());
    expect(result.outcome).toBe('fail');
    expect(result.findings[0]?.message).toContain('must be declared irreversible');
  });

  describe('an extension that one database alone can have, or this server has not', () => {
    const enabled = (name: string) =>
      `insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
         values (${name.length}42, '${name}', 10, 'extensions'::regnamespace, false, '1.6')`;
    const HOURLY = file(
      '2',
      "create table sweeps (id int);\nselect cron.schedule('sweep', '0 * * * *', 'delete from sweeps');",
    );
    const BACK = down(['2', "select cron.unschedule('sweep'); drop table sweeps"]);

    const CASES: [
      string,
      string[],
      MigrationSource[],
      MigrationSource[],
      ReadonlyMap<string, RollbackFile>,
    ][] = [
      ['is enabled by the platform', [enabled('pg_cron')], [], [HOURLY], BACK],
      [
        'was made by an applied file',
        [enabled('pg_cron')],
        [file('1', 'create extension if not exists pg_cron with schema pg_catalog')],
        [HOURLY],
        BACK,
      ],
      [
        'is made by a pending file',
        [],
        [],
        [file('1', 'create extension pg_cron'), HOURLY],
        new Map([...BACK, ...down(['1', 'drop extension pg_cron'])]),
      ],
      [
        'is called in other ways',
        [enabled('pg_cron')],
        [],
        [
          file(
            '2',
            "select cron.schedule('* * * * *', 'select 1'), cron.schedule_in_database('b', '* * * * *', 'select 1', 'postgres'); select cron.alter_job(jobid, active := false) from cron.job; update cron.job set active = true",
          ),
        ],
        down(['2', 'select cron.unschedule(jobid) from cron.job']),
      ],
      [
        'is pg_net',
        [enabled('pg_net')],
        [],
        [file('2', "select net.http_post(url := 'https://hook.example', body := '{}'::jsonb)")],
        down(['2', 'select 1']),
      ],
      [
        'has no stand-in, and nothing needs it',
        [enabled('wrappers')],
        [file('1', "create extension wrappers; comment on extension wrappers is 'x'")],
        [file('2', 'create table t (id int)')],
        down(['2', 'drop table t']),
      ],
    ];
    it.each(sample(CASES, 2))(
      '%s: the rest is rehearsed, down too, with a remark',
      async (_, before, applied, pending, rollbacks) => {
        for (const sql of before) await source.query(sql);
        const result = await rehearse(pending, rollbacks, { applied });
        expect(result.findings).toEqual([]);
        expect(result.outcome).toBe('pass');
        expect(result.migrations.map(({ down: way }) => way)).toEqual(pending.map(() => 'restored'));
        expect(result.detail).toMatch(
          /(?:pg_cron|pg_net) cannot be installed in a throw-away database|wrappers is not on the rehearsal's server/,
        );
        if (before.length > 0)
          expect(Object.keys(result.after?.objects ?? {}).join()).toContain('extension ');
      },
    );

    it('is unknown where a file needs more of it than stands in', async () => {
      await source.query(enabled('wrappers'));
      await source.query('create schema vault; create table vault.secrets (id int)');
      const result = await rehearse(
        [file('1', 'insert into vault.secrets values (1)')],
        down(['1', 'select 1']),
      );
      expect(result).toMatchObject({ outcome: 'unknown', detail: expect.stringContaining('vault.secrets') });
    });

    it('fails where a file calls it wrongly', async () => {
      await source.query(enabled('pg_cron'));
      const result = await rehearse([file('1', "select cron.unschedule('never')")], down(['1', 'select 1']));
      expect(result.findings[0]?.message).toContain('could not find valid entry for job');
    });
  });

  it('names what a rollback leaves behind', { tags: 'full' }, async () => {
    const result = await rehearse(
      [file('1', 'create table a (id int); create function f() returns int language sql as $$ select 1 $$')],
      down(['1', 'drop table a']),
    );
    expect(result.outcome).toBe('fail');
    expect(result.findings.map(({ message }) => message).join()).toMatch(
      /does not restore the schema: .*f\(\).* is left over/,
    );
    expect(await leftovers()).toBe(0);
  });

  it('names what a rollback brings back otherwise', { tags: 'full' }, async () => {
    await source.query('create table a (id int, note text not null)');
    const applied = [file('1', 'create table a (id int, note text not null)')];
    const result = await rehearse(
      [file('2', 'alter table a drop column note')],
      down(['2', 'alter table a add column note text']),
      { applied },
    );
    expect(result.findings[0]?.message).toMatch(/column public\.a\.note differs/);
  });

  it.each([
    ['the migration', 'select 1/0', undefined, /1_x\.sql.*fails on the live schema: division by zero/],
    [
      'the rollback',
      'create table a (id int)',
      'drop table nowhere',
      /rollbacks\/1\.sql.*fails: table "nowhere" does not exist/,
    ],
    [
      'the second way up',
      'create table a (id int)',
      'create table a_old (id int); drop table a; alter table a_old rename to a',
      /fails after its rollback: relation "a" already exists/,
    ],
    [
      'an irreversible file with a rollback',
      '-- shiplock: irreversible reason="x"\ncreate table a (id int)',
      'drop table a',
      /declared irreversible, but/,
    ],
  ])('says when %s fails', async (_what, up, back, message) => {
    const result = await rehearse([file('1', up)], back ? down(['1', back]) : down());
    expect(result.outcome).toBe('fail');
    expect(result.findings.map((each) => `${each.object} ${each.message}`).join('\n')).toMatch(message);
    expect(await leftovers()).toBe(0);
  });

  it('is unknown when the live schema cannot be rebuilt', { tags: 'full' }, async () => {
    await source.query('create table drifted (id int)');
    const result = await rehearse([file('1', 'select 1')], down(), { sourceUrl: live.url });
    expect(result.outcome).toBe('unknown');
    expect(result.detail).toMatch(/drifted is missing.*pg_dump/);
    const missing = await rehearse([file('1', 'select 1')], down(), { applied: undefined });
    expect(missing).toMatchObject({ outcome: 'unknown', detail: expect.stringContaining('are missing') });
  });

  it('is unknown when a file needs what only the live platform has', { tags: 'full' }, async () => {
    await source.query('create schema storage; create table storage.buckets (id text primary key)');
    const needs = [file('1', "insert into storage.buckets values ('avatars')")];
    const result = await rehearse(needs, down(['1', 'delete from storage.buckets']));
    expect(result.outcome).toBe('unknown');
    expect(result.detail).toMatch(
      /buckets" does not exist; but .*lacks .*storage\.buckets.*rehearsal-template/,
    );
    const wrong = await rehearse([file('1', 'insert into nowhere values (1)')], down());
    expect(wrong).toMatchObject({ outcome: 'fail', findings: [{ object: 'migrations/1_x.sql' }] });
  });

  it('says why pg_dump gave up, and that applied files would change the server', {
    tags: 'full',
  }, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pg-dump-'));
    const restore = process.env['PATH'];
    try {
      await writeFile(
        path.join(folder, 'pg_dump'),
        '#!/bin/sh\necho "server version mismatch" >&2\nexit 1\n',
      );
      await chmod(path.join(folder, 'pg_dump'), 0o755);
      process.env['PATH'] = `${folder}:${restore}`;
      const applied = [file('1', 'do $$ begin create role reporter; end $$')];
      const result = await rehearse([file('2', 'select 1')], down(), { applied, sourceUrl: live.url });
      expect(result).toMatchObject({ outcome: 'unknown', base: 'none' });
      expect(result.detail).toMatch(/1_x\.sql:1 \(CreateRole\) affects more than.*server version mismatch/);
    } finally {
      process.env['PATH'] = restore;
      await rm(folder, { recursive: true });
    }
  });

  it('falls back to pg_dump, whose password is no argument', { tags: 'full' }, async () => {
    const plain = await freshDatabase();
    const drifted = await connect(plain.url);
    await drifted.query('create table drifted (id int)');
    const folder = await mkdtemp(path.join(tmpdir(), 'pg-dump-'));
    const restore = process.env['PATH'];
    try {
      // Stands in for a pg_dump of the server's version, which this machine need not have.
      const script = `#!/bin/sh
case "$*" in *://*) exit 3;; esac
[ -n "$PGPASSWORD" ] || exit 4
printf '%s\\n' '\\restrict abc' 'create table public.drifted (id int);' '\\unrestrict abc'
`;
      await writeFile(path.join(folder, 'pg_dump'), script);
      await chmod(path.join(folder, 'pg_dump'), 0o755);
      process.env['PATH'] = `${folder}:${restore}`;
      const pending = [file('1', 'alter table drifted add column b int')];
      const rollbacks = down(['1', 'alter table drifted drop column b']);
      const result = await rehearse(pending, rollbacks, {
        source: drifted,
        sourceUrl: plain.url,
        template: 'template1',
      });
      expect(result).toMatchObject({ outcome: 'pass', base: 'dumped', findings: [] });
    } finally {
      process.env['PATH'] = restore;
      await rm(folder, { recursive: true });
      await drifted.close();
      await plain.drop();
    }
  });

  it.each(['create role x', "alter system set work_mem = '5MB'", 'do $$ begin create role x; end $$'])(
    'does not let "%s" change the server',
    async (sql) => {
      const result = await rehearse([file('1', sql)], down());
      expect(result).toMatchObject({
        outcome: 'unknown',
        detail: expect.stringContaining('affects more than the database'),
      });
    },
  );

  it('is unknown when no database can be made', { tags: 'full' }, async () => {
    const result = await rehearse([file('1', 'select 1')], down(), { template: 'nowhere' });
    expect(result).toMatchObject({ outcome: 'unknown', detail: expect.stringContaining('nowhere') });
  });
});
