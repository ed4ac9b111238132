// The least that any Node process can do with this folder: read it, ask which versions are recorded, and send the rest
// over one connection, each file and its history row in one transaction and one message. It checks nothing.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const folder = process.env.FLOOR_FOLDER;
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const names = readdirSync(folder).sort();
const texts = new Map(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
const made = await client.query(
  "select to_regclass('supabase_migrations.schema_migrations') is not null as there",
);
if (!made.rows[0].there) {
  await client.query(
    'create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text)',
  );
}
const recorded = await client.query('select version from supabase_migrations.schema_migrations');
const done = new Set(recorded.rows.map(({ version }) => version));
for (const name of names) {
  const [version, ...rest] = name.replace(/\.sql$/, '').split('_');
  if (done.has(version)) continue;
  const text = texts.get(name);
  await client.query(
    `begin;\n${text};\ninsert into supabase_migrations.schema_migrations (version, name, statements) values (${client.escapeLiteral(version)}, ${client.escapeLiteral(rest.join('_'))}, array[${client.escapeLiteral(text)}]);\ncommit`,
  );
}
await client.end();
