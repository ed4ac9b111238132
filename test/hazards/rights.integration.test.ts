import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deniedRights } from '../../src/database/ahead/rights/index.ts';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { mentions } from '../../src/database/hazards/mentions.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { readFacts } from '../../src/database/hazards/read-facts.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
import { inFull } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { RIGHTS_CASES, RIGHTS_ROLES, RIGHTS_SCHEMA, UNDECIDED } from './rights-cases.ts';

let database: FreshDatabase;
let owner: PgDatabase;
const roles = new Map<string, PgDatabase>();
const written = (sql: string) => sql.replaceAll('@', database.name).replaceAll('%', database.name);

beforeAll(async () => {
  database = await freshDatabase();
  owner = await connect(database.url);
  const [{ modern } = { modern: true }] = await owner.query<{ modern: boolean }>(
    "select current_setting('server_version_num')::int >= 160000 as modern",
  );
  await owner.client.query(written(RIGHTS_SCHEMA));
  // Before 16 it would be the role's own NOINHERIT, and would hold for all of its memberships.
  if (modern) await owner.client.query(written('grant @_owner to @_setter with inherit false, set true'));
  for (const role of RIGHTS_ROLES) {
    const url = new URL(database.url);
    url.username = `${database.name}_${role}`;
    url.password = 'x';
    roles.set(role, await connect(url.href));
  }
});
afterAll(async () => {
  for (const each of roles.values()) await each.close();
  await owner?.client.query(
    written(`drop owned by @_owner, @_other, @_group, @_ship, @_app, @_member, @_setter, @_maker cascade;
      drop publication if exists pub;
      drop role @_owner, @_other, @_group, @_ship, @_app, @_member, @_setter, @_maker`),
  );
  await owner?.close();
  await database?.drop();
});

const at = (role: string): PgDatabase => {
  const db = roles.get(role);
  if (!db) throw new Error(`no role ${role}`);
  return db;
};

async function says(db: PgDatabase, sql: string) {
  const files = await Promise.all(
    written(sql)
      .split('\n---\n')
      .map((file) => parseSql(file, 'x.sql')),
  );
  return deniedRights(db, files, await readFacts(db, mentions(files.flat())));
}

/** The state that the server answers with; each file begins as the role itself. */
async function runs(db: PgDatabase, sql: string): Promise<string | undefined> {
  await db.client.query('begin');
  try {
    for (const file of written(sql).split('\n---\n')) await db.client.query(`${file}; reset role`);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await db.client.query('rollback; reset session authorization; reset role; reset all');
  }
}

const cells = RIGHTS_CASES.flatMap((sql) => RIGHTS_ROLES.map((role) => [role, sql] as const));

describe('a plan refuses what the role may not do, and nothing else', () => {
  it.each(cells.filter((_, index) => inFull || index % 41 === 0))('%s: %s', async (role, sql) => {
    const db = at(role);
    const found = await says(db, sql);
    const denied = found.filter(({ outcome }) => outcome === 'denied');
    expect(found.filter(({ outcome }) => outcome === 'unsure')).toEqual([]);
    const state = await runs(db, sql);
    expect(
      denied.length > 0,
      `${state ?? 'taken'}: ${JSON.stringify(denied.map(({ message }) => message))}`,
    ).toBe(state === '42501');
  });
});

describe('nothing is refused where it cannot be told', () => {
  it.each(UNDECIDED)('%s', async (sql) => {
    const found = await says(at('app'), sql);
    expect(found.filter(({ outcome }) => outcome === 'denied')).toEqual([]);
  });
});

describe('a plan says it', () => {
  const plan = async (db: PgDatabase, sql: string) => {
    const { pending } = await planMigrations(
      [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql: written(sql) }],
      db,
    );
    return pending
      .flatMap(({ statements }) => statements)
      .flatMap(({ line, hazards }) => hazards.map((hazard) => ({ line, ...hazard })))
      .filter(({ rule }) => /^(?:role-may|grant-without)/.test(rule));
  };
  const sql = 'select 1;\n\nalter table theirs.orders add column a int';

  it('with the line, the role, what it lacks and the statement that helps', async () => {
    const found = await plan(at('app'), sql);
    expect(found).toMatchObject([{ rule: 'role-may-not', severity: 'refused', line: 3 }]);
    const { name } = database;
    expect(found[0]?.message).toBe(
      `${name}_app cannot run it: table theirs.orders belongs to ${name}_owner. As ${name}_owner: grant "${name}_owner" to "${name}_app", or alter table "theirs"."orders" owner to "${name}_app".`,
    );
  });

  it('of the role that migrates, not of the one that plans', async () => {
    expect(await plan(owner, sql)).toEqual([]);
    await owner.query(written("create role @_planner login password 'x'"));
    const url = new URL(database.url);
    url.username = `${database.name}_planner`;
    url.password = 'x';
    const planner = await connect(url.href);
    try {
      const [found] = await plan(planner, 'alter table mine.things add column a int');
      expect(found?.message).toContain(`${database.name}_ship cannot run it: `);
    } finally {
      await planner.close();
      await owner.query(written('drop role @_planner'));
    }
  });

  it('as a warning where the server only warns', async () => {
    expect(await plan(at('app'), 'grant select on theirs.readable to @_other')).toMatchObject([
      { rule: 'grant-without-effect', severity: 'warning' },
    ]);
  });

  it('and can be overruled, with a reason', async () => {
    const allowed = `-- shiplock: allow=role-may-not reason="granted tonight"\n${sql.split('\n').at(-1)}`;
    expect(await plan(at('app'), allowed)).toMatchObject([{ allowed: { reason: 'granted tonight' } }]);
  });

  it('only as a remark on a platform whose own role may more than the catalog says', async () => {
    await owner.query('create role rds_superuser nologin');
    try {
      const found = await plan(at('maker'), 'create extension pageinspect; create table closed.t (id int)');
      expect(found).toMatchObject([
        { rule: 'role-may-perhaps-not', severity: 'info', message: expect.stringContaining('Amazon RDS') },
        { rule: 'role-may-not', severity: 'refused' },
      ]);
    } finally {
      await owner.query('drop role rds_superuser');
    }
  });
});
