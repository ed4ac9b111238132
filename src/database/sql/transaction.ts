import { type Fields, fieldsOf } from './nodes.ts';
import type { Statement } from './statement.ts';
import { constant, lastName, nameList, walk } from './walk.ts';

/** What a file itself does about transactions, read from the syntax tree. */
export type TransactionControl =
  | { readonly kind: 'none' }
  /** `BEGIN … COMMIT` around everything: the engine may replace the pair by its own. */
  | {
      readonly kind: 'wraps-whole-file';
      readonly begin: Statement;
      readonly commit: Statement;
      readonly inner: readonly Statement[];
    }
  /** Statements before the file's BEGIN or after its COMMIT run on their own. */
  | {
      readonly kind: 'outside-statements';
      readonly begin: Statement;
      readonly commit: Statement;
      readonly outside: readonly Statement[];
    }
  /** BEGIN without COMMIT: everything after it would be thrown away at disconnect. */
  | { readonly kind: 'unclosed'; readonly begin: Statement }
  /** COMMIT without BEGIN would end the engine's own transaction. */
  | { readonly kind: 'unopened'; readonly end: Statement }
  /** ROLLBACK (or PREPARE TRANSACTION) of what the file did. */
  | { readonly kind: 'rolls-back'; readonly end: Statement }
  /** More than one block, a BEGIN inside a BEGIN, or AND CHAIN. */
  | { readonly kind: 'multiple'; readonly blocks: number; readonly second: Statement };

/** Savepoints are not counted: they work inside any transaction. */
const OPENS = new Set(['TRANS_STMT_BEGIN', 'TRANS_STMT_START']);
const THROWS_AWAY = new Set([
  'TRANS_STMT_ROLLBACK',
  'TRANS_STMT_PREPARE',
  'TRANS_STMT_ROLLBACK_PREPARED',
  'TRANS_STMT_COMMIT_PREPARED',
]);

interface Transaction {
  readonly kind?: string;
  readonly chain?: boolean;
}

function transactionOf(statement: Statement): Transaction | undefined {
  return 'TransactionStmt' in statement.node ? (statement.node.TransactionStmt as Transaction) : undefined;
}

/** Classifies a file's own BEGIN, COMMIT and ROLLBACK. */
export function transactionControl(statements: readonly Statement[]): TransactionControl {
  const thrownAway = statements.find((each) => THROWS_AWAY.has(transactionOf(each)?.kind ?? ''));
  if (thrownAway) return { kind: 'rolls-back', end: thrownAway };
  const begins: Statement[] = [];
  const commits: Statement[] = [];
  let open = false;
  for (const statement of statements) {
    const transaction = transactionOf(statement);
    const kind = transaction?.kind ?? '';
    if (OPENS.has(kind)) {
      begins.push(statement);
      if (begins.length > 1) return { kind: 'multiple', blocks: countBlocks(statements), second: statement };
      open = true;
    } else if (kind === 'TRANS_STMT_COMMIT') {
      if (!open) return { kind: 'unopened', end: statement };
      if (transaction?.chain) return { kind: 'multiple', blocks: 2, second: statement };
      commits.push(statement);
      open = false;
    }
  }
  const [begin] = begins;
  const [commit] = commits;
  if (!begin) return { kind: 'none' };
  if (!commit) return { kind: 'unclosed', begin };
  const first = statements.indexOf(begin);
  const last = statements.indexOf(commit);
  const outside = [...statements.slice(0, first), ...statements.slice(last + 1)];
  if (outside.length > 0) return { kind: 'outside-statements', begin, commit, outside };
  return { kind: 'wraps-whole-file', begin, commit, inner: statements.slice(first + 1, last) };
}

function countBlocks(statements: readonly Statement[]): number {
  return statements.filter((statement) => OPENS.has(transactionOf(statement)?.kind ?? '')).length;
}

/** Statements that PostgreSQL refuses in a transaction block: https://www.postgresql.org/docs/current/sql-begin.html */
const OUTSIDE_ONLY: Record<string, (fields: Fields) => string | undefined> = {
  IndexStmt: (fields) => (fields['concurrent'] ? 'CREATE INDEX CONCURRENTLY' : undefined),
  DropStmt: (fields) => (fields['concurrent'] ? 'DROP INDEX CONCURRENTLY' : undefined),
  ReindexStmt: (fields) => {
    if (options(fields['params']).has('concurrently')) return 'REINDEX CONCURRENTLY';
    const kind = String(fields['kind'] ?? '').replace('REINDEX_OBJECT_', '');
    return ['SCHEMA', 'SYSTEM', 'DATABASE'].includes(kind) ? `REINDEX ${kind}` : undefined;
  },
  VacuumStmt: (fields) => (fields['is_vacuumcmd'] ? 'VACUUM' : undefined),
  ClusterStmt: (fields) => (fields['relation'] ? undefined : 'CLUSTER of every table'),
  AlterSystemStmt: () => 'ALTER SYSTEM',
  CreatedbStmt: () => 'CREATE DATABASE',
  DropdbStmt: () => 'DROP DATABASE',
  AlterDatabaseStmt: (fields) =>
    options(fields['options']).has('tablespace') ? 'ALTER DATABASE SET TABLESPACE' : undefined,
  CreateTableSpaceStmt: () => 'CREATE TABLESPACE',
  DropTableSpaceStmt: () => 'DROP TABLESPACE',
  CreateSubscriptionStmt: (fields) => {
    const given = options(fields['options']);
    const makesSlot =
      off(given.get('connect')) || off(given.get('create_slot')) ? undefined : 'CREATE SUBSCRIPTION';
    return makesSlot && `${makesSlot} with a replication slot`;
  },
  DropSubscriptionStmt: () => 'DROP SUBSCRIPTION',
  AlterSubscriptionStmt: (fields) => {
    const given = options(fields['options']);
    const slot = ['failover', 'two_phase'].find((name) => given.has(name));
    if (slot) return `ALTER SUBSCRIPTION SET (${slot})`;
    return /PUBLICATION|REFRESH/.test(String(fields['kind'])) && !off(given.get('refresh'))
      ? 'ALTER SUBSCRIPTION with a refresh'
      : undefined;
  },
  DiscardStmt: (fields) => (fields['target'] === 'DISCARD_ALL' ? 'DISCARD ALL' : undefined),
  AlterTableStmt: (fields) => {
    let found: string | undefined;
    walk(fields['cmds'], (tag, node) => {
      if (tag === 'PartitionCmd' && node['concurrent']) found = 'DETACH PARTITION CONCURRENTLY';
    });
    return found;
  },
};

/** The name of what makes this statement impossible inside a transaction block, or nothing. */
export function cannotRunInTransaction(statement: Statement): string | undefined {
  return OUTSIDE_ONLY[statement.kind]?.(fieldsOf(statement));
}

/** `ALTER TYPE … ADD VALUE`: allowed in a transaction, but the new value cannot be used before it is committed. */
export function addsEnumValue(
  statement: Statement,
): { readonly type: string; readonly value: string } | undefined {
  if (!('AlterEnumStmt' in statement.node)) return undefined;
  const { typeName, oldVal, newVal } = statement.node.AlterEnumStmt as Fields;
  if (oldVal) return undefined;
  return { type: nameList(typeName).join('.'), value: String(newVal ?? '') };
}

/** What a statement does to `lock_timeout`, so that the lock budget can be put back after it. */
export function setsLockTimeout(
  statement: Statement,
): { readonly value: string; readonly local: boolean } | undefined {
  if ('DiscardStmt' in statement.node) return { value: 'default', local: false };
  if ('VariableSetStmt' in statement.node) {
    const set = statement.node.VariableSetStmt as {
      kind?: string;
      name?: string;
      args?: unknown[];
      is_local?: boolean;
    };
    if (set.kind === 'VAR_RESET_ALL') return { value: 'default', local: false };
    if (set.name?.toLowerCase() !== 'lock_timeout') return undefined;
    return { value: constant(set.args?.[0]) ?? 'default', local: set.is_local === true };
  }
  let found: { value: string; local: boolean } | undefined;
  walk(statement.node, (tag, node) => {
    if (tag !== 'FuncCall' || lastName(node['funcname']) !== 'set_config') return;
    const [name, value, local] = Array.isArray(node['args']) ? node['args'] : [];
    if (constant(name)?.toLowerCase() !== 'lock_timeout') return;
    found = { value: constant(value) ?? 'default', local: constant(local) === 'true' };
  });
  return found;
}

/** Whether all that a statement does is to change settings of the session: SET, RESET, `select set_config(…, false)`. */
export function setsSession({ node }: Statement): boolean {
  if ('VariableSetStmt' in node) {
    const { is_local, name } = node.VariableSetStmt as { is_local?: boolean; name?: string };
    return !is_local && !/^transaction/i.test(name ?? '');
  }
  return onlySetsConfig(node, 'false');
}

/** Whether a statement is a SELECT of nothing but `set_config(…, …, local)`. */
export function onlySetsConfig(node: Statement['node'], local: 'true' | 'false'): boolean {
  if (!('SelectStmt' in node)) return false;
  const { targetList = [], fromClause } = node.SelectStmt as { targetList?: Fields[]; fromClause?: unknown };
  const setsConfig = (target: Fields) => {
    const call = ((target['ResTarget'] as Fields)?.['val'] as Fields)?.['FuncCall'] as Fields | undefined;
    const args = Array.isArray(call?.['args']) ? call['args'] : [];
    return lastName(call?.['funcname']) === 'set_config' && constant(args[2]) === local;
  };
  return !fromClause && targetList.length > 0 && targetList.every(setsConfig);
}

/** SET TRANSACTION in its spellings, which PostgreSQL takes only before the first query of a transaction. */
export function setsTransaction({ node }: Statement): boolean {
  return (
    'VariableSetStmt' in node && /^transaction/i.test((node.VariableSetStmt as { name?: string }).name ?? '')
  );
}

function options(list: unknown): Map<string, string> {
  const found = new Map<string, string>();
  if (!Array.isArray(list)) return found;
  for (const item of list as { DefElem?: { defname?: string; arg?: Record<string, Fields> } }[]) {
    const { defname, arg } = item.DefElem ?? {};
    if (!defname) continue;
    const value =
      arg?.['String']?.['sval'] ?? arg?.['Boolean']?.['boolval'] ?? arg?.['Integer']?.['ival'] ?? 'true';
    found.set(defname.toLowerCase(), String(value));
  }
  return found;
}

function off(value: string | undefined): boolean {
  return value !== undefined && ['false', 'off', '0', 'no'].includes(value.toLowerCase());
}
