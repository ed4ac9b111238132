import type { Client } from 'pg';
import { runParts } from '../migrations/execute.ts';
import { literal } from '../migrations/history.ts';
import { folderProblem } from '../migrations/problems.ts';
import { runScript, ScriptError } from '../migrations/script.ts';
import { quoteName } from '../sql/names.ts';
import type { Statement } from '../sql/parse.ts';
import { type BatchTarget, changedColumns } from './rewrite.ts';
import type { BatchSpec } from './spec.ts';

/** What a table is walked along. */
export interface Key {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

interface Walk {
  readonly target: BatchTarget;
  readonly statement: Statement;
}

/**
 * Last key of the next range; undefined at the end of the table. The table may be locked, so it is asked as a part of
 * the file, within `lockTimeoutMs`.
 */
export async function boundary(
  client: Client,
  { target, statement }: Walk,
  key: Key,
  range: { readonly after: readonly string[] | undefined; readonly size: number },
  lockTimeoutMs: number,
): Promise<string[] | undefined> {
  const { after, size } = range;
  const names = key.columns.map(({ name }) => quoteName(name));
  const texts = names.map((name) => `${name}::text`).join(', ');
  const from = after ? `where (${names.join(', ')}) > (${typed(key, after)})` : '';
  const sql = `select ${texts} from (select ${names.join(', ')} from ${target.table} ${from} order by ${names.join(', ')} limit ${size}) s
      order by ${names.map((name) => `s.${name} desc`).join(', ')} limit 1`;
  let found: string[] | undefined;
  await runParts([{ sql, statement }], async () => {
    await runScript(client, [`set lock_timeout = ${lockTimeoutMs}`]);
    try {
      [found] = (await client.query<string[]>({ text: sql, rowMode: 'array' })).rows;
    } catch (error) {
      throw new ScriptError(error as Error, 0);
    }
    return [];
  });
  return found;
}

export function range(
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

/** @throws SHIPLOCK_MIGRATION_BATCH where there is no key to walk along, or the statement moves rows along it */
export async function keyOf(
  client: Client,
  { target, statement, file }: Walk & { readonly file: string },
  spec: Pick<BatchSpec, 'key'>,
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
  const refuse = (why: string, next: string) =>
    folderProblem('BATCH', {
      what: `${file}:${statement.line} cannot process ${target.table} in batches: ${why}`,
      next,
      places: [{ file, line: statement.line, column: statement.column }],
    });
  if (columns.length === 0 || !columns.every(({ usable }) => usable))
    throw refuse(
      spec.key ? `${spec.key} is not a unique NOT NULL column of it` : 'it has no primary key',
      'Name a unique NOT NULL column: -- shiplock: batch key=<column>',
    );
  const moved = columns.find(({ name }) => changedColumns(statement).includes(name));
  if (moved)
    throw refuse(
      `the statement changes ${moved.name}, the key of its batches, so it would process the same rows again`,
      'Use another unique NOT NULL column: -- shiplock: batch key=<column>',
    );
  return { columns };
}
