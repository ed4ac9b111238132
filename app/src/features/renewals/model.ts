import { z } from 'zod';

export const renewal = z.object({
  id: z.string(),
  prescription_id: z.string(),
  status: z.string(),
  message: z.string().nullable(),
  reason: z.string().nullable(),
  draft_id: z.string().nullable(),
  created_at: z.string(),
  answered_at: z.string().nullable(),
  medication_display: z.string().nullable(),
  subject: z.object({ given_name: z.string(), family_name: z.string() }).nullable(),
  /** Whether the person who asks may answer it. */
  answerable: z.boolean(),
});
export type Renewal = z.output<typeof renewal>;

/** Statuses of a prescription that can be renewed, as the database allows it. */
export const RENEWABLE: readonly string[] = ['active', 'completed'];

const text = z
  .string()
  .trim()
  .max(300, 'At most 300 characters.')
  .optional()
  .transform((typed) => typed || null);

export const requestInput = z.object({ key: z.uuid(), prescription: z.uuid(), message: text });

export const answerInput = z
  .object({ key: z.uuid(), request: z.uuid(), answer: z.enum(['approve', 'refuse']), because: text })
  .refine(({ answer, because }) => answer === 'approve' || because, { path: ['because'], error: 'Say why.' });

const LABELS: Readonly<Record<string, string>> = {
  requested: 'Asked',
  approved: 'Approved',
  refused: 'Refused',
};
export const renewalLabel = (status: string): string => LABELS[status] ?? status;
export const renewalTone = (status: string): string =>
  status === 'approved' ? 'good' : status === 'refused' ? 'bad' : 'waiting';
