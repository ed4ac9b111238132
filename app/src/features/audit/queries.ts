import 'server-only';
import { z } from 'zod';
import { sessionClient } from '@/lib/supabase/server';

const event = z.object({
  seq: z.number(),
  at: z.string(),
  actor: z.string().nullable(),
  action: z.string(),
  relation: z.string(),
  patient_id: z.string().nullable(),
  row_id: z.string().nullable(),
  hash: z.string(),
});
export type AuditEvent = z.output<typeof event>;

const verdict = z.object({
  seq: z.number(),
  hash: z.string(),
  problems: z.array(z.object({ seq: z.number().nullable(), problem: z.string() })),
});

export const auditSearch = z.object({
  patient: z.uuid().optional().catch(undefined),
  doing: z.enum(['insert', 'update', 'delete', 'read', 'erase']).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

/** The trail, newest first; only auditors get an answer. */
export async function searchAudit(search: z.output<typeof auditSearch>): Promise<AuditEvent[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('search_audit', {
    at_most: 100,
    ...(search.patient ? { of_patient: search.patient } : {}),
    ...(search.doing ? { doing: search.doing } : {}),
    ...(search.before ? { before: search.before } : {}),
  });
  if (error) throw new Error(`the trail could not be read: ${error.code} ${error.message}`);
  return z.array(event).parse(data);
}

/** Computes the whole chain anew. */
export async function verifyAudit(): Promise<z.output<typeof verdict>> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('verify_audit');
  if (error) throw new Error(`the trail could not be verified: ${error.code} ${error.message}`);
  return verdict.parse(data);
}
