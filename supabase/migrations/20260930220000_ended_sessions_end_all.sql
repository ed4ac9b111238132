-- shiplock: phase=expand
-- An ended session kept, until its token ran out an hour later, what policies gave by `auth.uid()` or to whoever is signed
-- in: the own profile, patient and memberships, the directories, and answers that are kept for a request. Now it has
-- what a visitor has. Expand: the release before treats no rows as it treats those of somebody who is not signed in.
alter policy "people read their own profile" on public.profiles
  using (id = (select auth.uid()) and (select private.session_is_open()));
alter policy "people change their own profile" on public.profiles
  using (id = (select auth.uid()) and (select private.session_is_open()))
  with check (id = (select auth.uid()) and (select private.session_is_open()));
alter policy "patients read themselves" on public.patients
  using (profile_id = (select auth.uid()) and (select private.session_is_open()));
alter policy "people read their own memberships" on public.memberships
  using (profile_id = (select auth.uid()) and (select private.session_is_open()));

alter policy "signed-in people read the directory of practitioners" on public.practitioners
  using ((select private.session_is_open()));
alter policy "signed-in people read the directory of organizations" on public.organizations
  using ((select private.session_is_open()));
alter policy "signed-in people read the formulary" on public.medications
  using (active and (select private.session_is_open()));
alter policy "signed-in people read interactions" on public.interactions
  using ((select private.session_is_open()));
alter policy "signed-in people read dose guides" on public.dose_guides
  using ((select private.session_is_open()));

-- A request that is sent again is answered from what was kept, before any policy is asked.
create or replace function private.remembered(with_key uuid, of_operation text, for_request jsonb) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  kept private.idempotency;
begin
  if (select auth.uid()) is null or not private.session_is_open() then
    raise exception 'sign in first' using errcode = 'insufficient_privilege';
  end if;
  delete from private.idempotency i
    where i.profile_id = (select auth.uid()) and i.at < now() - interval '24 hours';
  insert into private.idempotency (profile_id, key, operation, request)
    values ((select auth.uid()), with_key, of_operation, for_request)
    on conflict (profile_id, key) do nothing;
  if found then
    return null;
  end if;
  select * into kept from private.idempotency i where i.profile_id = (select auth.uid()) and i.key = with_key;
  if kept.operation <> of_operation or kept.request <> for_request then
    raise exception 'this key was used for another request' using errcode = 'PT409';
  end if;
  return kept.response;
end $$;
