import type { CatalogFacts, PolicyFacts, RelationFacts, Rights } from '../facts.ts';
import type { ReleaseMemory } from '../memory.ts';
import { typesOf } from '../remade/constraints.ts';
import { hidesFrom } from '../remade/policies.ts';
import { freshRights } from '../remade/rights.ts';

/** Schemas that Supabase's API serves whatever its settings say. */
const SERVED = ['public', 'graphql_public'];

/** Who anybody with the publishable key acts as, and whoever signed up. PUBLIC counts for both. */
const VISITORS = ['public', 'anon', 'authenticated'] as const;
/**
 * What the Data API can use a table for. TRUNCATE, REFERENCES and TRIGGER are left to the API roles in new projects, and
 * reach no row: https://supabase.com/docs/guides/database/data-api
 */
export const ROWS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** The release as it is by now, or at its end. */
export interface World {
  readonly facts: CatalogFacts;
  readonly memory: ReleaseMemory;
}

export function isExposed({ facts }: World, name: string): boolean {
  const schema = name.split('.')[0] ?? '';
  return SERVED.includes(schema) || facts.exposed?.has(schema) === true;
}

/** A relation as it stands by then. */
export interface Standing {
  readonly name: string;
  readonly isThere: boolean;
  readonly isNew: boolean;
  readonly kind: RelationFacts['kind'] | undefined;
  readonly rowSecurity: boolean;
  readonly rights: Rights;
  readonly policies: ReadonlyMap<string, PolicyFacts>;
  /** Of views. */
  readonly isInvoker: boolean;
  readonly facts: RelationFacts | undefined;
}

/** @param name as it is called by then */
export function standing({ facts, memory }: World, name: string): Standing {
  const isNew = memory.created.has(name);
  const catalogName = memory.renamed.get(name) ?? name;
  const old = isNew ? undefined : (memory.changed.get(catalogName) ?? facts.relations.get(catalogName));
  const known = isNew ? memory.made.get(name) : old;
  return {
    name,
    isNew,
    isThere: isNew || (old !== undefined && !memory.dropped.has(name)),
    kind: known?.kind,
    rowSecurity: isNew ? memory.rowSecurity.has(name) : old?.rowSecurity === true,
    rights: memory.rights.get(`table ${name}`) ?? old?.rights ?? new Map(),
    policies: (isNew ? memory.newPolicies.get(name) : old?.policies) ?? new Map(),
    isInvoker: known?.securityInvoker === true,
    facts: known,
  };
}

/** Which visitors have one of these rights on a relation, of their own, as PUBLIC or as members of a role. */
export function visitorsOf(
  world: World,
  { name, rights }: Pick<Standing, 'name' | 'rights'>,
  verbs: readonly string[] = ROWS,
): string[] {
  const schema = name.split('.')[0] ?? '';
  return VISITORS.filter(
    (role) =>
      rolesBehind(world, role).some((each) => has(rights.get(each), verbs)) && enters(world, role, schema),
  );
}

/** Which visitors may call a function. */
export function callersOf(world: World, name: string, rights: Rights): string[] {
  return visitorsOf(world, { name, rights }, ['EXECUTE']);
}

/** A role and those whose rights it has without asking for them. */
export function rolesBehind({ facts, memory }: World, role: string): readonly string[] {
  const found = new Set([role]);
  for (const each of found) {
    for (const group of facts.inherits?.get(each)?.of ?? []) found.add(group);
    for (const group of memory.joined.get(each) ?? []) found.add(group);
  }
  return [...found];
}

const has = (held: ReadonlySet<string> | undefined, verbs: readonly string[]): boolean =>
  [...(held ?? [])].some((privilege) =>
    verbs.some((verb) => privilege === verb || privilege.startsWith(`${verb} (`)),
  );

/** Whether it may name what is in a schema. What nobody looked up counts as open. */
function enters(world: World, role: string, schema: string): boolean {
  const { facts, memory } = world;
  const known =
    memory.rights.get(`schema ${schema}`) ??
    facts.schemas.get(schema)?.rights ??
    (memory.schemas.has(schema) ? freshRights(world, 'schema', schema) : undefined);
  if (!known) return true;
  return ['public', ...rolesBehind(world, role)].some((each) => known.get(each)?.has('USAGE'));
}

/** Whether row level security hides rows of a relation from any of these visitors. */
export function hidesRows(world: World, table: Standing, visitors: readonly string[]): boolean {
  if (!table.rowSecurity) return false;
  const roles = new Map(visitors.map((role) => [role, ['select'] as const]));
  const types = table.facts ? typesOf(table.facts, world.facts) : () => undefined;
  return hidesFrom(roles, table.policies, types) !== undefined;
}
