import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillLarge } from '../large/fill.ts';
import { type Person, SeededDatabase } from './support/database.ts';
import { explained } from './support/plans.ts';

/** Enough that PostgreSQL reads an index where it has one; `lists.full.test.ts` has the same at 1,000,000. */
const ROWS = 50_000;
const INES = 'c0000000-0000-4000-8000-000000000001';
let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
  await fillLarge(database.client, ROWS);
  await database.client.query('vacuum analyze');
});
afterAll(async () => {
  await database?.close();
});

test.each<[string, Person, string]>([
  ['the patients of a pharmacy', 'pharmacist', 'list_patients()'],
  ['the patients of a prescriber', 'prescriber', 'list_patients()'],
  ['those in a prescriber’s care', 'prescriber', 'list_patients_in_care()'],
  ['one patient, for a pharmacy', 'pharmacist', `read_patient('${INES}')`],
  ['a record, for a pharmacy', 'pharmacist', `export_patient('${INES}')`],
  ['a record, for its patient', 'patient', `export_patient('${INES}')`],
])(`with ${ROWS} prescriptions, %s come by index`, async (_, person, call) => {
  const { answer, readWhole } = await explained(database, person, call);
  expect(answer).toBeTruthy();
  expect([...readWhole].filter(([, rows]) => rows > 1_000)).toEqual([]);
});

test('the mark of a queue is taken from that queue alone', async () => {
  const { read } = await explained(database, 'pharmacist', 'queue_mark()');
  const { rows } = await database.client.query<{ here: number; everywhere: number }>(
    `select (count(*) filter (where dispense_performer_id = '80000000-0000-4000-8000-000000000002'))::int as here,
       count(*)::int as everywhere from public.prescriptions where status = 'active'`,
  );
  const [active] = rows;
  if (!active) throw new Error('nothing is active');
  expect(active.everywhere).toBeGreaterThan(active.here * 4);
  expect(read.get('prescriptions')).toBeGreaterThan(0);
  expect(read.get('prescriptions')).toBeLessThanOrEqual(active.here);
});

test('who counts as a patient of a pharmacy follows from what it was sent, and no draft or mistake', async () => {
  const listed = async (status: string) =>
    database.undone(async () => {
      await database.client.query("set local session_replication_role = 'replica'");
      await database.client.query(
        `insert into public.patients (id, given_name, family_name, birth_date)
         values ('c0000000-0000-4000-8000-0000000000aa', 'Aaa', 'Aaa', '1990-01-01')`,
      );
      await database.client.query(
        `insert into public.prescriptions (status, medication_code, medication_display, subject_id, requester_id,
           dosage_instruction, dispense_quantity_value, dispense_quantity_unit, dispense_performer_id)
         values ($1, 'x', 'x', 'c0000000-0000-4000-8000-0000000000aa', 'b0000000-0000-4000-8000-000000000001', 'x', 1, 'x',
           '80000000-0000-4000-8000-000000000002')`,
        [status],
      );
      await database.client.query("set local session_replication_role = 'origin'");
      await database.become('authenticated', 'a0000000-0000-4000-8000-000000000005');
      const { rows } = await database.client.query<{ first: unknown; one: unknown }>(
        `select public.list_patients() -> 0 ->> 'family_name' as first,
           public.read_patient('c0000000-0000-4000-8000-0000000000aa') ->> 'family_name' as one`,
      );
      return [rows[0]?.first, rows[0]?.one].filter((name) => name === 'Aaa').length;
    });
  const seen: Record<string, number> = {};
  for (const status of [
    ...['active', 'on-hold', 'cancelled', 'completed', 'stopped', 'unknown', 'draft', 'entered-in-error'],
  ])
    seen[status] = await listed(status);
  const by = (times: number) => Object.keys(seen).filter((status) => seen[status] === times);
  expect(by(0)).toEqual(['draft', 'entered-in-error']);
  expect(by(2)).toHaveLength(6);
});
