import type pg from 'pg';

/** The sample people of `seed.sql` who get an ordinary day's share, whatever the volume around them. */
export const SHARE = {
  prescriber: 'b0000000-0000-4000-8000-000000000001',
  pharmacy: '80000000-0000-4000-8000-000000000002',
  patient: 'c0000000-0000-4000-8000-000000000001',
} as const;

/**
 * So many invented prescriptions, with as many patients, prescribers and pharmacies as a country of that size has: ten
 * prescriptions a patient, two hundred patients a prescriber, five thousand prescriptions a pharmacy. Deterministic, and
 * past the triggers (a superuser's right): nothing of it is in the audit trail, and no number of a patient is encrypted.
 */
export async function fillLarge(client: pg.Client, rows: number): Promise<void> {
  const patients = Math.max(1, Math.ceil(rows / 10));
  const prescribers = Math.max(1, Math.ceil(patients / 200));
  const pharmacies = Math.max(2, Math.ceil(rows / 5_000));
  await client.query('begin');
  try {
    await client.query("set local session_replication_role = 'replica'");
    await client.query(
      `insert into public.organizations (id, kind, name, city)
       select md5('large pharmacy ' || n)::uuid, 'pharmacy', 'Pharmacy ' || n, 'Northhaven' from generate_series(1, $1::int) as n
       on conflict do nothing`,
      [pharmacies],
    );
    await client.query(
      `insert into public.practitioners (id, given_name, family_name, qualification, registration_number)
       select md5('large prescriber ' || n)::uuid, (array['Ana', 'Ben', 'Chi', 'Dana', 'Emil'])[1 + n % 5],
         'Prescriber ' || n, 'General practice', 'PR-L' || n from generate_series(1, $1::int) as n
       on conflict do nothing`,
      [prescribers],
    );
    // Every prescriber has patients of their own; the first is the one of the sample people.
    await client.query(
      `insert into public.patients (id, medical_record_number, given_name, family_name, birth_date, general_practitioner_id)
       select md5('large patient ' || n)::uuid, 'MRN-L' || n, (array['Ida', 'Jon', 'Kai', 'Lea', 'Max', 'Noa'])[1 + n % 6],
         'Patient ' || n, date '1930-01-01' + (n * 37) % 30000,
         case when n % $2 = 0 then $3::uuid else md5('large prescriber ' || (1 + n % $2))::uuid end
       from generate_series(1, $1::int) as n on conflict do nothing`,
      [patients, prescribers, SHARE.prescriber],
    );
    await client.query(
      `with m as materialized (
         select x.*, row_number() over (order by x.id) - 1 as place, count(*) over () as of from public.medications x
       )
       insert into public.prescriptions (id, status, medication_code, medication_display, medication_id, subject_id,
         requester_id, authored_on, dosage_instruction, dispense_quantity_value, dispense_quantity_unit,
         dispense_repeats_allowed, dispense_validity_start, dispense_validity_end, dispense_performer_id, updated_at)
       select md5('large prescription ' || s.n)::uuid,
         (array['active', 'completed', 'completed', 'completed', 'completed', 'completed', 'stopped', 'cancelled', 'on-hold',
           'draft'])[1 + (s.n / 7) % 10],
         m.code, m.display, m.id, md5('large patient ' || p.n)::uuid,
         case when p.n % $3 = 0 then $4::uuid else md5('large prescriber ' || (1 + p.n % $3))::uuid end,
         now() - make_interval(mins => s.n), 'One a day', 30, m.pack_unit, s.n % 4, current_date - s.n % 300,
         current_date - s.n % 300 + 365,
         case when s.n / 10 % $5 = 0 then $6::uuid else md5('large pharmacy ' || (1 + s.n / 10 % $5))::uuid end,
         now() - make_interval(mins => s.n)
       from generate_series(1, $1::int) as s (n)
       cross join lateral (select 1 + (s.n::bigint * 7919) % $2 as n) as p
       join m on m.place = s.n % m.of
       on conflict do nothing`,
      [rows, patients, prescribers, SHARE.prescriber, pharmacies, SHARE.pharmacy],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  await client.query(
    'vacuum analyze public.organizations, public.practitioners, public.patients, public.prescriptions',
  );
}
