import type { AppliedMigration, Say } from '../../release/ports.ts';
import { connect, type PgDatabase } from '../connection.ts';
import { loadParser } from '../sql/parser.ts';
import { type Checked, checkFolder } from './check.ts';
import { open } from './engine.ts';
import { explain } from './explain.ts';
import type { Folder } from './folder.ts';
import { adoptChecksums, historyTable } from './history.ts';
import { acquire } from './mutex.ts';
import { folderProblem, migrateProblem } from './problems.ts';
import { versionsBegun } from './progress.ts';
import { runMigration, type Workplace } from './run.ts';
import { ensureTables } from './tables.ts';
import type { EngineOptions, MigrationEngine, MigrationFile } from './types.ts';
import { type CompiledMigration, compileAll } from './units.ts';

export const DEFAULTS = { lockTimeoutMs: 4000, lockBudgetMs: 120_000, mutexBudgetMs: 600_000 } as const;

type ApplyRequest = Parameters<MigrationEngine['apply']>[0];
/** Which of the pending files are to be applied. */
type Choose = (folder: Folder, checked: Checked) => readonly MigrationFile[];

/** Applies exactly the requested files. */
export async function apply(
  options: EngineOptions,
  request: ApplyRequest,
): Promise<readonly AppliedMigration[]> {
  if (request.migrations.length === 0) return [];
  return applyChosen(options, request.say, (folder, checked) => requested(request, folder, checked));
}

/** Applies whatever is pending. */
export async function applyPending(options: EngineOptions, say: Say): Promise<readonly AppliedMigration[]> {
  return applyChosen(options, say, (_, { pending }) => pending);
}

async function applyChosen(
  options: EngineOptions,
  say: Say,
  choose: Choose,
): Promise<readonly AppliedMigration[]> {
  const { database, folder, digest } = await open(options, false);
  try {
    const table = historyTable(options.historyTable);
    const before = await checkFolder(database.client, table, folder, digest);
    const wanted = choose(folder, before);
    if (wanted.length === 0 && before.adoptable.length === 0) return [];
    // All files are read before the first one runs: what cannot be run is known while nothing has happened yet.
    const compiling = readAll(wanted);
    return await locked(options, { database, say, meanwhile: compiling }, async (place) => {
      // Again, now that nobody else can apply: what another process did meanwhile is not done twice.
      const now = await checkFolder(place.work, table, folder);
      const left = new Set(choose(folder, now).map(({ version }) => version));
      await adoptChecksums(place.work, now.adoptable);
      return runAll(
        place,
        (await compiling).filter(({ version }) => left.has(version)),
      );
    });
  } finally {
    await database.close();
  }
}

function readAll(files: readonly MigrationFile[]): Promise<CompiledMigration[]> {
  if (files.length > 0) void loadParser().catch(() => undefined);
  const compiling = compileAll(files);
  // It is awaited after the locks; a failure before that is no unhandled one.
  compiling.catch(() => undefined);
  return compiling;
}

export interface LockedPlace extends Workplace {
  /** Whether the session that holds the mutex was ended. */
  readonly lost: () => boolean;
}

async function runAll(
  place: LockedPlace,
  compiled: readonly CompiledMigration[],
): Promise<AppliedMigration[]> {
  const begun = await versionsBegun(place.work);
  const applied: AppliedMigration[] = [];
  for (const migration of compiled) {
    try {
      if (place.lost()) throw lostMutex();
      applied.push(await runMigration(place, migration, begun.has(migration.version)));
    } catch (error) {
      throw await explain(error, { migration, applied, rest: compiled.slice(applied.length + 1), place });
    }
  }
  return applied;
}

function lostMutex() {
  return migrateProblem('MUTEX_LOST', {
    what: 'the session that holds the migration lock was ended',
    next: 'Run the job again: it reads the history table and goes on. Look for what ends idle sessions (idle_session_timeout, a firewall).',
  });
}

/** Takes both locks, makes sure of the tables and works. Closes the session it opens; `database` stays open. */
export async function locked<T>(
  options: EngineOptions,
  with_: { readonly database: PgDatabase; readonly say: Say; readonly meanwhile?: Promise<unknown> },
  work: (place: LockedPlace) => Promise<T>,
): Promise<T> {
  const { database, say } = with_;
  const table = historyTable(options.historyTable);
  const mutexBudgetMs = options.mutexBudgetMs ?? DEFAULTS.mutexBudgetMs;
  const watcher = await connect(options.url, { applicationName: 'shiplock mutex' });
  let lost = false;
  watcher.client.on('end', () => {
    lost = true;
  });
  try {
    // A file that cannot be run is said at once, not after waiting for somebody else.
    await with_.meanwhile;
    await acquire(watcher.client, 'mutex', mutexBudgetMs, say);
    await acquire(database.client, 'work', mutexBudgetMs, say);
    await ensureTables(database.client, table);
    return await work({
      work: database.client,
      pid: (database.client as unknown as { processID: number }).processID,
      watcher: watcher.client,
      table,
      budget: {
        timeoutMs: options.lockTimeoutMs ?? DEFAULTS.lockTimeoutMs,
        totalMs: options.lockBudgetMs ?? DEFAULTS.lockBudgetMs,
      },
      say,
      lost: () => lost,
    });
  } finally {
    await watcher.close();
  }
}

/** The requested ones that are still pending. They must be the first pending ones, with the text that was planned. */
export function requested(request: ApplyRequest, folder: Folder, checked: Checked): readonly MigrationFile[] {
  const files = new Map(folder.files.map((file) => [file.version, file]));
  for (const { version, checksum } of request.migrations) {
    const file = files.get(version);
    if (file?.checksum === checksum) continue;
    throw folderProblem('CHANGED', {
      what: file
        ? `${file.file} is not the file that was planned`
        : `version ${version} was planned, and the folder has no such file`,
      next: 'Plan again from this commit, and have the new plan approved.',
      ...(file ? { places: [{ file: file.file }] } : {}),
    });
  }
  const versions = new Set(request.migrations.map(({ version }) => version));
  const wanted = checked.pending.filter(({ version }) => versions.has(version));
  const skipped = checked.pending.slice(0, wanted.length).find(({ version }) => !versions.has(version));
  if (!skipped) return wanted;
  throw folderProblem('OUT_OF_ORDER', {
    what: `${skipped.file} is pending and comes before ${wanted.at(-1)?.file}, but was not asked for`,
    next: 'Apply pending files in order.',
    places: [{ file: skipped.file }],
  });
}
