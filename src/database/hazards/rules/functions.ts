import type { AlterFunctionStmt, CreateFunctionStmt, DropStmt, Node } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import { codeOf } from '../code.ts';
import { AGAIN, differs, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import { functionKey, PAST, readsPast } from '../exposure/functions.ts';
import { readsOf } from '../exposure/reads.ts';
import type { RoutineFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { namesOf } from '../nodes.ts';
import { beginRights, gained, lost, rightsAtEnd } from '../remade/rights.ts';
import { namedTypes, routineName, routineOf, signature, whyNotCalled } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { CASCADE, DROP, RIGHTS_ANEW } from './programs.ts';

const DEFINER: Rule = {
  id: 'security-definer-search-path',
  severity: 'warning',
  threat: 'authorization',
  title: 'A SECURITY DEFINER function without SET search_path: callers can make it use their own objects',
  instead: "Add SET search_path = '' and qualify names with their schema in its body.",
};
const DEFINER_INFO: Rule = {
  id: 'security-definer',
  severity: 'warning',
  threat: 'authorization',
  title: 'A function runs with the privileges of its owner, which bypasses row level security',
};
const INVOKER: Rule = {
  id: 'security-invoker',
  severity: 'warning',
  threat: 'authorization',
  title: 'A function no longer runs with the privileges of its owner: its callers need their own privileges',
};
const REPLACE: Rule = {
  id: 'replace-function',
  severity: 'info',
  threat: 'compatibility',
  title: 'The body or the options of an existing function change while the running version uses it',
  squawk: ['ban-replace-view-function'],
};

/** Overloads of a name as they are by now. */
export function overloads(effects: Effects, name: string): readonly RoutineFacts[] {
  return effects.memory.routines.get(name) ?? effects.facts.routines.get(name) ?? [];
}

export function qualified(effects: Effects, names: readonly string[]): string {
  return routineName(names, effects.facts, [
    ...effects.facts.routines.keys(),
    ...effects.memory.routines.keys(),
  ]);
}

function createFunction(effects: Effects, node: CreateFunctionStmt): void {
  effects.ddl = true;
  const names = nameList(node.funcname);
  const bare = names.at(-1) ?? '';
  const label = names.join('.');
  const name = qualified(effects, names);
  const made: RoutineFacts = {
    ...routineOf(node, effects.facts),
    file: effects.setting.file,
    reads: readsOf(effects, codeOf(effects.statement)),
  };
  const all = overloads(effects, name);
  const replaced = all.find((each) => same(effects, each, made));
  const key = functionKey(effects, name, made.types);
  effects.add(`function ${label}`);
  if (replaced) {
    if (replaced.file === undefined && node.replace) {
      effects.hazard(REPLACE, `function ${label} gets a new body`);
      if (replaced.definer && !made.definer) noDefiner(effects, label);
    }
    // What is replaced keeps its rights, its owner and what hangs on it.
    const { rights, owner, dependents } = replaced;
    const kept = {
      ...made,
      ...(rights ? { rights } : {}),
      ...(owner ? { owner } : {}),
      ...(dependents ? { dependents } : {}),
    };
    effects.memory.routines.set(name, [...all.filter((each) => each !== replaced), kept]);
  } else {
    effects.memory.routines.set(name, [...all, made]);
    beginRights(effects, key, 'function', name.split('.')[0] ?? '');
  }
  const volatility = option(node.options, 'volatility');
  effects.memory.functions.set(bare, {
    volatility: volatility === 'immutable' || volatility === 'stable' ? volatility : 'volatile',
    own: true,
  });
  if (made.definer) definer(effects, node.options, label);
  if (made.definer) readsPast(effects, name, made.types);
}

const same = (effects: Effects, a: RoutineFacts, b: RoutineFacts): boolean =>
  signature(a.types, effects.facts) === signature(b.types, effects.facts);

function definer(effects: Effects, options: readonly Node[] | undefined, label: string): void {
  const setsPath = (options ?? []).some(
    (item) =>
      'DefElem' in item &&
      item.DefElem.arg &&
      'VariableSetStmt' in item.DefElem.arg &&
      item.DefElem.arg.VariableSetStmt.name === 'search_path',
  );
  if (setsPath) effects.hazard(DEFINER_INFO, `function ${label} runs with the privileges of its owner`);
  else
    effects.hazard(
      DEFINER,
      `function ${label} runs with the privileges of its owner and the search_path of its caller`,
    );
}

/** A function's option as text: booleans as `true` and `false`. */
function option(options: readonly Node[] | undefined, name: string): string | undefined {
  for (const item of options ?? []) {
    if (!('DefElem' in item) || item.DefElem.defname !== name || !item.DefElem.arg) continue;
    const arg = item.DefElem.arg;
    if ('Boolean' in arg) return String(arg.Boolean.boolval ?? false);
    if ('String' in arg) return arg.String.sval;
  }
  return undefined;
}

export const FUNCTIONS = new Set([
  'OBJECT_FUNCTION',
  'OBJECT_PROCEDURE',
  'OBJECT_ROUTINE',
  'OBJECT_AGGREGATE',
]);

function drop(effects: Effects, node: DropStmt): void {
  const type = node.removeType ?? '';
  if (!FUNCTIONS.has(type)) return;
  effects.ddl = true;
  const kind = type.replace('OBJECT_', '').toLowerCase();
  for (const object of node.objects ?? []) {
    const names = namesOf(object);
    const bare = names.at(-1) ?? '';
    const name = qualified(effects, names);
    const types = namedTypes(object, effects.facts);
    const all = overloads(effects, name);
    const gone = all.filter(
      (each) => !types || signature(each.types, effects.facts) === signature(types, effects.facts),
    );
    const unknown = !effects.facts.known && gone.length === 0 && !effects.memory.functions.has(bare);
    effects.memory.routines.set(
      name,
      all.filter((each) => !gone.includes(each)),
    );
    const label = `${kind} ${names.join('.')}${types ? `(${types.join(', ')})` : ''}`;
    if (unknown) {
      effects.contract = true;
      effects.hazard(DROP, `${label} is dropped`);
      if (node.behavior === 'DROP_CASCADE') cascade(effects, label);
      continue;
    }
    const isLast = all.length === gone.length;
    for (const found of gone) {
      // What stands in the place of one from before goes, too: then that one is missed.
      const before =
        found.file === undefined
          ? found
          : effects.facts.routines.get(name)?.find((each) => same(effects, each, found));
      if (!before) continue;
      effects.goes(DROP, label, (end) => routineFate(effects, name, before, end));
      effects.later.push((end) => rightsBeginAnew(effects, label, name, before, end));
      if (node.behavior === 'DROP_CASCADE') cascaded(effects, label, before);
    }
    if (isLast && gone.length > 0) effects.memory.functions.delete(bare);
    if (node.behavior !== 'DROP_CASCADE' || gone.every((each) => each.file !== undefined)) continue;
    for (const table of effects.facts.functions.get(bare)?.usedBy ?? [])
      effects.lock(table, 'AccessExclusiveLock');
  }
}

/** A function that takes every call of the one that went. */
export function routineFate(effects: Effects, name: string, before: RoutineFacts, end: ReleaseMemory): Fate {
  const now = (end.routines.get(name) ?? []).filter((each) => each !== before);
  const reasons = now.map((each) => whyNotCalled(before, each, effects.facts));
  const found = now[reasons.indexOf(undefined)];
  if (!found) return now.length === 0 || !reasons.at(-1) ? GONE : differs(reasons.at(-1) ?? '');
  const rights = rightsAtEnd(end, functionKey(effects, name, found.types));
  // A trigger runs its function whatever rights its writer has.
  const gone = before.result.type === 'trigger' ? [] : lost(before.rights ?? new Map(), rights, before.owner);
  if (found.file !== undefined && gone.length > 0) return differs(gone.join('; '));
  return AGAIN(found.file);
}

function rightsBeginAnew(
  effects: Effects,
  label: string,
  name: string,
  before: RoutineFacts,
  end: ReleaseMemory,
): void {
  const found = (end.routines.get(name) ?? []).find(
    (each) => each !== before && each.file !== undefined && !whyNotCalled(before, each, effects.facts),
  );
  if (!found || !before.rights) return;
  const more = gained(before.rights, rightsAtEnd(end, functionKey(effects, name, found.types)));
  if (more.length > 0)
    effects.hazard(
      RIGHTS_ANEW,
      `${label} is recreated with default privileges: ${more.join(', ')} can call it`,
    );
}

/** What CASCADE drops is named by the catalog; triggers and policies may be made again like the function itself. */
function cascaded(effects: Effects, label: string, before: RoutineFacts): void {
  const names = before.dependents ?? [];
  if (names.length === 0) return;
  const others = names.filter((name) => !/^(?:trigger|policy) /.test(name));
  if (others.length > 0) {
    cascade(effects, `${label}, and ${others.join(', ')} with it,`);
    return;
  }
  for (const name of names) {
    const [kind = '', table = '', ...rest] = name.split(' ');
    const target = effects.named(table.split('.'));
    const held = kind === 'trigger' ? 'triggers' : 'policies';
    const what = rest.join(' ');
    const left = new Map<string, unknown>(effects.current(target)?.[held] ?? []);
    const was = left.get(what);
    left.delete(what);
    effects.change(target, { [held]: left });
    effects.goes(
      CASCADE,
      `${kind} ${what} on ${table}`,
      (end) => {
        const now = end.changed
          .get(effects.memory.renamed.get(target.name) ?? target.name)
          ?.[held]?.get(what);
        return now !== undefined && now !== was ? AGAIN(now.file ?? effects.setting.file) : GONE;
      },
      { target, message: `${kind} ${what} on ${table} is dropped with ${label}` },
    );
  }
}

function cascade(effects: Effects, label: string): void {
  effects.contract = true;
  effects.losesData = true;
  effects.hazard(CASCADE, `${label} is dropped with everything that depends on it`);
}

function noDefiner(effects: Effects, label: string): void {
  effects.contract = true;
  effects.hazard(INVOKER, `function ${label} runs with the privileges of its caller`);
}

/** Options change what the body does, and with whose rights. */
function alterFunction(effects: Effects, node: AlterFunctionStmt): void {
  effects.ddl = true;
  const names = nameList(node.func?.objname);
  const bare = names.at(-1) ?? '';
  const known = effects.memory.functions.get(bare) ?? effects.facts.functions.get(bare);
  const volatility = option(node.actions, 'volatility');
  if (known && (volatility === 'immutable' || volatility === 'stable' || volatility === 'volatile'))
    effects.memory.functions.set(bare, { ...known, volatility });
  const label = names.join('.');
  const isNew = overloads(effects, qualified(effects, names)).every(({ file }) => file !== undefined);
  const isMade = isNew && effects.memory.functions.has(bare);
  if (!isMade) effects.hazard(REPLACE, `function ${label} gets different options`);
  const security = option(node.actions, 'security');
  if (security === 'true') {
    definer(effects, node.actions, label);
    const name = qualified(effects, names);
    for (const each of overloads(effects, name)) readsPast(effects, name, each.types, true);
  }
  // Its callers need rights of their own from now on.
  if (security === 'false' && !isMade) noDefiner(effects, label);
}

export const functions: Family = {
  name: 'Functions',
  rules: [DEFINER, DEFINER_INFO, INVOKER, PAST, REPLACE],
  statements: {
    CreateFunctionStmt: createFunction,
    AlterFunctionStmt: alterFunction,
    DropStmt: drop,
  },
};
