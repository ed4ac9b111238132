-- The role that a gate's SQL runs as: it reads, and can do nothing else. Run it once per environment, as the role of
-- database-url (postgres on Supabase). Without it the query still runs in a read-only transaction that it cannot leave.
do $$
begin
  if not exists (select from pg_roles where rolname = 'shiplock_verify') then
    create role shiplock_verify nologin;
  end if;
end
$$;
grant pg_read_all_data to shiplock_verify;
-- Counts are of all rows, not of those that policies would show.
alter role shiplock_verify bypassrls;
grant shiplock_verify to current_user;
