import type { Client } from 'pg';
import type { AppliedMigration, NotAfter, Say } from '../../release/ports.ts';
import { connect, type PgDatabase } from '../connection.ts';
import { poolerProblem } from '../pooler-problem.ts';
import { loadParser } from '../sql/parser.ts';
import { type Checked, checkFolder } from './check.ts';
import { release } from './claim.ts';
import { open, orderOf } from './engine.ts';
import { type Ahead, runRecord } from './execute.ts';
import { explain } from './explain.ts';
import type { Folder } from './folder.ts';
import { adoptChecksums, historyTable, rememberSql } from './history.ts';
import { acquire, lostMutex, stayOpen } from './mutex.ts';
import { type NamedChecks, namedChecks } from './named.ts';
import { folderProblem } from './problems.ts';
import { begunAndGone, versionsBegun } from './progress.ts';
import { ProgressLines } from './progress-lines.ts';
import { runMigration, sendNext, type Workplace } from './run.ts';
import { ensureTables } from './tables.ts';
import { DEFAULTS, type EngineOptions, type MigrationEngine, type MigrationFile } from './types.ts';
import { type CompiledMigration, compileAll } from './units.ts';

type ApplyRequest = Parameters<MigrationEngine['apply']>[0];
/** Which of the pending files are to be applied. */
type Choose = (folder: Folder, checked: Checked) => readonly MigrationFile[];

/** Applies exactly the requested files. */
export async function apply(
  options: EngineOptions,
  request: ApplyRequest,
): Promise<readonly AppliedMigration[]> {
  if (request.migrations.length === 0) return [];
  const asked = new Set(request.migrations.map(({ version }) => version));
  const choose: Choose = (folder, checked) => requested(request, folder, checked);
  const waiting = new Set(request.waiting);
  return applyChosen(options, request.say, choose, { asked, waiting, notAfter: request.notAfter });
}

/** Applies whatever is pending. */
export async function applyPending(options: EngineOptions, say: Say): Promise<readonly AppliedMigration[]> {
  return applyChosen(options, say, (_, { pending }) => pending);
}

async function applyChosen(
  options: EngineOptions,
  say: Say,
  choose: Choose,
  {
    asked = new Set(),
    waiting,
    notAfter,
  }: {
    asked?: ReadonlySet<string>;
    waiting?: ReadonlySet<string>;
    notAfter?: NotAfter | undefined;
  } = {},
): Promise<readonly AppliedMigration[]> {
  const { database, folder, digest } = await open(options, false);
  try {
    const table = historyTable(options.historyTable);
    const order = orderOf(options, waiting);
    const before = await checkFolder(database.client, table, folder, { digest, order });
    const wanted = choose(folder, before);
    const checks = await namedChecks(options, database, say);
    if (wanted.length === 0 && before.adoptable.length === 0) {
      await checkEarlier(checks, asked, before);
      if (before.pending.length === 0 && before.waiting.length === 0 && !before.remembered)
        await remember(database.client, folder);
      return [];
    }
    // All files are read before the first one runs: what cannot be run is known while nothing has happened yet.
    const compiling = readAll(wanted);
    return await locked(options, { database, say, meanwhile: compiling }, async (place) => {
      // Again, now that nobody else can apply: what another process did meanwhile is not done twice.
      const now = await checkFolder(place.work, table, folder, { order });
      const left = new Set(choose(folder, now).map(({ version }) => version));
      const begun = await versionsBegun(place.work, table);
      const gone = [...begun].find((version) => !folder.files.some((file) => file.version === version));
      if (gone !== undefined) throw begunAndGone(gone);
      const compiled = (await compiling).filter(({ version }) => left.has(version));
      await adoptChecksums(place.work, now.adoptable);
      await checkEarlier(checks, asked, now);
      const applied = await runAll(place, compiled, { checks, begun, notAfter });
      if (applied.length === now.pending.length && now.waiting.length === 0)
        await remember(place.work, folder);
      return applied;
    });
  } finally {
    await database.close();
  }
}

/** The next run need not hold each file against its checksum. Nothing else depends on it, so it may fail: on a standby it does. */
async function remember(client: Client, folder: Folder): Promise<void> {
  await runRecord(client, rememberSql(folder)).catch(() => undefined);
}

function readAll(files: readonly MigrationFile[]): Promise<CompiledMigration[]> {
  if (files.length > 0) void loadParser().catch(() => undefined);
  const compiling = compileAll(files);
  // It is awaited after the locks; a failure before that is no unhandled one.
  compiling.catch(() => undefined);
  return compiling;
}

/** What an earlier try applied, and perhaps died before it could check, is checked before anything follows it. */
async function checkEarlier(checks: NamedChecks, asked: ReadonlySet<string>, now: Checked): Promise<void> {
  if (asked.size === 0) return;
  const earlier = now.applied.filter(({ version }) => asked.has(version));
  const rest = now.pending.map(({ version }) => version).filter((version) => asked.has(version));
  for (const migration of earlier) await checks.run(migration, { applied: [], rest });
}

export interface LockedPlace extends Workplace {
  /** Whether the session that holds the mutex was ended. */
  readonly lost: () => boolean;
}

interface RunOptions {
  readonly checks: NamedChecks;
  readonly begun: ReadonlySet<string>;
  readonly notAfter: NotAfter | undefined;
}

async function runAll(
  place: LockedPlace,
  compiled: readonly CompiledMigration[],
  { checks, begun, notAfter }: RunOptions,
): Promise<AppliedMigration[]> {
  const applied: AppliedMigration[] = [];
  const check = () => {
    if (place.lost()) throw lostMutex();
    notAfter?.check('database.migrate');
  };
  const over = () => place.lost() || (notAfter !== undefined && notAfter.remainingMs() <= 0);
  const lines = new ProgressLines(place.say);
  const told = { ...place, say: lines.say };
  let ahead: Ahead | undefined;
  for (const [index, migration] of compiled.entries()) {
    const rest = compiled.slice(index + 1);
    const [next] = rest;
    const mine = ahead;
    ahead = undefined;
    const goesOn = next && !begun.has(next.version) && !checks.has(migration.version);
    const onSent = () => {
      ahead = goesOn && !over() ? sendNext(place, migration, next, rest.length > 1) : undefined;
      return ahead;
    };
    try {
      const turn = {
        begun: begun.has(migration.version),
        followed: rest.length > 0,
        ahead: mine,
        check,
        onSent,
      };
      applied.push(await lines.during(migration.file, () => runMigration(told, migration, turn)));
      if (checks.has(migration.version)) lines.flush();
      await checks.run(migration, { applied, rest: rest.map(({ version }) => version) });
    } catch (error) {
      lines.flush();
      const flushed = await flush(place, applied);
      const behind = ahead && next ? [next] : [];
      throw await explain(error, { migration, applied, flushed, behind, rest, place });
    }
  }
  lines.flush();
  return applied;
}

/**
 * Only the last file of a run waits for the disk: commits reach it in order, so it carries those before. Where the run
 * ends early, this does. A transaction that changed nothing would not be flushed.
 * https://www.postgresql.org/docs/current/wal-async-commit.html
 */
async function flush(place: LockedPlace, applied: readonly AppliedMigration[]): Promise<boolean> {
  const last = applied.at(-1);
  if (!last) return true;
  const touch = 'update shiplock.migration_checksum set checksum = checksum where version = $1';
  return place.watcher.query(touch, [last.version]).then(
    () => true,
    () => false,
  );
}

/**
 * Takes both locks, makes sure of the tables and works: `meanwhile`, which `work` waits for where it needs it. Closes
 * the session it opens; `database` stays open.
 */
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
    const both = async () => {
      const watcherPid = await acquire(watcher.client, 'mutex', mutexBudgetMs, say);
      const [pid] = await Promise.all([
        acquire(database.client, 'work', mutexBudgetMs, say),
        stayOpen(watcher.client),
      ]);
      if (pid !== watcherPid) return { watcherPid, pid };
      await release(database.client);
      throw poolerProblem(
        `${database.where}, where two of Shiplock's sessions share one server session: a pooler in transaction mode`,
      );
    };
    const budget = {
      timeoutMs: options.lockTimeoutMs ?? DEFAULTS.lockTimeoutMs,
      totalMs: options.lockBudgetMs ?? DEFAULTS.lockBudgetMs,
    };
    const inside = async () => {
      const pids = await both();
      await ensureTables(database.client, table, { budget, watcher: watcher.client, pid: pids.pid, say });
      return work({
        work: database.client,
        watcher: watcher.client,
        ...pids,
        table,
        budget,
        say,
        lost: () => lost,
      });
    };
    // A file that cannot be run is said at once, not after waiting for somebody else.
    const [, result] = await Promise.all([with_.meanwhile, inside()]);
    return result;
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
        ? `${file.file} differs from the file that was planned`
        : `version ${version} was planned, but the folder has no such file`,
      next: 'Plan again from this commit, and have the new plan approved.',
      ...(file ? { places: [{ file: file.file }] } : {}),
    });
  }
  const versions = new Set(request.migrations.map(({ version }) => version));
  // What waits was passed by until now; asked for, it is applied, whatever has come after it.
  const waiting = checked.waiting.filter(({ version }) => versions.has(version));
  const wanted = checked.pending.filter(({ version }) => versions.has(version));
  const skipped = checked.pending.slice(0, wanted.length).find(({ version }) => !versions.has(version));
  if (!skipped) return [...waiting, ...wanted].sort((a, b) => (a.version < b.version ? -1 : 1));
  throw folderProblem('OUT_OF_ORDER', {
    what: `${skipped.file} is pending and comes before ${wanted.at(-1)?.file}, but was not requested`,
    next: 'Apply pending files in order.',
    places: [{ file: skipped.file }],
  });
}
