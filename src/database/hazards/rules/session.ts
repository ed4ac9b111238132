import type { TransactionStmt, VariableSetStmt } from 'libpg-query';
import { setsLockTimeout } from '../../sql/parse.ts';
import { constant } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';

const LOCK_TIMEOUT: Rule = {
  id: 'lock-timeout-changed',
  severity: 'info',
  threat: 'stall',
  title: 'The file sets lock_timeout; Shiplock restores the lock budget after it',
  squawk: ['require-timeout-settings', 'require-lock-timeout'],
};
const NO_TIMEOUT: Rule = {
  id: 'statement-timeout-off',
  severity: 'info',
  threat: 'stall',
  title: 'The file lets statements run without a time limit',
  squawk: ['require-statement-timeout'],
};
const SESSION: Rule = {
  id: 'session-setting',
  severity: 'info',
  threat: 'correctness',
  title: 'A setting without LOCAL would outlive the file; the session is reset after each file',
  instead: 'SET LOCAL.',
};
const ROLE: Rule = {
  id: 'set-role',
  severity: 'warning',
  threat: 'authorization',
  title: 'The file changes its role: what it creates belongs to that role',
};
const TRIGGERS_OFF: Rule = {
  id: 'session-replication-role',
  severity: 'refused',
  threat: 'correctness',
  title: 'session_replication_role = replica switches off triggers and foreign keys for the session',
};
const OWN_TRANSACTION: Rule = {
  id: 'own-transaction',
  severity: 'info',
  threat: 'correctness',
  title: 'The file has its own transaction',
  squawk: ['transaction-nesting', 'ban-uncommitted-transaction'],
};

function set(effects: Effects, node: VariableSetStmt): void {
  const name = (node.name ?? '').toLowerCase();
  const value = constant(node.args?.[0]);
  if (setsLockTimeout(effects.statement))
    effects.hazard(LOCK_TIMEOUT, `lock_timeout becomes ${value ?? 'the default'}`);
  if (name === 'statement_timeout' && (value === '0' || value === undefined))
    effects.hazard(NO_TIMEOUT, 'statement_timeout is switched off');
  if (name === 'session_replication_role' && value === 'replica')
    effects.hazard(TRIGGERS_OFF, 'triggers and foreign keys are switched off');
  else if (name === 'role' || name === 'session_authorization')
    effects.hazard(ROLE, `the role becomes ${value ?? 'the default'}`);
  else if (!node.is_local && node.kind === 'VAR_SET_VALUE')
    effects.hazard(SESSION, `${name} is set for the session`);
}

function transaction(effects: Effects, node: TransactionStmt): void {
  const kind = node.kind ?? '';
  if (kind.includes('SAVEPOINT') || kind.includes('RELEASE') || kind.includes('_TO')) return;
  effects.hazard(OWN_TRANSACTION, `${effects.statement.text.split(/\s/, 1)[0]?.toUpperCase()} in the file`);
}

export const session: Family = {
  name: 'Session and transaction',
  rules: [LOCK_TIMEOUT, NO_TIMEOUT, SESSION, ROLE, TRIGGERS_OFF, OWN_TRANSACTION],
  statements: { VariableSetStmt: set, TransactionStmt: transaction },
};
