import type { Client } from 'pg';
import { count } from '../../present/count.ts';
import { asOurselves, runParts, runRecord } from '../migrations/execute.ts';
import { withinBudget } from '../migrations/lock-budget.ts';
import { batchChanged } from '../migrations/progress.ts';
import { runScript } from '../migrations/script.ts';
import type { MigrationFile } from '../migrations/types.ts';
import type { Workplace } from '../migrations/workplace.ts';
import type { Statement } from '../sql/parse.ts';
import { boundary, keyOf, range } from './key.ts';
import { type BatchTarget, targetOf, withCondition } from './rewrite.ts';
import type { BatchSpec } from './spec.ts';
import { breathe, nextSize, sayIfLagIsHidden } from './throttle.ts';

export interface BatchRun {
  readonly unit: { readonly spec: BatchSpec; readonly statements: readonly Statement[] };
  readonly migration: Pick<MigrationFile, 'file' | 'version'>;
  /** Where an interrupted run stopped. */
  readonly earlier: BatchProgress | undefined;
  /** SQL that remembers how far it came, in the same transaction as the batch. */
  readonly remember: (state: 'started' | 'done', detail: { readonly [key: string]: unknown }) => string;
}

export interface BatchProgress {
  /** The last key, as texts. */
  readonly after?: readonly string[];
  readonly rows?: number;
  /** Table and columns that `after` is about: along others it means nothing. */
  readonly along?: readonly string[];
}

const SAY_EVERY_MS = 5000;

/**
 * Walks the table along its key, a range of it a transaction, so that no lock is held for long and a killed run goes
 * on where it stopped. Batches adapt to the time they take, and wait while replicas lag behind.
 * @returns retries for locks
 */
export async function runBatches(place: Workplace, run: BatchRun): Promise<number> {
  const [statement] = run.unit.statements;
  if (!statement) return 0;
  const { spec } = run.unit;
  const { file } = run.migration;
  const target = targetOf(statement);
  const key = await keyOf(place.work, { target, statement, file }, spec);
  const along = [target.table, ...key.columns.map(({ name }) => name)];
  let { after, rows = 0 } = run.earlier ?? {};
  if (after && String(run.earlier?.along ?? along) !== String(along))
    throw batchChanged(run.migration, statement, rows);
  const total = await estimate(place.work, target);
  const what = `${file}:${statement.line}`;
  let retries = 0;
  const within = async <T>(work: (lockTimeoutMs: number) => Promise<T>): Promise<T | undefined> => {
    let result: T | undefined;
    retries += await withinBudget({ ...place, what }, async ({ lockTimeoutMs }) => {
      result = await work(lockTimeoutMs);
    });
    return result;
  };
  let size = spec.size;
  let saidAt = performance.now();
  await sayIfLagIsHidden({ client: place.work, say: place.say, what });
  if (after) place.say(`${what}: continuing after ${count(rows, 'row')}`);
  for (;;) {
    const from = { after, size };
    const to = await within((timeout) => boundary(place.work, { target, statement }, key, from, timeout));
    if (!to) break;
    const sql = withCondition(statement.text, range(target, key, after, to));
    const started = performance.now();
    const before = rows;
    const touched = await within((timeout) =>
      oneBatch(place.work, { sql, statement }, timeout, (more) =>
        run.remember('started', { after: to, rows: before + more, along }),
      ),
    );
    rows += touched ?? 0;
    after = to;
    const took = performance.now() - started;
    size = nextSize(size, took, spec);
    if (performance.now() - saidAt > SAY_EVERY_MS) {
      place.say(
        `${what}: ${count(rows, 'row')}${total > 0 ? ` of about ${total} in the table` : ''}, ${size} per batch`,
      );
      saidAt = performance.now();
    }
    await breathe({ client: place.work, say: place.say, what }, spec);
  }
  await runRecord(place.work, [run.remember('done', { rows, ...(after ? { after, along } : {}) })]);
  place.say(`${what}: ${count(rows, 'row')} in batches`);
  return retries;
}

async function oneBatch(
  client: Client,
  batch: { readonly sql: string; readonly statement: Statement },
  lockTimeoutMs: number,
  remember: (touched: number) => string,
): Promise<number> {
  try {
    const [, , touched = 0] = await runParts(
      [{ sql: 'begin' }, { sql: `set local lock_timeout = ${lockTimeoutMs}` }, batch],
      (sql) => runScript(client, sql),
    );
    const record = asOurselves([remember(touched)]).map((sql) => ({ sql }));
    // What is checked only at the end of a transaction is the statement's own fault as well.
    const end = { sql: 'commit', statement: batch.statement };
    await runParts([...record, end], (sql) => runScript(client, sql));
    return touched;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function estimate(client: Client, target: BatchTarget): Promise<number> {
  const { rows } = await client.query<{ rows: string }>(
    'select greatest(reltuples, 0)::bigint::text as rows from pg_catalog.pg_class where oid = to_regclass($1)',
    [target.table],
  );
  return Number(rows[0]?.rows ?? 0);
}
