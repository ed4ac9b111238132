import type { CatalogFacts } from '../hazards/facts.ts';
import { nameList, walk } from '../sql/walk.ts';

/** Whether a statement runs a function of the app that may do anything. */
export function callsOwn(node: object, facts: CatalogFacts): boolean {
  if (!('SelectStmt' in node || 'CallStmt' in node || 'DoStmt' in node)) return false;
  let found = false;
  walk(node, (_, { funcname }) => {
    const known = facts.functions.get(nameList(funcname).at(-1) ?? '');
    found ||= known?.own === true && known.volatility === 'volatile';
  });
  return found;
}
