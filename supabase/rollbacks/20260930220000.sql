alter policy "people read their own profile" on public.profiles
  using (id = (select auth.uid()));
alter policy "people change their own profile" on public.profiles
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));
alter policy "patients read themselves" on public.patients
  using (profile_id = (select auth.uid()));
alter policy "people read their own memberships" on public.memberships
  using (profile_id = (select auth.uid()));

alter policy "signed-in people read the directory of practitioners" on public.practitioners
  using (true);
alter policy "signed-in people read the directory of organizations" on public.organizations
  using (true);
alter policy "signed-in people read the formulary" on public.medications
  using (active);
alter policy "signed-in people read interactions" on public.interactions
  using (true);
alter policy "signed-in people read dose guides" on public.dose_guides
  using (true);

create or replace function private.remembered(with_key uuid, of_operation text, for_request jsonb) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  kept private.idempotency;
begin
  if (select auth.uid()) is null then
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
