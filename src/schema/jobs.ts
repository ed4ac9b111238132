import type { Database } from '../release/ports.ts';

/** Active jobs of pg_cron (https://github.com/citusdata/pg_cron), in which Supabase keeps its Cron; none without it. */
export async function cronJobs(db: Database): Promise<readonly { name: string; schedule: string }[]> {
  const [found] = await db.query<{ there: boolean }>(
    `select to_regclass('cron.job') is not null and has_schema_privilege(to_regnamespace('cron'), 'usage')
       and has_table_privilege(to_regclass('cron.job'), 'select') as there`,
  );
  if (!found?.there) return [];
  return db.query<{ name: string; schedule: string }>(
    `select coalesce(jobname, 'job ' || jobid)::text as name, schedule::text as schedule from cron.job where active order by 1`,
  );
}
