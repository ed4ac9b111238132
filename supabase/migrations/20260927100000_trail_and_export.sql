-- The auditor searches by person, kind of record and time as well, and takes what was found away; a patient takes their
-- record away.

create function private.trail_page(
  of_patient uuid, by_actor uuid, doing text, on_relation text, since timestamptz, until timestamptz, before bigint,
  at_most int
) returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select from private.organization_ids('auditor')) then
    raise exception 'only auditors read the trail' using errcode = 'insufficient_privilege';
  end if;
  return (
    select coalesce(jsonb_agg(to_jsonb(e) || jsonb_build_object('actor', p.display_name) order by e.seq desc), '[]')
    from (
      select * from audit.events a
      where (of_patient is null or a.patient_id = of_patient) and (by_actor is null or a.actor_id = by_actor)
        and (doing is null or a.action = doing) and (on_relation is null or a.relation = on_relation)
        and (since is null or a.at >= since) and (until is null or a.at < until) and (before is null or a.seq < before)
      order by a.seq desc limit least(greatest(at_most, 1), 1000)
    ) as e left join public.profiles p on p.id = e.actor_id
  );
end $$;

create function public.search_trail(
  of_patient uuid default null, by_actor uuid default null, doing text default null, on_relation text default null,
  since timestamptz default null, until timestamptz default null, before bigint default null, at_most int default 100
) returns jsonb
  language sql stable set search_path = ''
  as $$ select private.trail_page(of_patient, by_actor, doing, on_relation, since, until, before, at_most) $$;

-- All that is kept of one patient and that the caller may read, for the patient and whoever treats them.
create function public.export_patient(patient uuid) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  perform private.open_read();
  select jsonb_build_object(
    'patient', to_jsonb(s) - 'profile_id' - 'created_at',
    'prescriptions', (
      select coalesce(jsonb_agg(private.prescription_json(p) || jsonb_build_object('dispenses', (
          select coalesce(jsonb_agg(to_jsonb(d) || jsonb_build_object('performer', o.name)
            order by d.when_handed_over, d.id), '[]')
          from public.medication_dispenses d join public.organizations o on o.id = d.performer_id
          where d.prescription_id = p.id
        )) order by p.authored_on, p.id), '[]')
      from public.prescriptions p where p.subject_id = s.id
    ),
    'allergies', (
      select coalesce(jsonb_agg(to_jsonb(a) order by a.created_at, a.id), '[]')
      from public.allergies a where a.patient_id = s.id
    )
  ) into found_row from public.patients s where s.id = patient;
  if found_row is not null then
    perform private.note_read(array[patient], 'public.patients', patient);
  end if;
  return found_row;
end $$;

-- As before, with which patient somebody is.
create or replace function public.whoami() returns jsonb
  language sql stable set search_path = ''
  as $$
    select jsonb_build_object(
      'id', p.id, 'display_name', p.display_name, 'roles', private.roles(),
      'practitioner_id', private.practitioner_id(), 'patient_id', private.patient_id(),
      'organizations', (
        select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'role', m.role) order by o.name), '[]')
        from public.memberships m join public.organizations o on o.id = m.organization_id
        where m.profile_id = p.id and m.active and o.active
      )
    )
    from public.profiles p where p.id = (select auth.uid())
  $$;

revoke all on function private.trail_page(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int) from public;
grant execute on function private.trail_page(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int)
  to authenticated;
revoke all on function public.search_trail(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int),
  public.export_patient(uuid) from public, anon, service_role;
grant execute on function public.search_trail(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int),
  public.export_patient(uuid) to authenticated;
