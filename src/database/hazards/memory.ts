import type { CatalogFacts, FunctionFacts, RelationFacts } from './facts.ts';

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
  /** `public.orders.total` of columns added by this release. */
  readonly columns: Set<string>;
  /** Facts of existing relations as this release has changed them so far, by the name that the catalog knows. */
  readonly changed: Map<string, RelationFacts>;
  /** Columns that a CHECK made by this release proves to be not null, by the same name. */
  readonly notNullProven: Set<string>;
  readonly types: Set<string>;
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
  /** Enum values added in the transaction at hand, which cannot use them. */
  readonly enumValues: Set<string>;
  /** Policies and triggers that the file at hand makes, as `table name`: dropping one before is a replacement. */
  readonly madeAgain: Set<string>;
  /** Tables with row level security switched on by this release. */
  readonly rowSecurity: Set<string>;
}

export function releaseMemory(): ReleaseMemory {
  return {
    created: new Set(),
    createdInFile: new Set(),
    dropped: new Set(),
    searchPath: new Set(),
    renamed: new Map(),
    columns: new Set(),
    changed: new Map(),
    notNullProven: new Set(),
    types: new Set(),
    functions: new Map(),
    schemas: new Set(),
    indexes: new Map(),
    notValidInTransaction: new Set(),
    pendingProofs: new Map(),
    exclusive: new Set(),
    enumValues: new Set(),
    madeAgain: new Set(),
    rowSecurity: new Set(),
  };
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
  memory.madeAgain.clear();
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

/** Keeps of a copy what is sure whether or not the statements ran: relations and types that were not there before. */
export function keepNew(memory: ReleaseMemory, copy: ReleaseMemory, facts: CatalogFacts): void {
  for (const value of copy.enumValues) memory.enumValues.add(value);
  if (!facts.known) return;
  const isNew = (name: string) => !facts.relations.has(name);
  for (const name of copy.created) if (isNew(name)) memory.created.add(name);
  for (const name of copy.createdInFile) if (isNew(name)) memory.createdInFile.add(name);
  for (const name of copy.types) if (!facts.types.has(name)) memory.types.add(name);
  for (const [name, known] of copy.functions)
    if (!facts.functions.has(name)) memory.functions.set(name, known);
}
