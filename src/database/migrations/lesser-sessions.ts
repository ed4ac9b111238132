import type { Client } from 'pg';
import { LESSER } from '../../release/record/lesser.ts';

export interface Ended {
  readonly pid: number;
  readonly role: string;
}

/**
 * Ends the sessions of lesser roles that this session waits for: a job that only reads must not hold up a release. They
 * are ended while we wait, so that whoever connects anew queues up behind us. Those that sit in a transaction for seconds
 * go first, which no job of ours does; one whose statements run is left until the wait is `overdue`.
 *
 * They are found before anything is ended: the conditions of one WHERE have no order.
 *
 * It takes pg_signal_backend, which `postgres` has on Supabase; without it the wait ends as it would have.
 */
export async function endLesserSessions(client: Client, pid: number, overdue: boolean): Promise<Ended[]> {
  const { rows } = await client.query<Ended>(
    `with lesser as materialized (
       select a.pid, a.usename as role from pg_catalog.pg_stat_activity a
        where a.pid in (select pg_catalog.unnest(pg_catalog.pg_blocking_pids($1))) and ${LESSER}
          and ($2 or a.state like 'idle in transaction%'
            and a.state_change < pg_catalog.clock_timestamp() - interval '3 seconds'))
     select pid, role from (select pid, role, pg_catalog.pg_terminate_backend(pid) as ended from lesser offset 0) s
      where ended`,
    [pid, overdue],
  );
  return rows;
}
