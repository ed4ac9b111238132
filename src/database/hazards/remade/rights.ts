import type { Effects } from '../effects.ts';
import { type CatalogFacts, type DefaultRights, joined, type Rights } from '../facts.ts';
import type { ReleaseMemory } from '../memory.ts';

export type RightsKind = DefaultRights['kind'];

/** Whatever can be granted on it. https://www.postgresql.org/docs/current/ddl-priv.html */
export const ALL: Readonly<Record<RightsKind, readonly string[]>> = {
  table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'],
  sequence: ['USAGE', 'SELECT', 'UPDATE'],
  function: ['EXECUTE'],
  type: ['USAGE'],
  schema: ['USAGE', 'CREATE'],
};

/** What PostgreSQL gives PUBLIC on everything that is made, unless default privileges say otherwise. */
const BUILT_IN: Readonly<Record<RightsKind, Rights>> = {
  table: new Map(),
  sequence: new Map(),
  schema: new Map(),
  function: new Map([['public', new Set(['EXECUTE'])]]),
  type: new Map([['public', new Set(['USAGE'])]]),
};

/** Rights that something begins with, made by now by the migrating role in this schema. */
export function freshRights(
  { facts, memory }: { readonly facts: CatalogFacts; readonly memory: ReleaseMemory },
  kind: RightsKind,
  schema: string,
): Rights {
  const of = (where: string | null) =>
    memory.defaults.get(defaultsKey(kind, where)) ??
    facts.defaults.find((each) => each.kind === kind && each.schema === where);
  // Those for every schema stand in the place of the built-in ones; those of a schema are added.
  return [of(null)?.rights ?? BUILT_IN[kind], of(schema)?.rights ?? new Map()].reduce(joined);
}

const defaultsKey = (kind: RightsKind, schema: string | null) =>
  schema === null ? kind : `${kind} ${schema}`;

/** Default privileges as a statement leaves them, for one schema or (null) for every one. */
export function changeDefaults(
  { facts, memory }: Effects,
  kind: RightsKind,
  schema: string | null,
  change: (rights: Rights) => Rights,
): void {
  const key = defaultsKey(kind, schema);
  const known =
    memory.defaults.get(key) ?? facts.defaults.find((each) => each.kind === kind && each.schema === schema);
  // Those of one schema are added to the ones for all, and cannot take anything from them.
  const rights = change(known?.rights ?? (schema === null ? BUILT_IN[kind] : new Map()));
  memory.defaults.set(key, { kind, schema, rights });
}

/** Takes privileges from roles; `undefined`: all of them. */
export function without(
  rights: Rights,
  roles: readonly string[],
  privileges: readonly string[] | undefined,
): Rights {
  const left = new Map(rights);
  for (const role of roles) {
    const held = [...(left.get(role) ?? [])];
    const kept = privileges ? held.filter((each) => !privileges.includes(each)) : [];
    if (kept.length > 0) left.set(role, new Set(kept));
    else left.delete(role);
  }
  return left;
}

/** Whether a role has a privilege, perhaps as anybody has it. */
export const holds = (rights: Rights | undefined, role: string, privilege: string): boolean =>
  rights?.get(role)?.has(privilege) === true || rights?.get('public')?.has(privilege) === true;

/** Roles that the API works as. https://supabase.com/docs/guides/database/postgres/roles */
export const API_ROLES = ['anon', 'authenticated', 'service_role'] as const;

/** The Data API has no request that needs one of these, and nobody signs in to the database as its roles. */
const REACH_NO_ROW = new Set(['TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']);
const isOfApi = (role: string): boolean => API_ROLES.some((each) => each === role);

/** What roles could do before and cannot any more, as words: `anon EXECUTE`. */
export function lost(before: Rights, after: Rights, owner: string | undefined): string[] {
  return [...before].flatMap(([role, privileges]) => {
    if (role === owner) return [];
    const gone = [...privileges].filter(
      (privilege) => !still(after, role, privilege) && !(isOfApi(role) && REACH_NO_ROW.has(privilege)),
    );
    return gone.length > 0 ? [`${role} loses ${gone.join(', ')}`] : [];
  });
}

/** PUBLIC may lose what each role that the API works as has by name. */
function still(after: Rights, role: string, privilege: string): boolean {
  if (holds(after, role, privilege)) return true;
  return role === 'public' && API_ROLES.every((each) => after.get(each)?.has(privilege));
}

/** Roles that anybody with the API key acts as, and that got what they did not have. */
export function gained(before: Rights, after: Rights): string[] {
  return ['public', 'anon', 'authenticated'].filter((role) =>
    [...(after.get(role) ?? [])].some((privilege) => !holds(before, role, privilege)),
  );
}

/** What is made anew begins with default rights, whatever it had before. */
export function beginRights(effects: Effects, key: string, kind: RightsKind, schema: string): void {
  effects.memory.rights.set(key, freshRights(effects, kind, schema));
}

/** Rights at the end of the release on what was made anew. */
export const rightsAtEnd = (end: ReleaseMemory, key: string): Rights => end.rights.get(key) ?? new Map();
