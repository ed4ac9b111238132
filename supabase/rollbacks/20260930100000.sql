drop function public.set_flag(text, text, text);
drop function public.list_flags();
drop function public.read_flags();
drop function private.change_flag(text, jsonb, text);
drop function private.flag_histories();
drop function private.flag_configs();
create or replace function private.roles() returns text[]
  language sql stable security definer set search_path = ''
  as $$
    select array(
      select 'patient' where private.patient_id() is not null
      union all select 'prescriber' where private.practitioner_id() is not null
      union all select r.role from unnest(array['pharmacist', 'administrator', 'auditor']) as r (role)
        where exists (select from private.organization_ids(r.role))
    )
  $$;
drop function private.is_operator();
drop table private.feature_flags;
