import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillLarge } from '../large/fill.ts';
import { type Person, SeededDatabase } from './support/database.ts';
import { explained, timed } from './support/plans.ts';

const [FEW, MANY] = [10_000, 1_000_000];
/** What grows with the service. Roles, pharmacies and medications do not, and are read whole when that is faster. */
const GROWING = [
  'prescriptions',
  'patients',
  'medication_dispenses',
  'renewal_requests',
  'events',
  'entries',
];
const SCREENS: readonly [string, Person, string][] = [
  ['prescriptions of a prescriber', 'prescriber', 'list_prescriptions(at_most => 100)'],
  ['their active ones', 'prescriber', `list_prescriptions(of_status => 'active', at_most => 100)`],
  ['prescriptions of a patient', 'patient', 'list_prescriptions(at_most => 100)'],
  ['prescriptions at a pharmacy', 'pharmacist', 'list_prescriptions(at_most => 100)'],
  ['the queue', 'pharmacist', 'dispense_queue(100)'],
  ['the mark of the queue', 'pharmacist', 'queue_mark()'],
  ['patients of a prescriber', 'prescriber', 'list_patients()'],
  ['patients in care', 'prescriber', 'list_patients_in_care()'],
  ['patients of a pharmacy', 'pharmacist', 'list_patients()'],
  ['one patient, at a pharmacy', 'pharmacist', `read_patient('c0000000-0000-4000-8000-000000000001')`],
  ['the record of a patient', 'patient', `export_patient('c0000000-0000-4000-8000-000000000001')`],
  ['renewals', 'prescriber', 'list_renewals()'],
  ['the trail', 'auditor', 'search_trail()'],
  ['the trail of a patient', 'auditor', `search_trail(of_patient => 'c0000000-0000-4000-8000-000000000001')`],
];

let few: SeededDatabase;
let many: SeededDatabase;
beforeAll(async () => {
  few = await SeededDatabase.create();
  await fillLarge(few.client, FEW);
  many = await SeededDatabase.create();
  await fillLarge(many.client, MANY);
  for (const database of [few, many]) {
    const events = database === few ? 1_000 : 100_000;
    // The chain itself is not what is looked at.
    await database.client.query("set session_replication_role = 'replica'");
    await database.client.query('alter table audit.events disable trigger user');
    await database.client.query(
      `insert into audit.events (seq, at, action, patient_id, relation, prev_hash, hash)
       select 1000000 + n, now(), 'read', md5('large patient ' || n % 1000)::uuid, 'public.patients', '', ''
       from generate_series(1, $1::int) as n`,
      [events],
    );
    await database.client.query("set session_replication_role = 'origin'");
    await database.client.query('vacuum analyze audit.events, public.renewal_requests');
  }
}, 1_800_000);
afterAll(async () => {
  await few?.close();
  await many?.close();
});

describe(`with ${MANY} prescriptions`, () => {
  test.each(SCREENS)('%s come by index', async (_, person, call) => {
    const { readWhole } = await explained(many, person, call);
    // A table of a few rows is read whole because that is faster.
    expect([...readWhole].filter(([table, rows]) => GROWING.includes(table) && rows > 5_000)).toEqual([]);
    const [before, after] = [await timed(few, person, call), await timed(many, person, call)];
    console.log(
      `${call}: ${before.toFixed(0)} ms with ${FEW}, ${after.toFixed(0)} ms with ${MANY} (× ${(after / before).toFixed(1)})`,
    );
  });
});
