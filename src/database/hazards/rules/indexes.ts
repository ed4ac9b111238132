import type { AlterTableStmt, DropStmt, IndexStmt, ReindexStmt } from 'libpg-query';
import { AGAIN, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { objectNames, optionNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { DROP as DROP_CONSTRAINT } from './drop-constraints.ts';
import { neverTwice, uniqueFate, wasUnique } from './unique-constraints.ts';

const CREATE: Rule = {
  id: 'index-not-concurrent',
  severity: 'refused',
  threat: 'stall',
  title: 'CREATE INDEX blocks writes to the table until it is built',
  instead: 'CREATE INDEX CONCURRENTLY, in a separate migration.',
  squawk: ['require-concurrent-index-creation'],
};
const PARTITIONED: Rule = {
  id: 'index-on-partitioned',
  severity: 'refused',
  threat: 'stall',
  title: 'CREATE INDEX on a partitioned table blocks writes to every partition until all are built',
  instead:
    'CREATE INDEX ON ONLY the partitioned table (nothing is built), CREATE INDEX CONCURRENTLY on each partition in separate migrations, then ALTER INDEX … ATTACH PARTITION for each.',
  squawk: ['require-concurrent-index-creation'],
};
const UNIQUE: Rule = {
  id: 'unique-index-tightens',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A new unique index on an existing table: the running version might write duplicates',
};
const DROP: Rule = {
  id: 'drop-index-not-concurrent',
  severity: 'warning',
  threat: 'stall',
  title: 'DROP INDEX takes ACCESS EXCLUSIVE on the table and queues behind every query on it',
  instead: 'DROP INDEX CONCURRENTLY, in a separate migration.',
  squawk: ['require-concurrent-index-deletion'],
};
const REINDEX: Rule = {
  id: 'reindex-not-concurrent',
  severity: 'refused',
  threat: 'stall',
  title: 'REINDEX blocks writes to the table, and almost every read of it waits for the index, too',
  instead: 'REINDEX … CONCURRENTLY.',
  squawk: ['require-concurrent-reindex'],
};

function createIndex(effects: Effects, node: IndexStmt): void {
  effects.ddl = true;
  const target = effects.target(node.relation);
  effects.lockPartitions(target, node.concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock');
  if ((node.if_not_exists || effects.guarded) && node.idxname && target.facts?.indexes.has(node.idxname))
    return;
  if (node.idxname) effects.memory.indexes.set(node.idxname, target.name);
  const isPartitioned = target.facts?.kind === 'partitioned';
  const nullsAlike = node.nulls_not_distinct === true;
  const isPlain = !node.whereClause && columnsOf(node).length === node.indexParams?.length;
  const indexes = new Map(effects.current(target)?.indexes);
  indexes.set(node.idxname ?? `${target.name.split('.')[1]}_${columnsOf(node).join('_')}_idx`, {
    unique: node.unique === true,
    valid: true,
    columns: columnsOf(node),
    nullsAlike,
    ...(isPlain ? {} : { computedFrom: columnsOf(node) }),
    file: effects.setting.file,
  });
  effects.change(target, { indexes });
  const name = node.idxname ?? 'an index';
  // ONLY makes an entry without anything built; it becomes valid when each partition has its own.
  if (!isPartitioned || !target.only) {
    effects.scan(target);
    if (!node.concurrent) {
      const rule = isPartitioned ? PARTITIONED : CREATE;
      effects.hazard(rule, `${name} is built over ${target.label} while writes wait`, target);
    }
  }
  if (!node.unique || neverTwice(effects, target, columnsOf(node), nullsAlike)) return;
  if (isPlain && wasUnique(effects, target, columnsOf(node), nullsAlike)) return;
  effects.breaks(target);
  effects.hazard(UNIQUE, `${name} forbids duplicates in ${target.name}`, target);
}

function columnsOf(node: IndexStmt): string[] {
  return (node.indexParams ?? []).flatMap((param) =>
    'IndexElem' in param && param.IndexElem.name ? [param.IndexElem.name] : [],
  );
}

function dropIndex(effects: Effects, node: DropStmt): void {
  if (node.removeType !== 'OBJECT_INDEX') return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const index = effects.named(names);
    const bare = names.at(-1) ?? '';
    const made = effects.memory.indexes.get(bare);
    const tableName = made ?? index.facts?.table;
    if (!tableName) {
      if (!node.missing_ok && !effects.facts.known) effects.hazard(DROP, `${bare} is dropped`);
      continue;
    }
    const table = effects.named(tableName.split('.'));
    effects.lock(table, node.concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock');
    effects.memory.indexes.delete(bare);
    const before = effects.current(table)?.indexes.get(bare);
    const left = new Map(effects.current(table)?.indexes);
    left.delete(bare);
    effects.change(table, { indexes: left });
    if (made) continue;
    if (table.facts?.identifiedBy === bare) {
      effects.change(table, { identified: false });
    }
    if (before?.unique)
      effects.goes(
        DROP_CONSTRAINT,
        `unique index ${bare} of ${table.name}`,
        (end) =>
          before.computedFrom
            ? sameIndex(effects, table, bare, end)
            : uniqueFate(effects, table, before, end),
        { target: table },
      );
    if (!node.concurrent)
      effects.hazard(DROP, `${bare} is dropped from ${table.label} behind every query on it`, table);
  }
}

/** An index of expressions, or of some rows: only under its own name is it held for the same. */
function sameIndex(effects: Effects, table: Target, name: string, end: ReleaseMemory): Fate {
  const now = end.changed.get(effects.memory.renamed.get(table.name) ?? table.name)?.indexes.get(name);
  return now?.unique ? AGAIN(now.file) : GONE;
}

/** ALTER INDEX takes SHARE UPDATE EXCLUSIVE on the index alone, but for these, which every query of the table waits for. */
function alterIndex(effects: Effects, node: AlterTableStmt, table: Target): void {
  effects.lock(table, 'AccessShareLock');
  for (const item of node.cmds ?? []) {
    if (!('AlterTableCmd' in item)) continue;
    const { subtype, def } = item.AlterTableCmd;
    const options = def && 'List' in def ? optionNames(def.List.items) : new Set<string>();
    if (subtype === 'AT_SetTableSpace') {
      effects.scan(table);
      effects.readersWait ||= !table.isNew;
      effects.hazard(
        REINDEX,
        `${node.relation?.relname} is copied while queries of ${table.label} wait`,
        table,
      );
    } else if (options.has('fastupdate') || options.has('buffering') || subtype === 'AT_AttachPartition')
      effects.readersWait ||= !table.isNew;
  }
}

function reindex(effects: Effects, node: ReindexStmt): void {
  const target = effects.target(node.relation);
  const concurrent = optionNames(node.params).has('concurrently');
  const table =
    node.kind === 'REINDEX_OBJECT_INDEX' && target.facts?.table
      ? effects.named(target.facts.table.split('.'))
      : target;
  if (!concurrent && !table.isNew) effects.readersWait = true;
  if (table.facts?.kind === 'partitioned')
    effects.needsNoTransaction = `REINDEX of partitioned ${table.name}`;
  if (node.relation) effects.lockPartitions(table, concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock');
  effects.scan(table);
  if (!concurrent)
    effects.hazard(
      REINDEX,
      `indexes of ${node.relation ? table.label : (node.name ?? 'the database')} are rebuilt`,
      node.relation ? table : undefined,
    );
}

export const indexes: Family = {
  name: 'Indexes',
  rules: [CREATE, PARTITIONED, UNIQUE, DROP, REINDEX],
  alterIndex,
  statements: { IndexStmt: createIndex, DropStmt: dropIndex, ReindexStmt: reindex },
};
