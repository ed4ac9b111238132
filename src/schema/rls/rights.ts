export type Verb = 'select' | 'insert' | 'update' | 'delete' | 'truncate';

/**
 * `allowed`: every row; `conditional`: rows that policies let through; `no rows`: granted, but no policy lets anything
 * through, so the next policy opens it. On some columns only: `conditional (a, b)`. Not granted: `denied`.
 */
export type Cell = string;

export interface RelationRights {
  /** `on`, `forced` (the owner too), `off`; for views whose rights they read with. */
  readonly rls: 'on' | 'forced' | 'off' | 'view of its owner' | 'view of its reader';
  /** Role → verb → cell. What is not written is denied. */
  readonly rights: Readonly<Record<string, Readonly<Partial<Record<Verb, Cell>>>>>;
  /** Name → what follows `create policy "name" on relation`. */
  readonly policies: Readonly<Record<string, string>>;
  /** What it can also be read through, past its own policies: the tables it inherits from. */
  readonly parents?: readonly string[] | undefined;
  /** The partitioned table that it is a part of. */
  readonly partitionOf?: string | undefined;
  readonly partitioned?: boolean | undefined;
  /** Of a view of its owner: whose rights it reads with, and the first 16 digits of its definition's SHA-256. */
  readonly owner?: string | undefined;
  readonly body?: string | undefined;
  /** Only where it is so: a view that keeps functions of its reader from the rows that it hides. */
  readonly barrier?: boolean | undefined;
}

/** A function that policies call, or that runs with its owner's rights for one of the roles: a way around policies. */
export interface FunctionRights {
  readonly security: 'definer' | 'invoker';
  readonly execute: readonly string[];
  /** Whose rights it runs with, where it does not run with its caller's. */
  readonly owner?: string | undefined;
  /** First 16 digits of the body's SHA-256. */
  readonly body: string;
  /** What it sets while it runs (search_path above all), and `leakproof`, which lets it see rows before policies do. */
  readonly settings?: readonly string[] | undefined;
}
