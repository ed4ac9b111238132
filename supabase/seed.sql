-- Sample people and prescriptions for local work and rehearsals. Never run on production: everyone can read this file,
-- so everyone knows the password, which is `correct-horse-7-staple`.
-- Running it twice changes nothing.

-- Accounts. Hosted Supabase, the CLI's local stack and @supabase/lite have different columns in `auth`; only those
-- that are there are filled. The Auth server cannot read NULL in its token columns, so they get an empty string.
-- https://supabase.com/docs/guides/auth/managing-user-data
do $$
declare
  person record;
  token_columns text;
  token_values text;
begin
  if to_regclass('auth.users') is null then
    raise exception 'auth.users is missing: the seed needs a Supabase database';
  end if;
  select string_agg(format(', %I', column_name), '' order by column_name),
         string_agg(', ''''', '' order by column_name)
    into token_columns, token_values
  from information_schema.columns
  where table_schema = 'auth' and table_name = 'users'
    and column_name in ('confirmation_token', 'recovery_token', 'email_change', 'email_change_token_new',
      'email_change_token_current', 'phone_change', 'phone_change_token', 'reauthentication_token');

  for person in
    select * from (values
      ('a0000000-0000-4000-8000-000000000001'::uuid, 'amara.okafor@example.test'),
      ('a0000000-0000-4000-8000-000000000002'::uuid, 'jonas.lindqvist@example.test'),
      ('a0000000-0000-4000-8000-000000000003'::uuid, 'ines.moreau@example.test'),
      ('a0000000-0000-4000-8000-000000000004'::uuid, 'tom.becker@example.test'),
      ('a0000000-0000-4000-8000-000000000005'::uuid, 'mei.tanaka@example.test'),
      ('a0000000-0000-4000-8000-000000000006'::uuid, 'lucas.ferreira@example.test'),
      ('a0000000-0000-4000-8000-000000000007'::uuid, 'nadia.haddad@example.test'),
      ('a0000000-0000-4000-8000-000000000008'::uuid, 'piotr.nowak@example.test'),
      ('a0000000-0000-4000-8000-000000000009'::uuid, 'rosa.lind@example.test')
    ) as people (id, email)
  loop
    if not exists (
      select from information_schema.columns
      where table_schema = 'auth' and table_name = 'users' and column_name = 'encrypted_password'
    ) then
      -- A bare stand-in of the auth schema (schema checks, no sign-in).
      execute 'insert into auth.users (id) values ($1) on conflict do nothing' using person.id;
      continue;
    end if;
    execute format(
      'insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
         raw_user_meta_data, created_at, updated_at%s)
       values ($1, ''authenticated'', ''authenticated'', $2, $3, now(),
         ''{"provider": "email", "providers": ["email"]}'', ''{}'', now(), now()%s)
       on conflict do nothing', token_columns, token_values)
      using person.id, person.email, '$2a$10$0Sw1o67CXSKWtLRe5lgIFO8zccenOU27P9HjCTQqUhbAxWozK6DCi';
    if to_regclass('auth.identities') is not null then
      execute
        'insert into auth.identities (id, provider_id, user_id, identity_data, provider, created_at, updated_at)
         values ($1, $1::text, $1, jsonb_build_object(''sub'', $1::text, ''email'', $2, ''email_verified'', true),
           ''email'', now(), now())
         on conflict do nothing'
        using person.id, person.email;
    end if;
    -- Hosted Auth looks a person up by instance.
    if exists (
      select from information_schema.columns
      where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'
    ) then
      execute 'update auth.users set instance_id = ''00000000-0000-0000-0000-000000000000''
               where id = $1 and instance_id is null' using person.id;
    end if;
  end loop;
end $$;

insert into public.profiles (id, display_name) values
  ('a0000000-0000-4000-8000-000000000001', 'Dr Amara Okafor'),
  ('a0000000-0000-4000-8000-000000000002', 'Dr Jonas Lindqvist'),
  ('a0000000-0000-4000-8000-000000000003', 'Inès Moreau'),
  ('a0000000-0000-4000-8000-000000000004', 'Tom Becker'),
  ('a0000000-0000-4000-8000-000000000005', 'Mei Tanaka'),
  ('a0000000-0000-4000-8000-000000000006', 'Lucas Ferreira'),
  ('a0000000-0000-4000-8000-000000000007', 'Nadia Haddad'),
  ('a0000000-0000-4000-8000-000000000008', 'Piotr Nowak'),
  ('a0000000-0000-4000-8000-000000000009', 'Rosa Lind')
on conflict do nothing;

insert into public.practitioners (id, profile_id, given_name, family_name, qualification, registration_number) values
  ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'Amara', 'Okafor', 'General practice', 'PR-10417'),
  ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'Jonas', 'Lindqvist', 'Cardiology', 'PR-20885')
on conflict do nothing;

insert into public.patients (id, profile_id, medical_record_number, given_name, family_name, birth_date, general_practitioner_id) values
  ('c0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000003', 'MRN-000731', 'Inès', 'Moreau', '1958-04-17', 'b0000000-0000-4000-8000-000000000001'),
  ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000004', 'MRN-000742', 'Tom', 'Becker', '1984-11-02', 'b0000000-0000-4000-8000-000000000001')
on conflict do nothing;

insert into public.organizations (id, kind, name, city) values
  ('80000000-0000-4000-8000-000000000001', 'practice', 'Quayside Practice', 'Northhaven'),
  ('80000000-0000-4000-8000-000000000002', 'pharmacy', 'Harbour Pharmacy', 'Northhaven'),
  ('80000000-0000-4000-8000-000000000003', 'pharmacy', 'Mill Lane Pharmacy', 'Millbrook'),
  ('80000000-0000-4000-8000-000000000004', 'authority', 'Office for Medicines', 'Northhaven')
on conflict do nothing;

-- Patients and prescribers need no membership: `patients` and `practitioners` say who they are.
insert into public.memberships (id, profile_id, organization_id, role) values
  ('70000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', '80000000-0000-4000-8000-000000000002', 'pharmacist'),
  ('70000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000006', '80000000-0000-4000-8000-000000000003', 'pharmacist'),
  ('70000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000007', '80000000-0000-4000-8000-000000000002', 'administrator'),
  ('70000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000008', '80000000-0000-4000-8000-000000000004', 'auditor'),
  ('70000000-0000-4000-8000-000000000005', 'a0000000-0000-4000-8000-000000000009', '80000000-0000-4000-8000-000000000004', 'administrator')
on conflict do nothing;

-- Codes are ATC: https://atcddd.fhi.no/atc_ddd_index/
insert into public.medications (id, code, display, dose_unit, pack_unit) values
  ('90000000-0000-4000-8000-000000000001', 'C10AA05', 'Atorvastatin 20 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000002', 'C10AA05', 'Atorvastatin 40 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000003', 'C07AB07', 'Bisoprolol 2.5 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000004', 'C09AA05', 'Ramipril 5 mg capsule', 'capsule', 'capsules'),
  ('90000000-0000-4000-8000-000000000005', 'R03AC02', 'Salbutamol 100 micrograms inhaler', 'puff', 'inhaler'),
  ('90000000-0000-4000-8000-000000000006', 'J01CA04', 'Amoxicillin 500 mg capsule', 'capsule', 'capsules'),
  ('90000000-0000-4000-8000-000000000007', 'R03BA02', 'Budesonide 200 micrograms inhaler', 'puff', 'inhaler'),
  ('90000000-0000-4000-8000-000000000008', 'A10BA02', 'Metformin 500 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000009', 'B01AF02', 'Apixaban 5 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000010', 'H03AA01', 'Levothyroxine 50 micrograms tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000011', 'A02BC01', 'Omeprazole 20 mg capsule', 'capsule', 'capsules'),
  ('90000000-0000-4000-8000-000000000012', 'N02BE01', 'Paracetamol 500 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000013', 'C08CA01', 'Amlodipine 5 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000014', 'N06AB06', 'Sertraline 50 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000016', 'J01FA09', 'Clarithromycin 500 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000017', 'M01AE01', 'Ibuprofen 400 mg tablet', 'tablet', 'tablets'),
  ('90000000-0000-4000-8000-000000000018', 'C08DA01', 'Verapamil 80 mg tablet', 'tablet', 'tablets')
on conflict do nothing;
insert into public.medications (id, code, display, dose_unit, pack_unit, active) values
  ('90000000-0000-4000-8000-000000000015', 'A02BA02', 'Ranitidine 150 mg tablet', 'tablet', 'tablets', false)
on conflict do nothing;

insert into public.prescriptions (
  id, status, status_reason, medication_code, medication_display, subject_id, requester_id, authored_on,
  dosage_instruction, dispense_quantity_value, dispense_quantity_unit, dispense_repeats_allowed,
  dispense_validity_start, dispense_validity_end, dispense_performer, substitution_allowed, prior_prescription_id, note,
  medication_id, dispense_performer_id
) values
  ('d0000000-0000-4000-8000-000000000001', 'completed', null, 'C10AA05', 'Atorvastatin 20 mg tablet',
    'c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', now() - interval '210 days',
    'One tablet in the evening', 90, 'tablets', 1, current_date - 210, current_date - 30, 'Harbour Pharmacy', true, null, null,
    '90000000-0000-4000-8000-000000000001', '80000000-0000-4000-8000-000000000002'),
  ('d0000000-0000-4000-8000-000000000002', 'active', null, 'C10AA05', 'Atorvastatin 40 mg tablet',
    'c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', now() - interval '25 days',
    'One tablet in the evening', 90, 'tablets', 3, current_date - 25, current_date + 340, 'Harbour Pharmacy', true,
    'd0000000-0000-4000-8000-000000000001', 'Dose raised after the last lipid panel.',
    '90000000-0000-4000-8000-000000000002', '80000000-0000-4000-8000-000000000002'),
  ('d0000000-0000-4000-8000-000000000003', 'active', null, 'C07AB07', 'Bisoprolol 2.5 mg tablet',
    'c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002', now() - interval '12 days',
    'One tablet in the morning, with water', 30, 'tablets', 5, current_date - 12, current_date + 170, 'Harbour Pharmacy', false, null, null,
    '90000000-0000-4000-8000-000000000003', '80000000-0000-4000-8000-000000000002'),
  ('d0000000-0000-4000-8000-000000000004', 'on-hold', 'Waiting for kidney function results', 'C09AA05', 'Ramipril 5 mg capsule',
    'c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002', now() - interval '5 days',
    'One capsule in the morning', 28, 'capsules', 2, current_date - 5, current_date + 84, null, true, null, null,
    '90000000-0000-4000-8000-000000000004', '80000000-0000-4000-8000-000000000002'),
  ('d0000000-0000-4000-8000-000000000005', 'active', null, 'R03AC02', 'Salbutamol 100 micrograms inhaler',
    'c0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001', now() - interval '40 days',
    'One or two puffs when needed, at most eight a day', 1, 'inhaler', 2, current_date - 40, current_date + 140, 'Mill Lane Pharmacy', true, null, null,
    '90000000-0000-4000-8000-000000000005', '80000000-0000-4000-8000-000000000003'),
  ('d0000000-0000-4000-8000-000000000006', 'stopped', 'Rash on the second day', 'J01CA04', 'Amoxicillin 500 mg capsule',
    'c0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001', now() - interval '90 days',
    'One capsule three times a day for seven days', 21, 'capsules', 0, current_date - 90, current_date - 60, 'Mill Lane Pharmacy', true, null,
    'Consider penicillin allergy.',
    '90000000-0000-4000-8000-000000000006', '80000000-0000-4000-8000-000000000003'),
  ('d0000000-0000-4000-8000-000000000007', 'draft', null, 'R03BA02', 'Budesonide 200 micrograms inhaler',
    'c0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001', now() - interval '1 hour',
    'One puff twice a day', 1, 'inhaler', 1, current_date, current_date + 180, null, true, null, null,
    '90000000-0000-4000-8000-000000000007', '80000000-0000-4000-8000-000000000003')
on conflict do nothing;

-- The first fill of two of them, one in part.
-- Before the dispenses, whose payments become due with them.
insert into private.copayment_rates (organization_id, amount, currency) values
  ('80000000-0000-4000-8000-000000000002', 500, 'eur'),
  ('80000000-0000-4000-8000-000000000003', 750, 'eur')
on conflict do nothing;

insert into public.medication_dispenses (
  id, prescription_id, performer_id, quantity_value, dispensed_by, when_handed_over, note
) values
  ('f0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000002', '80000000-0000-4000-8000-000000000002', 90,
    'a0000000-0000-4000-8000-000000000005', now() - interval '24 days', null),
  ('f0000000-0000-4000-8000-000000000002', 'd0000000-0000-4000-8000-000000000003', '80000000-0000-4000-8000-000000000002', 10,
    'a0000000-0000-4000-8000-000000000005', now() - interval '11 days', 'The rest is on order.'),
  ('f0000000-0000-4000-8000-000000000003', 'd0000000-0000-4000-8000-000000000005', '80000000-0000-4000-8000-000000000003', 1,
    'a0000000-0000-4000-8000-000000000006', now() - interval '39 days', null)
on conflict do nothing;

-- Invented for this sample, and no medical advice: do not treat anybody by them.
insert into public.interactions (id, substance, other_substance, severity, description) values
  ('1a000000-0000-4000-8000-000000000001', 'J01FA09', 'C10AA', 'high', 'the statin stays in the blood longer; muscle damage.'),
  ('1a000000-0000-4000-8000-000000000002', 'C08DA', 'C07AB', 'high', 'the heart can become too slow or stop.'),
  ('1a000000-0000-4000-8000-000000000003', 'M01A', 'B01AF', 'high', 'bleeding, most often in the stomach.'),
  ('1a000000-0000-4000-8000-000000000004', 'M01A', 'C09A', 'moderate', 'less effect on blood pressure; kidney function.'),
  ('1a000000-0000-4000-8000-000000000005', 'N06AB', 'B01AF', 'moderate', 'bleeds more easily.'),
  ('1a000000-0000-4000-8000-000000000006', 'A02BC', 'H03AA', 'low', 'less is absorbed; take them some hours apart.')
on conflict do nothing;

insert into public.dose_guides (id, medication_id, usual_dose, usual_frequency, most_per_day, advice) values
  ('1b000000-0000-4000-8000-000000000001', '90000000-0000-4000-8000-000000000001', 1, 1, 4, 'In the evening.'),
  ('1b000000-0000-4000-8000-000000000002', '90000000-0000-4000-8000-000000000008', 1, 2, 6, 'With meals; start low.'),
  ('1b000000-0000-4000-8000-000000000003', '90000000-0000-4000-8000-000000000012', 1, 3, 8, 'At least four hours apart.'),
  ('1b000000-0000-4000-8000-000000000004', '90000000-0000-4000-8000-000000000017', 1, 3, 6, 'With food.'),
  ('1b000000-0000-4000-8000-000000000005', '90000000-0000-4000-8000-000000000003', 1, 1, 4, 'In the morning.')
on conflict do nothing;

insert into public.allergies (id, patient_id, substance, display, criticality, reaction) values
  ('1c000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002', 'J01C', 'penicillins', 'high', 'rash on the second day'),
  ('1c000000-0000-4000-8000-000000000002', 'c0000000-0000-4000-8000-000000000001', 'N06AB', 'sertraline', 'low', 'nausea')
on conflict do nothing;

insert into public.renewal_requests (id, prescription_id, subject_id, requester_id, message) values
  ('1d000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001',
    'b0000000-0000-4000-8000-000000000001', 'I would like to go back to the lower dose.'),
  ('1d000000-0000-4000-8000-000000000002', 'd0000000-0000-4000-8000-000000000005', 'c0000000-0000-4000-8000-000000000002',
    'b0000000-0000-4000-8000-000000000001', 'My inhaler is nearly empty.')
on conflict do nothing;

insert into public.warning_acknowledgements (id, prescription_id, rule, description, reason, acknowledged_by) values
  ('1e000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000003', 'sample:1', 'A sample warning',
    'Pulse is checked every week.', 'b0000000-0000-4000-8000-000000000002')
on conflict do nothing;

insert into public.notices (id, category, title, body, medication_display, published_at, expires_at) values
  ('e0000000-0000-4000-8000-000000000001', 'shortage', 'Amoxicillin suspension is short',
    'Deliveries are expected again next month. Capsules and the 250 mg dispersible tablet are available.',
    'Amoxicillin 250 mg/5 ml suspension', now() - interval '2 days', now() + interval '40 days'),
  ('e0000000-0000-4000-8000-000000000002', 'recall', 'Recall of one batch of metformin',
    'Batch 24K117 only. Bring the pack to any pharmacy; it is replaced without a new prescription.',
    'Metformin 500 mg tablet', now() - interval '6 days', null),
  ('e0000000-0000-4000-8000-000000000003', 'formulary', 'Two statins change places',
    'Atorvastatin is now the first choice for secondary prevention. Running prescriptions are not touched.',
    'Atorvastatin', now() - interval '19 days', null),
  ('e0000000-0000-4000-8000-000000000004', 'service', 'Repeat requests on public holidays',
    'Requests sent after noon on the day before a public holiday are answered on the next working day.',
    null, now() - interval '33 days', null)
on conflict do nothing;
