import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { type SupabaseProject, startSupabase } from '../../rehearsal/cloud/supabase/index.ts';
import { announce, awaitRelations, servedRelations } from '../../src/schema/checks/api-schema.ts';
import { databaseSchema } from '../../src/schema/index.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

/** After a migration the Data API must have read the schema anew before anybody asks it for the new table. */

let database: TestDatabase;
let project: SupabaseProject;
const query = (sql: string) => database.db.query(sql);
const say = () => undefined;
const api = () => ({ url: project.url, key: project.publishableKey });
beforeAll(async () => {
  database = await emptyDatabase();
  await query('create table public.early (id int); grant select on public.early to anon');
  const postgres = { adminUrl: () => database.url };
  project = await startSupabase({
    postgres,
    database: 'staging',
    faults: new Faults(),
    log: new AccessLog(),
  });
  await project.refresh();
});
afterAll(async () => {
  await project.close();
  await database[Symbol.asyncDispose]();
});

async function listening(work: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = [];
  const note = ({ channel, payload }: { channel: string; payload?: string | undefined }) =>
    heard.push(`${channel} ${payload}`);
  const { client } = database.db;
  client.on('notification', note);
  await query('listen pgrst');
  await work();
  await query('select 1');
  await query('unlisten pgrst');
  client.off('notification', note);
  return heard;
}

test('a new table is served once the API was told, and is waited for', async () => {
  const schema = databaseSchema({
    database: async () => database.db,
    workspace: '/nowhere',
    ...{ verifyDir: 'verify', rlsFile: 'rls.json', usageFile: 'usage.json', api: api() },
  });
  const before = (await schema.identity?.())?.objects ?? {};
  await query('create table public.late (id int); create table public."Odd Name" (id int)');
  expect(await awaitRelations(api(), ['public.late'], { say, waitMs: 300 })).toEqual(['public.late']);
  await schema.announce?.();
  expect(await schema.served?.(before, say)).toEqual([]);
});

test('where the platform tells it by itself, nothing is sent; where that is switched off, it is', async () => {
  expect(await listening(() => announce(database.db))).toEqual(['pgrst reload schema']);
  await query(`create function public.watch() returns event_trigger language plpgsql as 'begin end';
    create event trigger pgrst_ddl_watch on ddl_command_end execute function public.watch()`);
  expect(await listening(() => announce(database.db))).toEqual([]);
  await query('alter event trigger pgrst_ddl_watch disable');
  expect(await listening(() => announce(database.db))).toEqual(['pgrst reload schema']);
  await query('drop event trigger pgrst_ddl_watch; drop function public.watch()');
});

test.each([
  ['that may not be read', { status: 401, body: { code: '42501', message: 'permission denied' } }],
  ['of a schema that is not exposed', { status: 406, body: { code: 'PGRST106', message: 'Invalid schema' } }],
  ['that has rows', { status: 200, body: [{ id: 1 }] }],
])('a table %s is served, or nobody’s: it is not waited for', async (_, reply) => {
  const server = await scriptedServer(() => reply);
  const missing = await awaitRelations({ url: server.url, key: 'k' }, ['public.a'], { say, waitMs: 300 });
  expect(missing).toEqual([]);
  expect(server.seen).toHaveLength(1);
  await server.close();
});

test('the API is asked again while it loads', async () => {
  let asked = 0;
  const server = await scriptedServer(() => {
    asked += 1;
    return asked < 3
      ? { status: 404, body: { code: 'PGRST205', message: 'not in the schema cache' } }
      : { status: 200, body: [] };
  });
  expect(await awaitRelations({ url: server.url, key: 'k' }, ['public.a'], { say })).toEqual([]);
  expect(asked).toBe(3);
  await server.close();
});

test('only new relations of public are asked for', () => {
  const now = {
    'relation public.a': '1',
    'relation app.b': '1',
    'column public.a.id': '1',
    'relation public.c': '2',
  };
  expect(servedRelations({ 'relation public.c': '1' }, now)).toEqual(['public.a']);
});
