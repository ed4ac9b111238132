import type { Client } from 'pg';
import type { Place } from '../../release/errors.ts';
import { databaseError } from '../database-error.ts';
import { type Statement, setsLockTimeout } from '../sql/parse.ts';
import { FENCE, WORKS } from './claim.ts';
import { where } from './history.ts';
import { migrateProblem } from './problems.ts';
import { BETWEEN, runBehind, runScript, ScriptError } from './script.ts';
import type { Unit } from './units.ts';

/** Puts a session back to how it was opened: files leave settings, roles, prepared statements and temporary tables behind. */
export const RESET: readonly string[] = [
  // First, because nothing may have been read yet; a file may have made read-only the default.
  'set transaction read write',
  'set session authorization default',
  'reset role',
  'reset all',
  'close all',
  'deallocate all',
  'unlisten *',
  'discard temp',
  'discard sequences',
];
/** What Shiplock records, it records as itself. LOCAL, because a role that a file takes holds for its later parts too. */
const AS_OURSELVES = [
  // First: what the file allows its own statements does not apply to the row that says they are done.
  'set local statement_timeout = 0',
  'set local session authorization default',
  'set local role to default',
];
/** What the fence fails with where it was lost: the latter where the isolation is stricter than usual. */
const LOST: ReadonlySet<string | undefined> = new Set(['22012', '40001']);
/**
 * Whether the server read this message, and began its transaction, by the settings that every file may count on. Asked
 * before they are put back.
 */
const SETTINGS = {
  standard_conforming_strings: 'on',
  client_encoding: 'UTF8',
  transaction_read_only: 'off',
  transaction_isolation: 'read committed',
};
const IN_ORDER = `pg_catalog.concat_ws(' ', ${Object.keys(SETTINGS)
  .map((name) => `pg_catalog.current_setting('${name}')`)
  .join(', ')}) = '${Object.values(SETTINGS).join(' ')}'`;
/** After these, settings may be anything. */
const RUNS_CODE = new Set(['DoStmt', 'CallStmt', 'SelectStmt', 'ExecuteStmt', 'DiscardStmt']);

/** Part of a script; those of the file know their statement. */
interface Part {
  readonly sql: string;
  readonly statement?: Statement;
}

/** A statement of a migration failed; the server's error is the cause. */
export interface StatementFailure {
  readonly statement: Statement | undefined;
  readonly place: Omit<Place, 'file'> | undefined;
}

export function resetSession(): readonly string[] {
  return [...RESET, FENCE];
}

/** Puts the session in order before something runs in it. @throws SHIPLOCK_MIGRATE_MUTEX_LOST */
export async function putInOrder(client: Client, statements = resetSession()): Promise<void> {
  try {
    await runScript(client, statements);
  } catch (error) {
    const fence = error instanceof ScriptError && statements[error.index] === FENCE;
    if (!fence || !LOST.has(error.sqlState)) throw error;
    throw migrateProblem(
      'MUTEX_LOST',
      {
        what: 'another session took the lock of the session that migrates',
        next: 'Rerun the job once that session is gone. Look for a migration that releases all advisory locks (pg_advisory_unlock_all), and for a pooler in transaction mode in database-url.',
      },
      error,
    );
  }
}

/** Records something whatever role the file has taken, in a message (and so a transaction) of its own. */
export function runRecord(client: Client, record: readonly string[]): Promise<unknown> {
  return runScript(client, asOurselves(record));
}

export function asOurselves(record: readonly string[]): readonly string[] {
  return [...AS_OURSELVES, ...record];
}

interface TogetherOptions {
  readonly lockTimeoutMs: number;
  /** Puts the session in order, outside the transaction. */
  readonly before: readonly string[];
  readonly record: readonly string[];
  /** false: a later commit of the same run flushes this one too. Default: COMMIT waits for the disk, as ever. */
  readonly flush?: boolean;
  /** Called when the unit is on its way: what may be sent behind it. Called again for each try. */
  readonly onSent?: (() => Ahead | undefined) | undefined;
}

type Together = Extract<Unit, { kind: 'together' }>;

/** A unit that was sent behind another one, before that was answered. */
export interface Ahead {
  /** false: nothing of it ran, because the one before did not end well or left the session in disorder. */
  readonly committed: Promise<boolean>;
}

/**
 * Runs one unit in a real transaction, together with what records it, in one message. Either all of it is committed,
 * or the session is back outside any transaction when this throws.
 */
export async function runTogether(client: Client, unit: Together, options: TogetherOptions): Promise<void> {
  // In a message of its own: the server reads a whole message by the settings it finds, and the file before may have
  // left some that change the meaning of literals. (And a BEGIN that has anything before it cannot choose its isolation.)
  if (options.before.length > 0) await putInOrder(client, options.before);
  const running = runParts(partsOf(unit, options), (sql) => runScript(client, sql));
  await settle(client, running, options.onSent?.());
}

/** Waits for a unit that was sent behind another one. @returns whether it was committed */
export function runAhead(client: Client, sent: Ahead, onSent: TogetherOptions['onSent']): Promise<boolean> {
  return settle(client, sent.committed, onSent?.());
}

/** What follows on the wire was refused with it, and is out of the way before the session is used again. */
async function settle<T>(client: Client, running: Promise<T>, next: Ahead | undefined): Promise<T> {
  try {
    const result = await running;
    if (result === false) await next?.committed.catch(() => undefined);
    return result;
  } catch (error) {
    await next?.committed.catch(() => undefined);
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * Sends a unit behind the one that runs. `after` is SQL for whether that one was committed: where it failed in its
 * transaction the server ignores everything up to our ROLLBACK, but where COMMIT itself failed it would go on. All that
 * must hold is asked in one statement: to plan several takes the server longer than to answer them.
 */
export function sendBehind(
  client: Client,
  unit: Together,
  options: Omit<TogetherOptions, 'onSent' | 'before'> & { readonly after: string },
): Ahead {
  const preamble = [`select 1 / (${IN_ORDER} and ${options.after} and ${WORKS})::int`, ...RESET];
  const parts = [...preamble.map((sql): Part => ({ sql })), ...partsOf(unit, options)];
  const committed = runParts(parts, (sql) => runBehind(client, sql)).then(
    () => true,
    (error: unknown) => {
      if (isRefusal(error, client) && error.index < preamble.length) return false;
      throw error;
    },
  );
  // It is awaited when its turn comes; a failure before that is no unhandled one.
  committed.catch(() => undefined);
  return { committed };
}

/** The server said no. A connection that went says nothing: the unit may have been committed before it did. */
function isRefusal(error: unknown, client: Client): error is ScriptError {
  if (!(error instanceof ScriptError) || !/^[0-9A-Z]{5}$/.test(error.sqlState ?? '')) return false;
  return databaseError(error.cause, where(client)).code !== 'SHIPLOCK_DATABASE_CUT';
}

function partsOf(unit: Together, options: Omit<TogetherOptions, 'before' | 'onSent'>): Part[] {
  return [
    { sql: unit.begin?.text ?? 'begin' },
    { sql: `set local lock_timeout = ${options.lockTimeoutMs}` },
    ...(options.flush === false ? [{ sql: 'set local synchronous_commit = off' }] : []),
    ...unit.statements.flatMap((statement): Part[] =>
      mayChangeSettings(statement)
        ? [{ sql: statement.text, statement }, { sql: keepBudget(options.lockTimeoutMs) }]
        : [{ sql: statement.text, statement }],
    ),
    ...asOurselves(options.record).map((sql) => ({ sql })),
    { sql: 'commit' },
  ];
}

/** A statement that PostgreSQL runs only outside transactions: it goes alone in its message. */
export async function runAlone(
  client: Client,
  statement: Statement,
  options: { readonly lockTimeoutMs: number; readonly instead?: string | undefined },
): Promise<void> {
  await runScript(client, [`set lock_timeout = ${options.lockTimeoutMs}`]);
  await runParts([{ sql: options.instead ?? statement.text, statement }], (sql) => runScript(client, sql));
  // It gives up the session's advisory locks.
  if (statement.kind === 'DiscardStmt') await putInOrder(client, ['set transaction read write', FENCE]);
}

/** A file may ask for less patience than we have, not for more. */
function keepBudget(lockTimeoutMs: number): string {
  return `select pg_catalog.set_config('lock_timeout', pg_catalog.concat(least(nullif(extract(epoch from pg_catalog.current_setting('lock_timeout')::interval) * 1000, 0), ${lockTimeoutMs})::int, 'ms'), true)`;
}

function mayChangeSettings(statement: Statement): boolean {
  return RUNS_CODE.has(statement.kind) || setsLockTimeout(statement) !== undefined;
}

/** Runs parts of a script, and keeps in mind which statement of the file failed. */
export async function runParts<T>(
  parts: readonly Part[],
  run: (statements: readonly string[]) => Promise<T>,
): Promise<T> {
  try {
    return await run(parts.map(({ sql }) => sql));
  } catch (error) {
    if (error instanceof ScriptError) located.set(error, locate(parts, error));
    throw error;
  }
}

/** Where in the file each error arose; the error itself stays the server's. */
const located = new WeakMap<ScriptError, StatementFailure>();

export function failureOf(error: unknown): StatementFailure | undefined {
  return error instanceof ScriptError ? located.get(error) : undefined;
}

function locate(parts: readonly Part[], error: ScriptError): StatementFailure {
  const { part, start } = partOf(parts, error);
  const statement = part?.statement;
  if (!part || !statement) return { statement: undefined, place: undefined };
  // A position in a text that is not the file's own, as that of a batch, is none in the file.
  const inside = error.position === undefined || part.sql !== statement.text ? -1 : error.position - start;
  const text = [...statement.text];
  if (inside < 0 || inside >= text.length)
    return { statement, place: { line: statement.line, column: statement.column } };
  const lines = text.slice(0, inside).join('').split('\n');
  const last = lines.at(-1) ?? '';
  const place =
    lines.length === 1
      ? { line: statement.line, column: statement.column + last.length }
      : { line: statement.line + lines.length - 1, column: last.length + 1 };
  return { statement, place };
}

/**
 * The part that failed, and where in the message it starts. A server that cannot read the message (it is older than our
 * parser, or reads literals in another way) has run none of it: then only the position tells the part.
 */
function partOf(
  parts: readonly Part[],
  error: ScriptError,
): { readonly part?: Part; readonly start: number } {
  let start = 0;
  for (const [index, part] of parts.entries()) {
    const end = start + [...part.sql].length;
    const unread = error.index === 0 && error.position !== undefined;
    if (unread ? error.position < end : index === error.index) return { part, start };
    start = end + BETWEEN.length;
  }
  return { start };
}
