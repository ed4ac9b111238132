import { failure } from '../../release/errors.ts';
import type { AppliedMigration, Migrations, PendingMigrations, Say } from '../../release/ports.ts';
import { connect, type PgDatabase } from '../connection.ts';
import { type MigrationFile, readFolder, textOf } from './files.ts';
import { ensureTables, pendingFiles, readHistory } from './history.ts';
import { takeMutex } from './mutex.ts';

export interface EngineOptions {
  readonly url: string;
  readonly workspace: string;
  /** Folders relative to the workspace. */
  readonly directory: string;
  readonly rollbacks: string;
  readonly lockTimeoutMs: number;
  readonly lockBudgetMs: number;
  readonly engine: 'shiplock' | 'supabase-cli';
}

/** The migration engine. The parser is loaded when there is something to parse: a no-op reads folder and history only. */
export function migrationEngine(options: EngineOptions): Migrations {
  return { pending: () => plan(options), apply: (request) => apply(options, request) };
}

async function plan(options: EngineOptions): Promise<PendingMigrations> {
  const folder = await readFolder(options.workspace, options.directory);
  const db = await connect(options.url, { applicationName: 'shiplock plan', readOnly: true });
  try {
    const applied = await readHistory(db);
    const files = await pendingFiles(db, folder, applied);
    const base = { appliedCount: applied.length, ignored: folder.ignored };
    if (files.length === 0) return { ...base, pending: [], facts: [] };
    const [{ planMigrations, refuseContractFirst, refuseHazards }, { shapeOf }] = await Promise.all([
      import('../hazards/plan.ts'),
      import('./run-file.ts'),
    ]);
    for (const file of files) await shapeOf(file);
    const { pending, facts } = await planMigrations(
      files.map((file) => ({ ...file, sql: textOf(file) })),
      db,
    );
    refuseContractFirst(pending);
    refuseHazards(pending);
    return { ...base, pending, facts };
  } finally {
    await db.close();
  }
}

interface Wanted {
  readonly migrations: readonly { readonly version: string; readonly checksum: string }[];
  readonly say: Say;
}

async function apply(
  options: EngineOptions,
  { migrations, say }: Wanted,
): Promise<readonly AppliedMigration[]> {
  const folder = await readFolder(options.workspace, options.directory);
  const main = await connect(options.url, { applicationName: 'shiplock migrate' });
  try {
    const left = async () =>
      wanted(migrations, await pendingFiles(main, folder, await readHistory(main)), folder.files);
    if ((await left()).length === 0) return [];
    const mutex = await takeMutex(options.url, options.lockBudgetMs, say);
    try {
      await ensureTables(main);
      // Again, now that nobody else can apply: what another process did meanwhile is not done twice.
      return await applyFiles(options, main, mutex, await left(), say);
    } finally {
      await mutex.release();
    }
  } finally {
    await main.close();
  }
}

async function applyFiles(
  options: EngineOptions,
  main: PgDatabase,
  mutex: Awaited<ReturnType<typeof takeMutex>>,
  files: readonly MigrationFile[],
  say: Say,
): Promise<AppliedMigration[]> {
  const { runFile, shapeOf } = await import('./run-file.ts');
  const budget = { timeoutMs: options.lockTimeoutMs, budgetMs: options.lockBudgetMs };
  const done: AppliedMigration[] = [];
  // What cannot be applied is refused before the first file runs.
  for (const file of files) await shapeOf(file);
  for (const [i, file] of files.entries()) {
    await mutex.prove();
    const started = performance.now();
    const retries = await runFile({ main, watcher: mutex.session, budget, say }, file);
    const milliseconds = performance.now() - started;
    say(`[${i + 1}/${files.length}] ${file.file} applied in ${Math.round(milliseconds)} ms`);
    done.push({ version: file.version, file: file.file, milliseconds, retries });
  }
  return done;
}

/** The files asked for that are still pending. @throws SHIPLOCK_MIGRATION_CHANGED when a file is not the planned one. */
function wanted(
  migrations: Wanted['migrations'],
  pending: readonly MigrationFile[],
  all: readonly MigrationFile[],
): readonly MigrationFile[] {
  const byVersion = new Map(all.map((file) => [file.version, file]));
  for (const { version, checksum } of migrations) {
    const file = byVersion.get(version);
    if (file?.checksum === checksum) continue;
    throw failure({
      code: 'SHIPLOCK_MIGRATION_CHANGED',
      what: `migration ${version} ${file ? `(${file.file}) is not the file that was planned` : 'was planned and is not in the folder'}`,
      notDone: ['nothing was applied'],
      next: 'Run the plan action again, read what changed, and have the new plan approved.',
      ...(file ? { places: [{ file: file.file, message: 'changed since the plan' }] } : {}),
    });
  }
  const asked = new Set(migrations.map(({ version }) => version));
  return pending.filter(({ version }) => asked.has(version));
}
