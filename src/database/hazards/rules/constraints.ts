import type { AlterTableCmd, Constraint } from 'libpg-query';
import { nameList, walk } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { type ConstraintFacts, isProvenNotNull } from '../facts.ts';
import type { Family } from '../family.ts';
import { provenBy } from '../locks/proof.ts';
import { isEnforced } from '../nodes.ts';
import { neverNull, refusesLeftOut, refusesMore } from '../remade/constraints.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { isFilled } from './columns.ts';

export const CHECK: Rule = {
  id: 'add-check',
  severity: 'refused',
  threat: 'stall',
  title: 'A CHECK (or NOT NULL) constraint reads all rows under ACCESS EXCLUSIVE',
  instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.',
  squawk: ['constraint-missing-not-valid'],
};
export const TIGHTENS: Rule = {
  id: 'constraint-tightens',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A new constraint on an existing table or domain: the running version might write what it forbids',
  instead: 'First release code that follows it.',
};
const VALIDATED_AT_ONCE: Rule = {
  id: 'validate-in-same-transaction',
  severity: 'refused',
  threat: 'stall',
  title:
    'A constraint is added NOT VALID and validated in one transaction: the strong lock is held while rows are read',
  instead: 'Put VALIDATE CONSTRAINT into a separate migration.',
  squawk: ['constraint-missing-not-valid'],
};
/** Keeps a new constraint in mind: later statements of the release may change or drop what it binds. */
export function rememberConstraint(
  effects: Effects,
  constraint: Constraint,
  target: Target,
  facts: Omit<ConstraintFacts, 'valid'>,
): void {
  const known = new Map(effects.current(target)?.constraints);
  const valid = !constraint.skip_validation && isEnforced(constraint);
  known.set(constraint.conname ?? nameOf(target, facts), { ...facts, valid });
  effects.change(target, { constraints: known });
}

const SUFFIX: Readonly<Record<string, string>> = {
  'primary-key': 'pkey',
  unique: 'key',
  'foreign-key': 'fkey',
  check: 'check',
  exclusion: 'excl',
};

/** The name that the server gives: https://www.postgresql.org/docs/current/sql-createtable.html (CONSTRAINT). */
function nameOf(target: Target, { kind, columns }: Omit<ConstraintFacts, 'valid'>): string {
  const table = target.name.split('.').at(-1) ?? '';
  const middle = kind === 'primary-key' ? [] : kind === 'check' ? columns.slice(0, 1) : columns;
  return [table, ...middle, SUFFIX[kind] ?? kind].join('_');
}

/** What a condition refuses beyond those that were there cannot be told. */
export const MIGHT_REFUSE = 'might refuse what it writes';

export function tightens(effects: Effects, target: Target, columns: readonly string[], what: string): void {
  // The running version does not know columns that this release adds.
  if (columns.length > 0 && columns.every((column) => effects.memory.columns.has(`${target.name}.${column}`)))
    return;
  effects.breaks(target);
  effects.hazard(TIGHTENS, `${target.name} gets ${what}, which binds the running version too`, target);
}

export function rememberNotValid(effects: Effects, constraint: Constraint, target: Target): void {
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
      condition: constraint.raw_expr,
      ...(proves.length > 0 ? { proves } : {}),
      file: effects.setting.file,
    });
  if (!isEnforced(constraint)) return;
  if (constraint.contype === 'CONSTR_NOTNULL') {
    const isLeftOut = columns.some((column) => !isFilled(effects.current(target)?.columns.get(column)));
    if (!columns.every((column) => neverNull(effects, target, column)))
      tightens(effects, target, isLeftOut ? [] : columns, `constraint ${name}`);
  } else checkTightens(effects, constraint, target, name);
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

/** A CHECK against those that the running version keeps to: what it refuses beyond them is named. */
function checkTightens(effects: Effects, constraint: Constraint, target: Target, name: string): void {
  const isNew = (column: string) => effects.memory.columns.has(`${target.name}.${column}`);
  const refused = refusesMore({
    condition: constraint.raw_expr,
    before: effects.original(target),
    now: effects.current(target),
    isNew,
    facts: effects.facts,
  });
  if (refused === undefined) return;
  const read = columnsIn(constraint.raw_expr);
  const ownOnly = read.length > 0 && read.every(isNew);
  // Of its own columns the release knows what it does, unless their very default is refused.
  if (
    ownOnly &&
    !refusesLeftOut({
      condition: constraint.raw_expr,
      now: effects.current(target),
      isNew,
      facts: effects.facts,
    })
  )
    return;
  effects.breaks(target);
  effects.hazard(
    TIGHTENS,
    `${target.name} gets constraint ${name}, which binds the running version too and ${refused ? `refuses ${refused}` : MIGHT_REFUSE}`,
    target,
  );
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
  if (effects.guarded && target.facts?.constraints.has(constraint.conname ?? '')) return;
  if (constraint.contype === 'CONSTR_CHECK' || constraint.contype === 'CONSTR_NOTNULL')
    checked(effects, constraint, target);
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

export const constraints: Family = {
  name: 'Constraints',
  rules: [CHECK, TIGHTENS, VALIDATED_AT_ONCE],
  alterTable: {
    AT_AddConstraint: addConstraint,
    AT_ValidateConstraint: validate,
  },
};
