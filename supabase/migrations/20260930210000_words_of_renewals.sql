-- What a patient asked stays for every person, whatever role the statement runs with; only an erasure takes it away.
create or replace function private.guard_renewal() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if to_jsonb(new) = to_jsonb(old) then
    return new;
  end if;
  -- Erasing a patient takes the words away, whatever became of the request and whoever asked for it.
  if ((select auth.uid()) is null
      or coalesce(current_setting('platform.erasing', true) = pg_current_xact_id_if_assigned()::text, false))
     and to_jsonb(new) - array['message', 'reason'] = to_jsonb(old) - array['message', 'reason'] then
    return new;
  end if;
  if old.status <> 'requested' then
    raise exception 'this renewal is % already', old.status using errcode = 'PT409';
  end if;
  if to_jsonb(new) - array['status', 'reason', 'draft_id', 'answered_by', 'answered_at']
     <> to_jsonb(old) - array['status', 'reason', 'draft_id', 'answered_by', 'answered_at'] then
    raise exception 'what a patient asked stays as it was asked' using errcode = 'PT409';
  end if;
  if new.draft_id is not null and not exists (
    select from public.prescriptions p where p.id = new.draft_id and p.prior_prescription_id = new.prescription_id
  ) then
    raise exception 'the new prescription does not name the old one' using errcode = 'PT409';
  end if;
  new.answered_at := now();
  new.answered_by := private.practitioner_id();
  return new;
end $$;

create or replace function private.erase_as_operator(patient uuid) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  proved constant timestamptz := private.second_factor_at();
  erased private.erasures;
begin
  if not private.is_operator() then
    raise exception 'only operators erase patients' using errcode = 'insufficient_privilege';
  end if;
  select * into erased from private.erasures e where e.patient_id = patient;
  -- The answer of the first request was lost.
  if erased.patient_id is not null then
    return jsonb_build_object('id', patient, 'erased_at', erased.at);
  end if;
  if proved is null then
    raise exception 'enter a code of your authenticator app to erase a patient' using errcode = 'PT403';
  end if;
  -- As for a signature (`private.use_second_factor`).
  if proved not between clock_timestamp() - interval '2 minutes' and clock_timestamp() + interval '1 minute' then
    raise exception 'your code was entered too long ago: enter a new one' using errcode = 'PT403';
  end if;
  if exists (select from private.erasures e where e.asked_by = (select auth.uid()) and e.proved_at = proved) then
    raise exception 'your code was used to erase already: enter a new one' using errcode = 'PT403';
  end if;
  perform set_config('platform.erasing', pg_current_xact_id()::text, true);
  perform audit.erase_patient(patient);
  perform set_config('platform.erasing', '', true);
  update private.erasures e set asked_by = (select auth.uid()), proved_at = proved where e.patient_id = patient
    returning * into erased;
  return jsonb_build_object('id', patient, 'erased_at', erased.at);
end $$;
