import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { databaseTypes, TYPES_FILE } from '../supabase/types.ts';
import { SUPABASE_TEMPLATE, startServer } from '../test/support/server.ts';
import { root } from './project.ts';

/** `npm run types`: writes the app's database types from the migrations, on a throw-away server. */
const server = await startServer();
try {
  const client = new pg.Client({
    connectionString: server.url.replace(/\/postgres$/, `/${SUPABASE_TEMPLATE}`),
  });
  await client.connect();
  const folder = path.join(root, 'supabase/migrations');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  for (const file of files) await client.query(await readFile(path.join(folder, file), 'utf8'));
  await writeFile(
    path.join(root, TYPES_FILE),
    await databaseTypes(client, server.url.replace(/\/postgres$/, `/${SUPABASE_TEMPLATE}`)),
  );
  await client.end();
  console.log(`${TYPES_FILE} is written`);
} finally {
  await server.stop();
}
