import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { connect } from '../connection.ts';
import { locked } from './apply.ts';
import { resetSession, runTogether } from './execute.ts';
import { explain } from './explain.ts';
import { type AppliedVersion, historyTable, literal, readHistory } from './history.ts';
import { withinBudget } from './lock-budget.ts';
import { type Loss, losesDataOf } from './loss.ts';
import { downProblem } from './problems.ts';
import { forgetSql, versionsBegun, versionsBegunIfAny } from './progress.ts';
import type { DownRequest, EngineOptions, MigrationFile, UndoneMigration } from './types.ts';
import { type CompiledMigration, compile } from './units.ts';

/** Folder of down files: beside the migrations unless the caller says otherwise. */
export function rollbacksFolder(options: Pick<EngineOptions, 'directory' | 'rollbacks'>): string {
  return options.rollbacks ?? path.posix.join(path.posix.dirname(options.directory), 'rollbacks');
}

/**
 * Undoes the newest applied migrations with their down files, newest first, each in one transaction with the removal
 * of its history row. Nothing runs unless all of it may run.
 */
export async function down(
  options: EngineOptions,
  request: DownRequest,
): Promise<readonly UndoneMigration[]> {
  const compiled = await prepare(options, request);
  const database = await connect(options.url, { applicationName: 'shiplock down' });
  try {
    await refuseUnasked(database.client, compiled, request);
    return await locked(options, { database, say: request.say }, async (place) => {
      const pending = stillApplied(compiled, await readHistory(place.work, place.table));
      if (pending.length > 0) refuseBegun(await versionsBegun(place.work, place.table));
      const undone: UndoneMigration[] = [];
      for (const migration of pending) {
        request.notAfter?.check('database.down');
        const started = performance.now();
        const [unit] = migration.units;
        if (unit?.kind !== 'together') continue;
        const record = [
          `delete from ${place.table.qualified} where version = ${literal(migration.version)}`,
          `delete from shiplock.migration_checksum where version = ${literal(migration.version)}`,
          forgetSql(migration.version),
        ];
        try {
          await withinBudget({ ...place, what: migration.file }, ({ lockTimeoutMs }) =>
            runTogether(place.work, unit, { lockTimeoutMs, before: resetSession(), record }),
          );
        } catch (error) {
          throw await explain(error, {
            migration,
            applied: undone,
            down: true,
            rest: pending.slice(undone.length + 1),
            place,
          });
        }
        request.say(`${migration.file}: undone`);
        undone.push({
          version: migration.version,
          file: migration.file,
          milliseconds: performance.now() - started,
        });
      }
      return undone;
    });
  } finally {
    await database.close();
  }
}

/** Throws what `down` would refuse, and undoes nothing. */
export async function checkDown(
  options: EngineOptions,
  request: Pick<DownRequest, 'versions' | 'consent'>,
): Promise<void> {
  const compiled = await prepare(options, request);
  const database = await connect(options.url, { applicationName: 'shiplock down', readOnly: true });
  try {
    await refuseUnasked(database.client, compiled, request);
    const table = historyTable(options.historyTable);
    const pending = stillApplied(compiled, await readHistory(database.client, table));
    if (pending.length > 0) refuseBegun(await versionsBegunIfAny(database.client, table));
  } finally {
    await database.close();
  }
}

/** The down files, newest first. */
async function prepare(
  options: EngineOptions,
  request: Pick<DownRequest, 'versions'>,
): Promise<CompiledMigration[]> {
  const files = [...request.versions]
    .sort()
    .reverse()
    .map((version) => downFile(options, version));
  const compiled: CompiledMigration[] = [];
  for (const file of files) compiled.push(await compileDown(file));
  return compiled;
}

/** Those that are not undone yet, which must be the newest ones. */
function stillApplied(
  compiled: readonly CompiledMigration[],
  history: readonly AppliedVersion[],
): CompiledMigration[] {
  const newest = history.map(({ version }) => version).reverse();
  const pending = compiled.filter(({ version }) => newest.includes(version));
  refuseNotNewest(pending, newest);
  return pending;
}

function downFile(options: EngineOptions, version: string): MigrationFile {
  const directory = rollbacksFolder(options);
  const file = `${directory}/${version}.sql`;
  const where = path.resolve(options.workspace, directory, `${version}.sql`);
  if (!/^\d+$/.test(version) || !existsSync(where)) {
    throw downProblem('MISSING', {
      what: `migration ${version} has no down file ${file}`,
      next: 'Roll forward with a new migration, restore a backup, or write and rehearse the down file first.',
    });
  }
  return { version, name: 'down', file, path: where, checksum: '' };
}

async function compileDown(file: MigrationFile): Promise<CompiledMigration> {
  const compiled = await compile(file);
  const [unit, more] = compiled.units;
  if (unit?.kind === 'together' && !more) return compiled;
  const statement = compiled.units.find(({ kind }) => kind !== 'together')?.statements[0];
  throw downProblem('ORDER', {
    what: `${file.file} cannot run in one transaction with the removal of its history row`,
    next: 'Write the down file without CONCURRENTLY, batches and its own transactions.',
    places: [{ file: file.file, ...(statement ? { line: statement.line } : {}) }],
  });
}

async function refuseUnasked(
  client: Client,
  compiled: readonly CompiledMigration[],
  request: Pick<DownRequest, 'consent'>,
): Promise<void> {
  const consent = new Set(request.consent ?? []);
  const lossy: { migration: CompiledMigration; lost: Loss }[] = [];
  for (const migration of compiled.filter(({ version }) => !consent.has(version))) {
    const lost = await losesDataOf(client, migration.statements);
    if (lost) lossy.push({ migration, lost });
  }
  if (lossy.length === 0) return;
  throw downProblem('CONSENT', {
    what: `undoing ${lossy.map(({ migration }) => migration.version).join(', ')} loses data (${lossy[0]?.migration.file}:${lossy[0]?.lost.line}: ${lossy[0]?.lost.what})`,
    next: `If the data is expendable, name each version in down-consent: ${lossy.map(({ migration }) => migration.version).join(', ')}.`,
    places: lossy.map(({ migration, lost }) => ({
      file: migration.file,
      line: lost.line,
      message: `loses data: ${lost.what}`,
    })),
  });
}

/** Parts of an unfinished migration stand on what would be undone; it would later go on without them. */
function refuseBegun(begun: ReadonlySet<string>): void {
  const [version] = begun;
  if (version === undefined) return;
  throw downProblem('ORDER', {
    what: `migration ${version} started but did not finish: parts of it are in the database`,
    next: `Finish it first (run migrate again), or undo by hand what was run, and then: delete from shiplock.migration_progress where version = '${version}'`,
  });
}

function refuseNotNewest(pending: readonly MigrationFile[], newest: readonly string[]): void {
  const wrong = pending.find((migration, index) => migration.version !== newest[index]);
  if (!wrong) return;
  throw downProblem('ORDER', {
    what: `migration ${wrong.version} is not among the newest applied ones (${newest.slice(0, pending.length).join(', ')})`,
    next: 'Undo the newer ones too, or roll forward with a new migration.',
  });
}
