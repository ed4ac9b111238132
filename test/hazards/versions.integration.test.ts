import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS_SINCE, SETTINGS_SINCE } from '../../src/database/ahead/since.ts';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { sample } from '../support/full.ts';
import { hasMajor, OLD_MAJORS } from '../support/old-server.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { said, VERSION_CASES, VERSION_SCHEMA } from './version-cases.ts';

/** The oldest server beside the one at hand: `npm run test:full` has all. */
const SERVERS = process.env['SHIPLOCK_TEST_POSTGRES'] ? [undefined] : sample([undefined, 15] as const, 2);

describe.each(SERVERS)('PostgreSQL %s', (major) => {
  let server: TestServer | undefined;
  let database: FreshDatabase | undefined;
  let db: PgDatabase;
  let version: number;
  beforeAll(async () => {
    if (major) server = await startServer({ major });
    else database = await freshDatabase();
    db = await connect((server ?? database)?.url ?? '');
    await db.client.query(VERSION_SCHEMA);
    const [row] = await db.query<{ major: number }>(
      "select current_setting('server_version_num')::int / 10000 as major",
    );
    version = row?.major ?? 0;
  });
  afterAll(async () => {
    await db?.query('drop owned by version_reader; drop role version_reader');
    await db?.close();
    await server?.stop();
    await database?.drop();
  });

  it.each(VERSION_CASES)(
    'is known to take, or not to take: $sql',
    async ({ since, sql, says, fails, notRun }) => {
      const found = (await said(db, `select 1;\n${sql}`)).filter((each) =>
        each.startsWith('unknown-to-server'),
      );
      if (version >= since) expect(found).toEqual([]);
      else {
        expect(found.length).toBeGreaterThan(0);
        expect(found.every((each) => each.startsWith('unknown-to-server at 2: PostgreSQL '))).toBe(true);
        if (says) expect(found.join()).toContain(says);
      }
      if (notRun || fails) return;
      await db.client.query('begin');
      const ran = await db.client.query(sql).then(
        () => 'taken',
        (error: Error) => error.message,
      );
      await db.client.query('rollback');
      expect(ran === 'taken', ran).toBe(version >= since);
    },
  );

  it('has what is said to have come with its version or before, and nothing later', async () => {
    const rows = await db.query<{ name: string }>(
      "select distinct proname::text as name from pg_proc where pronamespace = 'pg_catalog'::regnamespace union select name from pg_settings",
    );
    const has = new Set(rows.map(({ name }) => name));
    for (const [name, since] of [...FUNCTIONS_SINCE, ...SETTINGS_SINCE])
      expect(has.has(name), `${name} on ${version}`).toBe(since <= version);
  });

  it('names everything that it cannot read, each with its line', async () => {
    const found = await said(
      db,
      'alter table goods add constraint a check (id > 0) not enforced;\nselect 1;\n\nalter table goods add constraint b check (id > 0) not enforced;',
    );
    const lines = found
      .filter((each) => each.startsWith('unknown-to-server'))
      .map((each) => each.split(':')[0]);
    expect(lines).toEqual(version < 18 ? ['unknown-to-server at 1', 'unknown-to-server at 4'] : []);
  });
});

it('has older servers wherever npm has them', () => {
  const expected = process.platform === 'linux' && process.arch === 'x64';
  for (const major of OLD_MAJORS) expect(hasMajor(major)).toBe(expected);
});
