import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/postgres.ts';

const FOLDER = join(import.meta.dirname, '..');
const sqlFiles = (folder: string) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(FOLDER, folder, name), 'utf8') }));

const AMARA = 'a0000000-0000-4000-8000-000000000001';
const JONAS = 'a0000000-0000-4000-8000-000000000002';
const INES = 'a0000000-0000-4000-8000-000000000003';
const STRANGER = 'a0000000-0000-4000-8000-0000000000ff';

let database: FreshDatabase;
let client: pg.Client;

async function apply(files: { text: string }[]): Promise<void> {
  for (const { text } of files) {
    await client.query('begin');
    await client.query(text);
    await client.query('commit');
  }
}

/** Runs one statement as an API role on behalf of a person, and undoes it. */
async function as(role: 'anon' | 'authenticated', person: string | null, sql: string) {
  await client.query('begin');
  try {
    const claims = JSON.stringify(person ? { sub: person, role } : { role });
    await client.query(
      "select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)",
      [claims, person ?? ''],
    );
    await client.query(`set local role ${role}`);
    // As the functions do through which the app reads; `service.integration.test.ts` looks at what comes without.
    if (role === 'authenticated') await client.query('select private.open_read()');
    return await client.query(sql);
  } finally {
    await client.query('rollback');
  }
}

const count = async (role: 'anon' | 'authenticated', person: string | null, table: string) =>
  Number((await as(role, person, `select count(*) from public.${table}`)).rows[0].count);

/** Everything of our schemas that a rollback must take away and a second run must bring back. */
async function catalog() {
  const { rows } = await client.query(`
    select 'relation' as kind, c.oid::regclass::text as name, concat(c.relkind, c.relrowsecurity, c.relacl) as what
      from pg_class c where c.relnamespace::regnamespace::text in ('public', 'private', 'audit')
    union all select 'policy', concat(tablename, '.', policyname), p::text from pg_policies p
    union all select 'function', p.oid::regprocedure::text, concat(p.prosrc, p.prosecdef, p.proconfig, p.proacl)
      from pg_proc p where p.pronamespace::regnamespace::text in ('public', 'private', 'audit')
    union all select 'constraint', concat(conrelid::regclass, '.', conname), pg_get_constraintdef(oid)
      from pg_constraint where connamespace::regnamespace::text in ('public', 'private', 'audit')
    union all select 'trigger', concat(tgrelid::regclass, '.', tgname), concat(pg_get_triggerdef(oid), tgenabled)
      from pg_trigger where not tgisinternal
    union all select 'schema', nspname, nspacl::text from pg_namespace where nspname in ('private', 'audit')
    order by 1, 2, 3`);
  return rows;
}

beforeAll(async () => {
  database = await freshDatabase({ supabase: true });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

test('up, down, up again gives the same schema, and down leaves nothing', async () => {
  const before = await catalog();
  await apply(sqlFiles('migrations'));
  const first = await catalog();
  await apply(sqlFiles('rollbacks').reverse());
  expect(await catalog()).toEqual(before);
  await apply(sqlFiles('migrations'));
  expect(await catalog()).toEqual(first);
});

test('the release before works on while each file is applied, except the one that says that it waits', async () => {
  const fresh = await freshDatabase({ supabase: true });
  const db = await connect(fresh.url);
  try {
    const files = sqlFiles('migrations');
    for (const { text } of files.slice(0, 3)) await db.client.query(text);
    const sources = files.slice(3).map(({ name, text: sql }) => ({
      ...{ version: name.split('_')[0] ?? '', name, file: `supabase/migrations/${name}`, checksum: '', sql },
    }));
    const { pending } = await planMigrations(sources, db, {});
    const contract = pending.filter(({ phase }) => phase !== 'expand').map(({ name }) => name);
    expect(contract).toEqual([
      '20260922090000_audited_reads_only.sql',
      '20260928100000_signatures_are_guarded.sql',
      '20260930140000_record_numbers_are_encrypted.sql',
    ]);
  } finally {
    await db.close();
    await fresh.drop();
  }
});

test('the seed can run twice', async () => {
  const [seed] = sqlFiles('.').filter(({ name }) => name === 'seed.sql');
  await apply([seed!, seed!]);
  const { rows } = await client.query('select count(*)::int as n from public.prescriptions');
  expect(rows[0].n).toBe(7);
});

test('verify SQL finds nothing wrong', async () => {
  for (const { name, text } of sqlFiles('verify')) {
    const { rows } = await client.query(text);
    expect(rows.length, name).toBeGreaterThan(0);
    expect(
      rows.filter(({ bad }) => bad !== '0'),
      name,
    ).toEqual([]);
  }
});

describe('who sees what', () => {
  test('visitors read published notices and nothing else', async () => {
    expect(await count('anon', null, 'notices')).toBe(4);
    for (const table of [
      'profiles',
      'practitioners',
      'patients',
      'prescriptions',
      'medication_dispenses',
      'memberships',
    ]) {
      await expect(count('anon', null, table), table).rejects.toThrow(/permission denied/);
    }
    await expect(as('anon', null, 'select * from audit.entries')).rejects.toThrow(/permission denied/);
  });

  test('a practitioner sees the prescriptions of patients in care, and what they wrote', async () => {
    expect(await count('authenticated', AMARA, 'prescriptions')).toBe(7);
    expect(await count('authenticated', JONAS, 'prescriptions')).toBe(2);
    expect(await count('authenticated', JONAS, 'patients')).toBe(1);
  });

  test('a patient sees their own, without drafts; a stranger sees none', async () => {
    expect(await count('authenticated', INES, 'prescriptions')).toBe(4);
    expect(await count('authenticated', INES, 'patients')).toBe(1);
    expect(await count('authenticated', STRANGER, 'prescriptions')).toBe(0);
    expect(await count('authenticated', STRANGER, 'patients')).toBe(0);
  });
});

describe('who changes what', () => {
  const insertFor = (requester: string) => `
    insert into public.prescriptions (medication_code, medication_display, subject_id, requester_id, dosage_instruction,
      dispense_quantity_value, dispense_quantity_unit)
    values ('A', 'B', 'c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-00000000000${requester}', 'C', 1, 'D')`;

  test('only the practitioner in charge prescribes, and only in their own name', async () => {
    expect((await as('authenticated', AMARA, insertFor('1'))).rowCount).toBe(1);
    await expect(as('authenticated', AMARA, insertFor('2'))).rejects.toThrow(/row-level security/);
    await expect(as('authenticated', INES, insertFor('1'))).rejects.toThrow(/row-level security/);
  });

  test('the requester may change the status, not the dose; nobody deletes', async () => {
    const where = "where id = 'd0000000-0000-4000-8000-000000000003'";
    const hold = `update public.prescriptions set status = 'on-hold' ${where}`;
    expect((await as('authenticated', JONAS, hold)).rowCount).toBe(1);
    expect((await as('authenticated', AMARA, hold)).rowCount).toBe(0);
    await expect(
      as('authenticated', JONAS, `update public.prescriptions set dosage_instruction = 'x' ${where}`),
    ).rejects.toThrow(/permission denied/);
    await expect(as('authenticated', JONAS, `delete from public.prescriptions ${where}`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(client.query(`delete from public.prescriptions ${where}`)).rejects.toThrow(/refused/);
  });

  test('a prescription that has ended stays ended', async () => {
    const update = (status: string) =>
      as(
        'authenticated',
        AMARA,
        `update public.prescriptions set status = '${status}'
        where id = 'd0000000-0000-4000-8000-000000000001'`,
      );
    await expect(update('active')).rejects.toThrow(/cannot become active/);
    expect((await update('entered-in-error')).rowCount).toBe(1);
  });
});

describe('the audit log', () => {
  test('tells who changed what, from what to what', async () => {
    await client.query('begin');
    await client.query(
      "select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)",
      [JSON.stringify({ sub: JONAS }), JONAS],
    );
    await client.query(
      "update public.prescriptions set status = 'active' where id = 'd0000000-0000-4000-8000-000000000004'",
    );
    const { rows } = await client.query('select * from audit.entries order by id desc limit 1');
    await client.query('rollback');
    expect(rows[0]).toMatchObject({ actor_id: JONAS, action: 'update', relation: 'public.prescriptions' });
    expect([rows[0].old_row.status, rows[0].new_row.status]).toEqual(['on-hold', 'active']);
  });

  test('refuses to change, for the superuser too and in replica mode', async () => {
    for (const mode of ['origin', 'replica']) {
      await client.query(`set session_replication_role = ${mode}`);
      for (const sql of [
        'update audit.entries set action = action',
        'delete from audit.entries',
        'truncate audit.entries',
      ]) {
        await expect(client.query(sql), `${mode}: ${sql}`).rejects.toThrow(/refused/);
      }
    }
    await client.query('set session_replication_role = origin');
  });
});
