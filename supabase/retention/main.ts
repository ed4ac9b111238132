import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { JobRun } from '../jobs.ts';
import { retain } from './retain.ts';

/**
 * `npm run retention`: takes away what is over its time, as `private.retention_rules` says. Run it daily.
 *   --dry-run   only counts
 *   --batch N   rows in a transaction (1000)
 * From the environment: DATABASE_URL, as migrations use it. Can be killed and run again at any time.
 */
const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false }, batch: { type: 'string', default: '1000' } },
});
const atMost = z.coerce.number().int().min(1).max(10_000).parse(values.batch);
const url = process.env['DATABASE_URL'];
if (!url) {
  console.error('DATABASE_URL is missing');
  process.exit(2);
}
const client = new pg.Client({ connectionString: url });
await client.connect();
try {
  const run = await JobRun.begin(client, 'retention', values['dry-run']);
  const counts = await retain(run, { atMost, dryRun: values['dry-run'] });
  for (const [subject, count] of Object.entries(counts))
    console.log(`${count} ${subject} ${values['dry-run'] ? 'are over their time' : 'went'}`);
} finally {
  await client.end();
}
