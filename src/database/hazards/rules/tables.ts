import type { AlterTableCmd, CreateStmt, DropStmt, RangeVar, TruncateStmt } from 'libpg-query';
import { GONE as NOT_AGAIN } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { AlterHandler, Family } from '../family.ts';
import { objectNames, optionNames } from '../nodes.ts';
import { forget, viewFate } from '../remade/views.ts';
import type { Rule } from '../rule.ts';
import { createAs, remember, selectInto } from '../tables-from-queries.ts';
import type { Target } from '../target.ts';
import { GONE } from './partitions.ts';
import { columnDefinition } from './styles.ts';

const DROP: Rule = {
  id: 'drop-table',
  severity: 'refused',
  threat: 'loss',
  title: 'A table and its rows are dropped',
  instead:
    'Release code that no longer uses it first; then drop it in a contract migration with an allowance.',
  squawk: ['ban-drop-table'],
};
const TRUNCATE: Rule = {
  id: 'truncate',
  severity: 'refused',
  threat: 'loss',
  title: 'All rows are removed',
  squawk: ['ban-truncate-cascade'],
};
const CASCADE: Rule = {
  id: 'truncate-cascade',
  severity: 'refused',
  threat: 'loss',
  title: 'All rows are removed, also from every table whose foreign keys point here',
  instead: 'Name each table that you want to empty.',
  squawk: ['ban-truncate-cascade'],
};
const REWRITE: Rule = {
  id: 'rewrite-table',
  severity: 'refused',
  threat: 'stall',
  title:
    'The whole table is copied under ACCESS EXCLUSIVE (SET LOGGED, TABLESPACE or ACCESS METHOD, CLUSTER, VACUUM FULL)',
  instead: 'pg_repack, or a new table and batches.',
  squawk: ['prefer-repack'],
};
const UNLOGGED: Rule = {
  id: 'unlogged-table',
  severity: 'warning',
  threat: 'loss',
  title: 'An unlogged table is empty after a crash and missing on replicas',
};
function create(effects: Effects, node: CreateStmt): void {
  effects.ddl = true;
  const target = effects.target(node.relation);
  // Without a catalog, IF NOT EXISTS says that it may be there.
  if ((node.if_not_exists || effects.guarded) && !target.isAbsent) return;
  effects.add(`table ${target.name}`);
  const isTemporary = node.relation?.relpersistence === 't';
  remember(effects, isTemporary ? (node.relation?.relname ?? '') : target.name);
  const made = effects.target(node.relation);
  if (hasKey(effects, node)) effects.memory.keyed.add(made.name);
  if (node.relation?.relpersistence === 'u') effects.hazard(UNLOGGED, `${made.name} is unlogged`);
  for (const element of [...(node.tableElts ?? []), ...(node.constraints ?? [])]) {
    if ('ColumnDef' in element) columnDefinition(effects, element.ColumnDef, made);
    const constraints = 'ColumnDef' in element ? (element.ColumnDef.constraints ?? []) : [element];
    for (const constraint of constraints) {
      if (!('Constraint' in constraint) || !constraint.Constraint.pktable) continue;
      effects.lockTree(effects.target(constraint.Constraint.pktable), 'ShareRowExclusiveLock');
    }
    if ('TableLikeClause' in element)
      effects.lock(effects.target(element.TableLikeClause.relation), 'AccessShareLock');
  }
  for (const parent of node.inhRelations ?? []) {
    if (!('RangeVar' in parent)) continue;
    effects.lock(
      effects.target(parent.RangeVar),
      node.partbound ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock',
    );
  }
}

/** A primary key of its own, or of what it is made like or a partition of. */
function hasKey(effects: Effects, node: CreateStmt): boolean {
  const parts = [...(node.tableElts ?? []), ...(node.constraints ?? [])];
  const isKeyed = (names: RangeVar | undefined) => {
    const target = effects.target(names);
    return target.facts?.identified === true || effects.memory.keyed.has(target.name);
  };
  const own = parts.some((part) => {
    const constraints = 'ColumnDef' in part ? (part.ColumnDef.constraints ?? []) : [part];
    if ('TableLikeClause' in part)
      return isKeyed(part.TableLikeClause.relation) && (part.TableLikeClause.options ?? 0) > 0;
    return constraints.some((each) => 'Constraint' in each && each.Constraint.contype === 'CONSTR_PRIMARY');
  });
  const parents = node.partbound ? (node.inhRelations ?? []) : [];
  return own || parents.some((parent) => 'RangeVar' in parent && isKeyed(parent.RangeVar));
}

const DROPPED = new Set(['OBJECT_TABLE', 'OBJECT_FOREIGN_TABLE', 'OBJECT_MATVIEW', 'OBJECT_SEQUENCE']);

function drop(effects: Effects, node: DropStmt): void {
  if (!DROPPED.has(node.removeType ?? '')) return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const target = effects.named(names);
    effects.lockTree(target, 'AccessExclusiveLock');
    lockSequences(effects, target);
    for (const constraint of target.facts?.constraints.values() ?? []) {
      if (constraint.references) effects.lock(constraint.references, 'AccessExclusiveLock');
    }
    if (node.behavior === 'DROP_CASCADE') {
      if (target.facts?.table) effects.lock(target.facts.table, 'AccessExclusiveLock');
      for (const other of [...(target.facts?.referencedBy ?? []), ...(target.facts?.views ?? [])])
        effects.lock(other, 'AccessExclusiveLock');
    }
    for (const parent of target.facts?.parents ?? []) effects.lock(parent, 'AccessExclusiveLock');
    if (target.facts?.siblingDefault) effects.lock(target.facts.siblingDefault, 'AccessExclusiveLock');
    const cascades = node.behavior === 'DROP_CASCADE' ? ', with everything that depends on it' : '';
    const isView = target.facts?.kind === 'materialized-view' && !cascades;
    if (isView) {
      // Its rows come from other tables: made again from them, nothing is lost.
      const before = target.facts;
      effects.goes(
        DROP,
        target.label,
        (end) => (before ? viewFate(effects, target.name, before, end) : NOT_AGAIN),
        { target },
      );
    } else {
      effects.hazard(DROP, `${target.label} is dropped${cascades}`, target);
      effects.lose(target);
      effects.breaks(target);
    }
    forget(effects, target);
  }
}

function truncate(effects: Effects, node: TruncateStmt): void {
  const cascades = node.behavior === 'DROP_CASCADE';
  for (const relation of node.relations ?? []) {
    if (!('RangeVar' in relation)) continue;
    const target = effects.target(relation.RangeVar);
    effects.lockTree(target, 'AccessExclusiveLock');
    const others = cascades ? (target.facts?.referencedBy ?? []) : [];
    for (const other of others) effects.lock(other, 'AccessExclusiveLock');
    if (node.restart_seqs)
      for (const name of [target.name, ...others]) lockSequences(effects, effects.named(name.split('.')));
    effects.rewrite(target);
    effects.lose(target);
    effects.breaks(target);
    const reach = others.length > 0 ? `, and of ${others.join(', ')}` : '';
    effects.hazard(cascades ? CASCADE : TRUNCATE, `all rows of ${target.label}${reach} are removed`, target);
  }
}

/** Sequences of serial and identity columns move, change owner and go with their table. */
export function lockSequences(effects: Effects, target: Target): void {
  for (const { sequence } of target.facts?.columns.values() ?? []) {
    if (sequence) effects.lock(sequence, 'AccessExclusiveLock');
  }
}

const rewrite: AlterHandler = (effects, command, target) => {
  effects.lock(target, 'AccessExclusiveLock');
  // For partitions to come; nothing is stored in the partitioned table itself.
  if (target.facts?.kind === 'partitioned') return;
  const alreadySo =
    command.subtype === 'AT_SetLogged'
      ? target.facts?.unlogged === false
      : command.subtype === 'AT_SetUnLogged' && target.facts?.unlogged;
  if (alreadySo) return;
  // Sequences of its columns become logged or unlogged with it.
  if (/Logged$/.test(command.subtype ?? '')) lockSequences(effects, target);
  effects.rewrite(target);
  if (command.subtype === 'AT_SetLogged') effects.change(target, { unlogged: false });
  if (command.subtype === 'AT_SetUnLogged') effects.change(target, { unlogged: true });
  effects.hazard(REWRITE, `${target.label} is copied completely`, target);
  if (command.subtype === 'AT_SetUnLogged')
    effects.hazard(UNLOGGED, `${target.name} becomes unlogged`, target);
};

/** Storage parameters that need no more than SHARE UPDATE EXCLUSIVE: all but a few. */
const STRONG_OPTIONS = new Set([
  'user_catalog_table',
  'security_barrier',
  'security_invoker',
  'check_option',
  'buffering',
  'fastupdate',
]);

function relOptions(effects: Effects, command: AlterTableCmd, target: Target): void {
  const items = command.def && 'List' in command.def ? command.def.List.items : undefined;
  const strong = [...optionNames(items)].some((name) => STRONG_OPTIONS.has(name));
  effects.lock(target, strong ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
}

const inherit: AlterHandler = (effects, command, target) => {
  effects.lock(target, 'AccessExclusiveLock');
  const parent = command.def && 'RangeVar' in command.def ? command.def.RangeVar : undefined;
  if (command.subtype === 'AT_DropInherit') {
    effects.breaks(target);
    effects.hazard(GONE, `rows of ${target.label} leave ${parent && effects.target(parent).name}`, target);
  } else if (parent) effects.lock(effects.target(parent), 'ShareUpdateExclusiveLock');
};

export const tables: Family = {
  name: 'Tables',
  rules: [DROP, TRUNCATE, CASCADE, REWRITE, UNLOGGED],
  statements: {
    CreateStmt: create,
    CreateTableAsStmt: createAs,
    DropStmt: drop,
    SelectStmt: selectInto,
    TruncateStmt: truncate,
    VacuumStmt: (effects, node) => {
      const full = optionNames(node.options).has('full');
      for (const relation of node.rels ?? []) {
        if (!('VacuumRelation' in relation)) continue;
        const target = effects.target(relation.VacuumRelation.relation);
        effects.lockTree(target, full ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
        if (!full) continue;
        effects.rewrite(target);
        effects.hazard(REWRITE, `VACUUM FULL copies ${target.label}`, target);
      }
    },
    ClusterStmt: (effects, node) => {
      const target = effects.target(node.relation);
      effects.lockPartitions(target, 'AccessExclusiveLock');
      if (target.facts?.kind === 'partitioned')
        effects.needsNoTransaction = `CLUSTER of partitioned ${target.name}`;
      effects.rewrite(target);
      effects.hazard(REWRITE, `CLUSTER copies ${target.label}`, target);
    },
  },
  alterTable: {
    AT_SetLogged: rewrite,
    AT_SetUnLogged: rewrite,
    AT_SetTableSpace: rewrite,
    AT_SetAccessMethod: rewrite,
    AT_SetRelOptions: relOptions,
    AT_ResetRelOptions: relOptions,
    AT_ClusterOn: (effects, _command, target) => effects.lock(target, 'ShareUpdateExclusiveLock'),
    AT_DropCluster: (effects, _command, target) => effects.lock(target, 'ShareUpdateExclusiveLock'),
    AT_AddInherit: inherit,
    AT_DropInherit: inherit,
    AT_DropOids: (effects, _command, target) => effects.lockTree(target, 'AccessExclusiveLock'),
  },
};
