import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { sample } from '../support/full.ts';
import { testMajor } from '../support/old-server.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { BASE, PHASE_CASES } from './phase-cases.ts';

let database: FreshDatabase;
let db: PgDatabase;
beforeAll(async () => {
  database = await freshDatabase({ supabase: true });
  db = await connect(database.url);
  await db.client.query(BASE);
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

async function plan(files: readonly string[], found = {}) {
  const sources = files.map((sql, index) => ({
    version: String(index + 1),
    name: 'x',
    file: `${index + 1}_x.sql`,
    checksum: '',
    sql,
  }));
  return (await planMigrations(sources, db, found)).pending;
}

describe.each(Object.entries(PHASE_CASES))('%s', (_, cases) => {
  it.each(sample(cases, 3).map((each) => [[each.files].flat().join(' | '), each] as const))(
    '%s',
    async (_sql, { files, phases, why }) => {
      const pending = await plan([files].flat());
      const reasons = pending.flatMap(({ statements }) => statements.flatMap(({ breaks = [] }) => breaks));
      expect({ phases: pending.map(({ phase }) => phase[0]).join(''), reasons }).toMatchObject({ phases });
      if (why) expect(reasons.join('; ')).toContain(why);
      if (phases.includes('c')) expect(reasons).not.toEqual([]);
    },
  );
});

describe('where nothing serves', () => {
  const all = Object.values(PHASE_CASES).flat();
  it.each(
    sample(
      all.filter(({ phases }) => phases.includes('c')),
      5,
    ).map(({ files }) => [files].flat()),
  )('no file is contract: %s', async (...files) => {
    const pending = await plan(files, { serves: false });
    expect(pending.every(({ phase }) => phase === 'expand')).toBe(true);
  });

  it('still refuses to lose rows, unless the database is fresh', async () => {
    const drops = 'alter table tickets drop column note; delete from accounts; drop table tickets cascade';
    const refused = async (found: object) =>
      (await plan([drops], found)).flatMap(({ statements }) =>
        statements.flatMap(({ hazards }) =>
          hazards.filter(({ severity }) => severity === 'refused').map(({ rule }) => rule),
        ),
      );
    expect(await refused({ serves: false })).toEqual(['drop-column', 'delete-rows', 'drop-table']);
    expect(await refused({ serves: false, fresh: true })).toEqual([]);
  });

  it('refuses what the server itself refuses', async () => {
    const [file] = await plan(["alter type mood add value 'v'; select 'v'::mood"], { serves: false });
    expect(file?.statements[1]?.hazards).toMatchObject([
      { rule: 'enum-value-used-in-transaction', severity: 'refused' },
    ]);
  });
});

describe('a new enum value in the file that adds it', () => {
  const add = "alter type mood add value 'v'";
  const used = async (sql: string) =>
    (await plan([sql]))[0]?.statements.some(({ hazards }) =>
      hazards.some(({ rule }) => rule === 'enum-value-used-in-transaction'),
    );
  it.each([
    `${add}; create policy p on tickets for select using (feeling = 'v')`,
    `${add}; create function f() returns mood language sql as $$ select 'v'::mood $$`,
    `${add}; create function f() returns bigint language sql begin atomic select count(*) from tickets where feeling in ('v', 'calm'); end`,
    `${add}; do $$ declare m mood := 'v'; begin null; end $$`,
    `${add}; do $$ begin update tickets set feeling = 'v'; end $$`,
    `${add}; alter table tickets alter feeling set default 'v'`,
    `${add}; insert into tickets (account_id, feeling) values (1, 'v')`,
  ])('is used too early: %s', async (sql) => {
    expect(await used(sql)).toBe(true);
    await expect(run(sql)).rejects.toThrow(/unsafe use of new value/);
  });

  it.each([
    `${add}; create policy p on tickets for select using (feeling::text = 'v')`,
    `${add}; create policy p on tickets for select using (note = 'v' or title in ('v'))`,
    `${add}; insert into tickets (account_id, note) values (1, 'v')`,
    `${add}; update tickets set note = 'v'`,
    `${add}; comment on column tickets.feeling is 'v'`,
    `${add}; create function f() returns mood language plpgsql as $$ begin return 'v'; end $$`,
    "alter type mood add value if not exists 'calm'; update tickets set feeling = 'calm'",
  ])('is only a word there: %s', async (sql) => {
    expect(await used(sql)).toBe(false);
    await run(sql);
  });

  it('can be used at once where the type is new too, from PostgreSQL 17 on', async () => {
    const sql = `create type fresh as enum ('a'); alter type fresh add value 'v'; create table t (f fresh default 'v')`;
    expect(await used(sql)).toBe(testMajor() < 17);
    const ran = await run(sql).then(
      () => 'taken',
      (error: Error) => error.message,
    );
    expect(ran).toBe(testMajor() < 17 ? 'unsafe use of new value "v" of enum type fresh' : 'taken');
  });

  async function run(sql: string): Promise<void> {
    await db.client.query('begin');
    try {
      await db.client.query(sql);
    } finally {
      await db.client.query('rollback');
    }
  }
});

describe('an owner that stays', () => {
  it.each([
    'create table t (a int); alter table t owner to postgres',
    'alter table tickets owner to postgres',
    'create function g() returns int language sql as $$ select 1 $$; alter function g() owner to postgres',
    "create type u as enum ('a'); alter type u owner to postgres",
    'create schema s; alter schema s owner to current_user',
  ])('is no remark: %s', async (sql) => {
    const rules = (await plan([sql])).flatMap(({ statements }) =>
      statements.flatMap(({ hazards }) => hazards.map(({ rule }) => rule)),
    );
    expect(rules).not.toContain('owner-changed');
  });

  it('is remarked on where it changes', async () => {
    const [file] = await plan(['alter function stamp() owner to service_role']);
    expect(file?.statements[0]?.hazards).toMatchObject([{ rule: 'owner-changed' }]);
  });
});
