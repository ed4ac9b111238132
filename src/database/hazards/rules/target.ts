import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';

/** Found by asking the target (src/database/ahead), not by reading statements. */
export const UNKNOWN_TO_SERVER: Rule = {
  id: 'unknown-to-server',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  title:
    'The target’s version of PostgreSQL does not have the syntax, function, setting, option, extension or predefined role that a statement needs',
  instead: 'Write it for the target’s version, or upgrade the target first.',
};
export const UNKNOWN_NAME: Rule = {
  id: 'unknown-name-in-code',
  severity: 'warning',
  threat: 'correctness',
  title:
    'Code that a statement creates, or runs under a condition, calls something that neither the target nor a pending file has',
};
export const BROKEN_ROWS: Rule = {
  id: 'rows-break-constraint',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  ofRows: true,
  title: 'Existing rows break a constraint that a statement adds',
  instead: 'Correct the rows in an earlier file, or add the constraint NOT VALID.',
};
export const ROWS_BREAK_TODAY: Rule = {
  id: 'rows-break-today',
  severity: 'info',
  threat: 'correctness',
  title:
    'Rows currently break a constraint, but earlier pending statements change rows of the table, or it runs under a condition: the server checks it then',
  instead: 'Check that the earlier statements leave none of them.',
};
export const ROWS_NOT_TRIED: Rule = {
  id: 'rows-not-tried',
  severity: 'info',
  threat: 'correctness',
  title: 'Shiplock could not test whether existing rows break a constraint, or only on a sample',
};
export const MAY_NOT: Rule = {
  id: 'role-may-not',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  title:
    'The role that migrates cannot run a statement: it does not own the object, or lacks a privilege, an attribute or a membership',
  instead: 'Let the role named in the message run the statement in the message once, in each environment.',
};
export const MAY_PERHAPS_NOT: Rule = {
  id: 'role-may-perhaps-not',
  severity: 'info',
  threat: 'correctness',
  title:
    'Shiplock cannot tell whether the role that migrates can run a statement: the platform lets it do more than the catalog says, or code that Shiplock cannot analyze runs first',
};
export const WITHOUT_EFFECT: Rule = {
  id: 'grant-without-effect',
  severity: 'warning',
  threat: 'correctness',
  title:
    'GRANT or REVOKE by a role that cannot grant any of the privileges: the server warns, and nothing changes',
};

export const target: Family = {
  name: 'Checks against the target',
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
