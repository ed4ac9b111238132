import type { Client } from 'pg';
import { databaseError } from '../database-error.ts';
import { qualifiedName } from '../sql/names.ts';
import { type Fields, fieldsOf, relationOf } from '../sql/nodes.ts';
import type { Statement } from '../sql/parse.ts';
import { where } from './history.ts';
import { runScript } from './script.ts';

/** What a concurrent statement is about, from its syntax tree. */
interface Target {
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly index: string | undefined;
}

/** What was there before the statement began, as a crash must tell what it did from what it found. */
export interface Before {
  readonly [key: string]: unknown;
  /** Indexes of the table. */
  readonly indexes: readonly string[];
  /** Its oid, where an index is made. */
  readonly table?: string;
  /** Things looked as if it had been done: they prove nothing. */
  readonly found?: boolean;
}

function indexTarget(statement: Statement): Target | undefined {
  const fields = fieldsOf(statement);
  if (statement.kind !== 'IndexStmt' || !fields['concurrent']) return undefined;
  const { schema, name } = relationOf(fields['relation']);
  return { schema, table: name, index: fields['idxname'] as string | undefined };
}

/** Looked at right before the statement is first tried. */
export async function lookBefore(client: Client, statement: Statement): Promise<Before> {
  const target = indexTarget(statement);
  if (!target) return { indexes: [], found: await isDone(client, statement, { indexes: [] }) };
  const [table] = await rows<{ oid: string }>(client, 'select to_regclass($1)::oid::text as oid', [
    qualifiedName(target.schema, target.table),
  ]);
  const indexes = (await indexesOf(client, target)).map(({ oid }) => oid);
  return { indexes, ...(table?.oid ? { table: table.oid } : {}) };
}

/**
 * Whether a statement that was begun, and whose end nobody saw, is done. What cannot be told is not done: all of these
 * statements can be run again.
 */
export async function isDone(client: Client, statement: Statement, before: Before): Promise<boolean> {
  if (before.found) return false;
  const fields = fieldsOf(statement);
  const target = indexTarget(statement);
  if (target) {
    const made = (await indexesOf(client, target)).filter(({ oid }) => !before.indexes.includes(oid));
    return made.some(({ valid, name }) => valid && (!target.index || name === target.index));
  }
  if (statement.kind === 'DropStmt') return allGone(client, droppedNames(fields));
  if (statement.kind === 'AlterTableStmt') return (await detaching(client, statement)) === 'done';
  const [query, value] = existence(statement, fields) ?? [];
  if (!query || value === undefined) return false;
  const [row] = await rows<{ done: boolean }>(client, query, [value]);
  return row?.done === true;
}

/**
 * The statement that ends what an earlier try began and cannot simply be repeated: a partition that is half detached.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
 */
export async function finishSql(client: Client, statement: Statement): Promise<string | undefined> {
  const names = detachNames(statement);
  if (!names || (await detaching(client, statement)) !== 'pending') return undefined;
  return `alter table ${names.parent} detach partition ${names.child} finalize`;
}

async function detaching(
  client: Client,
  statement: Statement,
): Promise<'attached' | 'pending' | 'done' | undefined> {
  const names = detachNames(statement);
  if (!names) return undefined;
  const [row] = await rows<{ pending: boolean }>(
    client,
    'select inhdetachpending as pending from pg_catalog.pg_inherits where inhparent = to_regclass($1) and inhrelid = to_regclass($2)',
    [names.parent, names.child],
  );
  if (!row) return 'done';
  return row.pending ? 'pending' : 'attached';
}

function detachNames(statement: Statement): { parent: string; child: string } | undefined {
  const fields = fieldsOf(statement) as {
    cmds?: { AlterTableCmd?: { def?: { PartitionCmd?: { concurrent?: boolean; name?: unknown } } } }[];
  };
  const command = fields.cmds
    ?.map((each) => each.AlterTableCmd?.def?.PartitionCmd)
    .find((each) => each?.concurrent);
  if (!command) return undefined;
  return {
    parent: qualify(relationOf(fieldsOf(statement)['relation'])),
    child: qualify(relationOf(command.name)),
  };
}

/** Things that come or go as a whole: done when the catalog says so. */
function existence(statement: Statement, fields: Fields): [string, string] | undefined {
  const exists = (catalog: string, column: string) =>
    `select exists (select from pg_catalog.${catalog} where ${column} = $1) as done`;
  const gone = (catalog: string, column: string) =>
    `select not exists (select from pg_catalog.${catalog} where ${column} = $1) as done`;
  switch (statement.kind) {
    case 'CreatedbStmt':
      return [exists('pg_database', 'datname'), String(fields['dbname'])];
    case 'DropdbStmt':
      return [gone('pg_database', 'datname'), String(fields['dbname'])];
    case 'CreateTableSpaceStmt':
      return [exists('pg_tablespace', 'spcname'), String(fields['tablespacename'])];
    case 'DropTableSpaceStmt':
      return [gone('pg_tablespace', 'spcname'), String(fields['tablespacename'])];
    case 'CreateSubscriptionStmt':
      return [exists('pg_subscription', 'subname'), String(fields['subname'])];
    case 'DropSubscriptionStmt':
      return [gone('pg_subscription', 'subname'), String(fields['subname'])];
  }
  return undefined;
}

const qualify = ({ schema, name }: { schema: string | undefined; name: string | undefined }) =>
  qualifiedName(schema, name);

function droppedNames(fields: Fields): string[] {
  const objects =
    (fields['objects'] as { List?: { items?: { String?: { sval?: string } }[] } }[] | undefined) ?? [];
  return objects.map(({ List }) =>
    qualifiedName(...(List?.items ?? []).map((item) => item.String?.sval ?? '')),
  );
}

async function allGone(client: Client, names: readonly string[]): Promise<boolean> {
  const [row] = await rows<{ done: boolean }>(
    client,
    'select bool_and(to_regclass(name) is null) as done from unnest($1::text[]) n(name)',
    [names],
  );
  return row?.done === true;
}

/**
 * Removes the INVALID index that an earlier try of this CREATE INDEX CONCURRENTLY left behind: it costs every write and
 * serves no read. https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 * @returns the names that were dropped
 */
export async function dropInvalid(
  client: Client,
  statement: Statement,
  before: Before,
  lockTimeoutMs: number,
): Promise<string[]> {
  const target = indexTarget(statement);
  const reindexed = statement.kind === 'ReindexStmt' ? await leftByReindex(client, statement) : [];
  const left = target
    ? (await indexesOf(client, target)).filter(
        ({ valid, building, name, oid }) =>
          !valid && !building && (name === target.index || !before.indexes.includes(oid)),
      )
    : reindexed;
  return drop(client, left, lockTimeoutMs);
}

/** The same, after a statement that an earlier run was at and the file has no more. */
export async function dropAbandoned(
  client: Client,
  { table, indexes }: Before,
  lockTimeoutMs: number,
): Promise<string[]> {
  if (table === undefined) return [];
  const all = await rows<IndexRow>(client, `${INDEXES} where i.indrelid = $1::oid`, [table]);
  const left = all.filter(({ valid, building, oid }) => !valid && !building && !indexes.includes(oid));
  return drop(client, left, lockTimeoutMs);
}

async function drop(client: Client, left: readonly IndexRow[], lockTimeoutMs: number): Promise<string[]> {
  for (const { qualified } of left) {
    await runScript(client, [`set lock_timeout = ${lockTimeoutMs}`]);
    await runScript(client, [`drop index concurrently if exists ${qualified}`]);
  }
  return left.map(({ qualified }) => qualified);
}

interface IndexRow {
  readonly oid: string;
  readonly name: string;
  readonly qualified: string;
  readonly valid: boolean;
  /** Some session is at it right now. */
  readonly building: boolean;
}

const INDEXES = `select i.indexrelid::text as oid, c.relname as name, format('%I.%I', n.nspname, c.relname) as qualified,
    i.indisvalid and i.indisready as valid,
    exists (select from pg_catalog.pg_stat_progress_create_index p where p.index_relid = i.indexrelid) as building
  from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace`;

async function indexesOf(client: Client, target: Target): Promise<IndexRow[]> {
  const table = qualifiedName(target.schema, target.table);
  return rows<IndexRow>(client, `${INDEXES} where i.indrelid = to_regclass($1)`, [table]);
}

/** `_ccnew` and `_ccold` are what REINDEX CONCURRENTLY leaves: https://www.postgresql.org/docs/current/sql-reindex.html */
async function leftByReindex(client: Client, statement: Statement): Promise<IndexRow[]> {
  const { schema, name } = relationOf(fieldsOf(statement)['relation']);
  if (!name) return [];
  const qualified = qualifiedName(schema, name);
  return rows<IndexRow>(
    client,
    `${INDEXES} where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'
       and i.indrelid = coalesce((select indrelid from pg_catalog.pg_index where indexrelid = to_regclass($1)), to_regclass($1))`,
    [qualified],
  );
}

async function rows<Row extends object>(client: Client, text: string, values: unknown[]): Promise<Row[]> {
  try {
    return (await client.query<Row>(text, values)).rows;
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
