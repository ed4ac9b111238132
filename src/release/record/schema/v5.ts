/** A release is opened by the shipping role alone, even where somebody granted EXECUTE on every function of the schema. */
export const V5 = `
create or replace function shiplock.open(p_id text, p_environment text, p_commit text, p_replaces text, p_run_id text,
    p_run_url text, p_actor text, p_phase text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_release shiplock.release;
begin
  if shiplock.authority() <> 'ship' then
    raise exception 'role % may propose, not open a release', session_user using errcode = '42501';
  end if;
  insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
    values (p_id, p_environment, p_commit, p_replaces, p_run_id, p_run_url, p_actor) returning * into v_release;
  perform shiplock.lock_chain();
  return query select * from shiplock.link(p_id, null, p_actor, p_phase, 'opened',
    p_body || jsonb_build_object('release', shiplock.release_facts(v_release)));
end $$;
`;
