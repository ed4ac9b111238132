/** @module-tag full */
import { afterEach, describe, expect, it } from 'vitest';
import type { ShiplockError } from '../../src/release/errors.ts';
import { type World, world } from './world.ts';

const open: World[] = [];
async function use(files: Readonly<Record<string, string>>): Promise<World> {
  const made = await world(files);
  open.push(made);
  return made;
}
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

const problemOf = (work: Promise<unknown>): Promise<ShiplockError['problem']> =>
  work.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: ShiplockError) => error.problem,
  );

it('names every version that several files have', async () => {
  const names = ['001_a', '001_b', '002_a', '002_b', '003_a', '003_b', '003_c', '004_a'];
  const w = await use(Object.fromEntries(names.map((name) => [`${name}.sql`, 'select 1;'])));
  const { code, what, places } = await problemOf(w.engine().pending());
  expect(code).toBe('SHIPLOCK_MIGRATION_DUPLICATE');
  expect(what).toContain('version 001 belongs to 2 files');
  expect(what).toContain('version 002 belongs to 2 files');
  expect(what).toContain('version 003 belongs to 3 files');
  expect(what).not.toContain('004');
  expect(places).toHaveLength(7);
});

it('tells everything that disagrees at once', async () => {
  const w = await use({ '002_b.sql': 'create table b (id int);', '003_c.sql': 'create table c (id int);' });
  await w.migrate();
  w.write('001_late.sql', 'select 1;');
  w.write('002_b.sql', 'create table b (id bigint);');
  w.remove('003_c.sql');
  const { what, next } = await problemOf(w.engine().pending());
  for (const part of ['3 points', '003', '001_late.sql would have to run before', '002_b.sql:1 was edited'])
    expect(what).toContain(part);
  for (const step of [
    'migration repair --status reverted 003',
    'out-of-order',
    'repair --status applied 002',
  ])
    expect(next).toContain(step);
});

describe('a file that comes after later ones', () => {
  const late = async (text = 'create table late (id int);') => {
    const w = await use({ '002_b.sql': 'create table b (id int);' });
    await w.migrate();
    w.write('001_late.sql', text);
    return w;
  };
  const reasonOf = async (w: World, options = {}) => (await w.engine(options).pending()).pending[0]?.late;

  it('is refused unless somebody says why it may', async () => {
    const { code, next } = await problemOf((await late()).engine().pending());
    expect(code).toBe('SHIPLOCK_MIGRATION_OUT_OF_ORDER');
    expect(next).toContain('-- shiplock: out-of-order reason=');
    expect(next).toContain('database.outOfOrder');
  });

  it.each([
    ['in the file', '-- shiplock: out-of-order reason="long branch"\ncreate table late (id int);', {}],
    ['for all files', undefined, { outOfOrder: 'long branch' }],
    ['by version', undefined, { files: { '001': { outOfOrder: 'long branch' } } }],
  ])('is applied with the reason %s, and recorded', async (_, text, options) => {
    const w = await late(text);
    expect(await reasonOf(w, options)).toBe('long branch');
    expect(await w.migrate(options)).toMatchObject([{ version: '001' }]);
    expect(await w.value("select to_regclass('late') is not null")).toBe(true);
    expect((await w.engine().status()).pending).toEqual([]);
  });

  it('needs a reason in its comment', async () => {
    const w = await late('-- shiplock: out-of-order\ncreate table late (id int);');
    expect((await problemOf(w.engine().pending())).code).toBe('SHIPLOCK_MIGRATION_DIRECTIVE');
  });
});

it('takes from the settings what a file that is applied elsewhere must not be edited to say', async () => {
  const w = await use({ '001_a.sql': 'create table a (id int, b int); insert into a values (1, 2);' });
  await w.migrate();
  w.write('002_drop.sql', 'alter table a drop column b;');
  expect((await problemOf(w.engine().pending())).code).toBe('SHIPLOCK_PLAN_HAZARD');
  const files = { '002': { phase: 'expand', allow: { 'drop-column': 'unused since 4.2' } } } as const;
  const [planned] = (await w.engine({ files }).pending()).pending;
  expect(planned).toMatchObject({ phase: 'expand', declared: true });
  expect(planned?.statements[0]?.hazards).toMatchObject([{ allowed: { reason: 'unused since 4.2' } }]);
  const wrong = { '002': { allow: { 'drop-colum': 'x' } } };
  expect((await problemOf(w.engine({ files: wrong }).pending())).code).toBe(
    'SHIPLOCK_MIGRATION_UNKNOWN_RULE',
  );
});

it('calls a database without history and objects fresh, and one with tables not', async () => {
  const w = await use({
    '001_a.sql': 'create table a (id int);',
    '002_b.sql':
      'alter table a add column b int not null; revoke all on a from public; set session_replication_role = replica;',
  });
  const planned = await w.engine().pending();
  expect(planned.pending.map(({ phase }) => phase)).toEqual(['expand', 'expand']);
  expect(planned.refusals).toBeUndefined();
  await w.query('create table there (id int)');
  w.write('001_a.sql', 'create table a (id int); alter table there add constraint c check (id > 0);');
  expect((await w.engine().pending({ refuse: false })).pending[0]?.phase).toBe('contract');
});
