import {
  type CatalogFacts,
  type DefaultRights,
  type FunctionFacts,
  joined,
  type PolicyFacts,
  type PublicationFacts,
  type RelationFacts,
  type Rights,
  type RoutineFacts,
  type TypeFacts,
} from './facts.ts';

/** A relation, whatever it is called by now. */
export interface Tracked {
  name: string;
}

/**
 * What earlier statements of the release did, since the catalog knows nothing of it yet. One memory goes through all
 * pending files in order: a table made by the first is new to the second.
 */
export interface ReleaseMemory {
  /** Relations made by this release: nobody uses them yet. */
  readonly created: Set<string>;
  /** The ones made by the file at hand: their locks are nobody's business. */
  readonly createdInFile: Set<string>;
  readonly dropped: Set<string>;
  /** Schemas of the search_path that the file at hand has set, in order. Empty: the session's own holds. */
  readonly searchPath: Set<string>;
  /** New name → the name that the catalog knows. */
  readonly renamed: Map<string, string>;
  /** Relations that are asked about at the end, by the name that they have by then. */
  readonly tracked: Set<Tracked>;
  /** `public.orders.total` of columns added by this release. */
  readonly columns: Set<string>;
  /** Facts of existing relations as this release has changed them so far, by the name that the catalog knows. */
  readonly changed: Map<string, RelationFacts>;
  /** Columns that a CHECK made by this release proves to be not null, by the same name. */
  readonly notNullProven: Set<string>;
  readonly types: Set<string>;
  /** Types that the file at hand made: a value added to one can be used at once. */
  readonly typesInFile: Set<string>;
  readonly functions: Map<string, Pick<FunctionFacts, 'volatility' | 'own'>>;
  readonly schemas: Set<string>;
  /** Indexes made by this release → their table. */
  readonly indexes: Map<string, string>;
  /** Constraints added NOT VALID in the transaction at hand, as `table constraint`. */
  readonly notValidInTransaction: Set<string>;
  /** Not-null checks added NOT VALID, as `table constraint` → columns. */
  readonly pendingProofs: Map<string, readonly string[]>;
  /** Existing busy relations that the transaction at hand holds ACCESS EXCLUSIVE. */
  readonly exclusive: Set<string>;
  /** Enum values added in the transaction at hand, which cannot use them → their type. */
  readonly enumValues: Map<string, string>;
  /** Functions by qualified name as they are by now, each with its overloads. Those that nobody touched are left out. */
  readonly routines: Map<string, readonly RoutineFacts[]>;
  /** Relations made by this release, as far as they are known: views with their columns, tables with their keys. */
  readonly made: Map<string, RelationFacts>;
  /** Types made by this release, by bare name. */
  readonly typeFacts: Map<string, TypeFacts>;
  /** New name of a type → the name that the catalog knows. */
  readonly renamedTypes: Map<string, string>;
  /** Rights as they are by now, by object: `table public.orders`. Those that nobody touched are left out. */
  readonly rights: Map<string, Rights>;
  /** Default privileges that the release changed, as `table public` or `table` for every schema. */
  readonly defaults: Map<string, DefaultRights>;
  /** Role → roles whose rights the release gives it. */
  readonly joined: Map<string, ReadonlySet<string>>;
  /** Relations that the release gave to another owner. */
  readonly owners: Map<string, string>;
  /** Policies of tables that the release made. */
  readonly newPolicies: Map<string, ReadonlyMap<string, PolicyFacts>>;
  readonly extensions: Set<string>;
  /** Tables with row level security switched on by this release. */
  readonly rowSecurity: Set<string>;
  readonly publications: Map<string, PublicationFacts>;
  /** Tables of the release whose rows something identifies. */
  readonly keyed: Set<string>;
  /** Not empty once code ran of which nobody can tell what it left. */
  readonly unread: Set<string>;
}

export function releaseMemory(): ReleaseMemory {
  return {
    created: new Set(),
    createdInFile: new Set(),
    dropped: new Set(),
    searchPath: new Set(),
    renamed: new Map(),
    tracked: new Set(),
    columns: new Set(),
    changed: new Map(),
    notNullProven: new Set(),
    types: new Set(),
    typesInFile: new Set(),
    functions: new Map(),
    schemas: new Set(),
    indexes: new Map(),
    notValidInTransaction: new Set(),
    pendingProofs: new Map(),
    exclusive: new Set(),
    enumValues: new Map(),
    routines: new Map(),
    made: new Map(),
    typeFacts: new Map(),
    renamedTypes: new Map(),
    rights: new Map(),
    defaults: new Map(),
    joined: new Map(),
    owners: new Map(),
    newPolicies: new Map(),
    extensions: new Set(),
    rowSecurity: new Set(),
    publications: new Map(),
    keyed: new Set(),
    unread: new Set(),
  };
}

/** Keeps hold of a relation through later renames and moves. */
export function track(memory: ReleaseMemory, name: string): Readonly<Tracked> {
  const tracked = { name };
  memory.tracked.add(tracked);
  return tracked;
}

/** Forgets what ends with a transaction. */
export function transactionEnded(memory: ReleaseMemory): void {
  memory.notValidInTransaction.clear();
  memory.exclusive.clear();
  memory.enumValues.clear();
}

/** Forgets what ends with a file. */
export function fileEnded(memory: ReleaseMemory): void {
  transactionEnded(memory);
  memory.createdInFile.clear();
  memory.typesInFile.clear();
  memory.searchPath.clear();
}

/** A copy, for statements that may or may not run: what they do must not make later ones look harmless. */
export function copyMemory(memory: ReleaseMemory): ReleaseMemory {
  const copies = Object.entries(memory).map(([name, held]) => [
    name,
    held instanceof Map ? new Map(held) : new Set(held),
  ]);
  return Object.fromEntries(copies) as ReleaseMemory;
}

/** Takes over a copy as a whole: its statements run, whatever their conditions say. */
export function adopt(memory: ReleaseMemory, copy: ReleaseMemory): void {
  for (const [name, held] of Object.entries(memory) as [
    keyof ReleaseMemory,
    Set<unknown> | Map<unknown, unknown>,
  ][]) {
    const from = copy[name] as Set<unknown> | Map<unknown, unknown>;
    held.clear();
    if (held instanceof Map) for (const [key, value] of from as Map<unknown, unknown>) held.set(key, value);
    else for (const value of from as Set<unknown>) held.add(value);
  }
}

/**
 * Keeps of a copy what is sure whether or not the statements ran: relations and types that were not there before. What
 * they may have taken away counts as taken, what they may have put in its place does not count.
 */
export function keepNew(memory: ReleaseMemory, copy: ReleaseMemory, facts: CatalogFacts): void {
  for (const [value, type] of copy.enumValues) memory.enumValues.set(value, type);
  for (const [name, now] of copy.routines) {
    const before = memory.routines.get(name) ?? facts.routines.get(name) ?? [];
    memory.routines.set(
      name,
      before.filter((routine) => now.includes(routine)),
    );
  }
  for (const [name, now] of copy.changed) {
    const before = memory.changed.get(name) ?? facts.relations.get(name);
    if (before) memory.changed.set(name, common(before, now));
  }
  for (const [key, now] of copy.rights) memory.rights.set(key, commonRights(memory.rights.get(key), now));
  // What opens something counts as done: nobody can tell that it is not.
  for (const [role, groups] of copy.joined)
    memory.joined.set(role, new Set([...(memory.joined.get(role) ?? []), ...groups]));
  for (const [name, owner] of copy.owners) memory.owners.set(name, owner);
  for (const [key, given] of copy.defaults)
    memory.defaults.set(key, {
      ...given,
      rights: joined(memory.defaults.get(key)?.rights ?? new Map(), given.rights),
    });
  for (const name of memory.made.keys()) if (!copy.made.has(name)) memory.made.delete(name);
  for (const name of memory.typeFacts.keys()) if (!copy.typeFacts.has(name)) memory.typeFacts.delete(name);
  if (!facts.known) return;
  const isNew = (name: string) => !facts.relations.has(name);
  for (const name of copy.created) if (isNew(name)) memory.created.add(name);
  for (const name of copy.createdInFile) if (isNew(name)) memory.createdInFile.add(name);
  for (const name of copy.types) if (!facts.types.has(name)) memory.types.add(name);
  for (const [name, known] of copy.functions)
    if (!facts.functions.has(name)) memory.functions.set(name, known);
}

/** What hangs on a relation both with and without the statements. */
function common(before: RelationFacts, now: RelationFacts): RelationFacts {
  const both = <V>(a: ReadonlyMap<string, V> | undefined, b: ReadonlyMap<string, V> | undefined) =>
    new Map([...(a ?? [])].filter(([name, value]) => b?.get(name) === value));
  return {
    ...before,
    constraints: both(before.constraints, now.constraints),
    indexes: both(before.indexes, now.indexes),
    ...(before.policies ? { policies: both(before.policies, now.policies) } : {}),
    ...(before.triggers ? { triggers: both(before.triggers, now.triggers) } : {}),
  };
}

function commonRights(before: Rights | undefined, now: Rights): Rights {
  if (!before) return now;
  return new Map(
    [...before].map(([role, privileges]) => [
      role,
      new Set([...privileges].filter((privilege) => now.get(role)?.has(privilege))),
    ]),
  );
}
