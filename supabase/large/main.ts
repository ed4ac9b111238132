import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { fillLarge } from './fill.ts';

/**
 * `npm run seed:large`: many invented prescriptions for a database that has the migrations and `seed.sql`. Never on
 * production: it writes past the triggers, as a superuser.
 *   --rows N   how many (1000000)
 * From the environment: DATABASE_URL.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = z.coerce.number().int().min(1).max(50_000_000).parse(values.rows);
const url = process.env['DATABASE_URL'];
if (!url) {
  console.error('DATABASE_URL is missing');
  process.exit(2);
}
const client = new pg.Client({ connectionString: url });
await client.connect();
try {
  const { rows: sample } = await client.query('select from public.practitioners where id = $1', [
    'b0000000-0000-4000-8000-000000000001',
  ]);
  // Whoever has no sample people has real ones.
  if (sample.length === 0)
    throw new Error('the sample people of supabase/seed.sql are not there: is this production?');
  const began = performance.now();
  await fillLarge(client, rows);
  console.log(`${rows} prescriptions in ${((performance.now() - began) / 1000).toFixed(0)} s`);
} finally {
  await client.end();
}
