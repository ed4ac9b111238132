import type {
  CopyStmt,
  DeleteStmt,
  InsertStmt,
  LockStmt,
  MergeStmt,
  RefreshMatViewStmt,
  UpdateStmt,
} from 'libpg-query';
import type { LockLevel } from '../../../release/ports.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { LOCK_LEVELS } from '../locks/levels.ts';
import type { Rule } from '../rule.ts';
import { readsTables } from '../tables-from-queries.ts';
import type { Target } from '../target.ts';

const UPDATE: Rule = {
  id: 'bulk-update',
  severity: 'warning',
  threat: 'stall',
  title: 'Many rows change in one transaction: each stays locked until its end',
  instead: 'Mark it `-- shiplock: batch …` in a separate migration.',
};
const DELETE: Rule = {
  id: 'delete-rows',
  severity: 'refused',
  threat: 'loss',
  title: 'Rows are deleted',
};
const DUPLICATE: Rule = {
  id: 'column-assigned-twice',
  severity: 'refused',
  threat: 'correctness',
  title: 'A column is assigned twice, which the server refuses',
  squawk: ['ban-duplicate-column-assignments'],
  refusedByServer: true,
};
const REFRESH: Rule = {
  id: 'refresh-not-concurrent',
  severity: 'warning',
  threat: 'stall',
  title: 'REFRESH MATERIALIZED VIEW stops its readers',
  instead: 'REFRESH MATERIALIZED VIEW CONCURRENTLY (it needs a unique index).',
};
const LOCK: Rule = {
  id: 'lock-table',
  severity: 'warning',
  threat: 'stall',
  title: 'A table is locked explicitly until the transaction ends',
};

function insert(effects: Effects, node: InsertStmt): void {
  const target = effects.target(node.relation);
  effects.lock(target, 'RowExclusiveLock');
  assignedTwice(effects, node.cols);
  const select = node.selectStmt && 'SelectStmt' in node.selectStmt ? node.selectStmt.SelectStmt : undefined;
  if (!select || select.valuesLists || !select.fromClause) return;
  readsTables(effects, select);
  effects.bulkData ||= !target.isNew && !target.isTiny;
}

function update(effects: Effects, node: UpdateStmt): void {
  const target = effects.target(node.relation);
  effects.lockTree(target, 'RowExclusiveLock');
  effects.scan(target);
  assignedTwice(effects, node.targetList);
  bulk(effects, target, node.whereClause ? 'the chosen rows' : 'every row');
}

function bulk(effects: Effects, target: Target, which: string): void {
  if (!target.isNew && !target.isTiny && !target.isAbsent) effects.bulkData = true;
  effects.hazard(UPDATE, `${which} of ${target.label} change in one transaction`, target);
}

function remove(effects: Effects, node: DeleteStmt): void {
  const target = effects.target(node.relation);
  effects.lockTree(target, 'RowExclusiveLock');
  effects.scan(target);
  effects.lose(target);
  if (!target.isNew && !target.isTiny && !target.isAbsent) effects.bulkData = true;
  effects.hazard(
    DELETE,
    `${node.whereClause ? 'chosen rows' : 'all rows'} of ${target.label} are deleted`,
    target,
  );
}

function merge(effects: Effects, node: MergeStmt): void {
  const target = effects.target(node.relation);
  effects.lockTree(target, 'RowExclusiveLock');
  effects.scan(target);
  const commands = (node.mergeWhenClauses ?? []).map((clause) =>
    'MergeWhenClause' in clause ? clause.MergeWhenClause.commandType : undefined,
  );
  if (commands.includes('CMD_DELETE')) {
    effects.lose(target);
    effects.hazard(DELETE, `matched rows of ${target.label} are deleted`, target);
  }
  bulk(effects, target, 'matched rows');
}

/** The same column twice in INSERT's list or UPDATE's SET, unless elements of it are meant (`a[1]`). */
function assignedTwice(effects: Effects, targets: InsertStmt['cols']): void {
  const seen = new Set<string>();
  for (const node of targets ?? []) {
    if (!('ResTarget' in node) || !node.ResTarget.name || node.ResTarget.indirection) continue;
    if (seen.has(node.ResTarget.name)) effects.hazard(DUPLICATE, `${node.ResTarget.name} is assigned twice`);
    seen.add(node.ResTarget.name);
  }
}

function copy(effects: Effects, node: CopyStmt): void {
  if (!node.is_from || !node.relation) return;
  const target = effects.target(node.relation);
  effects.lock(target, 'RowExclusiveLock');
  effects.bulkData ||= !target.isNew;
}

function refresh(effects: Effects, node: RefreshMatViewStmt): void {
  const target = effects.target(node.relation);
  effects.lock(target, node.concurrent ? 'ExclusiveLock' : 'AccessExclusiveLock');
  effects.scan(target);
  if (node.concurrent) return;
  effects.rewrite(target);
  if (node.skipData) {
    effects.lose(target);
    effects.breaks(target);
    effects.hazard(REFRESH, `${target.label} is emptied, and reading it fails until the next REFRESH`);
    return;
  }
  effects.hazard(REFRESH, `${target.label} cannot be read until it is refreshed`, target);
}

/** By LOCK TABLE's mode; without one it takes the strongest. */
const MODES: readonly LockLevel[] = ['AccessExclusiveLock', ...LOCK_LEVELS];

function lockTable(effects: Effects, node: LockStmt): void {
  const level = MODES[node.mode ?? 0] ?? 'AccessExclusiveLock';
  for (const relation of node.relations ?? []) {
    if (!('RangeVar' in relation)) continue;
    const target = effects.target(relation.RangeVar);
    if (relation.RangeVar.inh) effects.lockTree(target, level);
    else effects.lock(target, level);
    effects.hazard(LOCK, `${target.label} is held ${level} until the transaction ends`, target);
  }
}

/** Batches commit in between, so nothing is held for long. */
function unbatch(effects: Effects): void {
  effects.bulkData = false;
  const kept = effects.hazards.filter(({ rule }) => rule.id !== 'bulk-update');
  effects.hazards.splice(0, effects.hazards.length, ...kept);
}

export const data: Family = {
  name: 'Data',
  rules: [UPDATE, DELETE, DUPLICATE, REFRESH, LOCK],
  after: (effects, { batched }) => {
    if (batched) unbatch(effects);
  },
  statements: {
    InsertStmt: insert,
    UpdateStmt: update,
    DeleteStmt: remove,
    MergeStmt: merge,
    CopyStmt: copy,
    RefreshMatViewStmt: refresh,
    LockStmt: lockTable,
    SelectStmt: (effects, node) => {
      const locking = node.lockingClause ?? [];
      if (locking.length === 0) return;
      for (const from of node.fromClause ?? [])
        if ('RangeVar' in from) effects.lock(effects.target(from.RangeVar), 'RowShareLock');
    },
  },
};
