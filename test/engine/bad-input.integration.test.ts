/** @module-tag full */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { until } from '../support/until.ts';
import { cutting } from './relay.ts';
import { appliedVersions, codeOf, TWO_FILES as FILES, problemOf, type World, world } from './world.ts';

/** Each thing that goes wrong for people has a code of its own, names the place, and changes nothing. */

let w: World;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await w?.close();
});

const applied = () => appliedVersions(w);
const at = (change: (url: URL) => void): string => {
  const url = new URL(w.url);
  change(url);
  return url.href;
};

describe('the server', () => {
  it.each<[string, (url: URL) => void, string]>([
    [
      'a wrong password',
      (url) => {
        url.password = 'wrong';
      },
      'SHIPLOCK_DATABASE_PASSWORD',
    ],
    [
      'a database that is not there',
      (url) => {
        url.pathname = '/nowhere';
      },
      'SHIPLOCK_DATABASE_UNKNOWN',
    ],
    [
      'TLS that the server refuses',
      (url) => {
        url.searchParams.set('sslmode', 'require');
      },
      'SHIPLOCK_DATABASE_TLS',
    ],
    [
      'the transaction pooler',
      (url) => {
        url.port = '6543';
      },
      'SHIPLOCK_DATABASE_POOLER',
    ],
    [
      'a port where nobody listens',
      (url) => {
        url.port = '1';
      },
      'SHIPLOCK_DATABASE_UNREACHABLE',
    ],
    [
      'percent-encoding that means nothing',
      (url) => {
        url.password = 'caf%e9';
      },
      'SHIPLOCK_DATABASE_URL',
    ],
    [
      'a certificate that is not there',
      (url) => {
        url.search = '?sslmode=verify-full&sslrootcert=/nowhere/ca.crt';
      },
      'SHIPLOCK_DATABASE_URL',
    ],
  ])('says %s', async (_, change, code) => {
    w = await world(FILES);
    const problem = await problemOf(w.migrate({ url: at(change) }));
    expect(problem.code).toBe(code);
    expect(problem.notDone?.join()).toContain('no connection was made');
    expect(JSON.stringify(problem)).not.toContain(new URL(w.url).password);
    expect(await applied()).toEqual([]);
  });

  it('is not written to by a plan, whatever the plan reads', async () => {
    w = await world(FILES);
    // What looks like the history writes when it is read.
    await w.query(`create table written (at timestamptz); create schema supabase_migrations;
      create function mark() returns text language sql as 'insert into written values (now()) returning null::text';
      create view supabase_migrations.schema_migrations as select mark() as version, '{}'::text[] as statements, '' as name`);
    expect((await problemOf(w.engine().pending())).code).toBe('SHIPLOCK_DATABASE_READ_ONLY');
    expect((await problemOf(w.engine().status())).code).toBe('SHIPLOCK_DATABASE_READ_ONLY');
    expect(await w.value('select count(*)::int from written')).toBe(0);
  });

  it('names the grant that a role lacks', async () => {
    w = await world(FILES);
    const role = `poor_${new URL(w.url).pathname.slice(1)}`;
    await w.query(`create role ${role} login password 'poor'`);
    closers.push(() => w.query(`drop owned by ${role}; drop role ${role}`));
    const poor = at((url) => {
      url.username = role;
      url.password = 'poor';
    });
    const first = await problemOf(w.migrate({ url: poor }));
    expect(first.code).toBe('SHIPLOCK_DATABASE_PERMISSION');
    expect(`${first.what} ${first.next}`).toMatch(/grant create on database/i);
    await w.query(`grant create on database ${new URL(w.url).pathname.slice(1)} to ${role}`);
    const second = await problemOf(w.migrate({ url: poor }));
    expect(second.code).toBe('SHIPLOCK_DATABASE_PERMISSION');
    expect(second.what).toContain('001_a.sql:1');
    expect(`${second.what} ${second.next}`).toMatch(/grant .*create.* on schema "?public/i);
    expect(await applied()).toEqual([]);
  });

  it('refuses what is no connection string', async () => {
    w = await world(FILES);
    expect(await codeOf(w.migrate({ url: 'localhost/db' }))).toBe('SHIPLOCK_DATABASE_URL');
  });

  it('names each grant that reading needs', async () => {
    w = await world(FILES);
    const role = `poor_${Date.now()}`;
    await w.query(`create role ${role} login password 'poor'`);
    const url = at((each) => {
      each.username = role;
      each.password = 'poor';
    });
    await w.migrate();
    expect((await problemOf(w.engine({ url }).status())).next).toContain(
      'grant usage (and create, to create objects in it) on schema',
    );
    await w.query(
      `grant usage on schema supabase_migrations, shiplock to ${role}; grant select on supabase_migrations.schema_migrations to ${role}`,
    );
    expect((await problemOf(w.engine({ url }).status())).next).toContain('on migration_checksum');
    await w.query(`grant select on shiplock.migration_checksum to ${role}`);
    expect((await w.engine({ url }).status()).applied).toBe(2);
    await w.query(`drop owned by ${role}; drop role ${role}`);
  });

  it('says when the folder is not there', async () => {
    w = await world(FILES);
    expect(await codeOf(w.migrate({ directory: 'nowhere' }))).toBe('SHIPLOCK_MIGRATIONS_FOLDER');
  });

  it.each<[string, (at: string) => void, string]>([
    ['a folder', (at) => mkdirSync(at), 'it is a folder'],
    ['a link to nowhere', (at) => symlinkSync('/nowhere/x.sql', at), 'ENOENT'],
  ])('names %s that looks like a migration', async (_, make, why) => {
    w = await world(FILES);
    make(path.join(w.workspace, 'supabase/migrations/003_c.sql'));
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATIONS_FOLDER');
    expect(problem.what).toContain('supabase/migrations/003_c.sql');
    expect(problem.what).toContain(why);
    expect(await applied()).toEqual([]);
  });

  it('takes an error that only speaks of TLS for what it is', async () => {
    w = await world(FILES);
    const db = await connect(w.url);
    expect(await codeOf(db.query('select tls from ok_ssl'))).toBe('SHIPLOCK_DATABASE_ERROR');
    await db.close();
  });

  it('says that it is read-only', async () => {
    w = await world(FILES);
    await w.query(
      `alter database ${new URL(w.url).pathname.slice(1)} set default_transaction_read_only = on`,
    );
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_DATABASE_READ_ONLY');
    expect(await applied()).toEqual([]);
  });

  it('has nothing to complain of where it is read-only and nothing is pending', async () => {
    w = await world(FILES);
    await w.migrate();
    await w.query("delete from shiplock.migration_checksum where version = ''");
    await w.query(
      `alter database ${new URL(w.url).pathname.slice(1)} set default_transaction_read_only = on`,
    );
    expect(await w.migrate()).toEqual([]);
  });

  it.each([
    ['a database that a statement names', 'alter database nowhere set work_mem = 1000;', '3D000'],
    [
      'another server, which a statement could not reach',
      `do $$ begin raise exception 'could not establish connection' using errcode = '08001'; end $$;`,
      '08001',
    ],
    [
      'a password for another server',
      `do $$ begin raise exception 'password is required' using errcode = '28P01'; end $$;`,
      '28P01',
    ],
  ])('is not taken for %s', async (_, sql, state) => {
    w = await world({ ...FILES, '002_b.sql': `create table b (id int);\n${sql}` });
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATION_SQL');
    expect(problem.what).toContain('002_b.sql:2:1');
    expect(problem.what).toContain(state);
    expect(problem.notDone?.[0]).toBe('supabase/migrations/002_b.sql: rolled back completely');
  });

  it('names the place of what our parser reads and the server does not', async () => {
    w = await world({
      ...FILES,
      '002_b.sql': "create table b (t text);\n  insert into b values (E'it\\'s');",
    });
    await w.query(`alter database ${new URL(w.url).pathname.slice(1)} set backslash_quote = off`);
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATION_SQL');
    expect(problem.what).toContain('002_b.sql:2:');
    expect(problem.done).toEqual(['applied: 001']);
  });

  it('says that its disk is full, at the statement that filled it', async () => {
    w = await world({
      ...FILES,
      '002_b.sql': `create table b (id int);\ndo $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;`,
    });
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_DATABASE_DISK_FULL');
    expect(problem.what).toContain('002_b.sql:2');
    expect(problem.done).toEqual(['applied: 001']);
    expect(await w.value("select to_regclass('b') is null")).toBe(true);
    w.write('002_b.sql', FILES['002_b.sql']);
    expect(await w.migrate()).toHaveLength(1);
  });
});

describe('a connection that is cut', () => {
  it('in the middle of a file leaves nothing of it', async () => {
    w = await world({ ...FILES, '002_b.sql': 'create table b (id int);\nselect pg_sleep(20);' });
    const running = problemOf(w.migrate());
    await until('the file to run', async () => {
      const cut = await w.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ~ 'pg_sleep.20' and pid <> pg_backend_pid()",
      );
      return cut.length > 0;
    });
    const problem = await running;
    expect(problem.code).toBe('SHIPLOCK_DATABASE_CUT');
    expect(problem.done).toEqual(['applied: 001']);
    expect(problem.notDone?.join()).toContain('002_b.sql');
    expect(await applied()).toEqual(['001']);
    w.write('002_b.sql', FILES['002_b.sql']);
    expect(await w.migrate()).toHaveLength(1);
  });

  it.each([
    ['asks what an earlier run began', 'select distinct version'],
    ['looks for its tables', 'to_regclass'],
    ['makes them', 'create schema if not exists'],
  ])('is told as that while the engine %s', async (_, text) => {
    w = await world(FILES);
    const proxy = await cutting(new URL(w.url), text);
    closers.push(proxy.close);
    const through = at((url) => {
      url.port = String(proxy.port);
    });
    expect(await codeOf(w.migrate({ url: through }))).toBe('SHIPLOCK_DATABASE_CUT');
    expect(await w.migrate()).toHaveLength(2);
  });

  it('right after COMMIT was sent is told by what the server did', async () => {
    w = await world(FILES);
    const proxy = await cutting(new URL(w.url), 'create table b');
    closers.push(proxy.close);
    const problem = await problemOf(
      w.migrate({
        url: at((url) => {
          url.port = String(proxy.port);
        }),
      }),
    );
    expect(problem.code).toBe('SHIPLOCK_DATABASE_CUT');
    expect(problem.done?.join()).toContain('002_b.sql was committed');
    expect(await applied()).toEqual(['001', '002']);
    expect(await w.migrate()).toEqual([]);
  });
});
