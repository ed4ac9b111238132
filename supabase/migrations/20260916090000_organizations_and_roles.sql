-- Who works where. A patient is whoever `patients.profile_id` names and a prescriber whoever holds an active licence in
-- `practitioners`; pharmacists, administrators and auditors are members of an organization.
-- Words: https://hl7.org/fhir/R4/organization.html, https://hl7.org/fhir/R4/practitionerrole.html

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('practice', 'pharmacy', 'authority')),
  name text not null check (name <> ''),
  city text,
  active boolean not null default true,
  created_at timestamptz not null default now()
);

create table public.memberships (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles (id) on delete cascade,
  organization_id uuid not null references public.organizations (id) on delete restrict,
  role text not null check (role in ('pharmacist', 'administrator', 'auditor')),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  unique (profile_id, organization_id, role)
);
create index memberships_organization_id_idx on public.memberships (organization_id);

create function private.organization_ids(as_role text) returns setof uuid
  language sql stable security definer set search_path = ''
  as $$
    select m.organization_id from public.memberships m
    join public.organizations o on o.id = m.organization_id
    where m.profile_id = (select auth.uid()) and m.role = as_role and m.active and o.active
  $$;

create function private.profile_ids_administered() returns setof uuid
  language sql stable security definer set search_path = ''
  as $$
    select m.profile_id from public.memberships m
    where m.organization_id in (select private.organization_ids('administrator'))
  $$;

create function private.roles() returns text[]
  language sql stable security definer set search_path = ''
  as $$
    select array(
      select 'patient' where private.patient_id() is not null
      union all select 'prescriber' where private.practitioner_id() is not null
      union all select r.role from unnest(array['pharmacist', 'administrator', 'auditor']) as r (role)
        where exists (select from private.organization_ids(r.role))
    )
  $$;

revoke all on function private.organization_ids(text), private.profile_ids_administered(), private.roles() from public;
grant execute on function private.organization_ids(text), private.profile_ids_administered(), private.roles()
  to authenticated, service_role;

revoke all on public.organizations, public.memberships from anon, authenticated, service_role;
grant select on public.organizations, public.memberships to authenticated;
grant update (name, city) on public.organizations to authenticated;
grant insert (profile_id, organization_id, role), update (active) on public.memberships to authenticated;
grant select, insert, update on public.organizations, public.memberships to service_role;

alter table public.organizations enable row level security;
alter table public.memberships enable row level security;

create policy "signed-in people read the directory of organizations" on public.organizations
  for select to authenticated using (true);
create policy "administrators change their organization" on public.organizations
  for update to authenticated
  using (id in (select private.organization_ids('administrator')))
  with check (id in (select private.organization_ids('administrator')));

create policy "people read their own memberships" on public.memberships
  for select to authenticated using (profile_id = (select auth.uid()));
create policy "administrators read the memberships of their organization" on public.memberships
  for select to authenticated using (organization_id in (select private.organization_ids('administrator')));
-- Nobody makes themselves anything: it takes another administrator.
create policy "administrators add members to their organization" on public.memberships
  for insert to authenticated with check (
    organization_id in (select private.organization_ids('administrator')) and profile_id <> (select auth.uid())
  );
create policy "administrators end and resume memberships" on public.memberships
  for update to authenticated
  using (organization_id in (select private.organization_ids('administrator')) and profile_id <> (select auth.uid()))
  with check (organization_id in (select private.organization_ids('administrator')) and profile_id <> (select auth.uid()));

create policy "administrators read the profiles of their members" on public.profiles
  for select to authenticated using (id in (select private.profile_ids_administered()));

create trigger record_change after insert or update or delete on public.organizations
  for each row execute function audit.record();
create trigger record_change after insert or update or delete on public.memberships
  for each row execute function audit.record();
