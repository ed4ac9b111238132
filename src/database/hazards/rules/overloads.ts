import type { CreateFunctionStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { isExposed } from '../exposure/visitors.ts';
import type { CatalogFacts, RoutineFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { plainType, routineOf, signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { qualified } from './functions.ts';

const AMBIGUOUS: Rule = {
  id: 'ambiguous-overload',
  severity: 'refused',
  threat: 'compatibility',
  title:
    'A function is created next to one of the same name that takes the same calls: the calls of the running version fail',
  instead:
    'Drop the existing one in the same migration (with its argument types), so that its callers reach the new one; or use another name.',
};

/**
 * CREATE OR REPLACE with an argument more replaces nothing: it makes a second function. PostgreSQL refuses calls that
 * both can take, and PostgREST (PGRST203) tells functions apart by the names of the arguments alone.
 * https://www.postgresql.org/docs/current/typeconv-func.html and https://postgrest.org/en/stable/references/errors.html
 */
function created(effects: Effects, node: CreateFunctionStmt): void {
  const name = qualified(effects, nameList(node.funcname));
  const { types } = routineOf(node, effects.facts);
  const before = effects.facts.routines.get(name) ?? [];
  const key = signature(types, effects.facts);
  if (before.length === 0) return;
  effects.later.push((end: ReleaseMemory) => {
    const now = end.routines.get(name) ?? before;
    const made = now.find((each) => each.file !== undefined && signature(each.types, effects.facts) === key);
    if (!made) return;
    for (const old of before) {
      if (signature(old.types, effects.facts) === key || !now.includes(old)) continue;
      const call = sharedCall(old, made, effects.facts);
      if (!call || (call.byNameAlone && !isExposed(effects, name))) continue;
      effects.contract = true;
      effects.hazard(
        AMBIGUOUS,
        `${name}(${old.types.join(', ')}) stays next to ${name}(${made.types.join(', ')}), and ${call.byNameAlone ? 'through the Data API ' : ''}${name}(${call.given}) could mean either`,
        undefined,
        // SQL tells them apart by the types.
        call.byNameAlone ? { severity: 'warning' } : {},
      );
    }
  });
}

interface Call {
  /** Its arguments, as they are shown. */
  readonly given: string;
  /** The types differ. */
  readonly byNameAlone: boolean;
}

/** A call of the one that the other takes as well; undefined: there is none. */
function sharedCall(old: RoutineFacts, made: RoutineFacts, facts: CatalogFacts): Call | undefined {
  if (old.kind !== made.kind) return undefined;
  const required = ({ types, defaults }: RoutineFacts) => types.length - defaults;
  const isSame = (index: number, other: number) =>
    plainType(old.types[index] ?? '', facts) === plainType(made.types[other] ?? '', facts);
  // By place: the fewest arguments that both take.
  const count = Math.max(required(old), required(made));
  const places = old.types.slice(0, count).map((_, index) => index);
  const bothTake = count <= old.types.length && count <= made.types.length;
  if (bothTake && places.every((index) => isSame(index, index)))
    return { given: old.types.slice(0, count).join(', '), byNameAlone: false };
  // By name: what either requires, if both know it.
  const asked = [...new Set([...old.names.slice(0, required(old)), ...made.names.slice(0, required(made))])];
  const both = asked.map((each) => [old.names.indexOf(each), made.names.indexOf(each)] as const);
  if (asked.includes('') || both.some(([index, other]) => index < 0 || other < 0)) return undefined;
  return {
    given: asked.map((each) => `${each} => …`).join(', '),
    byNameAlone: !both.every(([index, other]) => isSame(index, other)),
  };
}

export const overloads: Family = {
  name: 'Overloads',
  rules: [AMBIGUOUS],
  statements: { CreateFunctionStmt: created },
};
