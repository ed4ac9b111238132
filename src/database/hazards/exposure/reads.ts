import type { Node } from 'libpg-query';
import { loadedParser } from '../../sql/parser.ts';
import { nameList, walk } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Reads } from '../facts.ts';

export type { Reads } from '../facts.ts';

import { track } from '../memory.ts';
import { parts } from '../target.ts';
import { hidesRows, type Standing, standing, type World } from './visitors.ts';

/** Qualified names of what statements read, common table expressions left out. */
export function readsOf(effects: Effects, nodes: readonly unknown[]): Reads {
  const own = new Set<string>();
  walk({ Root: nodes }, (tag, node) => {
    if (tag === 'CommonTableExpr') own.add(String(node['ctename']));
  });
  const relations = new Set<string>();
  let asksWho = false;
  walk({ Root: nodes }, (tag, node) => {
    if (tag === 'RangeVar') {
      const names = parts(node);
      if (names.length > 1 || !own.has(names[0] ?? '')) relations.add(effects.named(names).name);
    }
    if (tag === 'SQLValueFunction') asksWho ||= /USER|ROLE/.test(String(node['op']));
    if (tag === 'FuncCall') asksWho ||= dependsOnReader(effects, nameList(node['funcname']));
  });
  const [only] = nodes;
  return {
    relations: [...relations].map((name) => track(effects.memory, name)),
    asksWho,
    isSummary: nodes.length === 1 && summarises(only),
  };
}

const ASKS = new Set(['current_setting', 'pg_has_role', 'has_table_privilege', 'row_security_active']);

function dependsOnReader(effects: Effects, names: readonly string[]): boolean {
  const bare = names.at(-1) ?? '';
  if (ASKS.has(bare)) return true;
  if (names.length > 1 && names[0] !== 'pg_catalog') return true;
  return (effects.memory.functions.get(bare) ?? effects.facts.functions.get(bare))?.own === true;
}

const SUMS = new Set(['count', 'sum', 'avg', 'bool_and', 'bool_or', 'every']);

/** Every column is a count or the like, or there are groups. */
function summarises(query: unknown): boolean {
  const select = (query as { SelectStmt?: { targetList?: Node[]; groupClause?: Node[] } } | undefined)
    ?.SelectStmt;
  if (!select?.targetList) return false;
  if ((select.groupClause ?? []).length > 0) return true;
  return select.targetList.every((target) => {
    const value = 'ResTarget' in target ? target.ResTarget.val : undefined;
    const call = value && 'TypeCast' in value ? value.TypeCast.arg : value;
    return call && 'FuncCall' in call && SUMS.has(nameList(call.FuncCall.funcname).at(-1) ?? '');
  });
}

/** Reads of a view that the catalog has. */
export function readsOfDefinition(effects: Effects, definition: string | undefined): Reads | undefined {
  if (definition === undefined) return undefined;
  try {
    const nodes = loadedParser()
      .parse(definition)
      .flatMap(({ stmt }) => (stmt ? [stmt] : []));
    return readsOf(effects, nodes);
  } catch {
    return undefined;
  }
}

/**
 * The tables whose row level security would hide rows from these visitors, and which are read past it: straight, or
 * through views that read with their owner's rights.
 */
export function readPast(
  effects: Effects,
  world: World,
  reads: Reads,
  visitors: readonly string[],
  seen: ReadonlySet<string> = new Set(),
): { readonly tables: readonly string[]; readonly asksWho: boolean; readonly isSummary: boolean } {
  const found: string[] = [];
  let { asksWho, isSummary } = reads;
  for (const relation of reads.relations) {
    const read = standing(world, relation.name);
    if (seen.has(read.name)) continue;
    if (isView(read)) {
      const inner = read.isInvoker ? undefined : readsOfView(effects, read);
      if (!inner) continue;
      const below = readPast(effects, world, inner, visitors, new Set([...seen, read.name]));
      found.push(...below.tables);
      if (below.tables.length > 0) {
        asksWho ||= below.asksWho;
        isSummary ||= below.isSummary;
      }
    } else if (hidesRows(world, read, visitors)) found.push(read.name);
  }
  return { tables: [...new Set(found)], asksWho, isSummary };
}

export const isView = ({ kind }: Standing): boolean => kind === 'view';

export function readsOfView(effects: Effects, view: Standing): Reads | undefined {
  return view.facts?.reads ?? readsOfDefinition(effects, view.facts?.definition);
}
