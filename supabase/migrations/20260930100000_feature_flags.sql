-- Flags: what is switched on for whom. The app's server reads all of them with one call and decides alone; people
-- never read them here. Operators change them: administrators of the authority, since a flag is everybody's.

create table private.feature_flags (
  id uuid primary key default gen_random_uuid(),
  key text not null unique check (length(key) between 1 and 60),
  -- {"enabled": true, "default": "off", "rollout": [{"variant": "on", "percent": 25}]}. `enabled: false` is the kill
  -- switch: everybody gets the default immediately, and the rollout stays as it was.
  config jsonb not null check (
    coalesce(jsonb_typeof(config -> 'enabled') = 'boolean' and jsonb_typeof(config -> 'default') = 'string'
      and jsonb_typeof(config -> 'rollout') = 'array', false)
  ),
  changed_because text not null check (changed_because <> ''),
  changed_at timestamptz not null default now()
);
alter table private.feature_flags enable row level security;
revoke all on private.feature_flags from public, anon, authenticated, service_role;
create trigger record_change after insert or update or delete on private.feature_flags
  for each row execute function audit.record();

create function private.is_operator() returns boolean
  language sql stable security definer set search_path = ''
  as $$
    select exists (
      select from public.organizations o
      where o.kind = 'authority' and o.id in (select private.organization_ids('administrator'))
    )
  $$;

create or replace function private.roles() returns text[]
  language sql stable security definer set search_path = ''
  as $$
    select array(
      select 'patient' where private.patient_id() is not null
      union all select 'prescriber' where private.practitioner_id() is not null
      union all select r.role from unnest(array['pharmacist', 'administrator', 'auditor']) as r (role)
        where exists (select from private.organization_ids(r.role))
      union all select 'operator' where private.is_operator()
    )
  $$;

create function private.flag_configs() returns jsonb
  language sql stable security definer set search_path = ''
  as $$ select coalesce(jsonb_object_agg(f.key, f.config), '{}') from private.feature_flags f $$;

-- Each flag, and who changed it to what and why, newest first.
create function private.flag_histories() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.is_operator() then
    raise exception 'only operators see flags' using errcode = 'insufficient_privilege';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('key', f.key, 'config', f.config, 'changes', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'at', e.at, 'by', p.display_name, 'because', e.new_row ->> 'changed_because', 'config', e.new_row -> 'config'
      ) order by e.id desc), '[]')
      from (
        select * from audit.entries n
        where n.relation = 'private.feature_flags' and n.row_id = f.id order by n.id desc limit 20
      ) as e left join public.profiles p on p.id = e.actor_id
    )) order by f.key), '[]')
    from private.feature_flags f
  );
end $$;

create function private.change_flag(flag text, becomes jsonb, because text) returns jsonb
  language plpgsql security definer set search_path = '' as $$
begin
  if not private.is_operator() then
    raise exception 'only operators change flags' using errcode = 'insufficient_privilege';
  end if;
  if coalesce(trim(because), '') = '' then
    raise exception 'say why' using errcode = 'PT409';
  end if;
  update private.feature_flags f set config = becomes, changed_because = because, changed_at = now() where f.key = flag;
  if not found then
    raise exception 'there is no such flag' using errcode = 'PT404';
  end if;
  return becomes;
end $$;

create function public.read_flags() returns jsonb
  language sql stable set search_path = '' as $$ select private.flag_configs() $$;
create function public.list_flags() returns jsonb
  language sql stable set search_path = '' as $$ select private.flag_histories() $$;
create function public.set_flag(flag text, becomes text, because text) returns jsonb
  language sql set search_path = '' as $$ select private.change_flag(flag, becomes::jsonb, because) $$;

revoke all on function private.is_operator(), private.flag_configs(), private.flag_histories(),
  private.change_flag(text, jsonb, text) from public;
grant execute on function private.flag_configs() to service_role;
grant execute on function private.is_operator(), private.flag_histories(), private.change_flag(text, jsonb, text)
  to authenticated;
revoke all on function public.read_flags(), public.list_flags(), public.set_flag(text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function public.read_flags() to service_role;
grant execute on function public.list_flags(), public.set_flag(text, text, text) to authenticated;

-- What the app knows; each begins as everybody had it.
insert into private.feature_flags (key, config, changed_because) values
  ('fhir-api', '{"enabled": true, "default": "on", "rollout": []}', 'As it was before there was a flag')
on conflict do nothing;
