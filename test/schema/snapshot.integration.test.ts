import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical, toJson } from '../../src/release/canonical.ts';
import { databaseSchema, fingerprint, schemaSnapshot } from '../../src/schema/index.ts';
import { emptyDatabase, platformDatabase, type TestDatabase } from './support/platform.ts';

describe('a snapshot of one of everything', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await emptyDatabase();
    await database.db.query(await readFile('test/schema/support/rich.sql', 'utf8'));
  });
  afterAll(() => database[Symbol.asyncDispose]());

  it('has every kind of object', async () => {
    const { objects } = await schemaSnapshot(database.db);
    const kinds = new Set(Object.values(objects).map((o) => o.kind));
    expect([...kinds].sort()).toEqual([
      'column',
      'column-grant',
      'constraint',
      'default-privilege',
      'domain',
      'enum',
      'event-trigger',
      'extension',
      'function',
      'grant',
      'index',
      'policy',
      'publication',
      'relation',
      'rls',
      'rule',
      'schema',
      'sequence',
      'trigger',
      'type',
      'view',
    ]);
  });

  it('says of each object what a release can depend on', async () => {
    const { objects } = await schemaSnapshot(database.db);
    const of = (id: string) => objects[id]?.properties;
    expect(of('column app.people.full_name')).toMatchObject({
      generated: 'stored upper((name)::text)',
      default: null,
      type: 'text',
    });
    expect(of('column app.teams.id')).toMatchObject({ identity: 'by default', notNull: true });
    expect(of('enum app.mood')).toMatchObject({ labels: ['sad', 'ok', 'happy'] });
    expect(of('domain app.email')).toMatchObject({
      type: 'text',
      constraints: [`has_at CHECK ((VALUE ~~ '%@%'::text))`],
    });
    expect(of('function app.score(integer)')).toMatchObject({
      result: 'integer',
      security: 'invoker',
      volatility: 'stable',
      settings: ['search_path=""'],
    });
    expect(of('view app.adults')).toMatchObject({
      columns: ['id', 'name'],
      options: ['security_invoker=true'],
    });
    expect(of('policy app.people "own rows"')).toMatchObject({
      command: 'select',
      roles: ['authenticated'],
      permissive: true,
    });
    expect(of('rls app.people')).toEqual({ enabled: true, forced: false });
    expect(of('grant app.teams anon SELECT')).toMatchObject({ grantable: true });
    expect(of('column-grant app.people.note authenticated UPDATE')).toMatchObject({ column: 'note' });
    expect(of('trigger auth.users new_user')).toMatchObject({ function: 'app.note' });
    expect(of('publication changes')).toMatchObject({
      events: ['insert', 'update'],
      tables: ['app.people (id, name)', 'app.teams'],
    });
    expect(of('relation app.log_2026')).toMatchObject({ parents: ['app.log'] });
    expect(of('sequence app.numbers')).toMatchObject({ start: '10', increment: '2' });
  });

  it('is the same whatever the search_path and settings of the session', async () => {
    const before = fingerprint(await schemaSnapshot(database.db));
    await database.db.query(
      `set search_path = app, extensions, public; set quote_all_identifiers = on; set timezone = 'Asia/Tokyo'; set datestyle = 'German'; set intervalstyle = 'iso_8601'`,
    );
    const after = fingerprint(await schemaSnapshot(database.db));
    await database.db.query('reset all');
    expect(after).toBe(before);
  });

  it('keeps no function body and no trigger argument, which may hold keys', async () => {
    await database.db.query(`
      create function app.hook() returns trigger language plpgsql as $$ begin perform 'sk_live_body'; return null; end $$;
      create trigger hook after insert on app.people for each row execute function app.hook('Bearer sk_live_argument')`);
    expect(canonical(toJson(await schemaSnapshot(database.db)))).not.toMatch(/sk_live/);
    await database.db.query('drop trigger hook on app.people; drop function app.hook()');
  });

  it('knows which names a function body uses, and none of its strings and comments', async () => {
    const body = String.raw`
      begin
        -- don't lose the name after this apostrophe: key_in_comment
        insert into app.first_table values ('--', 'it''s key_in_string'); /* key_in_block * 'x */
        update "app"."Second Table" set a = E'\' key_in_escape' where b = '/*';
        delete from third_table where c = $$key_in_dollars$$ or d = $q$key_in_tag$q$;
        return null; -- 'x
      end`;
    await database.db.query(
      `create function app.words() returns trigger language plpgsql as $body$${body}$body$`,
    );
    const { objects } = await schemaSnapshot(database.db);
    const { words, dynamic } = objects['function app.words()']?.properties ?? {};
    expect(dynamic).toBe(false);
    expect(words).toEqual(
      expect.arrayContaining(['first_table', 'second', 'table', 'third_table', 'delete', 'return', 'end']),
    );
    expect((words as string[]).filter((word) => word.startsWith('key'))).toEqual([]);
    await database.db.query('drop function app.words()');
  });

  it('leaves out what extensions own, and schemas that others manage', async () => {
    await database.db.query(
      'create extension citext schema app; create table extensions.theirs (id int); create table auth.theirs (id int)',
    );
    const { objects, schemas } = await schemaSnapshot(database.db);
    expect(schemas).toEqual(['app', 'public']);
    expect(Object.keys(objects).filter((id) => /citext|theirs/.test(id))).toEqual(['extension citext']);
    await database.db.query('drop extension citext; drop table extensions.theirs, auth.theirs');
  });

  it('looks at the schemas it is told to', async () => {
    const { objects, schemas } = await schemaSnapshot(database.db, { schemas: ['auth'] });
    expect(schemas).toEqual(['auth']);
    expect(Object.keys(objects)).toContain('column auth.users.email');
  });

  it('reads names that need quoting', async () => {
    await database.db.query(
      `create schema "A b"; create table "A b"."T.1" ("c ""x""" int, "select" text); create policy "it's ""mine""" on "A b"."T.1" using (true)`,
    );
    const ids = Object.keys((await schemaSnapshot(database.db)).objects).filter((id) => id.includes('A b'));
    expect(ids).toContain('column "A b"."T.1"."c ""x"""');
    expect(ids).toContain('policy "A b"."T.1" "it\'s ""mine"""');
    await database.db.query('drop schema "A b" cascade');
  });
});

describe('the platform', () => {
  it('passes every check of its own', async () => {
    await using database = await platformDatabase();
    const { db } = database;
    const schema = databaseSchema({
      database: async () => db,
      workspace: process.cwd(),
      verifyDir: 'supabase/verify',
      rlsFile: 'supabase/rls.json',
      usageFile: 'supabase/usage.json',
    });
    const snapshot = await schema.snapshot();
    expect(snapshot.schemas).toEqual(['audit', 'private', 'public']);
    expect(snapshot.unreadable).toEqual([]);
    expect(Object.keys(snapshot.contract?.uses.relations ?? {})).toContain('public.prescriptions');
    const reports = await schema.verify({ snapshot });
    expect(Object.fromEntries(reports.map((r) => [r.check, r.outcome]))).toEqual({
      'verify-sql': 'pass',
      contract: 'pass',
      rls: 'pass',
      drift: 'pass',
      performance: 'pass',
      advisors: 'skipped',
      api: 'skipped',
    });
    expect(await schema.fingerprint()).toBe(fingerprint(await schemaSnapshot(db)));
    expect(fingerprint(JSON.parse(JSON.stringify(snapshot)))).toBe(await schema.fingerprint());
  });
});

it('reads thousands of objects, and says in how long', { tags: 'full' }, async () => {
  await using database = await emptyDatabase();
  await database.db.query(`do $$ begin
    for i in 1..1000 loop
      execute format('create table public.t%s (id bigint primary key, a text not null, b int default 3, c timestamptz)', i);
      execute format('grant all on public.t%s to anon, authenticated, service_role', i);
      execute format('create index on public.t%s (b)', i);
      execute format('create policy p on public.t%s using (id = %s)', i, i);
      execute format('create function public.f%s(n int) returns int language sql as ''select n + %s''', i, i);
    end loop; end $$`);
  const started = performance.now();
  const snapshot = await schemaSnapshot(database.db);
  const milliseconds = performance.now() - started;
  const hashing = performance.now();
  fingerprint(snapshot);
  console.info(
    `${Object.keys(snapshot.objects).length} objects: read in ${Math.round(milliseconds)} ms, hashed in ${Math.round(performance.now() - hashing)} ms`,
  );
  expect(Object.keys(snapshot.objects).length).toBeGreaterThan(30_000);
});
