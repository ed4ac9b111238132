import { running } from './running.ts';

/** The patient of all journeys: a name and a number that nothing else has, so that each place they get to is found. */
export const CANARY = { given: 'Zephyrinequx', family: 'Quorvaxion', number: 'MRN-913377' } as const;

export async function nameThePatient(): Promise<void> {
  const { given, family, number } = CANARY;
  await running.platform.sql(
    `update public.patients set given_name = $1, family_name = $2, medical_record_number = $3
     where id = 'c0000000-0000-4000-8000-000000000001'`,
    [given, family, number],
  );
  await running.platform.encryptNumbers();
  await running.platform.sql(
    `update public.profiles set display_name = $1 where id = 'a0000000-0000-4000-8000-000000000003'`,
    [`${given} ${family}`],
  );
}

/** Payments of the sample data are all of one moment, and their ids differ from run to run: pictures need an order. */
export async function orderThePayments(): Promise<void> {
  await running.platform.sql(
    `update public.payments p set created_at = p.created_at - interval '1 hour'
     from public.medication_dispenses d
     where d.id = p.dispense_id and d.prescription_id = 'd0000000-0000-4000-8000-000000000002'`,
  );
}
