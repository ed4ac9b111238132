import type { Client } from 'pg';
import type { AppliedMigration, Say } from '../../release/ports.ts';
import { runBatches } from '../backfill/run.ts';
import { type Before, dropInvalid, finishSql, isDone, lookBefore } from './concurrently.ts';
import { resetSession, runAlone, runTogether } from './execute.ts';
import { type HistoryTable, recordSql } from './history.ts';
import { type LockBudget, withinBudget } from './lockBudget.ts';
import { forgetSql, readProgress, type Step, stepSql } from './progress.ts';
import { runScript } from './script.ts';
import type { CompiledMigration, Unit } from './units.ts';

/** What running a migration needs. */
export interface Workplace {
  /** The session that migrates and holds the `work` lock. */
  readonly work: Client;
  readonly pid: number;
  /** The session that holds the mutex; free to look at the other one. */
  readonly watcher: Client;
  readonly table: HistoryTable;
  readonly budget: LockBudget;
  readonly say: Say;
}

/** Applies one migration, from wherever an earlier run stopped. Its history row appears when all of it is done. */
export async function runMigration(
  place: Workplace,
  migration: CompiledMigration,
  begun: boolean,
): Promise<AppliedMigration> {
  const started = performance.now();
  const [only, ...more] = migration.units;
  const retries =
    only?.kind === 'together' && more.length === 0 && !begun
      ? await together(place, migration, only, {
          before: resetSession(),
          record: recordSql(place.table, migration, migration.pieces),
        })
      : await stepwise(place, migration);
  return {
    version: migration.version,
    file: migration.file,
    milliseconds: performance.now() - started,
    retries,
  };
}

async function together(
  place: Workplace,
  migration: CompiledMigration,
  unit: Extract<Unit, { kind: 'together' }>,
  around: { readonly before: readonly string[]; readonly record: readonly string[] },
): Promise<number> {
  return withinBudget({ ...place, what: migration.file }, ({ lockTimeoutMs }) =>
    runTogether(place.work, unit, { lockTimeoutMs, ...around }),
  );
}

/** Part by part, each remembered in the same transaction that does it, or around it where there can be none. */
async function stepwise(place: Workplace, migration: CompiledMigration): Promise<number> {
  await runScript(place.work, resetSession());
  const progress = await readProgress(place.work, migration);
  if (progress.size > 0)
    place.say(`${migration.file}: going on after ${doneCount(progress)} of ${migration.units.length} parts`);
  let retries = 0;
  for (const [position, unit] of migration.units.entries()) {
    const step = progress.get(position);
    if (step?.state === 'done') continue;
    retries += await runUnit(place, migration, { unit, position, step });
  }
  await runScript(place.work, [
    ...resetSession(),
    'begin',
    ...recordSql(place.table, migration, migration.pieces),
    forgetSql(migration.version),
    'commit',
  ]);
  return retries;
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
    return together(place, migration, unit, { before: [], record: [stepSql(migration, position, 'done')] });
  }
  if (unit.kind === 'batch') {
    return runBatches(place, {
      unit,
      file: migration.file,
      after: at.step?.detail['after'],
      rows: Number(at.step?.detail['rows'] ?? 0),
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
    say(`${migration.file}:${statement.line}: ${unit.why} had been done by the interrupted run`);
    await runScript(work, [stepSql(migration, position, 'done')]);
    return 0;
  }
  await runScript(work, [stepSql(migration, position, 'started', { before })]);
  const what = `${migration.file}:${statement.line}`;
  const cleanUp = async (lockTimeoutMs: number) => {
    for (const name of await dropInvalid(work, statement, before, lockTimeoutMs)) {
      say(`${what}: dropped the INVALID index ${name} of an unfinished try`);
    }
  };
  try {
    const patient = unit.why.includes('CONCURRENTLY');
    const retries = await withinBudget({ ...place, what, patient }, async ({ lockTimeoutMs }) => {
      await cleanUp(lockTimeoutMs);
      await runAlone(work, statement, { lockTimeoutMs, instead: await finishSql(work, statement) });
    });
    await runScript(work, [stepSql(migration, position, 'done')]);
    return retries;
  } catch (error) {
    // An INVALID index costs every write. Where it cannot go now, the next run drops it first.
    await cleanUp(place.budget.timeoutMs).catch(() =>
      say(`${what}: an INVALID index may be left; the next run drops it first`),
    );
    throw error;
  }
}

function doneCount(progress: ReadonlyMap<number, Step>): number {
  return [...progress.values()].filter(({ state }) => state === 'done').length;
}
