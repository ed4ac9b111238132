import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AppliedMigration, Say } from '../../release/ports.ts';
import { locked, requested } from './apply.ts';
import { checkFolder } from './check.ts';
import { type CliRun, runCli } from './cli-process.ts';
import { open, orderOf } from './engine.ts';
import { adoptChecksums, historyTable, SUPABASE_HISTORY } from './history.ts';
import { namedChecks } from './named.ts';
import { folderProblem, migrateProblem } from './problems.ts';
import { DEFAULTS, type EngineOptions, type MigrationEngine, type MigrationFile } from './types.ts';
import { type CompiledMigration, compileAll } from './units.ts';

type ApplyRequest = Parameters<MigrationEngine['apply']>[0];

/**
 * Applies with the real Supabase CLI, under our mutex. It sees the applied and the requested files only, and its exit
 * code is not believed: afterwards each file is held against what the history recorded. What it cannot give: retries
 * within the lock budget (one lock_timeout is set all the same), resume inside a file, batches.
 */
export async function applyWithCli(
  options: EngineOptions,
  request: ApplyRequest,
): Promise<readonly AppliedMigration[]> {
  if ((options.historyTable ?? SUPABASE_HISTORY) !== SUPABASE_HISTORY) {
    throw folderProblem('HISTORY', {
      what: `the Supabase CLI records only in ${SUPABASE_HISTORY}`,
      next: 'Use engine: shiplock, or do not change the history table.',
    });
  }
  const { database, folder } = await open(options, false);
  try {
    const table = historyTable(SUPABASE_HISTORY);
    return await locked(options, { database, say: request.say }, async () => {
      const order = orderOf(options, new Set(request.waiting));
      const before = await checkFolder(database.client, table, folder, { order });
      const wanted = requested(request, folder, before);
      if (wanted.length === 0) return [];
      // What it would lose without a word (a BEGIN without COMMIT) or break on is refused first.
      refuseBatches(await compileAll(wanted));
      request.notAfter?.check('database.migrate');
      const isLate = wanted.some(({ version }) => version < (before.applied.at(-1)?.version ?? ''));
      const ended = await runWith(options, [...before.applied, ...wanted], { say: request.say, isLate });
      const after = await checkFolder(database.client, table, folder, { order });
      const left = wanted.filter((file) => after.pending.includes(file));
      if (left.length > 0 || ended.code !== 0) throw failed(ended, wanted, left);
      await adoptChecksums(database.client, after.adoptable);
      const applied = wanted.map(({ version, file }) => ({
        version,
        file,
        milliseconds: ended.milliseconds.get(version) ?? 0,
        retries: 0,
      }));
      // The CLI applies them in one go: their checks can only come after the last.
      const checks = await namedChecks(options, database, request.say);
      for (const file of wanted) await checks.run(file, { applied, rest: [] });
      return applied;
    });
  } finally {
    await database.close();
  }
}

/** A folder that the CLI takes for a project: these migrations, and none of the caller's settings or .env files. */
async function runWith(
  options: EngineOptions,
  files: readonly MigrationFile[],
  { say, isLate }: { readonly say: Say; readonly isLate: boolean },
): Promise<CliRun> {
  const workdir = await mkdtemp(path.join(tmpdir(), 'shiplock-supabase-'));
  try {
    const migrations = path.join(workdir, 'supabase/migrations');
    await mkdir(migrations, { recursive: true });
    for (const file of files) await copyFile(file.path, path.join(migrations, path.basename(file.path)));
    const lockTimeoutMs = options.lockTimeoutMs ?? DEFAULTS.lockTimeoutMs;
    return await runCli({
      url: options.url,
      workspace: options.workspace,
      workdir,
      lockTimeoutMs,
      say,
      isLate,
    });
  } finally {
    await rm(workdir, { recursive: true, force: true });
  }
}

function refuseBatches(files: readonly CompiledMigration[]): void {
  for (const { file, units } of files) {
    const batch = units.find(({ kind }) => kind === 'batch')?.statements[0];
    if (!batch) continue;
    throw folderProblem('BATCH', {
      what: `${file}:${batch.line} asks for batches, which the Supabase CLI would run as one statement`,
      next: 'Use engine: shiplock, or remove the directive.',
      places: [{ file, line: batch.line, column: batch.column }],
    });
  }
}

function failed(ended: CliRun, wanted: readonly MigrationFile[], left: readonly MigrationFile[]) {
  const done = wanted.filter((file) => !left.includes(file)).map(({ version }) => version);
  return migrateProblem('CLI', {
    what: `the Supabase CLI ended with ${ended.signal ?? `exit code ${ended.code}`} and ${left.length === 0 ? 'everything recorded' : `left ${left.map(({ file }) => file).join(', ')}`}: ${ended.lastWords}`,
    done: done.length > 0 ? [`applied: ${done.join(', ')}`] : ['no migration was recorded'],
    notDone: left.map(
      ({ file }) =>
        `${file}: not recorded; the CLI might have run part of it, because it does not always use a transaction`,
    ),
    next: 'Compare the database with the file before you rerun the job. engine: shiplock rolls failed files back completely.',
    places: left.slice(0, 1).map(({ file }) => ({ file })),
  });
}
