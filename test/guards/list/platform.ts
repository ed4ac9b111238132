import type { Guard } from '../guard.ts';

const migrations = 'supabase/migrations';
const signing = ['supabase/tests/clinical.integration.test.ts'];
const sessions = ['supabase/tests/sessions.integration.test.ts'];
const access = ['supabase/tests/access.integration.test.ts'];
const erasure = ['supabase/tests/erasure.integration.test.ts'];
const payments = ['supabase/tests/payments.integration.test.ts'];
const factor = `${migrations}/20260923100000_second_factor.sql`;
const signatures = `${migrations}/20260928100000_signatures_are_guarded.sql`;
const limits = `${migrations}/20260930090000_sessions_and_limits.sql`;
const erasing = `${migrations}/20260930210000_words_of_renewals.sql`;
const ending = `${migrations}/20260930220000_ended_sessions_end_all.sql`;
const dispensing = `${migrations}/20260930230000_patients_by_index.sql`;
const measuring = `${migrations}/20260930231000_measurements.sql`;
const paying = `${migrations}/20260930200000_payments.sql`;

/** What the platform's own database refuses, whatever its app asks for. */
export const PLATFORM: readonly Guard[] = [
  {
    name: 'platform: a signature takes a second factor',
    file: signatures,
    find: 'perform private.use_second_factor(old.id);',
    replace: 'null;',
    tests: signing,
    title: 'signing asks for the second factor again',
  },
  {
    name: 'platform: a second factor is what the Auth server calls one',
    file: factor,
    find: "and m.proof ->> 'method' in ('totp', 'mfa/phone', 'mfa/webauthn')",
    replace: '',
    tests: signing,
    title: 'signing asks for the second factor again',
  },
  {
    name: 'platform: the level of the session must agree with the proof',
    file: factor,
    find: "auth.jwt() ->> 'aal' = 'aal2' and",
    replace: '',
    tests: signing,
    title: 'signing asks for the second factor again',
  },
  {
    name: 'platform: the proof is fresh',
    file: factor,
    find: 'if proved not between',
    replace: 'if false and proved not between',
    tests: signing,
    title: 'signing asks for the second factor again',
  },
  {
    name: 'platform: one proof, one signature',
    file: factor,
    find: 'if not found then',
    replace: 'if false then',
    tests: signing,
    title: 'one proof signs one prescription',
  },
  {
    name: 'platform: a severe warning is answered before signing',
    file: signatures,
    find: "where w.severity = 'high' and w.reason is null",
    replace: 'where false',
    tests: signing,
    title: 'a severe one has to be answered',
  },
  {
    name: 'platform: only operators erase patients',
    file: erasing,
    find: 'if not private.is_operator() then',
    replace: 'if false then',
    tests: erasure,
    title: 'whoever is not an operator',
  },
  {
    name: 'platform: an erasure takes a second factor',
    file: erasing,
    find: 'if proved is null then',
    replace: 'if false then',
    tests: erasure,
    title: 'whoever is not an operator',
  },
  {
    name: 'platform: the proof of an erasure is fresh',
    file: erasing,
    find: 'if proved not between',
    replace: 'if false and proved not between',
    tests: erasure,
    title: 'whoever is not an operator',
  },
  {
    name: 'platform: one proof, one erasure',
    file: erasing,
    find: 'where e.asked_by = (select auth.uid()) and e.proved_at = proved) then',
    replace: 'where false) then',
    tests: erasure,
  },
  {
    name: 'platform: a session that was ended, or is another person’s, is not open',
    file: limits,
    find: 'where s.id = private.session_id() and s.user_id = (select auth.uid())\n',
    replace: 'where s.id = private.session_id()\n',
    tests: sessions,
    title: 'a token that names another person',
  },
  {
    name: 'platform: sessions end by the clock',
    file: limits,
    find: "      and s.created_at > now() - interval '12 hours'\n      and coalesce",
    replace: '      and coalesce',
    tests: sessions,
    title: 'open is what the clock says',
  },
  {
    name: 'platform: sessions that nobody uses end',
    file: limits,
    find: "s.created_at) > now() - interval '2 hours'\n  );\nend $$;\n\ncreate or replace function private.practitioner_id",
    replace: 's.created_at) is not null\n  );\nend $$;\n\ncreate or replace function private.practitioner_id',
    tests: sessions,
    title: 'open is what the clock says',
  },
  {
    name: 'platform: a prescriber has no rights in a session that was ended',
    file: limits,
    find: 'p.active and (select private.session_is_open())',
    replace: 'p.active',
    tests: sessions,
    title: 'prescriber has no role|gives no rights',
  },
  {
    name: 'platform: a patient has no rights in a session that was ended',
    file: limits,
    find: 'where p.profile_id = (select auth.uid()) and (select private.session_is_open())',
    replace: 'where p.profile_id = (select auth.uid())',
    tests: sessions,
    title: 'patient has no role',
  },
  {
    name: 'platform: staff have no rights in a session that was ended',
    file: limits,
    find: 'o.active\n      and (select private.session_is_open())',
    replace: 'o.active',
    tests: sessions,
    title: 'has no role in it',
  },
  {
    name: 'platform: nobody reads their profile in a session that was ended',
    file: ending,
    find: 'using (id = (select auth.uid()) and (select private.session_is_open()));',
    replace: 'using (id = (select auth.uid()));',
    tests: access,
    title: 'public.profiles',
  },
  {
    name: 'platform: people end their own sessions',
    file: limits,
    find: 'where s.user_id = (select auth.uid())\n      and case',
    replace: 'where true\n      and case',
    tests: sessions,
    title: 'all but this one are ended',
  },
  {
    name: 'platform: tries are counted',
    file: limits,
    find: 'if count > turn.at_most then',
    replace: 'if false then',
    tests: sessions,
    title: 'turns',
  },
  {
    name: 'platform: an event of Stripe’s counts once',
    file: paying,
    find: "return 'again';",
    replace: 'null;',
    tests: payments,
    title: 'the same event twice',
  },
  {
    name: 'platform: what was given back is not paid again by a late event',
    file: paying,
    find: "if one.status in ('paid', 'refunding', 'refunded') then",
    replace: "if one.status = 'paid' then",
    tests: payments,
    title: 'whatever comes',
  },
  {
    name: 'platform: another amount is not what was asked for',
    file: paying,
    find: "if one.amount <> (change ->> 'amount')::int or one.currency <> change ->> 'currency' then",
    replace: 'if false then',
    tests: payments,
    title: 'another amount or currency',
  },
  {
    name: 'platform: the end of an older checkout does not end the open one',
    file: paying,
    find: " or one.attempt <> (change ->> 'attempt')::int",
    replace: '',
    tests: payments,
    title: 'a checkout that expired',
  },
  {
    name: 'platform: people pay what is theirs',
    file: paying,
    find: 'where p.id = payment and p.subject_id = private.patient_id() for update',
    replace: 'where p.id = payment for update',
    tests: payments,
    title: 'nobody pays or gives back',
  },
  {
    name: 'platform: a draft or a mistake shows a pharmacy no patient',
    file: dispensing,
    find: "where p.subject_id = patient and p.status not in ('draft', 'entered-in-error')",
    replace: 'where p.subject_id = patient',
    tests: ['supabase/tests/patients-at-volume.integration.test.ts'],
    title: 'who counts as a patient',
  },
  {
    name: 'platform: what was measured is for operators',
    file: measuring,
    find: 'if not private.is_operator() then',
    replace: 'if false then',
    tests: ['supabase/tests/measurements.integration.test.ts'],
    title: 'reads none of it',
  },
  {
    name: 'queue: a message of a version that nobody knows is left',
    file: 'supabase/migrations/20260930235000_queue.sql',
    find: 'where one ->> 0 = k.topic and (one ->> 1)::int = k.version',
    replace: 'where true',
    tests: ['supabase/tests/queue.integration.test.ts'],
    title: 'what a newer release sent waits',
  },
  {
    name: 'queue: what fails five times is put aside',
    file: 'supabase/migrations/20260930235000_queue.sql',
    find: 'dead_at = case when m.reads >= 5 then now() end',
    replace: 'dead_at = null',
    tests: ['supabase/tests/queue.integration.test.ts'],
    title: 'what fails comes back later and later',
  },
];
