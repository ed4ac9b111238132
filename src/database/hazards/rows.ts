import type * as catalog from './catalog.ts';
import type * as code from './catalog-code.ts';
import type {
  ColumnFacts,
  ConstraintFacts,
  DefaultRights,
  FunctionFacts,
  IndexFacts,
  PolicyFacts,
  RelationFacts,
  Rights,
  RoutineFacts,
  SchemaFacts,
  TypeFacts,
} from './facts.ts';

export type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : T[K] extends readonly (infer A)[]
      ? A[]
      : T[K];
};

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
const COMMANDS: Record<string, PolicyFacts['command']> = {
  '*': 'all',
  r: 'select',
  a: 'insert',
  w: 'update',
  d: 'delete',
};
const ROUTINE_KIND: Record<string, RoutineFacts['kind']> = {
  f: 'function',
  p: 'procedure',
  a: 'aggregate',
  w: 'window',
};
const DEFAULTS_KIND: Record<string, DefaultRights['kind']> = {
  r: 'table',
  S: 'sequence',
  f: 'function',
  T: 'type',
  n: 'schema',
};

export function relationOf(row: catalog.RelationRow): Writable<RelationFacts> {
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
    ...(row.identified_by ? { identifiedBy: row.identified_by } : {}),
    owner: row.owner,
    attached: new Set(row.attached),
    ...(row.of_table ? { table: row.of_table } : {}),
    ...(row.default_partition ? { defaultPartition: row.default_partition } : {}),
    ...(row.sibling_default ? { siblingDefault: row.sibling_default } : {}),
  };
}

export function attach(relation: Writable<RelationFacts>, row: code.AttachedRow): void {
  relation.policies = new Map(
    (row.policies ?? []).map(({ name, command, permissive, roles, using, check }) => [
      name,
      {
        command: COMMANDS[command] ?? 'all',
        permissive,
        roles,
        ...(using ? { using } : {}),
        ...(check ? { check } : {}),
      },
    ]),
  );
  relation.triggers = new Map((row.triggers ?? []).map(({ name, ...trigger }) => [name, trigger]));
  relation.rights = rightsOf(row.rights);
  relation.published = row.published;
  relation.empty = row.empty;
  relation.writable = row.writable;
  if (row.definition) relation.definition = row.definition;
}

export const rightsOf = (row: code.RightsRow): Rights =>
  new Map(Object.entries(row).map(([role, privileges]) => [role, new Set(privileges)]));

export function columnOf(row: catalog.ColumnRow): ColumnFacts {
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

export function constraintOf(row: catalog.ConstraintRow, proves: readonly string[]): ConstraintFacts {
  return {
    kind: CONSTRAINT_KIND[row.kind] ?? 'other',
    columns: row.columns,
    valid: row.valid,
    enforced: row.enforced,
    ...(row.deferrable ? { deferrable: true } : {}),
    ...(proves.length > 0 ? { proves } : {}),
    ...(row.kind === 'c' && row.expression ? { condition: row.expression } : {}),
    ...(row.references ? { references: row.references } : {}),
    ...(row.kind === 'f'
      ? {
          foreign: {
            columns: row.referenced,
            onDelete: row.on_delete,
            onUpdate: row.on_update,
            match: row.match,
            deferred: row.deferred,
          },
        }
      : {}),
  };
}

export function indexOf(row: catalog.IndexRow): IndexFacts {
  const { is_unique: unique, valid, columns, computed_from: computedFrom, nulls_alike: nullsAlike } = row;
  return {
    unique,
    valid,
    columns,
    ...(nullsAlike ? { nullsAlike } : {}),
    ...(computedFrom.length > 0 ? { computedFrom } : {}),
  };
}

export const functionOf = (row: code.FunctionRow): FunctionFacts => ({
  volatility: VOLATILITY[row.volatility] ?? 'volatile',
  own: row.own,
  usedBy: row.used_by,
});

export const typeOfRow = (row: code.TypeRow): TypeFacts => ({
  kind: TYPE_KIND[row.kind] ?? 'other',
  constrained: row.constrained,
  usedBy: row.used_by,
  owner: row.owner,
  ...(row.labels.length > 0 ? { labels: row.labels } : {}),
  ...(row.attributes ? { attributes: row.attributes } : {}),
  ...(row.kind === 'd' ? { checks: row.checks, notNull: row.not_null } : {}),
});

/** Modes: i and b are given by the caller, o, b and t come back. https://www.postgresql.org/docs/current/catalog-pg-proc.html */
export function routineOf(row: code.RoutineRow): RoutineFacts {
  const all = (row.every ?? row.input).map((type, index) => ({
    type,
    name: row.names?.[index] ?? '',
    mode: row.modes?.[index] ?? 'i',
  }));
  const given = all.filter(({ mode }) => ['i', 'b', 'v'].includes(mode));
  return {
    kind: ROUTINE_KIND[row.kind] ?? 'function',
    types: row.input,
    names: given.map(({ name }) => name),
    defaults: row.defaults,
    result: { type: row.result, set: row.set },
    columns: all
      .filter(({ mode }) => ['o', 'b', 't'].includes(mode))
      .map(({ name, type }) => ({ name, type })),
    definer: row.definer,
    owner: row.owner,
    rights: rightsOf(row.rights),
    dependents: row.dependents,
  };
}

export const schemaOf = (row: code.SchemaRow): SchemaFacts => ({
  owner: row.owner,
  rights: rightsOf(row.rights),
  inside: {
    table: rightsOf(row.tables),
    sequence: rightsOf(row.sequences),
    function: rightsOf(row.functions),
  },
});

export const defaultsOf = (rows: code.SessionRow['defaults']): DefaultRights[] =>
  rows.flatMap(({ schema, kind, rights }) => {
    const known = DEFAULTS_KIND[kind];
    return known ? [{ schema, kind: known, rights: rightsOf(rights) }] : [];
  });

/** `pgrst.db_schemas`, a list with commas: https://docs.postgrest.org/en/stable/references/configuration.html#db-schemas */
export const exposedOf = (setting: string | null | undefined): ReadonlySet<string> =>
  new Set(
    (setting ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
