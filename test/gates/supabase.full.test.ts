import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { type SupabaseProject, startSupabase } from '../../rehearsal/cloud/supabase/index.ts';
import { runGate } from '../../src/gates/gate.ts';
import { gateSettings } from '../../src/gates/spec.ts';
import { platformDatabase, type TestDatabase } from '../schema/support/platform.ts';

const SCHEMA = `
  create table public.products (id int primary key);
  insert into public.products values (1);
  grant select on public.products to anon;
  create table public.orders (id int primary key);
  insert into public.orders values (1);
  alter table public.orders enable row level security;
  grant select on public.orders to anon;
  create table public.invoices (id int primary key);
  insert into public.invoices values (1);
  revoke all on public.invoices from anon;
  create function public.products_from(first int) returns bigint language sql stable
    as $$ select count(*) from public.products where id >= first $$;
`;

let database: TestDatabase;
let project: SupabaseProject;
beforeAll(async () => {
  database = await platformDatabase();
  await database.db.query(SCHEMA);
  const postgres = { adminUrl: () => database.url };
  project = await startSupabase({
    ...{ postgres, database: 'staging', faults: new Faults(), log: new AccessLog() },
  });
});
afterAll(async () => {
  await project.close();
  await database[Symbol.asyncDispose]();
});

function gate() {
  const spec = gateSettings.parse({
    sources: [
      {
        ...{ use: 'supabase', url: project.url },
        tables: [
          { table: 'products', anon: 'reads' },
          { table: 'orders', anon: 'no-rows' },
          { table: 'invoices', anon: 'refused' },
        ],
        rpcs: [{ name: 'products_from', args: { first: 1 } }],
      },
    ],
  });
  return runGate(spec, {
    ...{ urls: [], headers: {}, expect: undefined, errorTracker: undefined, selects: undefined },
    ...{ environment: 'staging', env: { GATE_SUPABASE_ANON_KEY: project.publishableKey } },
    ...{ releaseId: 'rel_1', since: new Date().toISOString(), say: () => {} },
  });
}

test('a project whose tables are as closed as the settings say passes', async () => {
  expect(await gate()).toMatchObject({ decision: 'pass', reason: 'supabase: every check passed' });
});

test.each([
  ['invoices', 'grant select on public.invoices to anon', 'revoke select on public.invoices from anon'],
  [
    'orders',
    'alter table public.orders disable row level security',
    'alter table public.orders enable row level security',
  ],
])('a migration that opens %s to anybody fails', async (table, opens, closes) => {
  await database.db.query(opens);
  await project.refresh();
  const { decision, reason } = await gate();
  await database.db.query(closes);
  await project.refresh();
  expect(decision).toBe('fail');
  expect(reason).toContain(`table public.${table}: an anonymous visitor reads rows of it`);
});
