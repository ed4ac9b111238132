import { configurationError, failure } from '../../release/errors.ts';
import type { Database } from '../../release/ports.ts';
import type { Folder, MigrationFile } from './files.ts';
import { textOf } from './files.ts';

/** The Supabase CLI's table. Newer hosted projects have more columns; only these three are read and written. */
export const HISTORY = 'supabase_migrations.schema_migrations';

export interface AppliedRow {
  readonly version: string;
  /** Of the file that was applied; null when another tool applied it. */
  readonly checksum: string | null;
}

export async function readHistory(db: Database): Promise<readonly AppliedRow[]> {
  const [present] = await db.query<{ history: boolean; sums: boolean }>(
    `select to_regclass('${HISTORY}') is not null as history, to_regclass('shiplock.migration_checksum') is not null as sums`,
  );
  if (!present?.history) return [];
  return db.query<AppliedRow>(
    present.sums
      ? `select m.version, c.checksum from ${HISTORY} m left join shiplock.migration_checksum c using (version) order by version`
      : `select version, null as checksum from ${HISTORY} order by version`,
  );
}

/** Tables that the engine writes; safe to call at any time. */
export async function ensureTables(db: Database): Promise<void> {
  await db.query(`
    create schema if not exists supabase_migrations;
    create table if not exists ${HISTORY} (version text not null primary key, statements text[], name text);
    alter table ${HISTORY} add column if not exists statements text[], add column if not exists name text;
    create schema if not exists shiplock;
    revoke all on schema shiplock from public;
    create table if not exists shiplock.migration_checksum (version text primary key, checksum text not null);
    create table if not exists shiplock.migration_progress (
      version text not null, place int not null, hash text not null, state text not null check (state in ('started', 'done')),
      at timestamptz not null default now(), primary key (version, place));
    alter table shiplock.migration_checksum enable row level security;
    alter table shiplock.migration_progress enable row level security;
  `);
}

const NOTHING = { notDone: ['nothing was applied'] };

/**
 * What is left to apply, after every disagreement between folder and history was refused by name.
 * @throws SHIPLOCK_MIGRATION_FILE_MISSING, SHIPLOCK_MIGRATION_OUT_OF_ORDER, SHIPLOCK_MIGRATION_EDITED
 */
export async function pendingFiles(
  db: Database,
  folder: Folder,
  applied: readonly AppliedRow[],
): Promise<readonly MigrationFile[]> {
  const byVersion = new Map(folder.files.map((file) => [file.version, file]));
  const missing = applied.filter(({ version }) => !byVersion.has(version));
  if (missing.length > 0) {
    throw failure({
      code: 'SHIPLOCK_MIGRATION_FILE_MISSING',
      what: `the database has applied ${missing.map((m) => m.version).join(', ')}, and the folder has no such file`,
      ...NOTHING,
      next: 'Bring the file back from version control, or pull it from the database; never reuse its version.',
    });
  }
  const done = new Set(applied.map(({ version }) => version));
  const last = applied.at(-1)?.version ?? '';
  const pending = folder.files.filter(({ version }) => !done.has(version));
  const late = pending.filter(({ version }) => version < last);
  if (late.length > 0) {
    throw failure({
      code: 'SHIPLOCK_MIGRATION_OUT_OF_ORDER',
      what: `${late.map((f) => f.file).join(', ')} would run after ${last}, which is already applied`,
      ...NOTHING,
      next: 'Give it a version after the newest applied one: what was tested together must run in that order.',
      places: late.map(({ file }) => ({
        file,
        message: `its version is older than ${last}, which is applied`,
      })),
    });
  }
  await refuseEdited(db, applied, byVersion);
  return pending;
}

async function refuseEdited(
  db: Database,
  applied: readonly AppliedRow[],
  files: ReadonlyMap<string, MigrationFile>,
): Promise<void> {
  const edited = applied.filter(
    (row) => row.checksum !== null && files.get(row.version)?.checksum !== row.checksum,
  );
  const unknown = applied.filter((row) => row.checksum === null);
  if (unknown.length > 0) edited.push(...(await editedByStatements(db, unknown, files)));
  if (edited.length === 0) return;
  const names = edited.map(({ version }) => files.get(version)!.file);
  throw failure({
    code: 'SHIPLOCK_MIGRATION_EDITED',
    what: `${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} edited after being applied`,
    ...NOTHING,
    next: 'Bring back the applied text, and put the change into a new migration: other databases will not run it again.',
    places: names.map((file) => ({ file, message: 'edited after it was applied' })),
  });
}

/** Another tool applied these: compare with the statements it recorded. A row without statements cannot be compared. */
async function editedByStatements(
  db: Database,
  rows: readonly AppliedRow[],
  files: ReadonlyMap<string, MigrationFile>,
): Promise<AppliedRow[]> {
  const recorded = await db.query<{ version: string; statements: string[] }>(
    `select version, statements from ${HISTORY} where version = any ($1) and cardinality(statements) > 0`,
    [rows.map(({ version }) => version)],
  );
  const edited: AppliedRow[] = [];
  for (const { version, statements } of recorded) {
    const text = textOf(files.get(version)!);
    if (bare(text) === bare(statements.join(';'))) continue;
    if ((await tokens(text)) !== (await tokens(statements.join('\n;\n'))))
      edited.push({ version, checksum: null });
  }
  return edited;
}

const bare = (sql: string) => sql.replace(/[\s;\uFEFF]+/g, '');

/** The tokens without comments and semicolons: what is left when only layout may differ. */
async function tokens(sql: string): Promise<string> {
  const { loadParser, isComment } = await import('../sql/parser.ts');
  const parser = await loadParser();
  return parser
    .scan(sql.replace(/^\uFEFF/, ' '))
    .filter((token) => !isComment(token) && token.text !== ';')
    .map((token) => token.text)
    .join('\u0000');
}
