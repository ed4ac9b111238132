import type { Client } from 'pg';
import { asOurselves, runParts, runRecord } from '../migrations/execute.ts';
import { literal } from '../migrations/history.ts';
import { withinBudget } from '../migrations/lockBudget.ts';
import { folderProblem } from '../migrations/problems.ts';
import type { Workplace } from '../migrations/run.ts';
import { runScript } from '../migrations/script.ts';
import { quoteName } from '../sql/names.ts';
import type { Statement } from '../sql/parse.ts';
import { type BatchTarget, targetOf, withCondition } from './rewrite.ts';
import type { BatchSpec } from './spec.ts';
import { breathe, nextSize, sayIfLagIsHidden } from './throttle.ts';

export interface BatchRun {
  readonly unit: { readonly spec: BatchSpec; readonly statements: readonly Statement[] };
  readonly file: string;
  /** Where an interrupted run stopped: the last key, as texts. */
  readonly after: unknown;
  readonly rows: number;
  /** SQL that remembers how far it came, in the same transaction as the batch. */
  readonly remember: (
    state: 'started' | 'done',
    detail: { readonly after?: readonly string[]; readonly rows: number },
  ) => string;
}

interface Key {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
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
  const target = targetOf(statement);
  const key = await keyOf(place.work, target, spec, { statement, file: run.file });
  const total = await estimate(place.work, target);
  const what = `${run.file}:${statement.line}`;
  let after = Array.isArray(run.after) ? run.after.map(String) : undefined;
  let { rows } = run;
  let retries = 0;
  let size = spec.size;
  let saidAt = performance.now();
  await sayIfLagIsHidden({ client: place.work, say: place.say, what });
  if (after) place.say(`${what}: going on after ${rows} rows`);
  for (;;) {
    const to = await boundary(place.work, target, key, after, size);
    if (!to) break;
    const sql = withCondition(statement.text, range(target, key, after, to));
    const started = performance.now();
    let touched = 0;
    retries += await withinBudget({ ...place, what }, async ({ lockTimeoutMs }) => {
      touched = await oneBatch(place.work, { sql, statement }, lockTimeoutMs, (more) =>
        run.remember('started', { after: to, rows: rows + more }),
      );
    });
    rows += touched;
    after = to;
    const took = performance.now() - started;
    size = nextSize(size, took, spec);
    if (performance.now() - saidAt > SAY_EVERY_MS) {
      place.say(
        `${what}: ${rows} rows${total > 0 ? ` of about ${total} in the table` : ''}, at ${key.columns.map(({ name }) => name).join(', ')} = ${to.join(', ')}, ${size} a batch`,
      );
      saidAt = performance.now();
    }
    await breathe({ client: place.work, say: place.say, what }, spec);
  }
  await runRecord(place.work, [run.remember('done', { rows, ...(after ? { after } : {}) })]);
  place.say(`${what}: ${rows} rows in batches`);
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
    await runScript(client, [...asOurselves([remember(touched)]), 'commit']);
    return touched;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Last key of the next range; undefined at the end of the table. */
async function boundary(
  client: Client,
  target: BatchTarget,
  key: Key,
  after: readonly string[] | undefined,
  size: number,
): Promise<string[] | undefined> {
  const names = key.columns.map(({ name }) => quoteName(name));
  const texts = names.map((name) => `${name}::text`).join(', ');
  const from = after ? `where (${names.join(', ')}) > (${typed(key, after)})` : '';
  const { rows } = await client.query<string[]>({
    text: `select ${texts} from (select ${names.join(', ')} from ${target.table} ${from} order by ${names.join(', ')} limit ${size}) s
      order by ${names.map((name) => `s.${name} desc`).join(', ')} limit 1`,
    rowMode: 'array',
  });
  return rows[0];
}

function range(
  target: BatchTarget,
  key: Key,
  after: readonly string[] | undefined,
  to: readonly string[],
): string {
  const names = key.columns.map(({ name }) => `${target.alias}.${quoteName(name)}`).join(', ');
  const lower = after ? `(${names}) > (${typed(key, after)}) and ` : '';
  return `${lower}(${names}) <= (${typed(key, to)})`;
}

function typed(key: Key, values: readonly string[]): string {
  return key.columns.map(({ type }, index) => `${literal(values[index] ?? '')}::${type}`).join(', ');
}

async function keyOf(
  client: Client,
  target: BatchTarget,
  spec: BatchSpec,
  { statement, file }: { statement: Statement; file: string },
): Promise<Key> {
  const { rows } = await client.query<{ name: string; type: string; usable: boolean }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull and i.indisunique and i.indisvalid and i.indpred is null as usable
     from pg_catalog.pg_index i cross join unnest(i.indkey) with ordinality k(attnum, position)
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = to_regclass($1) and k.position <= i.indnkeyatts
       and (($2::text is null and i.indisprimary) or ($2::text is not null and i.indnkeyatts = 1 and a.attname = $2 and i.indisunique))
     order by i.indisprimary desc, i.indexrelid, k.position`,
    [target.table, spec.key ?? null],
  );
  const columns = spec.key ? rows.slice(0, 1) : rows;
  if (columns.length > 0 && columns.every(({ usable }) => usable)) return { columns };
  throw folderProblem('BATCH', {
    what: `${file}:${statement.line} cannot walk ${target.table} in batches: ${spec.key ? `${spec.key} is not a unique NOT NULL column of it` : 'it has no primary key'}`,
    next: 'Name a unique NOT NULL column: -- shiplock: batch key=<column>',
    places: [{ file, line: statement.line, column: statement.column }],
  });
}

async function estimate(client: Client, target: BatchTarget): Promise<number> {
  const { rows } = await client.query<{ rows: string }>(
    'select greatest(reltuples, 0)::bigint::text as rows from pg_catalog.pg_class where oid = to_regclass($1)',
    [target.table],
  );
  return Number(rows[0]?.rows ?? 0);
}
