-- Who changed which record, when, and from what to what. Rows are only ever added: HIPAA keeps documentation for six
-- years (45 CFR 164.316(b)(2)(i)), so neither a mistake nor a cascade may remove one.

create schema audit;

create table audit.entries (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_id uuid,
  database_role name not null default session_user,
  transaction_id xid8 not null default pg_current_xact_id(),
  action text not null check (action in ('insert', 'update', 'delete')),
  relation text not null,
  row_id uuid not null,
  -- No foreign key to the row on purpose: an entry must outlive what it tells about.
  old_row jsonb,
  new_row jsonb,
  constraint entries_rows_match_action check (
    (action = 'insert') = (old_row is null) and (action = 'delete') = (new_row is null)
  )
);
create index entries_relation_row_id_idx on audit.entries (relation, row_id, id);
create index entries_at_idx on audit.entries using brin (at);

alter table audit.entries enable row level security;
revoke all on audit.entries from public, anon, authenticated, service_role;
grant usage on schema audit to service_role;
grant select on audit.entries to service_role;

create function audit.refuse_change() returns trigger
  language plpgsql set search_path = '' as $$
begin
  raise exception '% on %.% is refused: it only grows', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger entries_only_grow before update or delete on audit.entries
  for each row execute function audit.refuse_change();
create trigger entries_are_never_truncated before truncate on audit.entries
  for each statement execute function audit.refuse_change();
-- ALWAYS: also when a session sets session_replication_role = replica.
alter table audit.entries enable always trigger entries_only_grow;
alter table audit.entries enable always trigger entries_are_never_truncated;

-- SECURITY DEFINER: the writer needs no right on the log, so it can neither read nor forge it.
create function audit.record() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  insert into audit.entries (actor_id, action, relation, row_id, old_row, new_row)
  values (
    (select auth.uid()), lower(tg_op), format('%I.%I', tg_table_schema, tg_table_name),
    case when tg_op = 'DELETE' then old.id else new.id end,
    case when tg_op <> 'INSERT' then to_jsonb(old) end,
    case when tg_op <> 'DELETE' then to_jsonb(new) end
  );
  return null;
end $$;

revoke all on function audit.record(), audit.refuse_change() from public;

create trigger record_change after insert or update or delete on public.profiles
  for each row execute function audit.record();
create trigger record_change after insert or update or delete on public.practitioners
  for each row execute function audit.record();
create trigger record_change after insert or update or delete on public.patients
  for each row execute function audit.record();
create trigger record_change after insert or update or delete on public.prescriptions
  for each row execute function audit.record();

-- A prescription is never deleted: it becomes `entered-in-error`.
create trigger prescriptions_are_kept before delete on public.prescriptions
  for each row execute function audit.refuse_change();
create trigger prescriptions_are_never_truncated before truncate on public.prescriptions
  for each statement execute function audit.refuse_change();
