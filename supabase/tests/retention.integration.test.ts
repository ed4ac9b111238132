import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobRun } from '../jobs.ts';
import { retain } from '../retention/retain.ts';
import { PEOPLE, SeededDatabase } from './support/database.ts';

const INES = 'c0000000-0000-4000-8000-000000000001';
const AMARA = 'b0000000-0000-4000-8000-000000000001';
const EACH = 12;

let database: SeededDatabase;
let another: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
  another = await SeededDatabase.another(database);
  const sql = (text: string, values: unknown[] = []) => database.client.query(text, values);
  await sql(`create table if not exists auth.sessions (
    id uuid primary key, user_id uuid not null references auth.users (id) on delete cascade, not_after timestamptz,
    refreshed_at timestamp, created_at timestamptz default now())`);
  // Of each kind, so many that are over their time and one that is not.
  for (let n = 0; n <= EACH; n += 1) {
    const age = n === EACH ? '1 minute' : '2 years';
    const draft = randomUUID();
    await sql(
      `insert into public.prescriptions (id, status, medication_code, medication_display, subject_id, requester_id,
         dosage_instruction, dispense_quantity_value, dispense_quantity_unit, note, updated_at)
       values ($1, 'draft', 'C10AA05', 'Atorvastatin 20 mg tablet', '${INES}', '${AMARA}', 'For canary use', 30, 'tablets',
         'canary note', now() - $2::interval)`,
      [draft, age],
    );
    await sql(
      `insert into public.warning_acknowledgements (prescription_id, rule, description, reason, acknowledged_by)
       values ($1, 'dose:x', 'canary warning', 'canary reason', '${AMARA}')`,
      [draft],
    );
    await sql(
      `insert into private.idempotency (profile_id, key, operation, request, at)
       values ('${PEOPLE.prescriber}', gen_random_uuid(), 'x', '{}', now() - $1::interval)`,
      [age],
    );
    await sql(
      `insert into private.turns (bucket, subject, began, used) values ($1, '\\x00', now() - $2::interval, 1)`,
      [`b${n}`, age],
    );
    await sql(
      `insert into private.used_second_factors (profile_id, proved_at, prescription_id)
       values ('${PEOPLE.prescriber}', now() - $1::interval - make_interval(secs => $2), $3)`,
      [age, n, draft],
    );
    const session = randomUUID();
    await sql(
      `insert into auth.sessions (id, user_id, created_at) values ($1, '${PEOPLE.patient}', now() - $2::interval)`,
      [session, age],
    );
    await sql(
      `insert into private.session_devices (session_id, profile_id, device, at)
       values ($1, '${PEOPLE.patient}', 'Firefox', now() - $2::interval)`,
      [session, age],
    );
    await sql(
      `insert into public.notices (category, title, body, published_at, expires_at)
       values ('service', 'canary', 'x', now() - interval '9 years', now() - $1::interval)`,
      [age],
    );
    await sql(
      `insert into private.measurements (hour, metric, route, bucket, n)
       values (date_bin('1 hour', now() - $1::interval, 'epoch'), 'LCP', '/queue', $2, 1)`,
      [age, n],
    );
    await sql(
      `insert into private.wording_outcomes (key, at, variant, outcome)
       values (gen_random_uuid(), now() - $1::interval, 'short', 'accepted')`,
      [age],
    );
    await sql(
      `insert into private.notifications (profile_id, kind, prescription_id, key, at)
       values ('${PEOPLE.patient}', 'ends-soon', $1, $1::uuid::text, now() - $2::interval)`,
      [draft, age],
    );
    await sql(`insert into private.job_runs (job, started_at) values ('canary', now() - $1::interval)`, [
      age,
    ]);
  }
});
afterAll(async () => {
  await another?.close();
  await database?.close();
});

const n = async (what: string) =>
  Number((await database.client.query<{ n: string }>(`select count(*) as n from ${what}`)).rows[0]?.n);
const run = async (dryRun: boolean) =>
  retain(await JobRun.begin(database.client, 'retention', dryRun), { atMost: 5, dryRun });
const SUBJECTS = [
  'drafts',
  'idempotency keys',
  'rate limits',
  'second factors',
  'sessions',
  'notices',
  'job runs',
  'measurements',
  'wording outcomes',
  'notifications',
] as const;
const TABLES = [
  `public.prescriptions where status = 'draft'`,
  'private.idempotency',
  'private.turns',
  'private.used_second_factors',
  'auth.sessions',
  'private.session_devices',
  `public.notices where title = 'canary'`,
  `private.job_runs where job = 'canary'`,
  'private.measurements',
  'private.wording_outcomes',
  'private.notifications',
] as const;
async function all(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) counts[table] = await n(table);
  return counts;
}

test('a dry run counts what is over its time, and changes nothing', async () => {
  const before = await all();
  expect(await run(true)).toEqual(Object.fromEntries(SUBJECTS.map((subject) => [subject, EACH])));
  expect(await all()).toEqual(before);
});

test('a draft that somebody has open stays until the next run; a run that is cut short is gone on with', async () => {
  await another.client.query('begin');
  const { rows } = await another.client.query<{ id: string }>(
    `select id from public.prescriptions where status = 'draft' and updated_at < now() - interval '1 year'
     order by updated_at desc limit 1 for update`,
  );
  // One batch and no more, as if it was killed.
  await database.client.query(`select private.retain('drafts', 5)`);
  expect(await n(`public.prescriptions where status_reason = 'Not signed in time'`)).toBe(5);
  expect((await run(false))['drafts']).toBe(EACH - 5 - 1);
  await another.client.query('rollback');
  expect((await run(false))['drafts']).toBe(1);
  expect(await n(`public.prescriptions where id = '${rows[0]?.id}' and status = 'cancelled'`)).toBe(1);
});

describe('after that', () => {
  test('of each kind, what is within its time is there and nothing else', async () => {
    const left = await all();
    // The sample people have a draft of today.
    const seeded = await n(
      `public.prescriptions where status = 'draft' and note is distinct from 'canary note'`,
    );
    expect(left).toEqual({
      ...Object.fromEntries(TABLES.map((table) => [table, 1])),
      [TABLES[0]]: 1 + seeded,
    });
  });

  test('the words of a draft are nowhere, in the trail neither, and the chain is whole', async () => {
    expect(await n(`audit.entries e where e::text like '%canary note%'`)).toBe(1);
    expect(await n(`audit.entries e where e::text like '%canary reason%'`)).toBe(1);
    expect(await n(`public.prescriptions p where p::text like '%canary%'`)).toBe(1);
    expect((await database.client.query('select * from audit.verify()')).rows).toEqual([]);
  });

  test('what was done is in the chain, with the counts', async () => {
    const { rows } = await database.client.query<{ new_row: unknown }>(
      `select new_row from audit.entries where relation = 'private.job_runs' and action = 'update' order by id limit 1`,
    );
    expect(rows[0]?.new_row).toMatchObject({ job: 'retention', dry_run: true, counts: { drafts: EACH } });
  });

  test('signed prescriptions stay, whatever their age', async () => {
    expect(await n(`public.prescriptions where status = 'completed'`)).toBeGreaterThan(0);
  });

  test('a rule that is changed holds from the next run on', async () => {
    await database.client.query(
      `update private.retention_rules set keep = '1 hour' where subject = 'notices'`,
    );
    await database.client.query(
      `update public.notices set expires_at = now() - interval '2 hours' where title = 'canary'`,
    );
    expect((await run(false))['notices']).toBe(1);
  });
});
