import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { count } from '../../present/count.ts';
import { failure, ShiplockError } from '../../release/errors.ts';
import { databaseError } from '../database-error.ts';
import { failureOf } from './execute.ts';
import { type HistoryTable, where } from './history.ts';
import { adviceFor, describeBlocker, LockBudgetSpent, SERIALIZATION } from './lock-budget.ts';
import { migrateProblem } from './problems.ts';
import { repairCommands } from './repair.ts';
import type { Workplace } from './run.ts';
import { ScriptError } from './script.ts';
import type { CompiledMigration } from './units.ts';

interface Situation {
  readonly migration: CompiledMigration;
  /** What this run applied (or undid) before. */
  readonly applied: readonly { readonly version: string }[];
  /** Migrations are undone: what is over has no row of the history any more. Default: they are applied. */
  readonly down?: boolean;
  /** Whether all of `applied` would outlive a crash of the server. Default: true. */
  readonly flushed?: boolean;
  /** Files after it that were on their way to the server already. */
  readonly behind?: readonly CompiledMigration[];
  /** What it would have applied after. */
  readonly rest: readonly CompiledMigration[];
  readonly place: Workplace;
}

/** Whatever ended a migration, as an error that says what was done by then. */
export async function explain(error: unknown, situation: Situation): Promise<ShiplockError> {
  const { migration, applied, flushed = true, down = false, rest, place } = situation;
  const state = {
    done:
      applied.length > 0
        ? [
            `${down ? 'undone' : 'applied'}: ${applied.map(({ version }) => version).join(', ')}${flushed ? '' : ' (if the server crashed just now, the last of them might be lost again: check the history table)'}`,
          ]
        : [`no migration was ${down ? 'undone' : 'applied'} by this run`],
    notDone: [
      isStepwise(migration) ? `the rest of ${migration.file}` : `${migration.file}: rolled back completely`,
      ...(rest.length > 0 ? [`not started: ${rest.map(({ version }) => version).join(', ')}`] : []),
    ],
  };
  if (error instanceof LockBudgetSpent) {
    const { cause } = error;
    // Tried again as if for a lock, but no lock was missing.
    const serialization = cause instanceof ScriptError && cause.sqlState === SERIALIZATION;
    return serialization
      ? failed(cause, migration, state, down ? undefined : place.table)
      : lockTimeout(error, situation, state);
  }
  if (error instanceof ScriptError) {
    const known = databaseError(error.cause, where(place.work));
    if (OF_CONNECTION.has(known.code) && !(await answers(place.work))) return cut(known, situation, state);
    return OF_STATEMENT.has(known.code)
      ? at(known, error, migration, state)
      : failed(error, migration, state, down ? undefined : place.table);
  }
  if (error instanceof ShiplockError) {
    const { problem } = error;
    // A fault in the file is worded as if nothing had been tried yet; by now something may have been done.
    const said = error.kind === 'configuration' ? { ...problem, ...state } : { ...state, ...problem };
    return new ShiplockError(said, { cause: error.cause });
  }
  const known = databaseError(error, where(place.work));
  return known.code === 'SHIPLOCK_DATABASE_CUT'
    ? cut(known, situation, state)
    : new ShiplockError({ ...known.problem, ...state }, { cause: error });
}

/** What a network says. The server says it too of another database than ours (dblink, a foreign table). */
const OF_CONNECTION = new Set(['SHIPLOCK_DATABASE_CUT', 'SHIPLOCK_DATABASE_UNREACHABLE']);
/** What means the same of a statement as of the whole connection. A wrong password or database name does not. */
const OF_STATEMENT = new Set([
  'SHIPLOCK_DATABASE_PERMISSION',
  'SHIPLOCK_DATABASE_READ_ONLY',
  'SHIPLOCK_DATABASE_DISK_FULL',
]);

function answers(client: Client): Promise<boolean> {
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}

type State = { readonly done: readonly string[]; readonly notDone: readonly string[] };

function isStepwise(migration: CompiledMigration): boolean {
  return migration.units.length !== 1 || migration.units[0]?.kind !== 'together';
}

function lockTimeout(error: LockBudgetSpent, { migration, place }: Situation, state: State): ShiplockError {
  const who =
    error.blockers.length > 0
      ? error.blockers.map(describeBlocker).join('; ')
      : 'no session waited for long enough to be named';
  const { place: at, name } = placeOf(error.cause, migration);
  return migrateProblem(
    'LOCK_TIMEOUT',
    {
      what: `${name} got no lock in ${count(error.tries, 'attempt')} within ${place.budget.totalMs / 1000} s; blocked by: ${who}`,
      ...state,
      next: `${nextFor(error)} The budget is database.lockBudgetSeconds.`,
      places: [at],
    },
    error.cause,
  );
}

function nextFor({ blockers }: LockBudgetSpent): string {
  const advice = adviceFor(blockers);
  return advice === ''
    ? 'Wait for these sessions or end them with pg_terminate_backend(pid), then rerun the job.'
    : `${advice.charAt(0).toUpperCase()}${advice.slice(1)}. Then rerun the job.`;
}

/** What to do about refusals whose own words do not say it. */
const NEXT: Readonly<Record<string, string>> = {
  '25001':
    'A migration runs in a transaction, but this statement cannot handle what it names in one (a partitioned table, for example): write REINDEX … CONCURRENTLY, or name each partition separately.',
  '25P04':
    'The role or database has a transaction_timeout. Give this migration more time, at the top of its file: set transaction_timeout = 0.',
  '2D000':
    'A migration runs in a transaction, so nothing that it calls can COMMIT. Call it outside of migrations, or change rows in batches: -- shiplock: batch',
  '55P04':
    'Put ALTER TYPE … ADD VALUE into a separate migration, before this one: a new value can be used once it is committed.',
  '57014':
    'If the role or database has a statement_timeout, give this migration more time, at the top of its file: set statement_timeout = 0. If somebody canceled it, rerun the job.',
};

/** Duplicate table, column, function, schema, or another object. */
const ALREADY = new Set(['42P07', '42701', '42723', '42P06', '42710']);

/** What this file makes was there: by hand, or by a tool that keeps no history here. */
function already(table: HistoryTable, migration: CompiledMigration): string {
  return ` If the database has everything that ${migration.file} creates, because somebody ran it by hand or with another tool, record it instead of running it. With the connection string in DATABASE_URL:\n${repairCommands(table, { applied: [migration] })}`;
}

function failed(
  error: ScriptError,
  migration: CompiledMigration,
  state: State,
  table: HistoryTable | undefined,
): ShiplockError {
  const { place, name } = placeOf(error, migration);
  const { detail, hint } = error.cause as { detail?: string; hint?: string };
  const known = NEXT[error.sqlState ?? ''];
  return failure(
    {
      code: 'SHIPLOCK_MIGRATION_SQL',
      what: `${name}: ${error.message} (${error.sqlState ?? 'no SQLSTATE'})${detail ? `. ${withoutValues(detail)}` : ''}`,
      ...state,
      next: `${known ?? `Correct the migration${hint ? ` (the server hints: ${hint})` : ''}, commit, and release again.`} You can edit a file that was not applied.${table && ALREADY.has(error.sqlState ?? '') ? already(table, migration) : ''}`,
      places: [{ ...place, message: error.message }],
    },
    error.cause,
  );
}

/** A known refusal of the server (permission, disk …) at a statement of the file. */
function at(
  known: ShiplockError,
  error: ScriptError,
  migration: CompiledMigration,
  state: State,
): ShiplockError {
  const { place, name } = placeOf(error, migration);
  return new ShiplockError(
    { ...known.problem, ...state, what: `${name}: ${known.problem.what}`, places: [place] },
    { cause: error.cause },
  );
}

function placeOf(error: unknown, migration: CompiledMigration) {
  const found = failureOf(error)?.place;
  const name = found?.line
    ? `${migration.file}:${found.line}${found.column ? `:${found.column}` : ''}`
    : migration.file;
  return { place: { file: migration.file, ...found }, name };
}

/**
 * "Key (email)=(a@b.c) already exists": the values are the caller's data, and messages are kept. A value may hold
 * brackets and lines of its own, so all from the first to the last bracket goes.
 */
function withoutValues(detail: string): string {
  return detail.replace(/=\([\s\S]*\)/, '=(…)').replace(/contains \([\s\S]*\)/, 'contains (…)');
}

const SETTLE_MS = 5000;

/** The connection went in the middle of a file: the server knows whether it was committed, and is asked. */
async function cut(known: ShiplockError, situation: Situation, state: State): Promise<ShiplockError> {
  const { migration, behind = [], place } = situation;
  const sent = [migration, ...behind];
  const found = await committed(situation, sent).catch(() => undefined);
  const done = found?.done ?? [];
  // What was not even begun is named apart, in the last line; what was sent behind this file is not in doubt with it.
  const [, ...later] = state.notDone;
  const notBegun = situation.rest.filter((file) => !done.includes(file)).map(({ version }) => version);
  const after = later.length > 0 && notBegun.length > 0 ? [`not started: ${notBegun.join(', ')}`] : [];
  const said = {
    done: [...state.done, ...done.map(({ file }) => `${file} was committed before the connection was lost`)],
    notDone: done.includes(migration)
      ? after
      : found?.over
        ? [...state.notDone.slice(0, 1), ...after]
        : [`${migration.file}: could not read whether it was committed`, ...after],
  };
  return new ShiplockError(
    {
      ...known.problem,
      ...said,
      what: `${migration.file}: ${known.problem.what}`,
      places: [{ file: migration.file }],
    },
    { cause: known.cause ?? place },
  );
}

/** What the history says was committed, once the server session is over or after a while. */
async function committed(
  { place, down = false }: Situation,
  sent: readonly CompiledMigration[],
): Promise<{ readonly done: readonly CompiledMigration[]; readonly over: boolean }> {
  const { watcher, pid, table } = place;
  for (const until = performance.now() + SETTLE_MS; ; await sleep(100)) {
    const alive = await watcher.query('select from pg_catalog.pg_stat_activity where pid = $1', [pid]);
    // Asked second: what a session that is gone has committed is seen by now.
    const { rows } = await watcher.query<{ version: string }>(
      `select version from ${table.qualified} where version = any ($1)`,
      [sent.map(({ version }) => version)],
    );
    const versions = new Set(rows.map(({ version }) => version));
    const done = sent.filter(({ version }) => versions.has(version) !== down);
    const over = alive.rowCount === 0 || done.length === sent.length;
    if (over || performance.now() > until) return { done, over };
  }
}
