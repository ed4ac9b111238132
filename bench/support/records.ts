import pg from 'pg';
import type { PostgresPart } from '../../rehearsal/cloud/postgres/index.ts';

/** Another database that starts as this one is. */
export async function copyDatabase(postgres: PostgresPart, from: string, to: string): Promise<void> {
  await postgres.sql(
    'postgres',
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = ${pg.escapeLiteral(from)}`,
  );
  await postgres.sql(
    'postgres',
    `create database ${pg.escapeIdentifier(to)} template ${pg.escapeIdentifier(from)} owner postgres`,
  );
}

/** The same database, and nothing was ever released. The next deploy installs the record. */
export async function emptyRecord(postgres: PostgresPart, database: string): Promise<void> {
  await postgres.sql(database, 'drop schema shiplock cascade');
}

/**
 * Finished releases, each with the events of the newest one that is there, under a commit, a plan and ids of its own.
 * Linked by the record's own function: the chain is whole, as `record verify` says.
 */
export async function releases(postgres: PostgresPart, database: string, count: number): Promise<void> {
  await postgres.sql(
    database,
    `do $bench$
declare
  v_old shiplock.release;
  v_new shiplock.release;
  v_event shiplock.event;
  v_body jsonb;
  v_named record;
  v_part text;
begin
  select * into strict v_old from shiplock.release order by opened_at desc limit 1;
  for v_i in 1..${Math.trunc(count)} loop
    insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
      values ('rel_' || gen_random_uuid(), v_old.environment, encode(sha256(v_i::text::bytea), 'hex'),
              v_old.id, v_i::text, v_old.run_url, v_old.actor)
      returning * into v_new;
    for v_event in select * from shiplock.event e where e.release_id = v_old.id order by e.seq loop
      v_body := replace(replace(v_event.body::text, v_old.id, v_new.id), v_old.commit_sha, v_new.commit_sha)::jsonb;
      if v_event.kind = 'opened' then
        v_body := v_body || jsonb_build_object('release', shiplock.release_facts(v_new));
      end if;
      for v_named in select * from jsonb_each_text(coalesce(v_event.body -> 'kept', '{}')) loop
        select replace(b.content, v_old.commit_sha, v_new.commit_sha) into strict v_part
          from shiplock.body b where b.digest = v_named.value;
        insert into shiplock.body (digest, content)
          values (encode(sha256(convert_to(v_part, 'UTF8')), 'hex'), v_part) on conflict do nothing;
        v_body := jsonb_set(v_body, array['kept', v_named.key],
          to_jsonb(encode(sha256(convert_to(v_part, 'UTF8')), 'hex')));
      end loop;
      perform shiplock.link(v_new.id, v_event.token, v_event.actor, v_event.phase, v_event.kind, v_body);
    end loop;
  end loop;
end $bench$`,
  );
  await postgres.sql(database, 'analyze shiplock.event, shiplock.release, shiplock.body');
}
