import type { AlterTableStmt, DropStmt } from 'libpg-query';
import type { Client } from 'pg';
import { databaseError } from '../database-error.ts';
import { inner } from '../hazards/nested.ts';
import type { Statement } from '../sql/parse.ts';
import { nameList, walk } from '../sql/walk.ts';
import { where } from './history.ts';

export interface Loss {
  readonly line: number;
  readonly what: string;
}

/** Objects that hold rows: dropping other things loses definitions, which the migrations can make again. */
const HOLD_ROWS = new Set([
  'OBJECT_TABLE',
  'OBJECT_SCHEMA',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_COLUMN',
  'OBJECT_TYPE',
  'OBJECT_DOMAIN',
  'OBJECT_EXTENSION',
  'OBJECT_FOREIGN_TABLE',
]);
const CODE = new Set(['DoStmt', 'CallStmt', 'ExecuteStmt']);
const OPAQUE = 'runs code with effects that Shiplock cannot analyze';
/** What they hold is run there and then; a function or rule that holds a DELETE only defines it. */
const RUN = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CreateTableAsStmt',
  'DeclareCursorStmt',
  'ExplainStmt',
  'CopyStmt',
]);
/** Of PostgreSQL itself, and they remove what nobody can make again. */
const REMOVES = new Set(['lo_unlink', 'lo_put', 'lo_truncate', 'lo_truncate64', 'lowrite']);

/**
 * The first statement of a down file that removes rows or values; code that cannot be looked into counts, and so does
 * every function that is not PostgreSQL's own: those are told by the database.
 */
export async function losesDataOf(
  client: Client,
  statements: readonly Statement[],
): Promise<Loss | undefined> {
  const own = await ownFunctions(client, statements.flatMap(called));
  for (const statement of statements) {
    const what = lossOf(statement) ?? (called(statement).some((name) => own.has(name)) ? OPAQUE : undefined);
    if (what) return { line: statement.line, what };
  }
  return undefined;
}

function lossOf(statement: Statement): string | undefined {
  const { kind, node } = statement;
  if (RUN.has(kind)) return rowsLost(statement);
  if ('DropStmt' in node) return lostByDrop(node.DropStmt);
  if ('DropOwnedStmt' in node) return 'drops everything that a role owns';
  if ('TruncateStmt' in node) return 'empties a table';
  if ('AlterTableStmt' in node) return lostByAlter(node.AlterTableStmt);
  return CODE.has(kind) ? OPAQUE : undefined;
}

function lostByDrop({ removeType = 'OBJECT_TABLE', behavior }: DropStmt): string | undefined {
  const what = removeType.replace('OBJECT_', '').toLowerCase();
  if (HOLD_ROWS.has(removeType)) return `drops a ${what}`;
  return behavior === 'DROP_CASCADE' ? `drops a ${what} with everything that depends on it` : undefined;
}

function lostByAlter({ cmds = [], relation }: AlterTableStmt): string | undefined {
  const commands = cmds.flatMap((each) => ('AlterTableCmd' in each ? each.AlterTableCmd : []));
  const column = commands.find(({ subtype }) => subtype === 'AT_DropColumn');
  if (column) return `drops the column ${relation?.relname}.${column.name}`;
  const retyped = commands.find(({ subtype }) => subtype === 'AT_AlterColumnType');
  return retyped ? `changes the type of ${relation?.relname}.${retyped.name}` : undefined;
}

/** What runs: all of a statement, but nothing of an EXPLAIN without ANALYZE. */
function ran({ node }: Statement): unknown {
  return 'ExplainStmt' in node ? inner(node) : node;
}

interface Writes {
  readonly relation?: { readonly relname?: string };
  readonly onConflictClause?: { readonly action?: string };
  readonly commandType?: string;
}

/** Rows that go or change, in the statement or in a WITH of it. */
function rowsLost(statement: Statement): string | undefined {
  let found: string | undefined;
  let merged: string | undefined;
  walk(ran(statement), (tag, node) => {
    const { relation, onConflictClause, commandType } = node as Writes;
    const of = relation?.relname;
    if (tag === 'DeleteStmt') found ??= `deletes rows of ${of}`;
    if (tag === 'UpdateStmt') found ??= `overwrites values of ${of}`;
    if (tag === 'MergeStmt') merged = of;
    if (tag === 'MergeWhenClause' && /UPDATE|DELETE/.test(commandType ?? ''))
      found ??= `changes or deletes rows of ${merged}`;
    if (tag === 'InsertStmt' && onConflictClause?.action === 'ONCONFLICT_UPDATE')
      found ??= `overwrites values of ${of}`;
    if (tag === 'ExecuteStmt') found ??= OPAQUE;
  });
  return found;
}

/** Functions that a statement calls while it runs. */
function called(statement: Statement): string[] {
  const names: string[] = [];
  if (RUN.has(statement.kind))
    walk(ran(statement), (tag, node) => {
      if (tag === 'FuncCall') names.push(nameList(node['funcname']).join('.'));
    });
  return names;
}

/** Of these names the ones that are not, or not only, PostgreSQL's own. */
async function ownFunctions(client: Client, names: readonly string[]): Promise<ReadonlySet<string>> {
  const bare = (name: string) => name.split('.').at(-1) ?? '';
  if (names.length === 0) return new Set();
  const text = `select proname as name from pg_catalog.pg_proc where proname = any ($1)
    group by proname having bool_and(pronamespace = 'pg_catalog'::regnamespace)`;
  try {
    const { rows } = await client.query<{ name: string }>(text, [names.map(bare)]);
    const builtIn = new Set(rows.map(({ name }) => name).filter((name) => !REMOVES.has(name)));
    return new Set(names.filter((name) => !builtIn.has(bare(name))));
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
