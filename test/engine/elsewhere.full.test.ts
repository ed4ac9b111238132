import { expect, test } from 'vitest';
import { paste } from './paste.ts';
import { problemOf, world } from './world.ts';

const HISTORY = 'supabase_migrations.schema_migrations';
const FILE = '20240101000000_a.sql';

test.each([
  [
    'was applied under another version',
    `update ${HISTORY} set version = '20240102000000'`,
    'create table a (id int);',
  ],
  [
    'was edited, and the database has the new text',
    'alter table a alter column id type bigint',
    'create table a (id bigint);',
  ],
  ['was run by hand', `delete from ${HISTORY}`, 'create table a (id int);'],
])('a file that %s: the command of the error adopts it, with the real CLI', async (_, change, text) => {
  const w = await world({ [FILE]: 'create table a (id int);' });
  await w.migrate();
  await w.query(change);
  w.write(FILE, text);
  await paste(w, (await problemOf(w.migrate())).next);
  expect(await w.migrate()).toEqual([]);
  await w.close();
});
