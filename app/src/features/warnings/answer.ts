import { z } from 'zod/mini';

/** As `private.warnings_of` writes it. */
export const warning = z.object({
  rule: z.string(),
  kind: z.string(),
  // A database newer than this code may know more words.
  severity: z.string(),
  description: z.string(),
  /** Why the prescriber went on; null while nobody said. */
  reason: z.nullish(z.string()),
});
export type Warning = z.output<typeof warning>;

export const checked = z.object({
  warnings: z.array(warning),
  /** What is usual, where it is known. Numbers of Postgres' type numeric: some servers write them as text. */
  guide: z.nullable(
    z.object({
      dose: z.coerce.number(),
      times: z.coerce.number(),
      most_per_day: z.coerce.number(),
      unit: z.string(),
      advice: z.nullable(z.string()),
    }),
  ),
});
export type Checked = z.output<typeof checked>;
