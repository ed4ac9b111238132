import type { Database } from '../../release/ports.ts';
import { loadParser } from '../sql/parser.ts';
import * as catalog from './catalog.ts';
import type {
  CatalogFacts,
  ColumnFacts,
  ConstraintFacts,
  FunctionFacts,
  IndexFacts,
  RelationFacts,
  TypeFacts,
} from './facts.ts';
import type { Mentions } from './mentions.ts';
import { notNullColumns } from './proof.ts';

type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : T[K] extends readonly (infer A)[]
      ? A[]
      : T[K];
};

/**
 * Reads the facts about everything the statements mention, and about what hangs on it (partitions, foreign keys,
 * views). A handful of queries, whatever the number of migrations; needs no right beyond reading catalogs.
 */
export async function readFacts(db: Database, mentioned: Mentions): Promise<CatalogFacts> {
  const parser = await loadParser();
  const names = [...mentioned.relations];
  const [session] = await db.query<catalog.SessionRow>(catalog.SESSION);
  const relations = new Map<string, Writable<RelationFacts>>();
  for (const row of await db.query<catalog.RelationRow>(catalog.RELATIONS, [names, [...mentioned.schemas]])) {
    relations.set(row.name, emptyRelation(row));
  }
  const known = [...relations.keys()];
  for (const row of await db.query<catalog.ColumnRow>(catalog.COLUMNS, [known])) {
    relations.get(row.relation)?.columns.set(row.name, column(row));
  }
  for (const row of await db.query<catalog.ConstraintRow>(catalog.CONSTRAINTS, [known])) {
    const relation = relations.get(row.relation);
    const proves = row.kind === 'c' && row.expression ? notNullColumns(parser, row.expression) : [];
    relation?.constraints.set(row.name, constraint(row, proves));
    if (row.references) relations.get(row.references)?.referencedBy.push(row.relation);
  }
  for (const row of await db.query<catalog.IndexRow>(catalog.INDEXES, [known])) {
    relations.get(row.relation)?.indexes.set(row.name, index(row));
  }
  const functions = new Map<string, FunctionFacts>();
  for (const row of await db.query<catalog.FunctionRow>(catalog.FUNCTIONS, [[...mentioned.functions]])) {
    functions.set(row.name, {
      volatility: VOLATILITY[row.volatility] ?? 'volatile',
      own: row.own,
      usedBy: row.used_by,
    });
  }
  const types = new Map<string, TypeFacts>();
  for (const row of await db.query<catalog.TypeRow>(catalog.TYPES, [[...mentioned.types]])) {
    const facts = {
      kind: TYPE_KIND[row.kind] ?? 'other',
      constrained: row.constrained,
      usedBy: row.used_by,
    } as const;
    types.set(`${row.schema}.${row.name}`, facts).set(row.name, facts);
  }
  return {
    known: true,
    serverVersion: session?.version ?? 0,
    searchPath: session?.path ?? ['public'],
    relations,
    functions,
    types,
  };
}

const KIND: Record<string, RelationFacts['kind']> = {
  r: 'table',
  p: 'partitioned',
  v: 'view',
  m: 'materialized-view',
  i: 'index',
  I: 'index',
  S: 'sequence',
  f: 'foreign-table',
  c: 'composite',
};
const VOLATILITY: Record<string, FunctionFacts['volatility']> = {
  i: 'immutable',
  s: 'stable',
  v: 'volatile',
};
const TYPE_KIND: Record<string, TypeFacts['kind']> = { b: 'base', e: 'enum', d: 'domain', c: 'composite' };
const CONSTRAINT_KIND: Record<string, ConstraintFacts['kind']> = {
  c: 'check',
  f: 'foreign-key',
  p: 'primary-key',
  u: 'unique',
  x: 'exclusion',
  n: 'not-null',
};

function emptyRelation(row: catalog.RelationRow): Writable<RelationFacts> {
  return {
    name: row.name,
    kind: KIND[row.kind] ?? 'table',
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    columns: new Map(),
    constraints: new Map(),
    indexes: new Map(),
    children: row.children,
    parents: row.parents,
    referencedBy: [],
    views: row.views,
    rowSecurity: row.row_security,
    unlogged: row.unlogged,
    securityInvoker: row.security_invoker,
    identified: row.identified,
    owner: row.owner,
    attached: new Set(row.attached),
    ...(row.of_table ? { table: row.of_table } : {}),
    ...(row.default_partition ? { defaultPartition: row.default_partition } : {}),
    ...(row.sibling_default ? { siblingDefault: row.sibling_default } : {}),
  };
}

function column(row: catalog.ColumnRow): ColumnFacts {
  const generated = row.generated === 's' ? 'stored' : row.generated === 'v' ? 'virtual' : undefined;
  return {
    type: row.type,
    notNull: row.not_null,
    hasDefault: row.has_default,
    generated,
    identity: row.identity,
    ...(row.sequence ? { sequence: row.sequence } : {}),
    ...(row.collation ? { collation: row.collation } : {}),
  };
}

function constraint(row: catalog.ConstraintRow, proves: readonly string[]): ConstraintFacts {
  return {
    kind: CONSTRAINT_KIND[row.kind] ?? 'other',
    columns: row.columns,
    valid: row.valid,
    enforced: row.enforced,
    ...(proves.length > 0 ? { proves } : {}),
    ...(row.references ? { references: row.references } : {}),
  };
}

function index(row: catalog.IndexRow): IndexFacts {
  const { is_unique: unique, valid, columns, computed_from: computedFrom } = row;
  return { unique, valid, columns, ...(computedFrom.length > 0 ? { computedFrom } : {}) };
}
