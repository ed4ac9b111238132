-- Takes prescriptions, patients, practitioners and profiles with it: only for a database that nobody uses yet.
drop table public.prescriptions, public.patients, public.practitioners, public.profiles cascade;
drop function private.guard_prescription();
drop function private.patient_ids_prescribed_for();
drop function private.patient_ids_in_care();
drop function private.patient_id();
drop function private.practitioner_id();
drop schema private;
