drop function private.forget_old_keys();
create or replace function private.remembered(with_key uuid, of_operation text, for_request jsonb) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  kept private.idempotency;
begin
  if (select auth.uid()) is null then
    raise exception 'sign in first' using errcode = 'insufficient_privilege';
  end if;
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
create or replace function private.note_read(patients uuid[], on_relation text, on_row uuid default null) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  patient uuid;
begin
  for patient in select distinct p.id from unnest(patients) as p (id) where p.id is not null order by 1 loop
    perform audit.append((select auth.uid()), 'read', patient, on_relation, on_row, null);
  end loop;
end $$;
drop table private.reads_to_note;
drop function audit.note_reads();
