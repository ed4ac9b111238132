-- Takes organizations and who belongs to them with it.
drop policy "administrators read the profiles of their members" on public.profiles;
drop table public.memberships;
drop table public.organizations;
drop function private.roles();
drop function private.profile_ids_administered();
drop function private.organization_ids(text);
