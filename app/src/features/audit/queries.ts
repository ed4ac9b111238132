import 'server-only';
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { orRefused } from '@/lib/answer';
import type { Database } from '@/lib/database.types';
import { sessionClient } from '@/lib/supabase/server';
import { type AuditEvent, type AuditSearch, event } from './model.ts';

const verdict = z.object({
  seq: z.number(),
  hash: z.string(),
  problems: z.array(z.object({ seq: z.number().nullable(), problem: z.string() })),
});

/** One page of the trail, newest first; only auditors get an answer. */
export async function searchTrail(
  supabase: SupabaseClient<Database>,
  search: AuditSearch,
  atMost: number,
): Promise<AuditEvent[]> {
  const found = orRefused(
    await supabase.rpc('search_trail', {
      at_most: atMost,
      ...(search.patient ? { of_patient: search.patient } : {}),
      ...(search.actor ? { by_actor: search.actor } : {}),
      ...(search.doing ? { doing: search.doing } : {}),
      ...(search.relation ? { on_relation: search.relation } : {}),
      ...(search.since ? { since: search.since } : {}),
      ...(search.until ? { until: dayAfter(search.until) } : {}),
      ...(search.before ? { before: search.before } : {}),
    }),
  );
  return z.array(event).parse(found);
}

export async function searchAudit(search: AuditSearch): Promise<AuditEvent[]> {
  return searchTrail(await sessionClient(), search, 100);
}

/** Computes the whole chain anew. */
export async function verifyAudit(): Promise<z.output<typeof verdict>> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('verify_audit');
  if (error) throw new Error(`the trail could not be verified: ${error.code} ${error.message}`);
  return verdict.parse(data);
}

/** The day that somebody names belongs to what they look for. */
const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString();
