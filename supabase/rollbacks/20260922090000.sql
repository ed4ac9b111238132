drop policy "prescriptions are read through audited functions" on public.prescriptions;
drop policy "patients are read through audited functions" on public.patients;
