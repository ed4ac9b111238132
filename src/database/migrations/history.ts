import { hash } from 'node:crypto';
import type { Client } from 'pg';
import type { ShiplockError } from '../../release/errors.ts';
import { databaseError } from '../database-error.ts';
import { qualifiedName, quoteName } from '../sql/names.ts';
import type { Folder } from './folder.ts';
import { describeBlocker, LOCK_NOT_AVAILABLE, LockBudgetSpent } from './lock-budget.ts';
import { folderProblem, migrateProblem } from './problems.ts';
import type { MigrationFile } from './types.ts';

/** Where versions are recorded; both parts already quoted. */
export interface HistoryTable {
  readonly schema: string;
  readonly qualified: string;
}

export const SUPABASE_HISTORY = 'supabase_migrations.schema_migrations';
/** undefined table, undefined column, unknown schema */
const UNDEFINED = new Set(['42P01', '42703', '3F000']);

export function historyTable(name: string = SUPABASE_HISTORY): HistoryTable {
  const [schema, table, more] = name.split('.');
  if (!schema || !table || more !== undefined) {
    throw folderProblem('HISTORY', {
      what: `"${name}" is not the name of a history table`,
      next: `Write it as schema.table, for example ${SUPABASE_HISTORY}.`,
    });
  }
  return { schema: quoteName(schema), qualified: qualifiedName(schema, table) };
}

export interface AppliedVersion {
  readonly version: string;
  /** undefined: recorded by another tool, and never adopted. */
  readonly checksum: string | undefined;
}

/** The history, condensed by the server, so that thousands of applied migrations cost one short answer. */
export interface HistoryDigest {
  readonly total: number;
  /** Versions with a checksum of ours. */
  readonly known: number;
  readonly digest: string;
  /** Stands for a whole folder that was found to be exactly what a history of this digest says; null: none was. */
  readonly whole: string | null;
}

/** Where the whole folder is remembered, among the checksums of versions: no file has an empty one. */
const WHOLE = '';

/**
 * undefined where there is no history, or none of ours.
 * @param patienceMs how long this and what is read after it in the session may wait for somebody who locks the history
 */
export async function readDigest(
  client: Client,
  table: HistoryTable,
  patienceMs?: number,
): Promise<HistoryDigest | undefined> {
  const text = `select count(*)::int as total, count(c.checksum)::int as known,
      encode(sha256(convert_to(coalesce(string_agg(h.version || ' ' || c.checksum, ',' order by h.version collate "C"), ''), 'UTF8')), 'hex') as digest,
      (select checksum from shiplock.migration_checksum where version = ${literal(WHOLE)}) as whole
    from ${table.qualified} h left join shiplock.migration_checksum c on c.version = h.version`;
  const patience = patienceMs === undefined ? '' : `set lock_timeout = ${patienceMs};\n`;
  const [row] = (await rowsOf<HistoryDigest>(client, table, patience + text)) ?? [];
  return row;
}

/**
 * Whether history and folder are exactly the same, checksums included. A folder that was remembered as a whole costs no
 * checksum for each file.
 */
export function isExactly(history: HistoryDigest | undefined, folder: Folder): boolean {
  if (history?.total !== folder.count || history.known !== folder.count) return false;
  return isRemembered(history, folder) || history.digest === digestOf(folder);
}

export function isRemembered(history: HistoryDigest | undefined, folder: Folder): boolean {
  return history !== undefined && history.whole === wholeOf(history.digest, folder);
}

function digestOf({ files }: Folder): string {
  return hash('sha256', files.map((file) => `${file.version} ${file.checksum}`).join(','));
}

/** Holds for this folder and this history alone: where either changes, it stands for nothing. */
function wholeOf(digest: string, { fingerprint }: Folder): string {
  return hash('sha256', `${digest} ${fingerprint}`);
}

/** SQL that remembers a folder all of which is applied, without waiting for the disk: lost, it is found out again. */
export function rememberSql(folder: Folder): string[] {
  return [
    'set local synchronous_commit = off',
    `insert into shiplock.migration_checksum (version, checksum) values (${literal(WHOLE)}, ${literal(wholeOf(digestOf(folder), folder))})
      on conflict (version) do update set checksum = excluded.checksum, recorded_at = pg_catalog.now()`,
  ];
}

/** All recorded versions; none where the table does not exist. */
export async function readHistory(client: Client, table: HistoryTable): Promise<AppliedVersion[]> {
  type Row = { version: string; checksum: string | null };
  const withChecksums = `select h.version, c.checksum from ${table.qualified} h
    left join shiplock.migration_checksum c on c.version = h.version order by h.version collate "C"`;
  const without = `select version, null as checksum from ${table.qualified} order by version collate "C"`;
  const rows =
    (await rowsOf<Row>(client, table, withChecksums)) ?? (await rowsOf<Row>(client, table, without)) ?? [];
  return rows.map(({ version, checksum }) => ({ version, checksum: checksum ?? undefined }));
}

/** The statements recorded for these versions; null where a version was recorded without them. */
export async function readStatements(
  client: Client,
  table: HistoryTable,
  versions: readonly string[],
): Promise<Map<string, string[] | null>> {
  if (versions.length === 0) return new Map();
  const found = await rowsOf<{ version: string; statements: string[] | null }>(
    client,
    table,
    `select version, statements from ${table.qualified} where version = any($1)`,
    [versions],
  );
  return new Map((found ?? []).map(({ version, statements }) => [version, statements]));
}

/** Name and statements of these versions, in order. Tables of other tools have neither. */
export async function readRecorded(
  client: Client,
  table: HistoryTable,
  versions: readonly string[],
): Promise<
  readonly { readonly version: string; readonly name: string; readonly statements: string[] | null }[]
> {
  const found = await rowsOf<{ version: string; name: string; statements: string[] | null }>(
    client,
    table,
    `select version, coalesce(name, '') as name, statements from ${table.qualified}
      where version = any($1) order by version collate "C"`,
    [[...versions]],
  );
  return found ?? [];
}

/** undefined where the table, a column of it or its schema does not exist. */
async function rowsOf<Row extends object>(
  client: Client,
  table: HistoryTable,
  text: string,
  values?: unknown[],
): Promise<Row[] | undefined> {
  try {
    const result = await (values ? client.query<Row>(text, values) : client.query<Row>(text));
    return (Array.isArray(result) ? result.at(-1) : result).rows;
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (UNDEFINED.has(code)) return undefined;
    if (code === LOCK_NOT_AVAILABLE) throw lockedHistory(table, error);
    throw databaseError(error, where(client));
  }
}

/** Somebody works on the history table itself. */
export function lockedHistory({ qualified }: HistoryTable, cause: unknown): ShiplockError {
  const blockers = cause instanceof LockBudgetSpent ? cause.blockers.map(describeBlocker) : [];
  return migrateProblem(
    'LOCK_TIMEOUT',
    {
      what: `the history table ${qualified} is locked by ${blockers.join('; ') || 'another session'}`,
      notDone: ['no migration was applied by this run'],
      next: 'Wait for that session or end it with pg_terminate_backend(pid); pg_locks names it. Then rerun the job.',
    },
    cause,
  );
}

export function where(client: Client): string {
  return `${client.host}:${client.port}/${client.database ?? ''}`;
}

/** Remembers the checksums of versions that were held against their recorded statements. */
export async function adoptChecksums(client: Client, files: readonly MigrationFile[]): Promise<void> {
  if (files.length === 0) return;
  const text = `insert into shiplock.migration_checksum (version, checksum) select * from unnest($1::text[], $2::text[])
     on conflict (version) do update set checksum = excluded.checksum`;
  const values = [files.map((file) => file.version), files.map((file) => file.checksum)];
  try {
    await client.query(text, values);
  } catch (error) {
    throw databaseError(error, where(client));
  }
}

/** The statements that record a version, with literals: they travel in one message with the migration itself. */
export function recordSql(table: HistoryTable, file: MigrationFile, pieces: readonly string[]): string[] {
  return [
    `with recorded as (insert into ${table.qualified} (version, name, statements)
        values (${literal(file.version)}, ${literal(file.name)}, array[${pieces.map(literal).join(', ')}]::pg_catalog.text[]))
      insert into shiplock.migration_checksum (version, checksum) values (${literal(file.version)}, ${literal(file.checksum)})
      on conflict (version) do update set checksum = excluded.checksum`,
  ];
}

/** A literal that means the same whatever the file did to `standard_conforming_strings`. */
export function literal(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}
