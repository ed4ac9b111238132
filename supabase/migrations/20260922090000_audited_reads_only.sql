-- shiplock: phase=contract
-- Contract: the release before read these two tables directly, which nobody notes. From here on the Data API gives rows of
-- them only inside the functions that note the read.
create policy "patients are read through audited functions" on public.patients
  as restrictive for select to authenticated using ((select private.read_is_open()));
create policy "prescriptions are read through audited functions" on public.prescriptions
  as restrictive for select to authenticated using ((select private.read_is_open()));
