import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { sample } from '../support/full.ts';
import { testMajor } from '../support/old-server.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { PROJECT, PROJECT_CASES } from './project-cases.ts';

let database: FreshDatabase;
let db: PgDatabase;
beforeAll(async () => {
  database = await freshDatabase({ supabase: true });
  db = await connect(database.url);
  await db.client.query(PROJECT);
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

/** Grammar of PostgreSQL 17. */
const isTooNew = (sql: string) => sql.includes('set expression') && testMajor() < 17;

/** Groups that have a case left on this server: a group without one would fail. */
const KNOWN = Object.entries(PROJECT_CASES)
  .map(([name, cases]) => [name, cases.filter(({ sql }) => !isTooNew(sql))] as const)
  .filter(([, cases]) => cases.length > 0);

describe.each(KNOWN)('%s', (_, known) => {
  it.each(sample(known, 8).map((each) => [each.sql, each] as const))(
    '%s',
    async (sql, { phase, code = [], says = '', neverSays }) => {
      const source = { version: '1', name: 'x', file: '1_x.sql', checksum: '', sql };
      const [plan] = (await planMigrations([source], db)).pending;
      const said = (plan?.statements ?? [])
        .flatMap(({ breaks = [], hazards }) => [
          ...breaks,
          ...hazards.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
        ])
        .join('; ');
      expect({ phase: plan?.phase, said }).toMatchObject({ phase });
      expect(said).toContain(says);
      if (neverSays) expect(said).not.toContain(neverSays);
      const broken = await brokenBy(sql, code);
      if (phase === 'expand') expect(broken).toEqual([]);
      else if (code.length > 0) expect(broken).not.toEqual([]);
    },
  );
});

const ANNA = '11111111-1111-1111-1111-111111111111';

/** What of the running version's code works before a file and not after it: it fails, or it misses rows that it saw. */
async function brokenBy(sql: string, code: readonly string[]): Promise<string[]> {
  await db.client.query('begin');
  try {
    const before = [];
    for (const each of code) before.push(await run(each));
    expect(before.filter((result) => typeof result === 'string')).toEqual([]);
    await db.client.query(sql);
    await db.client.query('reset role');
    const broken = [];
    for (const [index, each] of code.entries()) {
      const after = await run(each);
      if (typeof after === 'string') broken.push(`${each}: ${after}`);
      else if (after < Number(before[index])) broken.push(`${each}: ${after} rows`);
    }
    return broken;
  } finally {
    await db.client.query('rollback');
  }
}

/** Rows that it reaches, or its error; nothing of it stays. */
async function run(code: string): Promise<number | string> {
  const [, role, sql = ''] = /^(?:(anon|authenticated): )?(.*)$/s.exec(code) ?? [];
  await db.client.query('savepoint code');
  if (role) await db.client.query(`set local role ${role}`);
  if (role === 'authenticated')
    await db.client.query(`set local request.jwt.claims = '{"sub": "${ANNA}", "role": "authenticated"}'`);
  const result = await db.client.query(sql).then(
    ({ rowCount }) => rowCount ?? 0,
    (error: Error) => error.message,
  );
  await db.client.query('rollback to code');
  return result;
}
