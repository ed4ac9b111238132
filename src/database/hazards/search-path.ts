import type { FuncCall, Node, VariableSetStmt } from 'libpg-query';
import { searchPathOf } from '../sql/definitions.ts';
import { constant, nameList } from '../sql/walk.ts';
import type { ReleaseMemory } from './memory.ts';

/** Keeps the search_path that a statement sets, by SET or by `select set_config(…)`: later names are looked up there. */
export function followSearchPath(node: Node, memory: ReleaseMemory): void {
  if ('VariableSetStmt' in node) {
    const path = pathOfSet(node.VariableSetStmt);
    if (path) replace(memory, path);
  }
  if (!('SelectStmt' in node)) return;
  for (const item of node.SelectStmt.targetList ?? []) {
    const value = 'ResTarget' in item ? item.ResTarget.val : undefined;
    const path = value && 'FuncCall' in value ? pathOfCall(value.FuncCall) : undefined;
    if (path) replace(memory, path);
  }
}

function pathOfSet(node: VariableSetStmt): readonly string[] | undefined {
  if (node.kind === 'VAR_RESET_ALL') return [];
  if (node.name?.toLowerCase() !== 'search_path') return undefined;
  return node.kind === 'VAR_SET_VALUE' ? (node.args ?? []).map((arg) => constant(arg) ?? '') : [];
}

function pathOfCall(call: FuncCall): readonly string[] | undefined {
  const [name, value] = call.args ?? [];
  if (nameList(call.funcname).at(-1) !== 'set_config' || constant(name)?.toLowerCase() !== 'search_path')
    return undefined;
  const path = constant(value);
  return path === undefined ? undefined : searchPathOf(path);
}

function replace(memory: ReleaseMemory, path: readonly string[]): void {
  memory.searchPath.clear();
  for (const schema of path) if (schema !== '$user') memory.searchPath.add(schema);
}
