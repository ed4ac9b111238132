import { z } from 'zod';

/** The form at the counter. */
export const dispenseInput = z.object({
  key: z.uuid(),
  prescription: z.uuid(),
  quantity: z.coerce.number('Enter a number.').positive('More than 0.').max(10_000, 'At most 10,000.'),
  note: z
    .string()
    .trim()
    .max(300, 'At most 300 characters.')
    .optional()
    .transform((text) => text || null),
});
