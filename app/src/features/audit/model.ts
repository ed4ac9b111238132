import { z } from 'zod';

export const event = z.object({
  seq: z.number(),
  at: z.string(),
  actor: z.string().nullable(),
  actor_id: z.string().nullable(),
  action: z.string(),
  relation: z.string(),
  patient_id: z.string().nullable(),
  row_id: z.string().nullable(),
  hash: z.string(),
});
export type AuditEvent = z.output<typeof event>;

export const ACTIONS = ['read', 'insert', 'update', 'delete', 'erase'] as const;
export const RECORDS = {
  'public.patients': 'Patients',
  'public.prescriptions': 'Prescriptions',
  'public.medication_dispenses': 'Dispenses',
  'public.renewal_requests': 'Renewals',
  'public.payments': 'Payments',
  'public.allergies': 'Allergies and warnings',
  'public.warning_acknowledgements': 'Answers to warnings',
  'public.profiles': 'Accounts',
  'public.memberships': 'Memberships',
  'public.organizations': 'Organizations',
} as const;

// What cannot be read counts as not asked for.
export const auditSearch = z.object({
  patient: z.uuid().optional().catch(undefined),
  actor: z.uuid().optional().catch(undefined),
  doing: z.enum(ACTIONS).optional().catch(undefined),
  relation: z
    .string()
    .refine((name) => name in RECORDS)
    .optional()
    .catch(undefined),
  since: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});
export type AuditSearch = z.output<typeof auditSearch>;
