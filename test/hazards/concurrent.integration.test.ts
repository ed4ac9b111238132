/** @module-tag full */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { locksOf, relationsNow } from '../../src/database/rehearsal/observe.ts';
import { exampleDatabase } from './server.ts';

let database: Awaited<ReturnType<typeof exampleDatabase>>;
let writer: PgDatabase;
let observer: PgDatabase;
beforeAll(async () => {
  database = await exampleDatabase();
  writer = await connect(database.url);
  observer = await connect(database.url);
});
afterAll(async () => {
  await writer?.close();
  await observer?.close();
  await database?.drop();
});

/**
 * What cannot run in a transaction shows its locks only while it runs. A writer of the table makes it wait in the
 * middle, holding what it took.
 */
it.each([
  ['create index concurrently orders_note on orders (note)', 'orders'],
  ['reindex index concurrently orders_code', 'orders'],
  ['reindex table concurrently orders', 'orders'],
  ['drop index concurrently orders_code', 'orders'],
])('%s lets readers and writers pass', async (sql, table) => {
  const { pending } = await planMigrations(
    [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
    database.db,
  );
  const [statement] = pending[0]?.statements ?? [];
  expect(pending[0]?.transactional).toBe(false);
  expect(statement).toMatchObject({ blocks: 'nothing', rewrites: false, losesData: false });
  const known = await relationsNow(observer);
  const [session] = await database.db.query<{ pid: number }>('select pg_backend_pid() as pid');
  await writer.query('begin');
  await writer.query(`update ${table} set id = id where id = 1`);
  const running = database.client.query(sql);
  try {
    const claimed = Object.fromEntries(
      (statement?.locks ?? []).map(({ relation, level }) => [relation, level]),
    );
    await expect
      .poll(async () => Object.fromEntries(await locksOf(observer, known, session?.pid)), { timeout: 10_000 })
      .toMatchObject(claimed);
    const seen = await locksOf(observer, known, session?.pid);
    for (const [relation, level] of seen) expect(claimed[relation], relation).toBe(level);
    // Another writer is not held up.
    const other = await connect(database.url, { statementTimeoutMs: 5_000 });
    await other.query(`update ${table} set id = id where id = 2`);
    await other.close();
  } finally {
    await writer.query('rollback');
    await running;
  }
});

it('DETACH PARTITION CONCURRENTLY lets the partitioned table be used and waits for users of the partition', async () => {
  const sql = 'alter table events detach partition events_2025 concurrently';
  const { pending } = await planMigrations(
    [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
    database.db,
  );
  const claimed = Object.fromEntries(
    (pending[0]?.statements[0]?.locks ?? []).map(({ relation, level }) => [relation, level]),
  );
  const known = await relationsNow(observer);
  const [session] = await database.db.query<{ pid: number }>('select pg_backend_pid() as pid');
  await writer.query('begin');
  await writer.query('select from events_2025 limit 1');
  const running = database.client.query(sql);
  try {
    await expect
      .poll(async () => Object.fromEntries(await locksOf(observer, known, session?.pid)), { timeout: 10_000 })
      .toEqual(claimed);
  } finally {
    await writer.query('rollback');
    await running;
  }
});

it('VACUUM FULL is the opposite', async () => {
  const { pending } = await planMigrations(
    [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql: 'vacuum full orders' }],
    database.db,
  );
  expect(pending[0]?.statements[0]).toMatchObject({
    blocks: 'reads-and-writes',
    rewrites: true,
    losesData: false,
  });
  const file = async () =>
    (
      await database.db.query<{ file: string }>(
        "select relfilenode::text as file from pg_class where relname = 'orders'",
      )
    )[0]?.file;
  const before = await file();
  await database.client.query('vacuum full orders');
  expect(await file()).not.toBe(before);
});

it.each([
  'reindex index orders_id_code',
  'reindex table orders',
  'alter index orders_id_code set tablespace pg_default',
])('%s makes readers of the table wait, though the table itself is not locked against them', async (sql) => {
  const { pending } = await planMigrations(
    [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
    database.db,
  );
  expect(pending[0]?.statements[0]?.blocks).toBe('reads-and-writes');
  await writer.query('begin');
  await writer.query(sql);
  try {
    await observer.query("set lock_timeout = '100ms'");
    await expect(observer.query('select note from orders where id = 1')).rejects.toMatchObject({
      cause: { code: '55P03' },
    });
  } finally {
    await observer.query('reset lock_timeout');
    await writer.query('rollback');
  }
});
