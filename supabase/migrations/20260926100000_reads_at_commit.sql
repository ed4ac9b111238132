-- A noted read took the head of the chain when it ran and held it until its transaction was committed: over the way back
-- to the API and the way of its COMMIT. Reads that came at the same time stood in line for that long, and filled the API's
-- connections. Now a read keeps what will be noted, and the chain takes all of it together while the transaction commits.

-- Empty outside of transactions: each row is taken out by the commit that it would be part of.
create unlogged table private.reads_to_note (
  id uuid primary key default gen_random_uuid(),
  actor_id uuid,
  patients uuid[] not null,
  relation text not null,
  row_id uuid
);
alter table private.reads_to_note enable row level security;
revoke all on private.reads_to_note from anon, authenticated, service_role;

create function audit.note_reads() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  tip audit.head;
  event audit.events;
  patient uuid;
begin
  -- From here to the end of the commit, which nobody waits for but the disk.
  select * into tip from audit.head for update;
  foreach patient in array new.patients loop
    event := row(tip.seq + 1, clock_timestamp(), new.actor_id, 'read', patient, new.relation, new.row_id, null, null,
      tip.hash, '');
    event.hash := audit.event_hash(event);
    insert into audit.events values (event.*);
    tip.seq := event.seq;
    tip.hash := event.hash;
  end loop;
  update audit.head set seq = tip.seq, hash = tip.hash;
  delete from private.reads_to_note r where r.id = new.id;
  return null;
end $$;
-- Deferred, so that it runs within COMMIT: https://www.postgresql.org/docs/current/sql-createtrigger.html
create constraint trigger note_reads after insert on private.reads_to_note
  deferrable initially deferred for each row execute function audit.note_reads();

create or replace function private.note_read(patients uuid[], on_relation text, on_row uuid default null) returns void
  language sql security definer set search_path = ''
  as $$
    insert into private.reads_to_note (actor_id, patients, relation, row_id)
    select (select auth.uid()), each.ids, on_relation, on_row
    from (select array(select distinct p.id from unnest(patients) as p (id) where p.id is not null order by 1) as ids) as each
    where cardinality(each.ids) > 0
  $$;

revoke all on function audit.note_reads() from public;

-- A key is kept for a day, which is longer than any page waits for its answer.
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

-- For a job: those of people who do not come back. Says how many went.
create function private.forget_old_keys() returns bigint
  language sql security definer set search_path = ''
  as $$
    with gone as (
      delete from private.idempotency i where i.at < now() - interval '24 hours' returning 1
    ) select count(*) from gone
  $$;
revoke all on function private.forget_old_keys() from public;
grant execute on function private.forget_old_keys() to service_role;
