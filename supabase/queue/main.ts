import { parseArgs } from 'node:util';
import pg from 'pg';
import { READERS } from './topics.ts';
import { work } from './work.ts';

/**
 * `npm run queue`: reminds of prescriptions that end soon, and handles what waits in the queue. Run it every minute.
 *   --revive ID   first gives a message that was given up another five tries
 * From the environment: DATABASE_URL, as migrations use it. Can be killed and run again at any time.
 */
const { values } = parseArgs({ options: { revive: { type: 'string' } } });
const url = process.env['DATABASE_URL'];
if (!url) {
  console.error('DATABASE_URL is missing');
  process.exit(2);
}
const client = new pg.Client({ connectionString: url });
await client.connect();
try {
  if (values.revive !== undefined) {
    const { rows } = await client.query<{ done: boolean }>('select private.revive_message($1) as done', [
      values.revive,
    ]);
    if (!rows[0]?.done) throw new Error(`message ${values.revive} was not given up`);
  }
  await client.query('select private.send_reminders()');
  const { done, failed } = await work(client, READERS);
  console.log(`${done} done, ${failed} failed`);
} finally {
  await client.end();
}
