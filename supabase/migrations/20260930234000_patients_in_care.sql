-- shiplock: phase=expand
-- Whom a prescriber may begin a prescription for. `list_patients` also has those they prescribed for once, who are in somebody
-- else's care; the policy refuses a new draft for them.
create function public.list_patients_in_care() returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
  candidates constant uuid[] := array(select private.patient_ids_in_care());
begin
  perform private.open_read();
  select coalesce(jsonb_agg(private.patient_json(p) order by p.family_name, p.given_name, p.id), '[]')
    into found_rows from (select * from public.patients r where r.id = any (candidates) order by r.family_name, r.given_name, r.id limit 200) as p;
  perform private.note_read(
    array(select (each ->> 'id')::uuid from jsonb_array_elements(found_rows) as each), 'public.patients'
  );
  return found_rows;
end $$;

-- Also from `anon` and `service_role`: hosted Supabase grants new functions to them.
revoke all on function public.list_patients_in_care() from public, anon, service_role;
grant execute on function public.list_patients_in_care() to authenticated;
