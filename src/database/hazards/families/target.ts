import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';

/** Found by asking the target (src/database/ahead), not by reading statements. */
export const UNKNOWN_TO_SERVER: Rule = {
  id: 'unknown-to-server',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  title:
    'The target’s version of PostgreSQL does not know the grammar, a function, setting, option, extension or role of its own that a statement needs',
  instead: 'Write it for the target’s version, or upgrade the target first.',
};
export const UNKNOWN_NAME: Rule = {
  id: 'unknown-name-in-code',
  severity: 'warning',
  threat: 'correctness',
  title:
    'Code that a statement makes, or runs under a condition, calls what neither the target nor a pending file has',
};
export const BROKEN_ROWS: Rule = {
  id: 'rows-break-constraint',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  ofRows: true,
  title: 'Rows that are there break a constraint that a statement puts on them',
  instead: 'Correct the rows in a file before this one, or add the constraint NOT VALID.',
};
export const ROWS_BREAK_TODAY: Rule = {
  id: 'rows-break-today',
  severity: 'info',
  threat: 'correctness',
  title:
    'Rows break a constraint as they are today, and pending statements before it change rows of the table, or it runs under a condition: the server tries it then',
  instead: 'Check that what runs before leaves none of them.',
};
export const ROWS_NOT_TRIED: Rule = {
  id: 'rows-not-tried',
  severity: 'info',
  threat: 'correctness',
  title: 'Whether rows that are there break a constraint could not be tried, or only on a sample',
};
export const MAY_NOT: Rule = {
  id: 'role-may-not',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  title:
    'The role that migrates may not run a statement: it does not own the object, or lacks a right, an attribute or a membership',
  instead: 'Let the role that the message names run the statement in the message once, in each environment.',
};
export const MAY_PERHAPS_NOT: Rule = {
  id: 'role-may-perhaps-not',
  severity: 'info',
  threat: 'correctness',
  title:
    'Whether the role that migrates may run a statement cannot be told: the platform lets it do more than the catalog says, or code that cannot be read runs before',
};
export const WITHOUT_EFFECT: Rule = {
  id: 'grant-without-effect',
  severity: 'warning',
  threat: 'correctness',
  title:
    'GRANT or REVOKE by a role that may pass none of the rights on: the server warns, and nothing changes',
};

export const target: Family = {
  name: 'What the target says',
  rules: [
    UNKNOWN_TO_SERVER,
    UNKNOWN_NAME,
    BROKEN_ROWS,
    ROWS_BREAK_TODAY,
    ROWS_NOT_TRIED,
    MAY_NOT,
    MAY_PERHAPS_NOT,
    WITHOUT_EFFECT,
  ],
};
