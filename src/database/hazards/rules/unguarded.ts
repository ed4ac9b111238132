import type {
  AlterObjectSchemaStmt,
  CreateForeignTableStmt,
  CreateStmt,
  CreateTableAsStmt,
  ImportForeignSchemaStmt,
} from 'libpg-query';
import type { Effects } from '../effects.ts';
import { hidesRows, isExposed, standing, visitorsOf, type World } from '../exposure/visitors.ts';
import type { AlterHandler, Family } from '../family.ts';
import { type ReleaseMemory, track } from '../memory.ts';
import { beginRights } from '../remade/rights.ts';
import type { Rule } from '../rule.ts';
import { remember } from '../tables-from-queries.ts';
import type { Target } from '../target.ts';

const NO_SECURITY: Rule = {
  id: 'table-without-row-security',
  severity: 'refused',
  threat: 'authorization',
  onlyByPolicy: true,
  title:
    'The release leaves a relation in an exposed schema without row level security, with privileges for API roles (CREATE TABLE AS, partitions, materialized views and foreign tables too): everybody reads or writes it. Without such privileges it is only a remark',
  instead:
    'ALTER TABLE … ENABLE ROW LEVEL SECURITY in the same migration; for relations that cannot have it, REVOKE ALL from anon and authenticated, or create them in a schema that the API does not serve. List what is meant for everybody in `database.openTables`.',
};

const TAKEN_IN: Rule = {
  id: 'rows-leave-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'A table with row level security becomes a partition or child of one that shows every row: reads through the parent bypass its policies',
  instead: 'Give the parent table the policies that its rows need.',
};

export const world = (effects: Effects, memory: ReleaseMemory = effects.memory): World => ({
  facts: effects.facts,
  memory,
});

/**
 * A relation that the API may read and that no row level security guards. Rights and row level security may come later
 * in the release, and it may be moved or dropped, so it is asked at its end.
 */
function unguarded(effects: Effects, name: string, what: string): void {
  if (!effects.memory.rights.has(`table ${name}`))
    beginRights(effects, `table ${name}`, 'table', schemaOf(name));
  const made = track(effects.memory, name);
  effects.later.push((memory) => {
    const end = standing(world(effects, memory), made.name);
    if (!end.isThere || end.rowSecurity || !isExposed(world(effects, memory), end.name)) return;
    tell(effects, end.name, `${end.name} ${what}`, visitorsOf(world(effects, memory), end));
  });
}

const schemaOf = (name: string): string => name.split('.')[0] ?? '';

/** Refused where an API role has rights; what could not be looked up is a warning, what nobody reaches a remark. */
function tell(effects: Effects, relation: string, message: string, roles: readonly string[]): void {
  if (!effects.facts.known)
    effects.hazard(NO_SECURITY, message, undefined, { relation, severity: 'warning' });
  else if (roles.length > 0)
    effects.hazard(NO_SECURITY, `${message}, and ${roles.join(', ')} can use it`, undefined, { relation });
  else
    effects.hazard(NO_SECURITY, `${message}; no API role has privileges on it`, undefined, {
      relation,
      severity: 'info',
    });
}

const HOLDS_ROWS = ['table', 'partitioned', 'foreign-table', 'materialized-view'];

/** Something that was there and holds rows, and that anybody may use at the end of the release and could not before. */
export function opens(effects: Effects, name: string, what = 'has no row level security'): void {
  const { facts, memory } = effects;
  const before = facts.relations.get(memory.renamed.get(name) ?? name);
  if (!before || memory.created.has(name) || !HOLDS_ROWS.includes(before.kind)) return;
  const was = { name: before.name, rights: before.rights ?? new Map() };
  const untouched = { facts, memory: { ...memory, rights: new Map(), joined: new Map() } };
  if (isExposed(untouched, before.name) && visitorsOf(untouched, was).length > 0) return;
  const opened = track(memory, name);
  effects.later.push((last) => {
    const end = standing(world(effects, last), opened.name);
    if (!end.isThere || end.rowSecurity || !isExposed(world(effects, last), end.name)) return;
    const roles = visitorsOf(world(effects, last), end);
    if (roles.length > 0) tell(effects, end.name, `${end.name} ${what}`, roles);
  });
}

function createTable(effects: Effects, node: CreateStmt): void {
  const target = effects.target(node.relation);
  if (target.facts || node.relation?.relpersistence === 't') return;
  const what = `is created ${node.partbound ? 'as a partition ' : ''}without row level security`;
  unguarded(effects, target.name, what);
}

function createAs(effects: Effects, node: CreateTableAsStmt): void {
  const relation = node.into?.rel;
  if (relation?.relpersistence === 't') return;
  const target = effects.target(relation);
  if (target.facts) return;
  const isView = node.objtype === 'OBJECT_MATVIEW';
  const what = isView
    ? 'is a materialized view, which has no row level security'
    : 'is created from a query without row level security';
  unguarded(effects, target.name, what);
}

function createForeign(effects: Effects, node: CreateForeignTableStmt): void {
  const target = effects.target(node.base?.relation);
  if (target.facts) return;
  unguarded(effects, target.name, 'is a foreign table, which has no row level security');
}

/** Which tables come is known only where they are named. */
function importForeign(effects: Effects, node: ImportForeignSchemaStmt): void {
  const schema = node.local_schema ?? '';
  const named = node.list_type === 'FDW_IMPORT_SCHEMA_LIMIT_TO' ? (node.table_list ?? []) : [];
  const names = named.flatMap((each) => ('RangeVar' in each ? [`${schema}.${each.RangeVar.relname}`] : []));
  const what = 'comes from a foreign schema without row level security';
  for (const name of names) {
    const target: Target = effects.named(name.split('.'));
    if (!target.isNew) remember(effects, target.name);
    unguarded(effects, target.name, what);
  }
  if (names.length > 0) return;
  const all = `${schema}.*`;
  beginRights(effects, `table ${all}`, 'table', schema);
  effects.later.push((memory) => {
    const end = world(effects, memory);
    if (!isExposed(end, all)) return;
    const roles = visitorsOf(end, { name: all, rights: memory.rights.get(`table ${all}`) ?? new Map() });
    const message = `the foreign tables of ${node.remote_schema} are imported into ${schema} without row level security`;
    tell(effects, all, message, roles);
  });
}

/**
 * Rows of a table that is taken in are read through the one above it, past their own row level security. That is what
 * partitions are for, so it is told.
 */
function takesIn(effects: Effects, above: Target, below: Target): void {
  if (below.isNew || !below.facts?.rowSecurity || below.facts.empty) return;
  const [parent, child] = [track(effects.memory, above.name), track(effects.memory, below.name)];
  effects.later.push((memory) => {
    const end = world(effects, memory);
    const over = standing(end, parent.name);
    const under = standing(end, child.name);
    const visitors = isExposed(end, over.name) ? visitorsOf(end, over, ['SELECT']) : [];
    if (visitors.length === 0 || hidesRows(end, over, visitors) || !hidesRows(end, under, visitors)) return;
    const message = `${visitors.join(', ')} can read the rows of ${under.name} through ${over.name}, which bypasses its row level security`;
    effects.hazard(TAKEN_IN, message);
  });
}

const attach: AlterHandler = (effects, command, target) => {
  if (command.def && 'PartitionCmd' in command.def)
    takesIn(effects, target, effects.target(command.def.PartitionCmd.name));
};

const inherit: AlterHandler = (effects, command, target) => {
  if (command.def && 'RangeVar' in command.def)
    takesIn(effects, effects.target(command.def.RangeVar), target);
};

/** A table that comes from a schema that the API does not serve. By now it is known under its new name. */
function moved(effects: Effects, node: AlterObjectSchemaStmt): void {
  if (!node.relation) return;
  const after = effects.named([node.newschema ?? '', node.relation.relname ?? '']);
  // What the release made is asked about wherever it ends.
  if (!after.isNew) opens(effects, after.name, 'moves to an exposed schema without row level security');
}

export const unguardedRelations: Family = {
  name: 'Relations without row level security',
  rules: [NO_SECURITY, TAKEN_IN],
  statements: {
    CreateStmt: createTable,
    CreateTableAsStmt: createAs,
    SelectStmt: (effects, node) => {
      const relation = node.intoClause?.rel;
      if (!relation || relation.relpersistence === 't') return;
      unguarded(effects, effects.target(relation).name, 'is created from a query without row level security');
    },
    CreateForeignTableStmt: createForeign,
    ImportForeignSchemaStmt: importForeign,
    AlterObjectSchemaStmt: moved,
  },
  alterTable: { AT_AttachPartition: attach, AT_AddInherit: inherit },
};
