import { z } from 'zod';

/** A query on the environment's database. */
export const sqlSettings = z.strictObject({
  use: z.literal('sql').describe('Good and total events from a query on the environment’s database.'),
  name: z.string().min(1).default('sql').describe('Name in the evidence.'),
  query: z
    .string()
    .min(1)
    .describe(
      'One SELECT that only reads and returns one row (good, total), counted since $1 (timestamptz).',
    ),
});

export type SqlSettings = z.output<typeof sqlSettings>;
