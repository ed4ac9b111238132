import type { AppliedMigration, PendingMigrations } from '../../release/ports.ts';
import { connect, type PgDatabase } from '../connection.ts';
import { type Checked, checkFolder } from './check.ts';
import { explain } from './explain.ts';
import { type Folder, readFolder } from './folder.ts';
import { adoptChecksums, type HistoryTable, historyTable } from './history.ts';
import { acquire } from './mutex.ts';
import { folderProblem, migrateProblem } from './problems.ts';
import { runMigration, type Workplace } from './run.ts';
import { ensureTables } from './tables.ts';
import type { EngineOptions, MigrationEngine, MigrationFile, PendingOptions } from './types.ts';
import { type CompiledMigration, compile } from './units.ts';

export const DEFAULTS = { lockTimeoutMs: 4000, lockBudgetMs: 120_000, mutexBudgetMs: 600_000 } as const;

type ApplyRequest = Parameters<MigrationEngine['apply']>[0];

/** Reads folder and history at the same time. Read-only. */
export async function look(options: EngineOptions): Promise<{ folder: Folder; checked: Checked }> {
  const { database, folder } = await open(options, true);
  try {
    return {
      folder,
      checked: await checkFolder(database.client, historyTable(options.historyTable), folder),
    };
  } finally {
    await database.close();
  }
}

async function open(options: EngineOptions, readOnly: boolean) {
  const [database, folder] = await together(
    connect(options.url, { applicationName: 'shiplock migrate', readOnly }),
    readFolder(options.workspace, options.directory),
  );
  return { database, folder };
}

/** Both, or neither stays open. */
async function together<T>(database: Promise<PgDatabase>, other: Promise<T>): Promise<[PgDatabase, T]> {
  const [opened, value] = await Promise.allSettled([database, other]);
  if (opened.status === 'rejected') throw opened.reason;
  if (value.status === 'rejected') {
    await opened.value.close();
    throw value.reason;
  }
  return [opened.value, value.value];
}

/** Pending files with what each of their statements does. */
export async function plan(
  options: EngineOptions,
  { refuse = true }: PendingOptions,
): Promise<PendingMigrations> {
  const { database, folder } = await open(options, true);
  try {
    const checked = await checkFolder(database.client, historyTable(options.historyTable), folder);
    const known = { appliedCount: checked.applied.length, ignored: folder.ignored };
    if (checked.pending.length === 0) return { pending: [], facts: [], ...known };
    const compiled = await Promise.all(checked.pending.map(compile));
    const { planMigrations, refuseContractFirst, refuseHazards } = await import('../hazards/plan.ts');
    const planned = await planMigrations(
      compiled.map((file) => ({ ...file, sql: file.text })),
      database,
    );
    if (refuse) {
      refuseContractFirst(planned.pending);
      refuseHazards(planned.pending);
    }
    return { ...planned, ...known };
  } finally {
    await database.close();
  }
}

/** Applies exactly the requested files under both locks. */
export async function apply(
  options: EngineOptions,
  request: ApplyRequest,
): Promise<readonly AppliedMigration[]> {
  if (request.migrations.length === 0) return [];
  return locked(options, request.say, async (place, folder) => {
    const checked = await checkFolder(place.work, place.table, folder);
    const wanted = select(request, folder, checked);
    // All files are read before the first one runs: what cannot be run is known while nothing has happened yet.
    const compiled: CompiledMigration[] = [];
    for (const file of wanted) compiled.push(await compile(file));
    await adoptChecksums(place.work, checked.adoptable);
    return runAll(place, compiled);
  });
}

async function runAll(
  place: Workplace & { readonly lost: () => boolean },
  compiled: readonly CompiledMigration[],
): Promise<AppliedMigration[]> {
  const applied: AppliedMigration[] = [];
  for (const migration of compiled) {
    try {
      if (place.lost()) throw lostMutex();
      applied.push(await runMigration(place, migration));
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

/** Takes both locks on two sessions, makes sure of the tables, works, and closes both. */
export async function locked<T>(
  options: EngineOptions,
  say: ApplyRequest['say'],
  work: (place: Workplace & { readonly lost: () => boolean }, folder: Folder) => Promise<T>,
): Promise<T> {
  const table: HistoryTable = historyTable(options.historyTable);
  const mutexBudgetMs = options.mutexBudgetMs ?? DEFAULTS.mutexBudgetMs;
  const [{ database, folder }, watcher] = await Promise.all([
    open(options, false),
    connect(options.url, { applicationName: 'shiplock mutex' }),
  ]);
  let lost = false;
  watcher.client.on('end', () => {
    lost = true;
  });
  try {
    await acquire(watcher.client, 'mutex', mutexBudgetMs, say);
    await acquire(database.client, 'work', mutexBudgetMs, say);
    await ensureTables(database.client, table);
    const place = {
      work: database.client,
      pid: pidOf(database),
      watcher: watcher.client,
      table,
      budget: {
        timeoutMs: options.lockTimeoutMs ?? DEFAULTS.lockTimeoutMs,
        totalMs: options.lockBudgetMs ?? DEFAULTS.lockBudgetMs,
      },
      say,
      lost: () => lost,
    };
    return await work(place, folder);
  } finally {
    await Promise.all([database.close(), watcher.close()]);
  }
}

function pidOf(database: PgDatabase): number {
  return (database.client as unknown as { processID: number }).processID;
}

/** The requested ones that are still pending. They must be the first pending ones, with the text that was planned. */
function select(request: ApplyRequest, folder: Folder, checked: Checked): readonly MigrationFile[] {
  const files = new Map(folder.files.map((file) => [file.version, file]));
  const pending = new Set(checked.pending.map(({ version }) => version));
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
  if (skipped) {
    throw folderProblem('OUT_OF_ORDER', {
      what: `${skipped.file} is pending and comes before ${wanted.at(-1)?.file}, but was not asked for`,
      next: 'Apply pending files in order.',
      places: [{ file: skipped.file }],
    });
  }
  if (wanted.length < request.migrations.length)
    request.say(
      `${request.migrations.length - wanted.length} of ${request.migrations.length} migrations were applied already`,
    );
  return wanted.filter(({ version }) => pending.has(version));
}
