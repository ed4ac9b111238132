import type { AlterEnumStmt, CompositeTypeStmt, DropStmt, RenameStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import { AGAIN, differs, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import { enumValuesUsed } from '../enum-values.ts';
import type { TypeFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import { typeOf } from '../locks/type-change.ts';
import type { ReleaseMemory } from '../memory.ts';
import { namesOf, objectNames } from '../nodes.ts';
import { domainRefuses } from '../remade/domains.ts';
import { missingColumn } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';

const RENAME_VALUE: Rule = {
  id: 'rename-enum-value',
  severity: 'refused',
  threat: 'compatibility',
  title: 'An enum value is renamed: the running version writes and compares the old one',
  instead: 'Add the new value, move data and code, and leave the old one unused.',
};
const ADD_VALUE: Rule = {
  id: 'add-enum-value',
  severity: 'info',
  threat: 'compatibility',
  title: 'A new enum value cannot be removed again, and the running version might read it unprepared',
};
const VALUE_ORDER: Rule = {
  id: 'enum-value-order',
  severity: 'info',
  threat: 'style',
  title: 'A new enum value without BEFORE or AFTER sorts last',
  squawk: ['require-enum-value-ordering'],
};
const USED_AT_ONCE: Rule = {
  id: 'enum-value-used-in-transaction',
  severity: 'refused',
  threat: 'correctness',
  title: 'A new enum value is used in the transaction that adds it, which the server refuses',
  instead: 'Use it in the next migration.',
  refusedByServer: true,
};
const DROP_TYPE: Rule = {
  id: 'drop-type',
  severity: 'refused',
  threat: 'loss',
  title: 'A type or domain is dropped; with CASCADE every column of it goes too',
};
const RENAME_TYPE: Rule = {
  id: 'rename-type',
  severity: 'refused',
  threat: 'compatibility',
  title: 'A type is renamed: casts and generated clients of the running version name the old one',
};
const COMPOSITE: Rule = {
  id: 'change-composite-type',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A composite type changes its attributes, and so does every value that the running version reads',
};

export const isNewType = (effects: Effects, names: readonly string[]) =>
  effects.memory.types.has(names.at(-1) ?? '');

/** Keeps in mind that the release made a type. */
export function madeType(effects: Effects, names: readonly string[], facts: Partial<TypeFacts> = {}): void {
  effects.ddl = true;
  const bare = names.at(-1) ?? '';
  if (
    effects.guarded &&
    effects.facts.types.has(bare) &&
    !effects.memory.renamedTypes.has(bare) &&
    !gone(effects, bare)
  )
    return;
  effects.add(`type ${names.join('.')}`);
  effects.memory.types.add(bare);
  effects.memory.typesInFile.add(bare);
  effects.memory.typeFacts.set(bare, {
    kind: 'other',
    constrained: false,
    usedBy: [],
    ...facts,
    file: effects.setting.file,
  });
}

const gone = (effects: Effects, bare: string): boolean => effects.memory.dropped.has(`type ${bare}`);

function alterEnum(effects: Effects, node: AlterEnumStmt): void {
  effects.ddl = true;
  const names = nameList(node.typeName);
  const bare = names.at(-1) ?? '';
  const type = names.join('.');
  const facts =
    effects.memory.typeFacts.get(bare) ?? effects.facts.types.get(type) ?? effects.facts.types.get(bare);
  if (node.oldVal) {
    if (isNewType(effects, names)) return;
    effects.contract = true;
    effects.hazard(RENAME_VALUE, `value '${node.oldVal}' of ${type} becomes '${node.newVal}'`);
    return;
  }
  const value = node.newVal ?? '';
  if (facts?.labels?.includes(value) && (node.skipIfNewValExists || effects.guarded)) return;
  if (facts?.labels) effects.memory.typeFacts.set(bare, { ...facts, labels: [...facts.labels, value] });
  // Only in the transaction that makes the type itself can a value be used before it is committed, and only from 17 on:
  // https://www.postgresql.org/docs/17/sql-altertype.html#id-1.9.3.42.7
  if (!effects.memory.typesInFile.has(bare) || effects.facts.serverVersion < 170_000)
    effects.memory.enumValues.set(value, bare);
  if (isNewType(effects, names)) return;
  effects.add(`value '${value}' of ${type}`);
  effects.hazard(ADD_VALUE, `${type} gets the value '${value}'`);
  if (!node.newValNeighbor) effects.hazard(VALUE_ORDER, `'${value}' becomes the last value of ${type}`);
}

/** A value that this transaction added, where the statement means it as one of the type and not as a word. */
function enumValueUse(effects: Effects, unusable: ReadonlyMap<string, string>): void {
  if (effects.statement.kind === 'AlterEnumStmt') return;
  for (const value of enumValuesUsed(effects, unusable))
    effects.hazard(USED_AT_ONCE, `'${value}' is used before it is committed`);
}

/** Tables with a column of the type. */
export function usedBy(effects: Effects, names: readonly string[]): readonly string[] {
  return effects.facts.types.get(names.join('.'))?.usedBy ?? [];
}

function dropType(effects: Effects, node: DropStmt): void {
  if (node.removeType !== 'OBJECT_TYPE' && node.removeType !== 'OBJECT_DOMAIN') return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const bare = names.at(-1) ?? '';
    const renamed = effects.memory.renamedTypes.get(bare);
    const before = effects.facts.types.get(renamed ?? names.join('.'));
    if (isNewType(effects, names)) {
      effects.memory.types.delete(bare);
      effects.memory.typeFacts.delete(bare);
      continue;
    }
    if ((node.missing_ok || effects.guarded) && effects.facts.known && !before) continue;
    effects.memory.dropped.add(`type ${bare}`);
    const cascades = node.behavior === 'DROP_CASCADE';
    const tables = usedBy(effects, renamed ? [renamed] : names);
    if (cascades && tables.length > 0) {
      effects.losesData = true;
      effects.contract = true;
      for (const table of tables) effects.lock(table, 'AccessExclusiveLock');
      const held = tables.some((table) => effects.facts.relations.get(table)?.empty !== true);
      effects.hazard(DROP_TYPE, `type ${names.join('.')} is dropped with every column of it`, undefined, {
        onRows: held,
      });
      continue;
    }
    if (!before) {
      effects.contract = true;
      effects.losesData ||= cascades;
      effects.hazard(
        DROP_TYPE,
        `type ${names.join('.')} is dropped${cascades ? ' with every column of it' : ''}`,
      );
      continue;
    }
    const label = `type ${renamed ?? names.join('.')}`;
    effects.goes(DROP_TYPE, label, (end) =>
      typeFate(effects, (renamed ?? bare).split('.').at(-1) ?? '', before, end),
    );
  }
}

/** The type is there again under its name, with every value and attribute that it had. */
function typeFate(effects: Effects, bare: string, before: TypeFacts, end: ReleaseMemory): Fate {
  const now = end.types.has(bare) ? end.typeFacts.get(bare) : undefined;
  if (!now) return GONE;
  const missing = (before.labels ?? []).filter((label) => !now.labels?.includes(label));
  if (missing.length > 0) return differs(`it has no value '${missing[0]}'`);
  const why = missingColumn(before.attributes ?? [], now.attributes ?? [], effects.facts);
  if (why) return differs(why);
  if (before.kind === 'composite' && before.attributes?.length !== now.attributes?.length)
    return differs('it has different attributes');
  const stricter = before.kind === 'domain' ? domainRefuses(before, now) : undefined;
  return stricter ? differs(stricter) : AGAIN(now.file);
}

function renameType(effects: Effects, node: RenameStmt): void {
  if (node.renameType !== 'OBJECT_TYPE' && node.renameType !== 'OBJECT_DOMAIN') return;
  effects.ddl = true;
  const names = namesOf(node.object);
  const bare = names.at(-1) ?? '';
  const newName = node.newname ?? '';
  if (isNewType(effects, names)) {
    const facts = effects.memory.typeFacts.get(bare);
    effects.memory.types.delete(bare);
    effects.memory.types.add(newName);
    if (effects.memory.typesInFile.delete(bare)) effects.memory.typesInFile.add(newName);
    effects.memory.typeFacts.delete(bare);
    if (facts) effects.memory.typeFacts.set(newName, facts);
    return;
  }
  const before = effects.facts.types.get(names.join('.'));
  effects.memory.renamedTypes.set(newName, names.join('.'));
  effects.memory.dropped.add(`type ${bare}`);
  effects.goes(
    RENAME_TYPE,
    `type ${names.join('.')} becomes ${newName}`,
    (end) => (before ? typeFate(effects, bare, before, end) : GONE),
    { message: `type ${names.join('.')} becomes ${newName}`, isChange: true },
  );
}

function composite(effects: Effects, node: CompositeTypeStmt): void {
  const attributes = (node.coldeflist ?? []).flatMap((item) =>
    'ColumnDef' in item
      ? [{ name: item.ColumnDef.colname ?? '', type: typeOf(item.ColumnDef.typeName) }]
      : [],
  );
  madeType(effects, [node.typevar?.relname ?? ''], { kind: 'composite', attributes });
  effects.memory.created.add(effects.target(node.typevar).name);
  effects.memory.createdInFile.add(effects.target(node.typevar).name);
}

export const types: Family = {
  name: 'Types',
  rules: [RENAME_VALUE, ADD_VALUE, VALUE_ORDER, USED_AT_ONCE, DROP_TYPE, RENAME_TYPE, COMPOSITE],
  after: (effects, { unusable }) => {
    if (unusable.size > 0) enumValueUse(effects, unusable);
  },
  statements: {
    AlterEnumStmt: alterEnum,
    CreateEnumStmt: (effects, node) =>
      madeType(effects, nameList(node.typeName), { kind: 'enum', labels: nameList(node.vals) }),
    CreateRangeStmt: (effects, node) => madeType(effects, nameList(node.typeName)),
    CompositeTypeStmt: composite,
    DropStmt: dropType,
    RenameStmt: renameType,
    AlterTableStmt: (effects, node) => {
      if (node.objtype !== 'OBJECT_TYPE') return;
      const target = effects.target(node.relation);
      effects.breaks(target);
      effects.hazard(COMPOSITE, `composite type ${target.name} changes`, target);
    },
  },
};
