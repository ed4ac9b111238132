import { z } from 'zod';
import type { Counts, JobRun } from '../jobs.ts';

const rule = z.object({ subject: z.string() });
const counted = z.tuple([z.object({ n: z.coerce.number().int() })]);

/**
 * Takes away what each rule says, `atMost` rows in a transaction, and says how many of what. Killed at any point, it has
 * done whole batches, and the next run goes on.
 */
export async function retain(
  run: JobRun,
  { atMost, dryRun }: { readonly atMost: number; readonly dryRun: boolean },
): Promise<Counts> {
  const { rows } = await run.client.query(
    'select r.subject from private.retention_rules r order by r.subject',
  );
  const counts: Record<string, number> = {};
  for (const { subject } of z.array(rule).parse(rows)) {
    counts[subject] = 0;
    for (let last = atMost; last > 0; ) {
      last = await run.inTransaction(async () => {
        const answer = await run.client.query('select private.retain($1, $2, $3) as n', [
          subject,
          atMost,
          dryRun,
        ]);
        const [{ n }] = counted.parse(answer.rows);
        counts[subject] = (counts[subject] ?? 0) + n;
        await run.progress(counts);
        return dryRun ? 0 : n;
      });
    }
  }
  await run.end(counts);
  return counts;
}
