drop function public.export_patient(uuid);
drop function public.search_trail(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int);
drop function private.trail_page(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int);
create or replace function public.whoami() returns jsonb
  language sql stable set search_path = ''
  as $$
    select jsonb_build_object(
      'id', p.id, 'display_name', p.display_name, 'roles', private.roles(),
      'practitioner_id', private.practitioner_id(),
      'organizations', (
        select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'role', m.role) order by o.name), '[]')
        from public.memberships m join public.organizations o on o.id = m.organization_id
        where m.profile_id = p.id and m.active and o.active
      )
    )
    from public.profiles p where p.id = (select auth.uid())
  $$;
