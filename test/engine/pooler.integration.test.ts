import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { pooling, type Relay, transactionPooling } from './relay.ts';
import { problemOf, type World, world } from './world.ts';

let w: World;
const relays: Relay[] = [];
beforeAll(async () => {
  w = await world({ '001_a.sql': 'create table a (id int);' });
});
afterAll(async () => {
  for (const relay of relays) await relay.close();
  await w.close();
});

async function behind(relay: Promise<Relay>, options = ''): Promise<string> {
  const { port } = await relay;
  relays.push(await relay);
  const url = new URL(`${w.url}${options}`);
  url.port = String(port);
  return url.href;
}
const to = () => new URL(w.url);

describe('a session pooler', () => {
  test.each(['passes', 'refuses', 'drops'] as const)(
    'that %s startup parameters: read-only is held, and the time limit too',
    async (unknown) => {
      const url = await behind(pooling(to(), unknown));
      const db = await connect(url, { readOnly: true, statementTimeoutMs: 150 });
      await expect(db.query('create table written (id int)')).rejects.toMatchObject({
        code: 'SHIPLOCK_DATABASE_READ_ONLY',
      });
      await expect(db.query('select pg_sleep(2)')).rejects.toThrow('statement timeout');
      await db.close();
    },
  );

  test('that refuses them: the whole plan can be made through it', async () => {
    const url = await behind(pooling(to(), 'refuses'));
    const { pending } = await w.engine({ url }).pending({});
    expect(pending.map(({ version }) => version)).toEqual(['001']);
  });

  test.each([
    ['?options=-c%20search_path%3Dapp', 'search_path'],
    ['?options=-csearch_path%3Dapp%20--lock-timeout%3D5s', 'search_path, lock_timeout'],
    ['?options=-c%20search_path%3Da,%5C%20b', 'search_path'],
    ['?statement_timeout=5000', 'statement_timeout'],
  ])('that drops %s: the error names what is lost', async (options, lost) => {
    const dropped = await problemOf(connect(await behind(pooling(to(), 'drops'), options)));
    expect(dropped).toMatchObject({
      code: 'SHIPLOCK_DATABASE_POOLER',
      what: expect.stringContaining(`does not keep ${lost}: `),
    });
    const refused = await problemOf(connect(await behind(pooling(to(), 'refuses'), options)));
    expect(refused.code).toBe('SHIPLOCK_DATABASE_POOLER');
    expect(refused.next).toMatch(/^Remove (options|statement_timeout) from database-url/);
    const kept = await connect(await behind(pooling(to()), options));
    await kept.close();
  });

  test('gets a session back as it gave it', async () => {
    const relay = await pooling(to());
    const db = await connect(await behind(Promise.resolve(relay)), { readOnly: true });
    await db.close();
    expect(relay.sent()).toContain('reset default_transaction_read_only');
  });
});

test('options of the connection string cannot take read-only away', async () => {
  const db = await connect(`${w.url}?options=-c%20default_transaction_read_only%3Doff`, { readOnly: true });
  await expect(db.query('create table written (id int)')).rejects.toMatchObject({
    code: 'SHIPLOCK_DATABASE_READ_ONLY',
  });
  await db.close();
});

test('options that are the pooler’s own are passed on, and not looked for', async () => {
  const url = await behind(pooling(to(), 'drops'), '?options=reference%3Dabcdef');
  const db = await connect(url, { readOnly: true });
  await db.close();
});

test('a pooler in transaction mode is found before anything is set: its other clients would have it too', async () => {
  const url = await behind(transactionPooling(to()));
  // The session that all share.
  const first = await connect(url);
  expect(await problemOf(connect(url, { readOnly: true }))).toMatchObject({
    code: 'SHIPLOCK_DATABASE_POOLER',
    what: expect.stringContaining('transaction mode'),
    next: expect.stringContaining('session pooler'),
  });
  expect(await first.query('show default_transaction_read_only')).toEqual([
    { default_transaction_read_only: 'off' },
  ]);
  await first.close();
});

test('the transaction pooler of Supabase is known by its port, also among the options', async () => {
  expect((await problemOf(connect('postgresql://u:p@db.example/d?port=6543'))).code).toBe(
    'SHIPLOCK_DATABASE_POOLER',
  );
});
