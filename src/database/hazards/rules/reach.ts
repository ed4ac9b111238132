import type { CreateStmt, RangeVar } from 'libpg-query';
import { functionOf, namesOf } from '../../sql/definitions.ts';
import { ident } from '../../sql/ident.ts';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { functionKey } from '../exposure/functions.ts';
import { isExposed, ROWS, type Standing, standing, type World } from '../exposure/visitors.ts';
import type { Rights } from '../facts.ts';
import type { Family } from '../family.ts';
import { track } from '../memory.ts';
import { API_ROLES, beginRights, freshRights } from '../remade/rights.ts';
import { routineName, routineOf, signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { world } from './unguarded.ts';

const OUT_OF_REACH: Rule = {
  id: 'used-out-of-reach',
  severity: 'refused',
  threat: 'compatibility',
  whateverServes: true,
  title:
    'The app uses a new table, view or function (`supabase/usage.json`), but no role other than its owner can use it that way. New Supabase projects, and since 30 October 2026 all that did not opt out, no longer grant anything on new tables automatically',
  instead:
    'Add the GRANT at the end of the message in the same release, for the roles that the app uses. service_role needs one too.',
};
const NOBODY: Rule = {
  id: 'no-api-role-reaches',
  severity: 'info',
  threat: 'compatibility',
  title:
    'Nobody can use a new table or view of an exposed schema through the Data API, not even service_role: right for private data, but a mistake if the app uses it',
  instead:
    'If the app uses it through the Data API, GRANT what it needs; create private data in another schema.',
};

type Verb = 'select' | 'insert' | 'update' | 'delete';
type Use = { readonly [V in Verb]?: readonly string[] | boolean | undefined };
const VERBS: readonly Verb[] = ['select', 'insert', 'update', 'delete'];

function made(effects: Effects, relation: RangeVar | undefined, node?: CreateStmt): void {
  if (!effects.facts.known || relation?.relpersistence === 't') return;
  const target = effects.target(relation);
  if (!target.isNew) return;
  const schema = target.name.split('.')[0] ?? '';
  if (!effects.memory.rights.has(`table ${target.name}`))
    beginRights(effects, `table ${target.name}`, 'table', schema);
  const relationMade = track(effects.memory, target.name);
  const sequences = serials(effects, node, target.name);
  effects.later.push((memory) => {
    const end = standing(world(effects, memory), relationMade.name);
    if (!end.isThere || !end.isNew) return;
    const { uses } = effects.setting;
    if (!uses) {
      if (!node?.partbound) hint(effects, world(effects, memory), end);
      return;
    }
    const used = Object.entries(uses.uses.relations).find(
      ([name]) => namesOf(name)?.join('.') === end.name,
    )?.[1];
    if (used) reached(effects, world(effects, memory), end, used, sequences);
  });
}

/** Every way in which the app uses it must be open to some role. Owners may do everything, and nobody works as one. */
function reached(effects: Effects, at: World, end: Standing, used: Use, sequences: readonly Serial[]): void {
  const missing = VERBS.filter(
    (verb) => isUsed(used[verb]) && holders(at, end.rights, verb, used[verb]).length === 0,
  );
  const name = named(end.name);
  if (missing.length > 0) {
    const verbs = missing.map((verb) => verb.toUpperCase()).join(', ');
    const grant = `GRANT ${verbs} ON ${name} TO ${suggested(end)};`;
    effects.hazard(
      OUT_OF_REACH,
      `the app uses ${end.name} (${missing.join(', ')}), but no role other than its owner can: ${grant}`,
    );
  }
  const inserting = holders(at, end.rights, 'insert', used.insert);
  for (const { column, sequence } of isUsed(used.insert) && inserting.length > 0 ? sequences : []) {
    if (gives(used.insert, column)) continue;
    const rights =
      at.memory.rights.get(`sequence ${sequence.name}`) ?? new Map<string, ReadonlySet<string>>();
    const may = (role: string) => ['USAGE', 'UPDATE'].some((each) => rights.get(role)?.has(each));
    if (may('public') || inserting.some(may)) continue;
    const grant = `GRANT USAGE ON SEQUENCE ${named(sequence.name)} TO ${inserting.join(', ')};`;
    effects.hazard(
      OUT_OF_REACH,
      `the app inserts into ${end.name}, but none of ${inserting.join(', ')} can use the sequence of ${column}: ${grant}`,
    );
  }
}

const isUsed = (use: Use[Verb]): boolean => (Array.isArray(use) ? use.length > 0 : use === true);
const gives = (use: Use[Verb], column: string): boolean => Array.isArray(use) && use.includes(column);

/** Roles beside the owner that may use a relation in this way, on all of these columns. */
function holders({ facts }: World, rights: Rights, verb: Verb, use: Use[Verb]): string[] {
  const all = verb.toUpperCase();
  const columns = Array.isArray(use) ? use : [];
  return [...rights].flatMap(([role, held]) => {
    const onEach =
      columns.length > 0 && columns.every((column) => column !== '*' && held.has(`${all} (${column})`));
    return role !== facts.role && (held.has(all) || onEach) ? [role] : [];
  });
}

/** Whom its policies are for; service_role, where row level security keeps everybody else out. */
function suggested({ rowSecurity, policies }: Standing): string {
  const meant = [...policies.values()].flatMap(({ roles }) =>
    roles.flatMap((role) => (role === 'public' ? ['anon', 'authenticated'] : [role])),
  );
  if (meant.length > 0) return [...new Set(meant)].join(', ');
  return rowSecurity ? 'service_role' : 'authenticated';
}

/** Without a word of what the app uses: a hint, and a warning where policies show that somebody was meant to get in. */
function hint(effects: Effects, at: World, end: Standing): void {
  const { inherits } = effects.facts;
  if (!isExposed(at, end.name) || !inherits?.size) return;
  const reach = (role: string) =>
    [...(end.rights.get(role) ?? [])].some((right) =>
      ROWS.some((row) => right === row || right.startsWith(`${row} (`)),
    );
  const roles = [...inherits.keys(), ...[...inherits.values()].flatMap(({ of }) => of), 'public'];
  if (roles.some((role) => role !== effects.facts.role && reach(role))) return;
  const forApi = [...end.policies.values()].some(({ roles: meant }) =>
    meant.some((role) => (API_ROLES as readonly string[]).includes(role)),
  );
  effects.hazard(
    NOBODY,
    `no API role can use ${end.name}${forApi ? ', but it has policies for them' : ''}; if the app does: GRANT SELECT, INSERT, UPDATE, DELETE ON ${named(end.name)} TO ${suggested(end)}`,
    undefined,
    { severity: forApi ? 'warning' : 'info' },
  );
}

const named = (name: string): string => name.split('.').map(ident).join('.');

interface Serial {
  readonly column: string;
  readonly sequence: { readonly name: string };
}

/** Sequences of serial columns have rights of their own; those of identity columns need none. */
function serials(effects: Effects, node: CreateStmt | undefined, table: string): Serial[] {
  const [schema = '', bare = ''] = table.split('.');
  return (node?.tableElts ?? []).flatMap((element) => {
    if (!('ColumnDef' in element)) return [];
    const { colname: column = '', typeName } = element.ColumnDef;
    if (!/serial/.test(nameList(typeName?.names).at(-1) ?? '')) return [];
    const name = `${schema}.${bare}_${column}_seq`;
    const key = `sequence ${name}`;
    if (!effects.memory.rights.has(key)) beginRights(effects, key, 'sequence', schema);
    return [{ column, sequence: track(effects.memory, name) }];
  });
}

/** A function that the app calls. */
function called(effects: Effects, node: Parameters<typeof routineOf>[0]): void {
  const { facts, memory, setting } = effects;
  if (!facts.known || !setting.uses) return;
  const name = routineName(nameList(node.funcname), facts, [
    ...facts.routines.keys(),
    ...memory.routines.keys(),
  ]);
  const { types } = routineOf(node, facts);
  const isOld = facts.routines
    .get(name)
    ?.some((each) => signature(each.types, facts) === signature(types, facts));
  const isCalled = setting.uses.uses.functions.some((each) => sameFunction(each, name, types, effects));
  if (isOld || !isCalled) return;
  const key = functionKey(effects, name, types);
  effects.later.push((end) => {
    const rights =
      end.rights.get(key) ?? freshRights({ facts, memory: end }, 'function', name.split('.')[0] ?? '');
    if ([...rights].some(([role, held]) => role !== facts.role && held.has('EXECUTE'))) return;
    const grant = `GRANT EXECUTE ON FUNCTION ${named(name)}(${types.join(', ')}) TO authenticated;`;
    effects.hazard(OUT_OF_REACH, `the app calls ${name}, but no role other than its owner can: ${grant}`);
  });
}

/** `public.fn(integer, text)` as a contract writes it. */
function sameFunction(written: string, name: string, types: readonly string[], { facts }: Effects): boolean {
  const used = functionOf(written);
  return used?.names.join('.') === name && signature(used.types, facts) === signature(types, facts);
}

export const reach: Family = {
  name: 'What the app can use',
  rules: [OUT_OF_REACH, NOBODY],
  statements: {
    CreateStmt: (effects, node) => made(effects, node.relation, node),
    CreateTableAsStmt: (effects, node) => made(effects, node.into?.rel),
    SelectStmt: (effects, node) => made(effects, node.intoClause?.rel),
    ViewStmt: (effects, node) => made(effects, node.view),
    CreateForeignTableStmt: (effects, node) => made(effects, node.base?.relation),
    CreateFunctionStmt: called,
  },
};
