/** @module-tag full */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Faults } from '../kit/index.ts';
import { databaseFaults } from './faults.ts';
import { startFront } from './front.ts';
import { type PostgresPart, startPostgres } from './index.ts';

let postgres: PostgresPart;
const faults = new Faults();

beforeAll(async () => {
  postgres = await startPostgres({
    workDir: join(tmpdir(), `shiplock-postgres-${process.pid}`),
    faults: databaseFaults(faults),
  });
});
afterAll(() => postgres?.close());
afterEach(() => faults.clear());

async function connected(url = postgres.url('staging')) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

describe('the local Postgres', () => {
  it('gives role postgres what Supabase gives it, and no more', async () => {
    const client = await connected();
    const { rows } = await client.query(
      `select current_user as me, rolsuper, rolbypassrls from pg_roles where rolname = current_user`,
    );
    expect(rows).toEqual([{ me: 'postgres', rolsuper: false, rolbypassrls: true }]);
    await client.query('create table public.t1 (a int)');
    const grants = await client.query(
      `select has_table_privilege('anon', 'public.t1', 'select') as anon, has_table_privilege('service_role', 'public.t1', 'insert') as service`,
    );
    expect(grants.rows).toEqual([{ anon: true, service: true }]);
    await client.end();
  });

  it('makes and takes away the roles that cannot write, by the SQL of the docs, for a role that is no superuser', async () => {
    const client = await connected();
    const roles = async () =>
      (await client.query("select rolname from pg_roles where rolname like 'shiplock%' order by 1")).rows;
    await client.query(await readFile('docs/sql/plan-role.sql', 'utf8'));
    expect(await roles()).toEqual([{ rolname: 'shiplock_plan' }, { rolname: 'shiplock_verify' }]);
    const [, away] = (await readFile('docs/read-only-role.md', 'utf8')).split('## Take them away');
    const [, sql] = /```sql\n([\s\S]*?)```/.exec(away ?? '') ?? [];
    await client.query(sql ?? '');
    expect(await roles()).toEqual([]);
    await client.end();
  });

  it('refuses a wrong password', async () => {
    const wrong = postgres.url('staging').replace(/:[0-9a-f]{36}@/, ':wrong@');
    await expect(connected(wrong)).rejects.toMatchObject({ code: '28P01' });
  });

  it('makes and drops throw-away databases, and logins for other roles', async () => {
    const database = await postgres.createDatabase('throwaway');
    const client = await connected(await postgres.urlAs('authenticator', 'throwaway'));
    await client.query('set role anon');
    await client.end();
    await database.drop();
    await expect(connected(database.url)).rejects.toMatchObject({ code: '3D000' });
  });

  it('database.connect: refuse and delay', async () => {
    faults.set({ call: 'database.staging.connect', fault: 'refuse' });
    await expect(connected()).rejects.toThrow();
    faults.set({ call: 'database.connect', fault: { kind: 'delay', milliseconds: 150 } });
    const before = performance.now();
    await (await connected()).end();
    expect(performance.now() - before).toBeGreaterThan(140);
  });

  it('database.query: the answer is lost though the statement ran (cut-after), or nothing ran (cut-before)', async () => {
    await postgres.sql('staging', 'create table public.marks (a int); grant all on public.marks to postgres');
    const client = await connected();
    faults.set({ call: 'database.query', fault: 'cut-after' });
    await expect(client.query('insert into public.marks values (1)')).rejects.toThrow();
    const other = await connected();
    faults.set({ call: 'database.query', fault: 'error-before' });
    await expect(other.query('insert into public.marks values ($1)', [2])).rejects.toThrow();
    expect(await postgres.sql('staging', 'select a from public.marks')).toEqual([{ a: 1 }]);
  });

  it('database.commit: what COMMIT did stays unknown to the client', async () => {
    await postgres.sql(
      'staging',
      'create table public.ledger (a int); grant all on public.ledger to postgres',
    );
    faults.set({ call: 'database.staging.commit', fault: 'cut-after' });
    const client = await connected();
    await client.query('begin');
    await client.query('insert into public.ledger values (1)');
    await expect(client.query('commit')).rejects.toThrow();
    expect(await postgres.sql('staging', 'select a from public.ledger')).toEqual([{ a: 1 }]);
  });

  it('carries large statements and answers unharmed', async () => {
    const client = await connected();
    const text = 'x'.repeat(3_000_000);
    const { rows } = await client.query('select $1::text as a, repeat($1, 3) as b', [text]);
    expect(rows[0].a).toBe(text);
    expect(rows[0].b).toHaveLength(9_000_000);
    await client.end();
  });

  it('ends a session alone when its server goes while it is being written to', async () => {
    const target = createServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.pause());
    });
    target.listen(0, '127.0.0.1');
    await once(target, 'listening');
    const arrived = once(target, 'connection');
    const front = await startFront({
      targetPort: (target.address() as AddressInfo).port,
      faults: databaseFaults(faults),
    });
    const client = connect(front.port, '127.0.0.1');
    client.on('error', () => {});
    const closed = new Promise((resolve) => client.once('close', resolve));
    const [socket] = (await arrived) as [Socket];
    client.write(Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]));
    const large = Buffer.alloc(16_000_000);
    large.write('Q');
    large.writeInt32BE(large.length - 1, 1);
    client.write(large);
    // More than the kernel keeps: once it is away, the front has read the first statement and waits for room.
    await new Promise((resolve) => client.write(large, resolve));
    socket.resetAndDestroy();
    await closed;
    expect(front.connections()).toEqual([]);
    await front.close();
    target.close();
  });
});
