import type { AlterTableCmd, Constraint } from 'libpg-query';
import { nameList, walk } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { type ConstraintFacts, isProvenNotNull } from '../facts.ts';
import type { AlterHandler, Family } from '../family.ts';
import { provenBy } from '../proof.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { isFilled } from './columns.ts';

const FOREIGN_KEY: Rule = {
  id: 'add-foreign-key',
  severity: 'refused',
  threat: 'stall',
  title: 'A foreign key is checked against all rows while writes to both tables wait',
  instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.',
  squawk: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
};
const CHECK: Rule = {
  id: 'add-check',
  severity: 'refused',
  threat: 'stall',
  title: 'A CHECK (or NOT NULL) constraint reads all rows under ACCESS EXCLUSIVE',
  instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.',
  squawk: ['constraint-missing-not-valid'],
};
const UNIQUE: Rule = {
  id: 'add-unique-constraint',
  severity: 'refused',
  threat: 'stall',
  title: 'A unique constraint or primary key builds its index under ACCESS EXCLUSIVE',
  instead: 'CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX.',
  squawk: ['disallowed-unique-constraint', 'adding-serial-primary-key-field'],
};
const EXCLUSION: Rule = {
  id: 'add-exclusion-constraint',
  severity: 'refused',
  threat: 'stall',
  title: 'An exclusion constraint builds its index under ACCESS EXCLUSIVE, and cannot be added NOT VALID',
  instead:
    'Make a new table with the constraint and move rows in batches, or take the stall in a quiet hour.',
};
export const TIGHTENS: Rule = {
  id: 'constraint-tightens',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A new constraint on an existing table or domain: the running version may write what it forbids',
  instead: 'Release code that keeps to it first.',
};
const VALIDATED_AT_ONCE: Rule = {
  id: 'validate-in-same-transaction',
  severity: 'refused',
  threat: 'stall',
  title:
    'A constraint is added NOT VALID and validated in one transaction: the strong lock is held while rows are read',
  instead: 'Put VALIDATE CONSTRAINT into a migration of its own.',
  squawk: ['constraint-missing-not-valid'],
};
export const DROP: Rule = {
  id: 'drop-constraint',
  severity: 'warning',
  threat: 'compatibility',
  title:
    'A constraint or unique index is dropped: ON CONFLICT and embedded reads of the running version may need it',
};

/** A foreign key, written as a constraint or beside a column. Locks both sides; reads both unless NOT VALID. */
export function foreignKey(
  effects: Effects,
  constraint: Constraint,
  target: Target,
  columns: readonly string[],
): void {
  const referenced = effects.target(constraint.pktable);
  effects.lockTree(target, 'ShareRowExclusiveLock');
  effects.lockTree(referenced, 'ShareRowExclusiveLock');
  rememberConstraint(effects, constraint, target, {
    kind: 'foreign-key',
    columns,
    references: referenced.name,
  });
  effects.change(referenced, {
    referencedBy: [...(effects.current(referenced)?.referencedBy ?? []), target.name],
  });
  if (!isEnforced(constraint)) return;
  tightens(effects, target, columns, `a foreign key to ${referenced.name}`);
  if (constraint.skip_validation) {
    rememberNotValid(effects, constraint, target);
    return;
  }
  // A column that this release added holds only NULL, or one default: nothing to look up row by row.
  effects.scan(target);
  const label = `${target.name}(${columns.join(', ')}) → ${referenced.name}`;
  effects.hazard(
    FOREIGN_KEY,
    `${label} is checked against all of ${target.label} while writes to both tables wait`,
    target,
  );
}

/** NOT ENFORCED binds nobody and proves nothing. The syntax tree says it of foreign keys and checks alone. */
const isEnforced = ({ contype, is_enforced }: Constraint): boolean =>
  is_enforced === true || (contype !== 'CONSTR_FOREIGN' && contype !== 'CONSTR_CHECK');

/** Keeps a new constraint in mind: later statements of the release may change or drop what it binds. */
function rememberConstraint(
  effects: Effects,
  constraint: Constraint,
  target: Target,
  facts: Omit<ConstraintFacts, 'valid'>,
): void {
  const known = new Map(effects.current(target)?.constraints);
  const valid = !constraint.skip_validation && isEnforced(constraint);
  known.set(constraint.conname ?? `${facts.columns.join('_')}_${facts.kind}`, { ...facts, valid });
  effects.change(target, { constraints: known });
}

/** UNIQUE, PRIMARY KEY and EXCLUDE: an index is built, unless one is there. */
export function indexConstraint(
  effects: Effects,
  constraint: Constraint,
  target: Target,
  columns: readonly string[],
): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const name = constraint.conname ?? (columns.join(', ') || 'constraint');
  const kind = INDEX_KIND[constraint.contype ?? ''] ?? 'unique';
  rememberConstraint(effects, constraint, target, { kind, columns });
  if (constraint.indexname) {
    // The index is unique already; only a primary key over nullable columns reads the table.
    if (constraint.contype === 'CONSTR_PRIMARY') primaryKeyScan(effects, target, constraint.indexname, name);
    return;
  }
  effects.scan(target);
  const rule = constraint.contype === 'CONSTR_EXCLUSION' ? EXCLUSION : UNIQUE;
  effects.hazard(rule, `${name} builds an index over ${target.label} while reads and writes wait`, target);
  const nullsCollide = constraint.nulls_not_distinct === true || constraint.contype === 'CONSTR_PRIMARY';
  const isUnique = constraint.contype !== 'CONSTR_EXCLUSION';
  if (isUnique && neverTwice(effects, target, columns, nullsCollide)) return;
  tightens(effects, target, isUnique ? [] : columns, name);
}

/**
 * The running version leaves out columns of the release. Rows of it cannot collide where one of these is then NULL, or
 * differs from row to row; a constant default collides at once.
 */
export function neverTwice(
  effects: Effects,
  target: Target,
  columns: readonly string[],
  nullsCollide: boolean,
): boolean {
  return columns.some((column) => {
    if (!effects.memory.columns.has(`${target.name}.${column}`)) return false;
    const facts = effects.current(target)?.columns.get(column);
    if (!facts) return true;
    return (
      facts.identity || facts.varies === true || (!facts.hasDefault && !facts.generated && !nullsCollide)
    );
  });
}

const INDEX_KIND: Record<string, ConstraintFacts['kind']> = {
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_EXCLUSION: 'exclusion',
};

function primaryKeyScan(effects: Effects, target: Target, index: string, name: string): void {
  const columns = target.facts?.indexes.get(index)?.columns;
  const allNotNull = columns?.every((column) => target.facts?.columns.get(column)?.notNull);
  if (allNotNull) return;
  tightens(effects, target, columns ?? [], name);
  effects.scan(target);
  effects.hazard(
    CHECK,
    `PRIMARY KEY USING INDEX ${index} makes its columns NOT NULL and reads all of ${target.label}`,
    target,
  );
}

function tightens(effects: Effects, target: Target, columns: readonly string[], what: string): void {
  // The running version does not know columns that this release adds.
  if (columns.length > 0 && columns.every((column) => effects.memory.columns.has(`${target.name}.${column}`)))
    return;
  effects.breaks(target);
  effects.hazard(TIGHTENS, `${target.name} gets ${what}, which binds the running version too`, target);
}

function rememberNotValid(effects: Effects, constraint: Constraint, target: Target): void {
  if (!constraint.conname) return;
  effects.memory.notValidInTransaction.add(`${target.name} ${constraint.conname}`);
  const proven =
    constraint.contype === 'CONSTR_NOTNULL' ? nameList(constraint.keys) : provenBy(constraint.raw_expr);
  if (proven.length > 0) effects.memory.pendingProofs.set(`${target.name} ${constraint.conname}`, proven);
}

function checked(effects: Effects, constraint: Constraint, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const name = constraint.conname ?? 'check';
  const columns = constraint.contype === 'CONSTR_NOTNULL' ? nameList(constraint.keys) : [];
  const proves = provenBy(constraint.raw_expr);
  if (constraint.contype !== 'CONSTR_NOTNULL')
    rememberConstraint(effects, constraint, target, {
      kind: 'check',
      columns: columnsIn(constraint.raw_expr),
      ...(proves.length > 0 ? { proves } : {}),
    });
  if (!isEnforced(constraint)) return;
  const isLeftOut = columns.some((column) => !isFilled(effects.current(target)?.columns.get(column)));
  tightens(effects, target, isLeftOut ? [] : columns, `constraint ${name}`);
  if (constraint.skip_validation) {
    rememberNotValid(effects, constraint, target);
    return;
  }
  const [column = ''] = columns;
  if (isProvenNotNull(target.facts, column) || target.facts?.columns.get(column)?.notNull) return;
  effects.scan(target);
  effects.hazard(
    CHECK,
    `${name} is checked against all of ${target.label} while reads and writes wait`,
    target,
  );
  for (const proven of provenBy(constraint.raw_expr))
    effects.memory.notNullProven.add(`${target.name}.${proven}`);
}

/** Columns that an expression reads. */
export function columnsIn(expression: unknown): string[] {
  const found: string[] = [];
  walk({ Root: expression }, (tag, node) => {
    if (tag === 'ColumnRef') found.push(...nameList(node['fields']).slice(-1));
  });
  return found;
}

function addConstraint(effects: Effects, command: AlterTableCmd, target: Target): void {
  if (!command.def || !('Constraint' in command.def)) return;
  const constraint = command.def.Constraint;
  if (constraint.contype === 'CONSTR_FOREIGN')
    foreignKey(effects, constraint, target, nameList(constraint.fk_attrs));
  else if (['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'].includes(constraint.contype ?? '')) {
    indexConstraint(effects, constraint, target, nameList(constraint.keys));
  } else checked(effects, constraint, target);
}

/** VALIDATE reads the table under a lock that lets writes pass. */
function validate(effects: Effects, command: AlterTableCmd, target: Target): void {
  const key = `${target.name} ${command.name}`;
  const facts = target.facts?.constraints.get(command.name ?? '');
  effects.lockTree(target, 'ShareUpdateExclusiveLock');
  if (facts?.references) effects.lock(facts.references, 'RowShareLock');
  if (facts?.valid) return;
  effects.scan(target);
  for (const column of effects.memory.pendingProofs.get(key) ?? [])
    effects.memory.notNullProven.add(`${target.name}.${column}`);
  if (!effects.memory.notValidInTransaction.has(key)) return;
  effects.hazard(
    VALIDATED_AT_ONCE,
    `${command.name} reads all of ${target.label} while the lock of ADD CONSTRAINT is held`,
    target,
  );
}

function dropConstraint(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const facts = target.facts?.constraints.get(command.name ?? '');
  if (command.missing_ok && target.facts && !facts) return;
  if (facts?.references) effects.lockTree(effects.named(facts.references.split('.')), 'AccessExclusiveLock');
  const left = new Map(target.facts?.constraints);
  left.delete(command.name ?? '');
  effects.change(target, { constraints: left });
  const isKey = facts?.kind === 'unique' || facts?.kind === 'primary-key';
  if (isKey && command.behavior === 'DROP_CASCADE')
    for (const table of target.facts?.referencedBy ?? []) effects.lock(table, 'AccessExclusiveLock');
  // A CHECK that goes only allows more.
  if (facts?.kind !== 'check' && facts?.kind !== 'not-null') effects.breaks(target);
  effects.hazard(DROP, `${command.name} of ${target.name} is dropped`, target);
}

/** A foreign key that is enforced from now on is checked like a new one; one that no longer is, dropped like an old one. */
const alterConstraint: AlterHandler = (effects, command, target) => {
  effects.lockPartitions(target, 'AccessExclusiveLock');
  const change =
    command.def && 'ATAlterConstraint' in command.def ? command.def.ATAlterConstraint : undefined;
  const facts = target.facts?.constraints.get(change?.conname ?? '');
  if (!change?.alterEnforceability || (facts && facts.kind !== 'foreign-key')) return;
  const name = change.conname ?? '';
  const referenced = facts?.references && effects.named(facts.references.split('.'));
  if (!change.is_enforced) {
    if (referenced) effects.lockTree(referenced, 'AccessExclusiveLock');
    effects.hazard(DROP, `${name} of ${target.name} is no longer enforced`, target);
    return;
  }
  if (facts?.enforced) return;
  if (referenced) effects.lockTree(referenced, 'ShareRowExclusiveLock');
  tightens(effects, target, facts?.columns ?? [], `constraint ${name}`);
  effects.scan(target);
  effects.hazard(
    FOREIGN_KEY,
    `${name} is checked against all of ${target.label} while reads and writes wait`,
    target,
  );
};

export const constraints: Family = {
  name: 'Constraints',
  rules: [FOREIGN_KEY, CHECK, UNIQUE, EXCLUSION, TIGHTENS, VALIDATED_AT_ONCE, DROP],
  alterTable: {
    AT_AddConstraint: addConstraint,
    AT_ValidateConstraint: validate,
    AT_DropConstraint: dropConstraint,
    AT_AlterConstraint: alterConstraint,
  },
};
