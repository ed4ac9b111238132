import 'server-only';
import { z } from 'zod';
import { sessionClient } from '@/lib/supabase/server';

const release = z.object({
  id: z.string(),
  environment: z.string(),
  commit: z.string(),
  state: z.string(),
  opened_at: z.string(),
  closed_at: z.string().nullable(),
});
const week = z.object({
  environment: z.string(),
  week: z.string(),
  deployments: z.number(),
  /** Seconds from opened to closed, the median. */
  lead_time_seconds: z.number().nullable(),
  /** 0 to 1. */
  change_failure_rate: z.number().nullable(),
  /** Seconds from a release that was rolled back to the next good one, the median. */
  time_to_restore_seconds: z.number().nullable(),
});
const slowQuery = z.object({ query: z.string(), calls: z.number(), mean_ms: z.number(), rows: z.number() });

const opsReport = z.object({
  audit: z.object({ events: z.number(), last_at: z.string().nullable() }),
  requests_kept: z.number(),
  /** By limit: the highest count of the last quarter of an hour. */
  throttled: z.record(z.string(), z.number()),
  connections: z.number(),
  /** `null`: the database has no pg_stat_statements. */
  slow_queries: z.array(slowQuery).nullable(),
  /** `null`: Shiplock keeps no record in this database, or it may not be read. */
  record: z.object({ releases: z.array(release), dora: z.array(week) }).nullable(),
});
export type OpsReport = z.output<typeof opsReport>;

/** How the service is; only operators get an answer. */
export async function readOps(): Promise<OpsReport> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('ops_report');
  if (error) throw new Error(`operations could not be read: ${error.code} ${error.message}`);
  return opsReport.parse(data);
}
