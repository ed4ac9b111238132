import { nameList, walk } from '../../sql/walk.ts';
import type { CatalogFacts } from '../facts.ts';
import type { ReleaseMemory } from '../memory.ts';

/** Without a catalog: functions in defaults that are known to give one value a statement. */
const STABLE = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'current_setting',
  'current_database',
  'lower',
  'upper',
  'coalesce',
  'to_char',
  'timezone',
  'uid',
  'jsonb_build_object',
  'json_build_object',
  'jsonb_build_array',
  'md5',
  'make_interval',
  'date_trunc',
  'to_jsonb',
  'round',
  'concat',
]);

/** Whether an expression can differ from row to row: then a new column's default cannot be stored once for all. */
export function isVolatile(expression: unknown, facts: CatalogFacts, memory: ReleaseMemory): boolean {
  let volatile = false;
  walk({ Root: expression }, (tag, node) => {
    if (tag === 'FuncCall' && callIsVolatile(nameList(node['funcname']).at(-1) ?? '', facts, memory))
      volatile = true;
  });
  return volatile;
}

function callIsVolatile(name: string, facts: CatalogFacts, memory: ReleaseMemory): boolean {
  const known = memory.functions.get(name) ?? facts.functions.get(name);
  if (known) return known.volatility === 'volatile';
  return !STABLE.has(name);
}
