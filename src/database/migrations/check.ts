import type { Client } from 'pg';
import { type Folder, readMigration } from './folder.ts';
import {
  type AppliedVersion,
  type HistoryDigest,
  type HistoryTable,
  isExactly,
  isRemembered,
  readDigest,
  readHistory,
  readStatements,
} from './history.ts';
import { folderProblem } from './problems.ts';
import { compareRecorded } from './recorded.ts';
import type { MigrationFile } from './types.ts';

export interface Checked {
  readonly pending: readonly MigrationFile[];
  readonly applied: readonly MigrationFile[];
  /** Applied ones that were verified against recorded statements and have no checksum yet. */
  readonly adoptable: readonly MigrationFile[];
  readonly appliedCount: number;
  /** All of the folder is applied, and the database knows it as a whole. */
  readonly remembered: boolean;
}

/**
 * Holds the folder against the history. Costs one short query where nothing is pending and nothing was edited.
 * @throws SHIPLOCK_MIGRATION_FILE_MISSING, _OUT_OF_ORDER, _EDITED, _GAP
 */
export async function checkFolder(
  client: Client,
  table: HistoryTable,
  folder: Folder,
  digest: Promise<HistoryDigest | undefined> = readDigest(client, table),
): Promise<Checked> {
  const found = await digest;
  if (isExactly(found, folder)) return nothingToDo(folder, isRemembered(found, folder));
  const { files } = folder;
  const history = await readHistory(client, table);
  const byVersion = new Map(files.map((file) => [file.version, file]));
  refuseMissing(history, byVersion, folder);
  const recorded = new Set(history.map(({ version }) => version));
  const pending = files.filter((file) => !recorded.has(file.version));
  const applied = files.filter((file) => recorded.has(file.version));
  refuseLate(pending, applied);
  const adoptable = await verifyApplied(client, table, history, byVersion);
  return { pending, applied, adoptable, appliedCount: applied.length, remembered: false };
}

function nothingToDo(folder: Folder, remembered: boolean): Checked {
  return {
    pending: [],
    get applied() {
      return folder.files;
    },
    adoptable: [],
    appliedCount: folder.count,
    remembered,
  };
}

function refuseMissing(
  history: readonly AppliedVersion[],
  files: ReadonlyMap<string, MigrationFile>,
  folder: Folder,
): void {
  const missing = history.filter(({ version }) => !files.has(version)).map(({ version }) => version);
  if (missing.length === 0) return;
  const ignored = folder.ignored.find(({ file }) => missing.some((version) => file.includes(`/${version}_`)));
  throw folderProblem('FILE_MISSING', {
    what: `the database has ${missing.length === 1 ? 'a migration' : `${missing.length} migrations`} that the folder lacks: ${list(missing)}${ignored ? ` (${ignored.file} is ignored: ${ignored.why})` : ''}`,
    next: 'Deploy from a commit that has the files, or bring them back. A version that was never meant to be recorded is taken out with: supabase migration repair --status reverted <version>',
  });
}

function refuseLate(pending: readonly MigrationFile[], applied: readonly MigrationFile[]): void {
  const last = applied.at(-1);
  const late = last ? pending.filter((file) => file.version < last.version) : [];
  if (!last || late.length === 0) return;
  const padded = late.some((file) => BigInt(file.version) > BigInt(last.version));
  throw folderProblem('OUT_OF_ORDER', {
    what: `${list(late.map(({ file }) => file))} would have to run before ${last.file}, which is applied already`,
    next: padded
      ? 'Versions are compared as text, as the Supabase CLI does: pad them with zeros to one length.'
      : `Give it a version after ${last.version}: other databases must run the files in the same order.`,
    places: late.map(({ file }) => ({ file })),
  });
}

async function verifyApplied(
  client: Client,
  table: HistoryTable,
  history: readonly AppliedVersion[],
  files: ReadonlyMap<string, MigrationFile>,
): Promise<MigrationFile[]> {
  const doubtful = history.flatMap(({ version, checksum }) => {
    const file = files.get(version);
    return file && file.checksum !== checksum ? [file] : [];
  });
  const statements = await readStatements(
    client,
    table,
    doubtful.map(({ version }) => version),
  );
  const checksums = new Map(history.map(({ version, checksum }) => [version, checksum]));
  for (const file of doubtful) {
    const recorded = statements.get(file.version) ?? null;
    // Our checksum differs and nothing else can vouch for the file.
    const unvouched = recorded === null && checksums.get(file.version) !== undefined;
    const found = unvouched
      ? ({ result: 'edited', line: undefined, onlyComments: false } as const)
      : await compareRecorded(readMigration(file), recorded, file.file);
    if (found.result !== 'same') refuseEdited(file, found);
  }
  return doubtful;
}

type Difference = Exclude<Awaited<ReturnType<typeof compareRecorded>>, { result: 'same' }>;

function refuseEdited(file: MigrationFile, found: Difference): never {
  const place = { file: file.file, ...(found.line ? { line: found.line } : {}) };
  const at = found.line ? `${file.file}:${found.line}` : file.file;
  if (found.result === 'gap') {
    throw folderProblem('GAP', {
      what: `${file.file} is recorded as applied, but from line ${found.line} on none of its statements is`,
      next: 'Look whether the database has what these statements make. Put what is missing into a new migration, and take it out of this file; or undo what was done and run: supabase migration repair --status reverted <version>',
      places: [{ ...place, message: 'never recorded as run' }],
    });
  }
  throw folderProblem('EDITED', {
    what: `${at} was edited after it was applied${found.result === 'edited' && found.onlyComments ? ' (only comments or white space differ)' : ''}`,
    next: `Bring the applied text back and put the change into a new migration. If the database really has the new text: supabase migration repair --status applied ${file.version}`,
    places: [{ ...place, message: 'differs from what was applied' }],
  });
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
