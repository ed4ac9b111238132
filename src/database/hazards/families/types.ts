import type {
  AlterDomainStmt,
  AlterEnumStmt,
  CompositeTypeStmt,
  CreateDomainStmt,
  DropStmt,
  RenameStmt,
} from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { namesOf, objectNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import { TIGHTENS } from './constraints.ts';

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
  title: 'A new enum value cannot be removed again, and the running version may read it unprepared',
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
const DOMAIN: Rule = {
  id: 'domain-constraint',
  severity: 'refused',
  threat: 'stall',
  title: 'A constraint on a domain reads every table that uses it, and writes to them wait',
  instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration; or put CHECKs on tables.',
  squawk: ['ban-alter-domain-with-add-constraint'],
};
const NEW_DOMAIN: Rule = {
  id: 'domain-with-constraint',
  severity: 'info',
  threat: 'style',
  title: 'A domain with a constraint: adding a column of it later rewrites tables, changing the rule is hard',
  instead: 'Put the CHECK on the table.',
  squawk: ['ban-create-domain-with-constraint'],
};
const COMPOSITE: Rule = {
  id: 'change-composite-type',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A composite type changes its attributes, and with it every value the running version reads',
};

const isNewType = (effects: Effects, names: readonly string[]) =>
  effects.memory.types.has(names.at(-1) ?? '');
const made = (effects: Effects, names: readonly string[]) => {
  effects.ddl = true;
  effects.memory.types.add(names.at(-1) ?? '');
};

function alterEnum(effects: Effects, node: AlterEnumStmt): void {
  effects.ddl = true;
  const names = nameList(node.typeName);
  if (isNewType(effects, names)) return;
  const type = names.join('.');
  if (node.oldVal) {
    effects.contract = true;
    effects.hazard(RENAME_VALUE, `value '${node.oldVal}' of ${type} becomes '${node.newVal}'`);
    return;
  }
  effects.memory.enumValues.add(node.newVal ?? '');
  effects.hazard(ADD_VALUE, `${type} gets the value '${node.newVal}'`);
  if (!node.newValNeighbor) effects.hazard(VALUE_ORDER, `'${node.newVal}' becomes the last value of ${type}`);
}

/** A string constant equal to a value that this transaction added; only a value just added can be meant. */
export function enumValueUse(effects: Effects, constants: readonly string[]): void {
  if (effects.statement.kind === 'AlterEnumStmt') return;
  for (const value of constants) {
    if (effects.memory.enumValues.has(value))
      effects.hazard(USED_AT_ONCE, `'${value}' is used before it is committed`);
  }
}

/** Tables with a column of the type. */
function usedBy(effects: Effects, names: readonly string[]): readonly string[] {
  return effects.facts.types.get(names.join('.'))?.usedBy ?? [];
}

function dropType(effects: Effects, node: DropStmt): void {
  if (node.removeType !== 'OBJECT_TYPE' && node.removeType !== 'OBJECT_DOMAIN') return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    if (isNewType(effects, names)) continue;
    if (node.missing_ok && effects.facts.known && !effects.facts.types.has(names.join('.'))) continue;
    const cascades = node.behavior === 'DROP_CASCADE';
    effects.contract = true;
    if (cascades) {
      effects.losesData = true;
      for (const table of usedBy(effects, names)) effects.lock(table, 'AccessExclusiveLock');
    }
    effects.hazard(
      DROP_TYPE,
      `type ${names.join('.')} is dropped${cascades ? ' with every column of it' : ''}`,
    );
  }
}

function renameType(effects: Effects, node: RenameStmt): void {
  if (node.renameType !== 'OBJECT_TYPE' && node.renameType !== 'OBJECT_DOMAIN') return;
  effects.ddl = true;
  const names = namesOf(node.object);
  if (isNewType(effects, names)) return;
  effects.contract = true;
  effects.hazard(RENAME_TYPE, `type ${names.join('.')} becomes ${node.newname}`);
}

function alterDomain(effects: Effects, node: AlterDomainStmt): void {
  effects.ddl = true;
  const names = nameList(node.typeName);
  if (isNewType(effects, names)) return;
  // C: ADD CONSTRAINT, O: SET NOT NULL, V: VALIDATE. https://doxygen.postgresql.org/structAlterDomainStmt.html
  const adds = node.subtype === 'C' || node.subtype === 'O';
  if (adds) {
    effects.contract = true;
    effects.hazard(TIGHTENS, `domain ${names.join('.')} gets a rule, which binds the running version too`);
  }
  const constraint = node.def && 'Constraint' in node.def ? node.def.Constraint : undefined;
  const reads = (adds && !constraint?.skip_validation) || node.subtype === 'V';
  if (!reads) return;
  effects.scans = true;
  for (const table of usedBy(effects, names)) effects.lock(table, 'ShareLock');
  if (adds) effects.hazard(DOMAIN, `every table with a column of domain ${names.join('.')} is read`);
}

function createDomain(effects: Effects, node: CreateDomainStmt): void {
  made(effects, nameList(node.domainname));
  if (node.constraints?.length)
    effects.hazard(NEW_DOMAIN, `domain ${nameList(node.domainname).join('.')} carries a constraint`);
}

function composite(effects: Effects, node: CompositeTypeStmt): void {
  made(effects, [node.typevar?.relname ?? '']);
  effects.memory.created.add(effects.target(node.typevar).name);
  effects.memory.createdInFile.add(effects.target(node.typevar).name);
}

export const types: Family = {
  name: 'Types',
  rules: [
    RENAME_VALUE,
    ADD_VALUE,
    VALUE_ORDER,
    USED_AT_ONCE,
    DROP_TYPE,
    RENAME_TYPE,
    DOMAIN,
    NEW_DOMAIN,
    COMPOSITE,
  ],
  statements: {
    AlterEnumStmt: alterEnum,
    CreateEnumStmt: (effects, node) => made(effects, nameList(node.typeName)),
    CreateRangeStmt: (effects, node) => made(effects, nameList(node.typeName)),
    CreateDomainStmt: createDomain,
    CompositeTypeStmt: composite,
    DropStmt: dropType,
    RenameStmt: renameType,
    AlterDomainStmt: alterDomain,
    AlterTableStmt: (effects, node) => {
      if (node.objtype !== 'OBJECT_TYPE') return;
      const target = effects.target(node.relation);
      effects.breaks(target);
      effects.hazard(COMPOSITE, `composite type ${target.name} changes`, target);
    },
  },
};
