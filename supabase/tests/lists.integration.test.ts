import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fillLarge } from '../large/fill.ts';
import { PEOPLE, type Person, SeededDatabase } from './support/database.ts';
import { explained } from './support/plans.ts';

/** Enough that lists are cut off, few enough for `npm test`. */
const ROWS = 3_000;
let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
  await fillLarge(database.client, ROWS);
});
afterAll(async () => {
  await database?.close();
});

const ids = z.array(z.looseObject({ id: z.string() })).transform((rows) => rows.map(({ id }) => id));
/** What row-level security alone gives, without the functions' search for candidates. */
const allowed = (person: Person, sql: string) =>
  database.undone(async () => {
    await database.become('authenticated', PEOPLE[person]);
    await database.client.query("select set_config('platform.open_read', pg_current_xact_id()::text, true)");
    return ids.parse((await database.client.query(sql)).rows);
  });
const people = Object.keys(PEOPLE) as Person[];
const NEWEST = 'order by authored_on desc, id limit 100';

describe.each(people)('%s sees in a list exactly what row-level security gives', (person) => {
  test.each<[string, string, string]>([
    [
      'the newest prescriptions',
      'list_prescriptions(at_most => 100)',
      `select id from public.prescriptions ${NEWEST}`,
    ],
    [
      'those on hold',
      `list_prescriptions(of_status => 'on-hold', at_most => 100)`,
      `select id from public.prescriptions where status = 'on-hold' ${NEWEST}`,
    ],
    [
      'the drafts',
      `list_prescriptions(of_status => 'draft', at_most => 100)`,
      `select id from public.prescriptions where status = 'draft' ${NEWEST}`,
    ],
    [
      'the next page',
      `list_prescriptions(before => now() - interval '1 day', at_most => 100)`,
      `select id from public.prescriptions where authored_on < now() - interval '1 day' ${NEWEST}`,
    ],
    [
      'those of a patient',
      `list_prescriptions(of_patient => 'c0000000-0000-4000-8000-000000000001', at_most => 100)`,
      `select id from public.prescriptions where subject_id = 'c0000000-0000-4000-8000-000000000001' ${NEWEST}`,
    ],
    [
      'patients',
      'list_patients()',
      'select id from public.patients order by family_name, given_name, id limit 200',
    ],
    [
      'patients in care',
      'list_patients_in_care()',
      `select id from public.patients where general_practitioner_id = (select private.practitioner_id())
       order by family_name, given_name, id limit 200`,
    ],
    [
      'renewals',
      'list_renewals()',
      `select id from public.renewal_requests order by status <> 'requested', created_at desc, id limit 100`,
    ],
  ])('%s', async (_, call, sql) => {
    const { answer } = await explained(database, person, call);
    expect(ids.parse(answer)).toEqual(await allowed(person, sql));
  });
});

test('a list names the patient of each prescription, as before', async () => {
  const { answer } = await explained(database, 'pharmacist', 'dispense_queue(100)');
  const rows = z
    .array(z.looseObject({ subject_id: z.string(), subject: z.looseObject({ id: z.string() }) }))
    .parse(answer);
  expect(rows.length).toBe(100);
  expect(rows.filter((row) => row.subject.id !== row.subject_id)).toEqual([]);
});

test('statements within functions are explained, so that the plans at volume mean something', async () => {
  const { scans, statements } = await explained(database, 'prescriber', 'list_prescriptions()');
  expect(statements).toBeGreaterThan(10);
  expect([...scans].some((scan) => scan.endsWith(' prescriptions'))).toBe(true);
  // As lists did: a function that reads the whole table is found.
  await database.client.query(`create function public.read_all() returns bigint language plpgsql security definer as
    $$ begin return (select count(*) from public.prescriptions p where p.note is null); end $$`);
  const { readWhole } = await explained(database, 'prescriber', 'read_all()');
  expect(readWhole.get('prescriptions')).toBeGreaterThan(ROWS - 1);
  await database.client.query('drop function public.read_all()');
});
