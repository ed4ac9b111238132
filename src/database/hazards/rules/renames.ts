import type { AlterObjectSchemaStmt, RenameStmt } from 'libpg-query';
import { GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { viewFate } from '../remade/views.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { lockSequences } from './tables.ts';

const RENAME: Rule = {
  id: 'rename-table',
  severity: 'refused',
  threat: 'compatibility',
  title: 'A table or view is renamed or moved: the running version uses the old name',
  instead: 'Create a view with the new name, move the code, and rename later.',
  squawk: ['renaming-table'],
};
const RENAME_COLUMN: Rule = {
  id: 'rename-column',
  severity: 'refused',
  threat: 'compatibility',
  title: 'A column is renamed: the running version uses the old name',
  instead: 'Add a column with the new name, keep both filled, move the code, drop the old one later.',
  squawk: ['renaming-column'],
};
const RENAME_KEY: Rule = {
  id: 'rename-key',
  severity: 'warning',
  threat: 'compatibility',
  title:
    'A primary key or unique constraint is renamed: the running version might name it in ON CONFLICT ON CONSTRAINT',
  instead: 'Keep the name, or release code first that names the columns: ON CONFLICT (column).',
};
const RELATION_TYPES = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_SEQUENCE',
]);

/** Renamed without a look at what is below the table. */
const ALONE = new Set([...RELATION_TYPES, 'OBJECT_RULE', 'OBJECT_POLICY']);
const ATTACHED: Readonly<Record<string, string>> = {
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
};

function rename(effects: Effects, node: RenameStmt): void {
  if (!node.relation) return;
  effects.ddl = true;
  const target = effects.target(node.relation);
  if (node.renameType === 'OBJECT_TRIGGER') renameTrigger(effects, target, node);
  if (node.renameType === 'OBJECT_TABCONSTRAINT') renameKey(effects, target, node.subname, node.newname);
  if (node.renameType === 'OBJECT_INDEX') {
    // SHARE UPDATE EXCLUSIVE on the index alone: queries go on.
    const name = node.relation.relname ?? '';
    const table = effects.memory.indexes.get(name) ?? target.facts?.table;
    if (effects.memory.indexes.delete(name)) effects.memory.indexes.set(node.newname ?? '', table ?? '');
    if (table) renameIndex(effects, effects.named(table.split('.')), name, node.newname);
    return;
  }
  if (ALONE.has(node.renameType ?? '')) effects.lock(target, 'AccessExclusiveLock');
  else if (node.renameType === 'OBJECT_TRIGGER') effects.lockPartitions(target, 'AccessExclusiveLock');
  else effects.lockTree(target, 'AccessExclusiveLock');
  const attached = ATTACHED[node.renameType ?? ''];
  if (attached) effects.attach(target, `${attached} ${node.newname}`);
  if (node.renameType === 'OBJECT_COLUMN' || node.renameType === 'OBJECT_ATTRIBUTE') {
    renameColumn(effects, target, node);
    if (effects.memory.columns.delete(`${target.name}.${node.subname}`)) {
      effects.memory.columns.add(`${target.name}.${node.newname}`);
      return;
    }
    effects.breaks(target);
    effects.hazard(RENAME_COLUMN, `${target.name}.${node.subname} becomes ${node.newname}`, target);
  } else if (RELATION_TYPES.has(node.renameType ?? '')) {
    moved(effects, target, `${target.name.split('.')[0]}.${node.newname}`);
  }
}

function renameTrigger(effects: Effects, target: Target, { subname = '', newname = '' }: RenameStmt): void {
  const triggers = new Map(effects.current(target)?.triggers);
  const found = triggers.get(subname);
  effects.detach(target, `trigger ${subname}`);
  if (!found) return;
  triggers.delete(subname);
  effects.change(target, { triggers: triggers.set(newname, found) });
}

function renameIndex(effects: Effects, target: Target, before = '', after = ''): void {
  const indexes = new Map(effects.current(target)?.indexes);
  const found = indexes.get(before);
  indexes.delete(before);
  if (found) effects.change(target, { indexes: indexes.set(after, found) });
  renameKey(effects, target, before, after);
}

/** A constraint of that name, or the index behind it, which is called the same. */
function renameKey(effects: Effects, target: Target, before = '', after = ''): void {
  const constraints = new Map(effects.current(target)?.constraints);
  const found = constraints.get(before);
  if (!found) return;
  constraints.delete(before);
  constraints.set(after, found);
  effects.change(target, { constraints });
  const original = effects.original(target)?.constraints.get(before);
  if (found.file !== undefined || !original || !KEYS.has(found.kind)) return;
  effects.breaks(target);
  effects.hazard(RENAME_KEY, `${before} of ${target.name} becomes ${after}`, target);
}

const KEYS = new Set(['primary-key', 'unique', 'exclusion']);

function renameColumn(effects: Effects, target: Target, node: RenameStmt): void {
  const facts = target.facts?.columns.get(node.subname ?? '');
  effects.changeColumn(target, node.subname ?? '', undefined);
  if (facts) effects.changeColumn(target, node.newname ?? '', facts);
}

function moveSchema(effects: Effects, node: AlterObjectSchemaStmt): void {
  effects.ddl = true;
  if (!node.relation) return;
  const target = effects.target(node.relation);
  effects.lock(target, 'AccessExclusiveLock');
  lockSequences(effects, target);
  moved(effects, target, `${node.newschema}.${target.name.split('.')[1]}`);
}

function moved(effects: Effects, target: Target, newName: string): void {
  const {
    created,
    createdInFile,
    renamed,
    dropped,
    made,
    rights,
    rowSecurity,
    tracked,
    newPolicies,
    owners,
  } = effects.memory;
  const before = target.facts;
  const message = `${target.name} becomes ${newName}`;
  // A view of the old name with all its columns keeps the running version going.
  effects.goes(RENAME, message, (end) => (before ? viewFate(effects, target.name, before, end) : GONE), {
    target,
    message,
    isChange: true,
  });
  for (const each of tracked) if (each.name === target.name) each.name = newName;
  move(rights, `table ${target.name}`, `table ${newName}`);
  move(owners, target.name, newName);
  if (created.delete(target.name)) {
    created.add(newName);
    move(newPolicies, target.name, newName);
    if (rowSecurity.delete(target.name)) rowSecurity.add(newName);
    move(made, target.name, newName);
  } else if (!target.isAbsent) renamed.set(newName, renamed.get(target.name) ?? target.name);
  if (createdInFile.delete(target.name)) createdInFile.add(newName);
  dropped.add(target.name);
  dropped.delete(newName);
}

function move<V>(map: Map<string, V>, from: string, to: string): void {
  const value = map.get(from);
  map.delete(from);
  if (value !== undefined) map.set(to, value);
}

export const renames: Family = {
  name: 'Renames',
  rules: [RENAME, RENAME_COLUMN, RENAME_KEY],
  statements: { RenameStmt: rename, AlterObjectSchemaStmt: moveSchema },
};
