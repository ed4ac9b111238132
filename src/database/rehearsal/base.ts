import type { SchemaSnapshot } from '../../release/snapshot.ts';
import { schemaSnapshot } from '../../schema/snapshot/snapshot.ts';
import { forArguments } from '../connection-string.ts';
import { parseSql } from '../sql/parse.ts';
import { firstBeyond } from './beyond.ts';
import { differences, some } from './compare.ts';
import { runFile, type Stage } from './run.ts';
import type { Rehearsal, RehearsalOptions } from './types.ts';

/** How the throw-away database got the live schema, or why it could not. */
export type Base =
  | { readonly how: Exclude<Rehearsal['base'], 'none'>; readonly snapshot: SchemaSnapshot }
  | { readonly how: 'none'; readonly why: string };

/** Plays the applied files again. Only a catalog equal to the live one will do: drift would rehearse something else. */
export async function replay(stage: Stage, options: RehearsalOptions, live: SchemaSnapshot): Promise<Base> {
  if (!options.applied) return { how: 'none', why: 'files of applied migrations are missing' };
  const beyond = options.serverIsDisposable ? undefined : await firstBeyond(options.applied);
  if (beyond) return { how: 'none', why: `the applied files cannot be replayed: ${beyond}` };
  for (const source of options.applied) {
    try {
      await runFile(stage, source);
    } catch (error) {
      return { how: 'none', why: `${source.file} cannot be replayed: ${reason(error)}` };
    }
  }
  return compared('replayed', stage, live, 'replaying the applied files does not produce the live schema');
}

/** Restores a schema-only dump. */
export async function dump(stage: Stage, sourceUrl: string | undefined, live: SchemaSnapshot): Promise<Base> {
  if (!sourceUrl) return { how: 'none', why: 'there is no connection string for pg_dump' };
  let sql: string;
  try {
    sql = await pgDump(sourceUrl);
  } catch (error) {
    return { how: 'none', why: `pg_dump failed: ${reason(error)}` };
  }
  try {
    for (const statement of await parseSql(withoutPsql(sql), 'the dump'))
      await stage.worker.client.query(stage.absent?.instead(statement) ?? statement.text);
    await stage.worker.client.query('reset all');
  } catch (error) {
    return { how: 'none', why: `the dump cannot be restored: ${reason(error)}` };
  }
  return compared('dumped', stage, live, 'restoring the dump does not produce the live schema');
}

async function compared(
  how: 'replayed' | 'dumped',
  stage: Stage,
  live: SchemaSnapshot,
  why: string,
): Promise<Base> {
  const snapshot = await schemaSnapshot(stage.observer);
  const found = differences(stage.absent?.comparable(live) ?? live, snapshot);
  return found.length === 0 ? { how, snapshot } : { how: 'none', why: `${why}: ${some(found)}` };
}

/** The password goes by environment: arguments can be read by every process on the machine. */
async function pgDump(url: string): Promise<string> {
  const { address, env: secrets } = forArguments(url);
  const { hostname, port, username, pathname, searchParams } = new URL(address);
  const env = {
    PATH: process.env['PATH'] ?? '',
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    ...secrets,
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode') ?? 'prefer',
    ...(searchParams.get('sslrootcert') ? { PGSSLROOTCERT: searchParams.get('sslrootcert') ?? '' } : {}),
  };
  const { getExecOutput } = await import('@actions/exec');
  const { exitCode, stdout, stderr } = await getExecOutput(
    'pg_dump',
    ['--schema-only', '--no-subscriptions'],
    {
      env,
      silent: true,
      ignoreReturnCode: true,
    },
  );
  if (exitCode === 0) return stdout;
  // What it wrote as it gave up, on one line.
  throw new Error(stderr.trim().replaceAll(/\s*\n\s*/g, '; ') || `it ended with ${exitCode}`);
}

/** Newer versions of pg_dump wrap their output in psql's \restrict and \unrestrict, each on a line of its own. */
function withoutPsql(sql: string): string {
  return sql
    .split('\n')
    .filter((text) => !/^\\(un)?restrict /.test(text))
    .join('\n');
}

/** First line of what went wrong, with the server's own words where there are some. */
export function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n', 1)[0] ?? text;
}
