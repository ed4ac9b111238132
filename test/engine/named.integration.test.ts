/** @module-tag full */
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineOptions } from '../../src/database/migrations/index.ts';
import { problemOf, type World, world } from './world.ts';

/** Verify SQL named for a migration runs right after it, and holds back what comes next. */

let w: World;
afterEach(() => w?.close());

const FILES = {
  '001_orders.sql':
    'create table orders (id int, customer int);\ninsert into orders values (1, 1), (2, null);',
  '002_customer.sql': 'alter table orders alter customer set not null;',
};
const ORPHANS = "select 'orphans' as check_name, count(*) as bad from orders where customer is null";

/** As a release does: exactly the files that were planned. */
async function apply(options: Partial<EngineOptions> = {}, said = w.said) {
  const engine = w.engine({ verifyDirectory: 'supabase/verify', ...options });
  planned ??= (await engine.pending({ refuse: false })).pending;
  const migrations = planned;
  return engine.apply({ migrations, say: (line) => said.push(line) });
}
let planned: Parameters<ReturnType<World['engine']>['apply']>[0]['migrations'] | undefined;
afterEach(() => {
  planned = undefined;
});
const history = () =>
  w.query<{ version: string }>('select version from supabase_migrations.schema_migrations order by version');

describe('verify SQL named for a migration', () => {
  it('is run before the next migration, not only after the last', async () => {
    w = await world({
      ...FILES,
      '002_customer.sql': 'drop table orders;',
      'verify/001_orders.sql': "select 'orders' as check_name, 2 - count(*) as bad from orders",
      'verify/1_other.sql': 'select 1 from nowhere',
    });
    expect(await apply()).toHaveLength(2);
    expect(w.said.join('\n')).toContain(
      'supabase/migrations/001_orders.sql: 1 check of supabase/verify/001_orders.sql passed',
    );
  });

  it('stops the release when it finds something, says what, and is asked again before anything else runs', async () => {
    w = await world({ ...FILES, 'verify/001_orders.sql': `\n${ORPHANS}` });
    const problem = await problemOf(apply());
    expect(problem).toMatchObject({
      code: 'SHIPLOCK_MIGRATE_VERIFY',
      what: 'supabase/migrations/001_orders.sql is applied, but supabase/verify/001_orders.sql failed: orphans: 1 bad',
      done: ['applied: 001'],
      notDone: ['not started: 002'],
      places: [{ file: 'supabase/verify/001_orders.sql', line: 2 }],
    });
    expect(await history()).toEqual([{ version: '001' }]);

    expect((await problemOf(apply())).code).toBe('SHIPLOCK_MIGRATE_VERIFY');
    expect(await history()).toEqual([{ version: '001' }]);

    await w.query('update orders set customer = 2 where customer is null');
    expect(await apply()).toMatchObject([{ version: '002' }]);
  });

  it('fails when it checks nothing, also when it is asked again after the last file', async () => {
    w = await world({ ...FILES, 'verify/001.sql': "select 'x' as check_name, 0 as bad where false" });
    w.remove('migrations/002_customer.sql');
    for (let run = 0; run < 2; run += 1) {
      const problem = await problemOf(apply());
      expect(problem.code).toBe('SHIPLOCK_MIGRATE_VERIFY');
      expect(problem.what).toContain('it returned no row');
    }
  });

  it('is not misled by the search_path and the role that the file left behind', async () => {
    w = await world(
      {
        '001_orders.sql': `${FILES['001_orders.sql']}\nset search_path = pg_catalog;\nset role anon;`,
        'verify/001_orders.sql': "select 'orders' as check_name, 2 - count(*) as bad from orders",
      },
      { supabase: true },
    );
    expect(await apply()).toHaveLength(1);
  });

  it('comes after the last file with the Supabase CLI, and still fails the release', async () => {
    w = await world(
      { '001_orders.sql': FILES['001_orders.sql'], 'verify/001_orders.sql': ORPHANS },
      { supabase: true },
    );
    const problem = await problemOf(apply({ engine: 'supabase-cli' }));
    expect(problem.code).toBe('SHIPLOCK_MIGRATE_VERIFY');
    expect(problem.done).toEqual(['applied: 001']);
  });
});
