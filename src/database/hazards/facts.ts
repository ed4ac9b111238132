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
  /** Functions and procedures by qualified name, each with its overloads. */
  readonly routines: ReadonlyMap<string, readonly RoutineFacts[]>;
  /** Schemas that are named whole: their owner, and the rights on them and on what they hold. */
  readonly schemas: ReadonlyMap<string, SchemaFacts>;
  /** The role that migrates, where it is known: what is made belongs to it. */
  readonly role?: string;
  /** How long a statement of that role may run, in milliseconds; 0 or undefined: without limit. */
  readonly statementTimeoutMs?: number;
  /** Installed extensions; undefined: not asked. */
  readonly extensions?: ReadonlySet<string>;
  /** Roles that row level security does not bind. */
  readonly unbound: ReadonlySet<string>;
  /** Rights that what the migrating role makes begins with, beside PostgreSQL's own. */
  readonly defaults: readonly DefaultRights[];
  /** Schemas that the Data API serves beside Supabase's own; undefined: not asked. */
  readonly exposed?: ReadonlySet<string>;
  /** API role → roles whose rights it has, and whether it has those of a role it joins by itself (INHERIT). */
  readonly inherits?: ReadonlyMap<string, { readonly of: readonly string[]; readonly byItself: boolean }>;
  /** Publications by name; undefined: not asked. */
  readonly publications?: ReadonlyMap<string, PublicationFacts>;
}

export interface PublicationFacts {
  readonly all: boolean;
  readonly tables: readonly string[];
  readonly schemas: readonly string[];
  /** Made by the pending file of this number. */
  readonly file?: number;
}

/** Role (or `public`) → its privileges in upper case; a column's as `SELECT (name)`. */
export type Rights = ReadonlyMap<string, ReadonlySet<string>>;

export interface SchemaFacts {
  readonly owner: string;
  readonly rights: Rights;
  /** Rights on the tables, sequences and functions in it, all of them together. */
  readonly inside: { readonly table: Rights; readonly sequence: Rights; readonly function: Rights };
}

export interface DefaultRights {
  /** null: in every schema. */
  readonly schema: string | null;
  readonly kind: 'table' | 'sequence' | 'function' | 'type' | 'schema';
  readonly rights: Rights;
}

export interface RoutineFacts {
  readonly kind: 'function' | 'procedure' | 'aggregate' | 'window';
  /** Types of the arguments that a call gives, in order. */
  readonly types: readonly string[];
  /** Their names; empty where one has none. */
  readonly names: readonly string[];
  /** How many of the last ones may be left out. */
  readonly defaults: number;
  readonly result: { readonly type: string; readonly set: boolean };
  /** Columns of a result that is a row: OUT arguments and RETURNS TABLE. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly definer: boolean;
  readonly owner?: string;
  readonly rights?: Rights;
  /** What CASCADE would drop with it: `trigger public.orders touch`. */
  readonly dependents?: readonly string[];
  /** Of those that the release makes: what the body reads. */
  readonly reads?: Reads;
  /** Made by the pending file of this number. */
  readonly file?: number;
}

export interface PolicyFacts {
  /** `all` stands for the four others. */
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly permissive: boolean;
  readonly roles: readonly string[];
  /** Conditions: text as the server prints them, or a syntax tree. */
  readonly using?: unknown;
  readonly check?: unknown;
  /** Made by the pending file of this number. */
  readonly file?: number;
}

export interface TriggerFacts {
  readonly function: string;
  /** Bits as PostgreSQL keeps them in `tgtype`. */
  readonly type: number;
  readonly conditional: boolean;
  readonly columns: readonly string[];
  /** Made by the pending file of this number. */
  readonly file?: number;
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
  readonly policies?: ReadonlyMap<string, PolicyFacts>;
  readonly triggers?: ReadonlyMap<string, TriggerFacts>;
  readonly rights?: Rights;
  /** The index that identifies its rows to subscribers. */
  readonly identifiedBy?: string;
  /** Updates or deletes of it are published. */
  readonly published?: boolean;
  /** Nothing is stored in it, nor in what is below it. */
  readonly empty?: boolean;
  /** Of views that the release makes: what they read. */
  readonly reads?: Reads;
  /** Views: the query. */
  readonly definition?: string;
  /** Views: rows can be written through it. */
  readonly writable?: boolean;
  /** The pending file that made it as it is, counted from 0. */
  readonly file?: number;
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
  /** Of columns that the release adds: the default's syntax tree. */
  readonly default?: unknown;
  /** Of views that the release makes: the syntax tree behind the column. */
  readonly expression?: unknown;
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
  /** CHECKs: the condition, as text or as a syntax tree. */
  readonly condition?: unknown;
  readonly foreign?: ForeignKeyFacts;
  readonly deferrable?: boolean;
  /** Made by the pending file of this number. */
  readonly file?: number;
}

export interface ForeignKeyFacts {
  /** In the order of `columns`. Empty: the primary key. */
  readonly columns: readonly string[];
  /** As PostgreSQL keeps them: a no action, r restrict, c cascade, n set null, d set default. */
  readonly onDelete: string;
  readonly onUpdate: string;
  /** s simple, f full. */
  readonly match: string;
  readonly deferred: boolean;
}

export interface IndexFacts {
  readonly unique: boolean;
  readonly valid: boolean;
  readonly columns: readonly string[];
  /** Indexes of expressions and partial ones: every column they read. They cannot be kept when its type changes. */
  readonly computedFrom?: readonly string[];
  /** NULLs count as equal. */
  readonly nullsAlike?: boolean;
  /** Made by the pending file of this number. */
  readonly file?: number;
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
  readonly owner?: string;
  /** Enums: values in order. */
  readonly labels?: readonly string[];
  /** Composites: attributes. Domains: `value` of the type they stand for. */
  readonly attributes?: readonly { readonly name: string; readonly type: string }[];
  /** Domains: conditions, as text or as syntax trees. */
  readonly checks?: readonly unknown[];
  readonly notNull?: boolean;
  /** Made by the pending file of this number. */
  readonly file?: number;
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
    routines: new Map(),
    schemas: new Map(),
    unbound: new Set(),
    defaults: [],
  };
}

/** What SQL reads with its owner's rights. */
export interface Reads {
  readonly relations: readonly { readonly name: string }[];
  /** It asks who reads (auth.uid(), a setting, a function of the app's), so it may hide rows by itself. */
  readonly asksWho: boolean;
  /** It gives sums and counts of rows, no row itself. */
  readonly isSummary: boolean;
}

/** Rights that somebody has by one way or the other. */
export function joined(a: Rights, b: Rights): Rights {
  const all = new Map<string, ReadonlySet<string>>(a);
  for (const [role, privileges] of b) all.set(role, new Set([...(all.get(role) ?? []), ...privileges]));
  return all;
}
