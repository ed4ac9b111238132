import { configurationError, type ShiplockError } from '../../release/errors.ts';
import { loadParser, ParserError } from '../sql/parser.ts';
import { byteOffsets, codePointOffset, positions } from '../sql/places.ts';
import { nameList, walk } from '../sql/walk.ts';

/** What a query names that can run code: to be looked up in the catalog. */
export interface Named {
  /** `schema.name` or `name`, as written. */
  readonly functions: readonly (readonly string[])[];
  readonly operators: readonly (readonly string[])[];
  readonly relations: readonly (readonly string[])[];
}

/**
 * They act on the server, on other sessions, on files or on the network, which a read-only transaction does not hold back,
 * or run a text as SQL. Beginnings of names; what else is volatile, the catalog tells.
 * https://www.postgresql.org/docs/current/functions-admin.html
 */
const ACTS =
  `dblink lo_ loread lowrite nextval setval set_config pg_terminate_backend pg_cancel_backend pg_notify pg_reload_conf
    pg_rotate_logfile pg_switch_wal pg_promote pg_create_ pg_drop_ pg_copy_ pg_replication_ pg_logical_ pg_log_
    pg_export_snapshot pg_import_ pg_advisory_ pg_try_advisory_ pg_backup_ pg_start_backup pg_stop_backup pg_stat_reset
    pg_stat_file pg_read_ pg_ls_ pg_file_ pg_sleep pg_wal_replay pg_prewarm query_to_ cursor_to_ table_to_xml
    schema_to_xml database_to_xml crosstab connectby ts_stat ts_rewrite xpath_table txid_current pg_current_xact_id http_`.split(
    /\s+/,
  );
const acts = (name: readonly string[]) => ACTS.some((begin) => name.at(-1)?.toLowerCase().startsWith(begin));

/** Nodes of a SELECT's tree that change something, each as people call it. */
const WRITES: Readonly<Record<string, string>> = {
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
  IntoClause: 'SELECT INTO',
  LockingClause: 'FOR UPDATE or FOR SHARE, which lock rows',
};

/**
 * That a text is exactly one SELECT, by PostgreSQL's own grammar, and what it names.
 * @param place where the text stands, e.g. `gates.gate.sql.query`
 * @throws SHIPLOCK_GATE_SQL
 */
export async function readsOnly(sql: string, place: string): Promise<Named> {
  const parser = await loadParser();
  if (sql.includes('\u0000')) throw refused(place, sql, sql.indexOf('\u0000'), 'it contains a NUL byte');
  let statements: ReturnType<typeof parser.parse>;
  try {
    statements = parser.parse(sql);
  } catch (error) {
    if (!(error instanceof ParserError)) throw error;
    throw refused(place, sql, codePointOffset(sql, error.position), `it is not valid SQL: ${error.message}`);
  }
  const [only, second] = statements;
  if (!only?.stmt) throw refused(place, sql, 0, 'it contains no statement');
  if (second)
    throw refused(place, sql, byteOffsets(sql)(second.stmt_location ?? 0), 'it contains a second statement');
  if (!('SelectStmt' in only.stmt))
    throw refused(place, sql, 0, `it is not a SELECT (${Object.keys(only.stmt)[0]})`);
  const found = named(only.stmt);
  if (found.writes) throw refused(place, sql, 0, `it has ${found.writes}`);
  const acting = found.functions.find(acts);
  if (acting)
    throw refused(
      place,
      sql,
      Math.max(0, sql.indexOf(acting.at(-1) ?? '')),
      `it calls ${acting.join('.')}(), which does more than read`,
    );
  return found;
}

/** What a statement names; `writes` is the first thing in it that changes something. */
export function named(statement: unknown): Named & { readonly writes: string | undefined } {
  const functions: string[][] = [];
  const operators: string[][] = [];
  const relations: string[][] = [];
  let writes: string | undefined;
  walk(statement, (tag, node) => {
    if (Object.hasOwn(WRITES, tag)) writes ??= WRITES[tag];
    if ('intoClause' in node) writes ??= WRITES['IntoClause'];
    if (tag === 'FuncCall') functions.push(nameList(node['funcname']));
    if (tag === 'A_Expr' || tag === 'SubLink') operators.push(nameList(node['name'] ?? node['operName']));
    if (tag === 'RangeVar')
      relations.push(
        [node['schemaname'], node['relname']].filter((part): part is string => typeof part === 'string'),
      );
  });
  return { functions, operators: operators.filter((name) => name.length > 0), relations, writes };
}

export function refused(place: string, sql: string, offset: number, why: string): ShiplockError {
  const { line, column } = positions(sql)(Math.min(offset, sql.length));
  return configurationError({
    code: 'SHIPLOCK_GATE_SQL',
    what: `a gate cannot run ${place} (line ${line}, column ${column}): ${why}`,
    notDone: ['the query was not sent to the database'],
    next: 'Write exactly one SELECT that only reads and returns one row (good, total); put computations into a view.',
  });
}
