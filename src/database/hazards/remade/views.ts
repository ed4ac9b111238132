import type { CreateTableAsStmt, SelectStmt } from 'libpg-query';
import { loadedParser } from '../../sql/parser.ts';
import { nameList } from '../../sql/walk.ts';
import { AGAIN, differs, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import { plainText } from '../expressions/plain.ts';
import type { ColumnFacts, RelationFacts } from '../facts.ts';
import type { ReleaseMemory } from '../memory.ts';
import type { Target } from '../target.ts';
import { columnsOfQuery, type Lookup, type QueryColumn } from './query-columns.ts';
import { lost, rightsAtEnd } from './rights.ts';
import { missingColumn } from './routines.ts';

/** What readers see of a view or materialized view that a statement makes. */
export function madeView(
  effects: Effects,
  target: Target,
  query: SelectStmt | undefined,
  {
    aliases,
    isInvoker,
    kind = 'view',
  }: { aliases: readonly string[]; isInvoker: boolean; kind?: RelationFacts['kind'] },
): RelationFacts {
  const columns = query && columnsOfQuery(query, lookup(effects), (name) => resultOf(effects, name));
  const named = (columns ?? []).map(({ name, type, value }, index): [string, ColumnFacts] => [
    aliases[index] ?? name,
    { ...plainColumn(type ?? UNTOLD), ...(value ? { expression: value } : {}) },
  ]);
  return {
    name: target.name,
    kind,
    rows: 0,
    bytes: 0,
    // Without columns: they could not be told.
    columns: new Map(named),
    constraints: new Map(),
    indexes: new Map(),
    children: [],
    parents: [],
    referencedBy: [],
    views: [],
    rowSecurity: false,
    unlogged: false,
    securityInvoker: isInvoker,
    triggers: new Map(),
    attached: new Set(),
    writable: query !== undefined && isSimple(query),
    file: effects.setting.file,
  };
}

const UNTOLD = 'unknown';
const plainColumn = (type: string): ColumnFacts => ({
  type,
  notNull: false,
  hasDefault: false,
  generated: undefined,
  identity: false,
});

/** Rows can be written through it: https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS */
function isSimple(query: SelectStmt): boolean {
  const [from, ...more] = query.fromClause ?? [];
  const isAlone = from !== undefined && 'RangeVar' in from && more.length === 0;
  return (
    isAlone &&
    !query.larg &&
    !query.groupClause &&
    !query.havingClause &&
    !query.distinctClause &&
    !query.limitCount &&
    !query.limitOffset &&
    !query.withClause
  );
}

/** Columns of relations by now, those of the release included. */
function lookup(effects: Effects): Lookup {
  return (names) => {
    const target = effects.named(names);
    const facts = target.facts ?? effects.memory.made.get(target.name);
    if (!facts || facts.columns.size === 0) return undefined;
    return [...facts.columns].map(([name, { type }]) => ({ name, type: type === UNTOLD ? undefined : type }));
  };
}

function resultOf(effects: Effects, name: string): string | undefined {
  const all = [...effects.facts.routines, ...effects.memory.routines].flatMap(([qualified, routines]) =>
    qualified.endsWith(`.${name}`) ? routines : [],
  );
  const types = new Set(all.map(({ result }) => result.type));
  return types.size === 1 ? [...types][0] : undefined;
}

export function forget(effects: Effects, target: Target): void {
  effects.memory.dropped.add(target.name);
  effects.memory.created.delete(target.name);
  effects.memory.made.delete(target.name);
}

export function viewFate(effects: Effects, name: string, before: RelationFacts, end: ReleaseMemory): Fate {
  const now = end.created.has(name) ? end.made.get(name) : undefined;
  if (!now) return GONE;
  if (now.columns.size === 0) return differs('its columns are unknown');
  const old = new Map(queryColumns(effects, before).map((column) => [column.name, column]));
  const after = [...now.columns].map(([column, facts]) => ({
    name: column,
    type:
      facts.type === UNTOLD
        ? sameValue(old.get(column)?.value, facts.expression, before.columns.get(column)?.type)
        : facts.type,
  }));
  const was = [...before.columns].map(([column, { type }]) => ({ name: column, type }));
  const missing = missingColumn(was, after, effects.facts);
  if (missing) return differs(missing);
  if (now.securityInvoker && !before.securityInvoker && !readsWhatMoved(before, now, end))
    return differs('it reads with the privileges of the caller');
  if (before.kind === 'materialized-view' && now.kind !== before.kind)
    return differs('it can no longer be refreshed');
  const triggers = [...(before.triggers?.keys() ?? [])].filter(
    (trigger) => !now.attached?.has(`trigger ${trigger}`) && !end.made.get(name)?.triggers?.has(trigger),
  );
  if (triggers.length > 0) return differs(`its trigger ${triggers[0]} is gone`);
  const gone = before.rights ? lost(before.rights, rightsAtEnd(end, `table ${name}`), before.owner) : [];
  if (gone.length > 0) return differs(gone.join('; '));
  const again = AGAIN(now.file);
  const isTable = TABLES.has(before.kind);
  if (isTable && !now.writable) return differs('rows can no longer be written through it');
  const publication = [...(effects.facts.publications ?? [])].find(([, { tables }]) => tables.includes(name));
  if (isTable && publication) return differs(`publication ${publication[0]} publishes it under the new name`);
  const isReadOnly = before.writable === true && !now.writable;
  return again.state === 'again' && isReadOnly
    ? { ...again, note: 'rows can no longer be written through it' }
    : again;
}

const TABLES = new Set(['table', 'partitioned']);

/** A table is read with the privileges of the caller itself, and keeps its rights under its new name. */
function readsWhatMoved(before: RelationFacts, now: RelationFacts, end: ReleaseMemory): boolean {
  const read = now.reads?.relations ?? [];
  return (
    before.kind !== 'view' &&
    read.length > 0 &&
    read.every(({ name }) => end.renamed.get(name) === before.name)
  );
}

/** The same expression as before gives the same type, whatever it is. */
function sameValue(before: unknown, now: unknown, type: string | undefined): string | undefined {
  return before !== undefined && now !== undefined && plainText(before) === plainText(now) ? type : undefined;
}

function queryColumns(effects: Effects, { definition }: RelationFacts): readonly QueryColumn[] {
  if (!definition) return [];
  try {
    const [statement] = loadedParser().parse(definition);
    const query = statement?.stmt && 'SelectStmt' in statement.stmt ? statement.stmt.SelectStmt : undefined;
    return (query && columnsOfQuery(query, lookup(effects), () => undefined)) ?? [];
  } catch {
    return [];
  }
}

/** The columns of a materialized view that a statement makes. */
export function madeMaterializedView(
  effects: Effects,
  target: Target,
  node: CreateTableAsStmt,
): RelationFacts {
  const query = node.query && 'SelectStmt' in node.query ? node.query.SelectStmt : undefined;
  return madeView(effects, target, query, {
    aliases: nameList(node.into?.colNames),
    isInvoker: false,
    kind: 'materialized-view',
  });
}
