import { z } from 'zod';

/** What the composer asks about, before anything is kept. */
export const checkQuery = z.object({
  patient: z.uuid(),
  medication: z.uuid(),
  dose: z.coerce.number().positive().max(100_000).optional().catch(undefined),
  times: z.coerce.number().int().min(1).max(24).optional().catch(undefined),
});

export const acknowledgeInput = z.object({
  key: z.uuid(),
  prescription: z.uuid(),
  rule: z.string().min(1).max(200),
  because: z.string().trim().min(1, 'Say why.').max(300, 'At most 300 characters.'),
});
