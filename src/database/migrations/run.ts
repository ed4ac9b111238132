import { count } from '../../present/count.ts';
import type { AppliedMigration } from '../../release/ports.ts';
import { type BatchProgress, runBatches } from '../backfill/run.ts';
import { cannotRunInTransaction, setsSession, setsTransaction } from '../sql/parse.ts';
import { heldSql } from './claim.ts';
import { type Before, dropAbandoned, dropInvalid, finishSql, isDone, lookBefore } from './concurrently.ts';
import {
  type Ahead,
  putInOrder,
  resetSession,
  runAhead,
  runAlone,
  runRecord,
  runTogether,
  sendBehind,
} from './execute.ts';
import { literal, recordSql } from './history.ts';
import { withinBudget } from './lock-budget.ts';
import { forgetSql, readProgress, type Step, stepSql } from './progress.ts';
import { runScript } from './script.ts';
import type { CompiledMigration, Unit } from './units.ts';
import type { Workplace } from './workplace.ts';

export type { Workplace } from './workplace.ts';

export interface Turn {
  /** An earlier run did part of it. */
  readonly begun: boolean;
  /** Another migration of this run follows, and its commit makes this one durable too. */
  readonly followed: boolean;
  /** It was sent already, behind the one before. */
  readonly ahead?: Ahead | undefined;
  /** Throws where the mutex was lost: asked before anything is sent that does not guard itself. */
  readonly check: () => void;
  /** Called when it is on its way: sends the next one behind it. */
  readonly onSent?: (() => Ahead | undefined) | undefined;
}

/** Applies one migration, from wherever an earlier run stopped. Its history row appears when all of it is done. */
export async function runMigration(
  place: Workplace,
  migration: CompiledMigration,
  turn: Turn,
): Promise<AppliedMigration> {
  const started = performance.now();
  const unit = turn.begun ? undefined : wholeOf(migration);
  if (!unit) turn.check();
  const retries = unit ? await whole(place, migration, unit, turn) : await stepwise(place, migration);
  return {
    version: migration.version,
    file: migration.file,
    milliseconds: performance.now() - started,
    retries,
  };
}

type Together = Extract<Unit, { kind: 'together' }>;

/** The one transaction that a plain file is. */
function wholeOf({ units: [only, ...more] }: CompiledMigration): Together | undefined {
  return only?.kind === 'together' && more.length === 0 ? only : undefined;
}

function whole(
  place: Workplace,
  migration: CompiledMigration,
  unit: Together,
  { ahead, onSent, followed, check }: Turn,
): Promise<number> {
  let sent = ahead;
  return withinBudget({ ...place, what: migration.file }, async ({ lockTimeoutMs }) => {
    const first = sent;
    sent = undefined;
    if (first && (await runAhead(place.work, first, onSent))) return;
    check();
    await runTogether(place.work, unit, {
      lockTimeoutMs,
      before: resetSession(),
      record: recordSql(place.table, migration, migration.pieces),
      flush: !followed,
      onSent,
    });
  });
}

/**
 * Sends a migration behind the one that is running. @returns undefined for one that must be waited for: of several
 * parts, or with a BEGIN or SET TRANSACTION of its own, which no query may precede in its message.
 */
export function sendNext(
  place: Workplace,
  before: CompiledMigration,
  migration: CompiledMigration,
  followed: boolean,
): Ahead | undefined {
  const unit = wholeOf(migration);
  if (!unit || unit.begin || unit.statements.some(setsTransaction)) return undefined;
  return sendBehind(place.work, unit, {
    record: recordSql(place.table, migration, migration.pieces),
    lockTimeoutMs: Math.min(place.budget.timeoutMs, place.budget.totalMs),
    flush: !followed,
    after: `exists (select from ${place.table.qualified} where version = ${literal(before.version)}) and ${heldSql(place.watcherPid)}`,
  });
}

/** Part by part, each remembered in the same transaction that does it, or around it where there can be none. */
async function stepwise(place: Workplace, migration: CompiledMigration): Promise<number> {
  await putInOrder(place.work);
  const { kept: progress, abandoned } = await readProgress(place.work, migration);
  await dropLeft(place, migration, abandoned);
  if (progress.size > 0)
    place.say(
      `${migration.file}: continuing after ${doneCount(progress)} of ${count(migration.units.length, 'part')}`,
    );
  let retries = 0;
  const settings: string[] = [];
  for (const [position, unit] of migration.units.entries()) {
    const step = progress.get(position);
    if (step?.state === 'done') {
      noteSettings(unit, settings);
      continue;
    }
    // What the file had set in the session that is gone counts for the rest of it.
    if (settings.length > 0) await runScript(place.work, settings.splice(0));
    retries += await runUnit(place, migration, { unit, position, step });
  }
  // In a message of its own: the next one is read by the settings that the file leaves.
  await putInOrder(place.work);
  await runScript(place.work, [
    'begin',
    ...recordSql(place.table, migration, migration.pieces),
    forgetSql(migration.version),
    'commit',
  ]);
  return retries;
}

async function dropLeft(
  place: Workplace,
  { file }: CompiledMigration,
  abandoned: readonly Step[],
): Promise<void> {
  for (const { detail } of abandoned) {
    const before = detail['before'] as Before | undefined;
    if (!before) continue;
    await withinBudget({ ...place, what: file, patient: true }, async ({ lockTimeoutMs }) => {
      for (const name of await dropAbandoned(place.work, before, lockTimeoutMs))
        place.say(`${file}: dropped the INVALID index ${name} of an unfinished attempt`);
    });
  }
}

/** Adds what a unit that was done left in the settings of its session. */
function noteSettings({ statements }: Unit, settings: string[]): void {
  for (const statement of statements) {
    if (setsSession(statement)) settings.push(statement.text);
    else if (statement.kind === 'DiscardStmt' && cannotRunInTransaction(statement)) settings.length = 0;
  }
}

interface At {
  readonly unit: Unit;
  readonly position: number;
  /** It was begun by an earlier run. */
  readonly step: Step | undefined;
}

function runUnit(place: Workplace, migration: CompiledMigration, at: At): Promise<number> {
  const { unit, position } = at;
  if (unit.kind === 'together') {
    const record = [stepSql(migration, position, 'done')];
    return withinBudget({ ...place, what: migration.file }, ({ lockTimeoutMs }) =>
      runTogether(place.work, unit, { lockTimeoutMs, before: [], record }),
    );
  }
  if (unit.kind === 'batch') {
    return runBatches(place, {
      unit,
      migration,
      earlier: at.step?.detail as BatchProgress | undefined,
      remember: (state, detail) => stepSql(migration, position, state, detail),
    });
  }
  return alone(place, migration, { ...at, unit });
}

async function alone(
  place: Workplace,
  migration: CompiledMigration,
  { unit, position, step }: At & { readonly unit: Extract<Unit, { kind: 'alone' }> },
): Promise<number> {
  const { work, say } = place;
  const [statement] = unit.statements;
  if (!statement) return 0;
  const before = (step?.detail['before'] as Before | undefined) ?? (await lookBefore(work, statement));
  if (step && (await isDone(work, statement, before))) {
    say(`${migration.file}:${statement.line}: ${unit.why} was already done by the interrupted run`);
    await runRecord(work, [stepSql(migration, position, 'done')]);
    return 0;
  }
  await runRecord(work, [stepSql(migration, position, 'started', { before })]);
  const what = `${migration.file}:${statement.line}`;
  const cleanUp = async (lockTimeoutMs: number) => {
    for (const name of await dropInvalid(work, statement, before, lockTimeoutMs)) {
      say(`${what}: dropped the INVALID index ${name} of an unfinished attempt`);
    }
  };
  try {
    // To detach a partition ends with a lock that its readers would queue behind.
    const patient = unit.why.includes('CONCURRENTLY') && statement.kind !== 'AlterTableStmt';
    const retries = await withinBudget({ ...place, what, patient }, async ({ lockTimeoutMs }) => {
      await cleanUp(lockTimeoutMs);
      await runAlone(work, statement, { lockTimeoutMs, instead: await finishSql(work, statement) });
    });
    await runRecord(work, [stepSql(migration, position, 'done')]);
    return retries;
  } catch (error) {
    // An INVALID index costs every write. Where it cannot go now, the next run drops it first.
    await cleanUp(place.budget.timeoutMs).catch(() =>
      say(`${what}: an INVALID index might be left; the next run drops it first`),
    );
    throw error;
  }
}

function doneCount(progress: ReadonlyMap<number, Step>): number {
  return [...progress.values()].filter(({ state }) => state === 'done').length;
}
