import type { Client } from 'pg';
import type { Place } from '../../release/errors.ts';
import { type Statement, setsLockTimeout } from '../sql/parse.ts';
import { tryLockSql } from './mutex.ts';
import { runScript, ScriptError } from './script.ts';
import type { Unit } from './units.ts';

/** Puts a session back to how it was opened: files leave settings, roles and temporary tables behind. */
const RESET = [
  'set session authorization default',
  'reset role',
  'reset all',
  'close all',
  'unlisten *',
  'discard temp',
  'discard sequences',
];
/** Fails where the fence was lost: another process may be at work. */
const FENCE = `select 1 / (${tryLockSql('work')})::int`;
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

/**
 * Runs one unit in a real transaction, together with what records it, in one message. Either all of it is committed,
 * or the session is back outside any transaction when this throws.
 */
export async function runTogether(
  client: Client,
  unit: Extract<Unit, { kind: 'together' }>,
  options: {
    readonly lockTimeoutMs: number;
    readonly before: readonly string[];
    readonly record: readonly string[];
  },
): Promise<void> {
  const budget = `set local lock_timeout = ${options.lockTimeoutMs}`;
  // What stands before BEGIN in one message is part of the transaction, which may then not choose its isolation any more.
  if (unit.begin) await runScript(client, options.before);
  const parts: Part[] = [
    ...(unit.begin ? [] : options.before).map((sql) => ({ sql })),
    { sql: unit.begin?.text ?? 'begin' },
    { sql: budget },
    ...unit.statements.flatMap((statement): Part[] =>
      mayChangeSettings(statement)
        ? [{ sql: statement.text, statement }, { sql: keepBudget(options.lockTimeoutMs) }]
        : [{ sql: statement.text, statement }],
    ),
    { sql: 'set session authorization default' },
    { sql: 'reset role' },
    ...options.record.map((sql) => ({ sql })),
    { sql: 'commit' },
  ];
  try {
    await runParts(client, parts);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** A statement that PostgreSQL runs only outside transactions: it goes alone in its message. */
export async function runAlone(
  client: Client,
  statement: Statement,
  options: { readonly lockTimeoutMs: number; readonly instead?: string | undefined },
): Promise<void> {
  await runScript(client, [`set lock_timeout = ${options.lockTimeoutMs}`]);
  await runParts(client, [{ sql: options.instead ?? statement.text, statement }]);
}

/** A file may ask for less patience than we have, not for more. */
function keepBudget(lockTimeoutMs: number): string {
  return `select pg_catalog.set_config('lock_timeout', pg_catalog.concat(least(nullif(extract(epoch from pg_catalog.current_setting('lock_timeout')::interval) * 1000, 0), ${lockTimeoutMs})::int, 'ms'), true)`;
}

function mayChangeSettings(statement: Statement): boolean {
  return RUNS_CODE.has(statement.kind) || setsLockTimeout(statement) !== undefined;
}

async function runParts(client: Client, parts: readonly Part[]): Promise<void> {
  try {
    await runScript(
      client,
      parts.map(({ sql }) => sql),
    );
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
  const statement = parts[error.index]?.statement;
  if (!statement) return { statement: undefined, place: undefined };
  const before = parts.slice(0, error.index).reduce((length, { sql }) => length + [...sql].length + 2, 0);
  const inside = error.position === undefined ? -1 : error.position - before;
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
