import type { Effects } from '../effects.ts';
import { signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { readPast } from './reads.ts';
import { callersOf, isExposed } from './visitors.ts';

export const PAST: Rule = {
  id: 'function-bypasses-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'Anybody can call a SECURITY DEFINER function that returns rows which the policies of their tables hide, whoever calls it',
  instead:
    'SECURITY INVOKER, a condition on auth.uid(), or REVOKE EXECUTE from PUBLIC, anon and authenticated.',
};
export const functionKey = (effects: Effects, name: string, types: readonly string[]): string =>
  `function ${name}(${signature(types, effects.facts)})`;

/** What no row is in. */
const NO_ROWS = new Set(['trigger', 'event_trigger', 'void', 'boolean']);

/** Whoever may call it gets rows, whoever asks and whatever the call gives, that policies hide. Asked at the end. */
export function readsPast(
  effects: Effects,
  name: string,
  types: readonly string[],
  isMadeDefiner = false,
): void {
  const key = functionKey(effects, name, types);
  effects.later.push((memory) => {
    const at = { facts: effects.facts, memory };
    const end = (memory.routines.get(name) ?? effects.facts.routines.get(name) ?? []).find(
      (each) => functionKey(effects, name, each.types) === key,
    );
    if (
      !end?.reads ||
      !(end.definer || isMadeDefiner) ||
      end.types.length > 0 ||
      NO_ROWS.has(end.result.type)
    )
      return;
    const callers = isExposed(at, name)
      ? callersOf(at, name, memory.rights.get(key) ?? end.rights ?? new Map())
      : [];
    const found = readPast(effects, at, end.reads, callers);
    if (callers.length === 0 || found.tables.length === 0 || found.asksWho) return;
    const message = `${callers.join(', ')} can call ${name}(), which bypasses row level security of ${found.tables.join(', ')}, whoever calls it`;
    effects.hazard(PAST, message);
  });
}
