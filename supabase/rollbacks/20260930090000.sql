drop function public.end_sessions(uuid);
drop function public.list_sessions();
drop function public.note_device(text);
drop function public.session_is_open();
drop function public.return_turns(text);
drop function public.take_turns(text);
drop function private.end_own_sessions(uuid);
drop function private.own_sessions();
drop function private.note_device(text);

create or replace function private.practitioner_id() returns uuid
  language sql stable security definer set search_path = ''
  as $$ select p.id from public.practitioners p where p.profile_id = (select auth.uid()) and p.active $$;

create or replace function private.patient_id() returns uuid
  language sql stable security definer set search_path = ''
  as $$ select p.id from public.patients p where p.profile_id = (select auth.uid()) $$;

create or replace function private.organization_ids(as_role text) returns setof uuid
  language sql stable security definer set search_path = ''
  as $$
    select m.organization_id from public.memberships m
    join public.organizations o on o.id = m.organization_id
    where m.profile_id = (select auth.uid()) and m.role = as_role and m.active and o.active
  $$;

drop function private.session_is_open();
drop function private.session_id();
drop table private.session_devices;
drop function private.return_turns(jsonb);
drop function private.take_turns(jsonb);
drop table private.turns;
