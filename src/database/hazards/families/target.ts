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

export const target: Family = {
  name: 'What the target says',
  rules: [UNKNOWN_TO_SERVER, UNKNOWN_NAME],
};
