import { type Fields, fieldsOf } from './nodes.ts';
import { loadedParser } from './parser.ts';
import type { Statement } from './statement.ts';
import { onlySetsConfig, setsTransaction } from './transaction.ts';
import { constant, walk } from './walk.ts';

const SAVEPOINTS = new Set(['TRANS_STMT_SAVEPOINT', 'TRANS_STMT_RELEASE', 'TRANS_STMT_ROLLBACK_TO']);
/** CURSOR_OPT_HOLD of the server: such a cursor outlives its transaction. */
const HOLD = 0x20;

/**
 * The name of what gives a statement a meaning only in one transaction with others, or nothing. The server refuses or
 * warns of these outside a block, and in a transaction of its own each would be lost without a word.
 */
export function meansNothingAlone(statement: Statement): string | undefined {
  const fields = fieldsOf(statement);
  switch (statement.kind) {
    case 'VariableSetStmt':
      if (setsTransaction(statement)) return 'SET TRANSACTION';
      return fields['is_local'] ? 'SET LOCAL' : undefined;
    case 'SelectStmt':
      return onlySetsConfig(statement.node, 'true') ? 'set_config(…, true)' : undefined;
    case 'LockStmt':
      return 'LOCK TABLE';
    case 'ConstraintsSetStmt':
      return 'SET CONSTRAINTS';
    case 'DeclareCursorStmt':
      return Number(fields['options'] ?? 0) & HOLD ? undefined : 'DECLARE CURSOR';
    case 'TransactionStmt':
      return isSavepoint(statement) ? 'SAVEPOINT' : undefined;
  }
  return undefined;
}

export function isSavepoint(statement: Statement): boolean {
  return statement.kind === 'TransactionStmt' && SAVEPOINTS.has(String(fieldsOf(statement)['kind']));
}

/** Whether a BEGIN or SET TRANSACTION makes the transaction read-only, so that nothing could be recorded in it. */
export function makesReadOnly(statement: Statement): boolean {
  const fields = fieldsOf(statement);
  const given = statement.kind === 'TransactionStmt' ? fields['options'] : setOptions(statement, fields);
  let found = false;
  walk(given, (tag, node) => {
    if (tag === 'DefElem' && node['defname'] === 'transaction_read_only')
      found = constant(node['arg']) === '1';
  });
  return found;
}

function setOptions(statement: Statement, fields: Fields): unknown {
  return statement.kind === 'VariableSetStmt' && fields['name'] === 'TRANSACTION'
    ? fields['args']
    : undefined;
}

/** Whether a DO block ends a transaction itself, which the server lets it do only outside of one. */
export function endsTransactionInside(statement: Statement): boolean {
  if (statement.kind !== 'DoStmt' || !/commit|rollback/i.test(statement.text)) return false;
  let found = false;
  try {
    walk(loadedParser().plpgsql(statement.text), (tag) => {
      found ||= tag === 'PLpgSQL_stmt_commit' || tag === 'PLpgSQL_stmt_rollback';
    });
  } catch {
    // Another language than PL/pgSQL: the server tells.
  }
  return found;
}
