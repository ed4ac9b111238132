/** What the catalog says about the things that migrations mention. Plain data, so that tests can write it down. */
export interface CatalogFacts {
  /** false: nothing was asked (no database at hand), so an absent relation means nothing. */
  readonly known: boolean;
  /** `server_version_num`, e.g. 180004. */
  readonly serverVersion: number;
  readonly searchPath: readonly string[];
  /** By qualified name, `public.orders`. */
  readonly relations: ReadonlyMap<string, RelationFacts>;
  /** Least harmless volatility of any function of that bare name. */
  readonly functions: ReadonlyMap<string, FunctionFacts>;
  /** By qualified and by bare name. */
  readonly types: ReadonlyMap<string, TypeFacts>;
}

export interface RelationFacts {
  readonly name: string;
  readonly kind:
    | 'table'
    | 'partitioned'
    | 'view'
    | 'materialized-view'
    | 'index'
    | 'sequence'
    | 'foreign-table'
    | 'composite';
  /** The planner's estimate; partitioned tables count their partitions. */
  readonly rows: number;
  /** Table, indexes and TOAST. */
  readonly bytes: number;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  readonly constraints: ReadonlyMap<string, ConstraintFacts>;
  readonly indexes: ReadonlyMap<string, IndexFacts>;
  /** All partitions and inheriting tables below it. */
  readonly children: readonly string[];
  readonly parents: readonly string[];
  /** The partition that takes what no other one does. Its rows are checked when another one comes. */
  readonly defaultPartition?: string;
  /** The default partition beside this one. */
  readonly siblingDefault?: string;
  /** Tables whose foreign keys point here. */
  readonly referencedBy: readonly string[];
  /** Views that read it. */
  readonly views: readonly string[];
  readonly rowSecurity: boolean;
  readonly unlogged: boolean;
  /** Views: read with the rights of whoever asks. */
  readonly securityInvoker?: boolean;
  /** Updates and deletes can be published: by primary key, by an index, or by whole rows. */
  readonly identified?: boolean;
  readonly owner?: string;
  /** `trigger x`, `policy y`, `rule z`. Undefined: not asked. */
  readonly attached?: ReadonlySet<string>;
  /** The table that an index, or the sequence of a serial or identity column, belongs to. */
  readonly table?: string;
}

export interface ColumnFacts {
  /** As `format_type` writes it: `character varying(20)`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Of columns that the release adds: the default differs from row to row. */
  readonly varies?: boolean;
  readonly generated: 'stored' | 'virtual' | undefined;
  readonly identity: boolean;
  /** Where it is not the one of the type. */
  readonly collation?: string;
  /** The sequence that belongs to it: serial and identity columns. */
  readonly sequence?: string;
}

export interface ConstraintFacts {
  readonly kind: 'check' | 'foreign-key' | 'primary-key' | 'unique' | 'exclusion' | 'not-null' | 'other';
  readonly columns: readonly string[];
  readonly valid: boolean;
  /** false: NOT ENFORCED, so it binds nobody. */
  readonly enforced?: boolean;
  /** Foreign keys: the table they point to. */
  readonly references?: string;
  /** Columns that this CHECK, once valid, proves to be not null: SET NOT NULL then needs no scan. */
  readonly proves?: readonly string[];
}

export interface IndexFacts {
  readonly unique: boolean;
  readonly valid: boolean;
  readonly columns: readonly string[];
  /** Indexes of expressions and partial ones: every column they read. They cannot be kept when its type changes. */
  readonly computedFrom?: readonly string[];
}

export interface FunctionFacts {
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  /** Defined outside pg_catalog: its body may do anything. */
  readonly own: boolean;
  /** Relations with a trigger, policy, default, constraint, index or rule that calls it. */
  readonly usedBy: readonly string[];
}

export interface TypeFacts {
  readonly kind: 'base' | 'enum' | 'domain' | 'composite' | 'other';
  /** A domain with NOT NULL or CHECK. */
  readonly constrained: boolean;
  /** Tables with a column of it. */
  readonly usedBy: readonly string[];
}

/**
 * A table so small that no lock on it is long: reading or rewriting it takes some milliseconds. Below both numbers a
 * hazard that is about time becomes a remark.
 */
export const TINY = { rows: 10_000, bytes: 1024 * 1024 } as const;

/** Whether a valid CHECK proves that a column has no NULL. */
export function isProvenNotNull(facts: RelationFacts | undefined, column: string): boolean {
  const constraints = [...(facts?.constraints.values() ?? [])];
  return constraints.some(({ valid, proves }) => valid && proves?.includes(column));
}

/** Facts when there is no database to ask: nothing is taken for tiny, nothing for absent. */
export function noFacts(): CatalogFacts {
  return {
    known: false,
    serverVersion: 170000,
    searchPath: ['public'],
    relations: new Map(),
    functions: new Map(),
    types: new Map(),
  };
}
