import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { RELATIONS } from '../../src/database/hazards/catalog.ts';
import { isProvenNotNull } from '../../src/database/hazards/facts.ts';
import { mentions } from '../../src/database/hazards/mentions.ts';
import { readFacts } from '../../src/database/hazards/read-facts.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
import type { Database } from '../../src/release/ports.ts';
import { exampleDatabase } from './server.ts';

let database: Awaited<ReturnType<typeof exampleDatabase>>;
beforeAll(async () => {
  database = await exampleDatabase();
});
afterAll(() => database?.drop());

async function facts(sql: string, db: Database = database.db) {
  return readFacts(db, mentions(await parseSql(sql, 'x.sql')));
}

describe('readFacts', () => {
  it('reads what statements mention, and what hangs on it', async () => {
    const { relations } = await facts('drop index orders_code; alter table events add column a int');
    const orders = relations.get('public.orders');
    expect(relations.get('public.orders_code')).toMatchObject({ kind: 'index', table: 'public.orders' });
    expect(orders).toMatchObject({
      kind: 'table',
      rows: 12_000,
      views: ['public.order_notes', 'public.order_totals'],
    });
    expect(orders?.bytes).toBeGreaterThan(1024 * 1024);
    expect(orders?.columns.get('code')).toMatchObject({ type: 'character varying(20)', notNull: false });
    expect(orders?.columns.get('numbered')?.sequence).toBe('public.orders_numbered_seq');
    expect(orders?.constraints.get('quantity_low')).toMatchObject({ kind: 'check', valid: false });
    expect(isProvenNotNull(orders, 'proven')).toBe(true);
    expect(isProvenNotNull(orders, 'note')).toBe(false);
    expect(relations.get('public.events')).toMatchObject({
      kind: 'partitioned',
      rows: 12_000,
      children: ['public.events_2025'],
    });
  });

  it('reads the statement_timeout of the role that migrates, not of the one that plans', async () => {
    const role = `migrates_${new URL(database.url).pathname.slice(1)}`;
    await database.db.query(`create role ${role} login password 'x'`);
    await database.db.query(`alter role ${role} set statement_timeout = '2min'`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'x';
    const itself = await connect(url.href, { statementTimeoutMs: 7000 });
    try {
      expect((await facts('select 1', itself)).statementTimeoutMs).toBe(120_000);
      expect((await facts('select 1')).statementTimeoutMs).toBe(0);
      await database.db.query(`create schema supabase_migrations authorization ${role}`);
      expect((await facts('select 1')).statementTimeoutMs).toBe(120_000);
    } finally {
      await itself.close();
      await database.db.query(`drop schema if exists supabase_migrations`);
      await database.db.query(`drop role ${role}`);
    }
  });

  it('follows foreign keys in both directions', async () => {
    expect((await facts('drop table orders')).relations.get('public.customers')?.referencedBy).toEqual([
      'public.orders',
    ]);
    expect(
      (await facts('drop table customers')).relations
        .get('public.orders')
        ?.constraints.get('orders_customer_id_fkey'),
    ).toMatchObject({ references: 'public.customers' });
  });

  it('knows functions and types', async () => {
    const { functions, types } = await facts(
      'select anything(), now(), touch(); alter type mood add value $$x$$; create table x (a positive)'.replaceAll(
        '$$',
        "'",
      ),
    );
    expect(functions.get('anything')).toMatchObject({ volatility: 'volatile', own: true });
    expect(functions.get('now')).toMatchObject({ volatility: 'stable', own: false });
    expect(functions.get('touch')?.usedBy).toEqual(['public.orders']);
    expect(types.get('mood')).toMatchObject({ kind: 'enum', usedBy: ['public.orders'] });
    expect(types.get('public.positive')).toMatchObject({ kind: 'domain', constrained: true });
  });

  it('estimates a table that was never analysed by its size', async () => {
    await database.db.query(
      'create table fresh_rows as select i, repeat($1, 50) as note from generate_series(1, 30000) i',
      ['x'],
    );
    const rows = (await facts('drop table fresh_rows')).relations.get('public.fresh_rows')?.rows ?? 0;
    expect(rows).toBeGreaterThan(10_000);
  });

  it('needs no right on the tables', async () => {
    const everything = await facts('drop table orders, customers, events');
    await database.db.query('grant hz_reader to current_user').catch(() => undefined);
    const reader = await connect(database.url);
    await reader.query('set role hz_reader');
    const read = await facts('drop table orders, customers, events', reader);
    await reader.close();
    expect([...read.relations]).toEqual([...everything.relations]);
  });

  it('does not look at every table for each one that it reads about', { tags: 'full' }, async () => {
    await database.db.query(
      "do $$ begin for i in 1..3000 loop execute format('create table private.many_%s (id int primary key)', i); end loop; end $$",
    );
    // With statistics of a catalog in use, as production has them.
    await database.db.query('analyze');
    const names = Array.from({ length: 200 }, (_, i) => `many_${i + 1}`);
    const [row] = await database.db.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `explain (analyze, buffers, format json) ${RELATIONS}`,
      [names, []],
    );
    const blocks = row?.['QUERY PLAN'][0].Plan['Shared Hit Blocks'] ?? Number.POSITIVE_INFINITY;
    expect(blocks / names.length).toBeLessThan(100);
  });
});
