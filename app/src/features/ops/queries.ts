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

const histogram = z.array(z.tuple([z.number(), z.number()]));
const opsMeasurements = z.object({
  /** Of the last seven days: vitals by page, `duration` and `failed` by method and route. */
  measured: z.array(z.object({ metric: z.string(), route: z.string(), buckets: histogram })),
  /** The last two days. */
  hours: z.array(z.object({ hour: z.string(), requests: z.number(), failed: z.number() })),
  /** Of the prescriptions of the last 30 days. */
  funnel: z.object({
    drafted: z.number(),
    signed: z.number(),
    dispensed: z.number(),
    charged: z.number(),
    paid: z.number(),
  }),
  /** Of the last 90 days. */
  wordings: z.array(z.object({ variant: z.string(), outcome: z.string(), n: z.number() })),
});
export type OpsMeasurements = z.output<typeof opsMeasurements>;

/** What was measured over time; only operators get an answer. */
export async function readMeasurements(): Promise<OpsMeasurements> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('ops_measurements');
  if (error) throw new Error(`measurements could not be read: ${error.code} ${error.message}`);
  return opsMeasurements.parse(data);
}

/** How the service is; only operators get an answer. */
export async function readOps(): Promise<OpsReport> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('ops_report');
  if (error) throw new Error(`operations could not be read: ${error.code} ${error.message}`);
  return opsReport.parse(data);
}
