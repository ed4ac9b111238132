import type { AlterTableCmd, ColumnDef, Constraint } from 'libpg-query';
import { isNull, nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { mayBeNull } from '../expressions/may-be-null.ts';
import type { Family } from '../family.ts';
import { provenBy } from '../locks/proof.ts';
import { typeOf } from '../locks/type-change.ts';
import { isVolatile } from '../locks/volatility.ts';
import { refusesMore } from '../remade/constraints.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { columnsIn } from './constraints.ts';
import { foreignKey } from './foreign-keys.ts';
import { indexConstraint } from './unique-constraints.ts';

const REQUIRED: Rule = {
  id: 'add-required-column',
  severity: 'refused',
  threat: 'compatibility',
  title:
    'A new column is NOT NULL without a default, or with one that can be NULL, such as auth.uid(): it fails if there are rows, and the running version cannot insert',
  instead: 'Add it nullable or with a constant default; make it NOT NULL in a later release.',
  squawk: ['adding-required-field', 'adding-not-nullable-field'],
};
const REWRITE: Rule = {
  id: 'add-column-rewrites-table',
  severity: 'refused',
  threat: 'stall',
  title: 'A new column gets a different value in each row, which rewrites the table under ACCESS EXCLUSIVE',
  instead: 'Add the column without it, SET DEFAULT for new rows, and fill old rows in batches.',
  squawk: ['adding-field-with-default', 'adding-serial-primary-key-field'],
};
const CHECKED: Rule = {
  id: 'add-column-with-check',
  severity: 'warning',
  threat: 'stall',
  title: 'A new column comes with a CHECK, which reads the whole table under ACCESS EXCLUSIVE',
  instead: 'Add the column first, then the CHECK as NOT VALID, then VALIDATE it in another migration.',
  squawk: ['constraint-missing-not-valid'],
};

const BINDS: Rule = {
  id: 'add-column-binds-others',
  severity: 'warning',
  threat: 'compatibility',
  title:
    'The rules of a new column affect columns that the running version fills: what it writes there can be refused',
  instead: 'First release code that follows the rule.',
};

const SERIAL = new Set(['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8']);

/**
 * ADD COLUMN is quick with a constant default and rewrites with a volatile one.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
function addColumn(effects: Effects, command: AlterTableCmd, target: Target): void {
  const column = columnDef(command);
  if (!column?.colname) return;
  effects.lockTree(target, 'AccessExclusiveLock');
  const name = `${target.name}.${column.colname}`;
  if ((command.missing_ok || effects.guarded) && target.facts?.columns.has(column.colname)) return;
  effects.add(`column ${name}`);
  effects.memory.columns.add(name);
  const constraints = constraintsOf(column);
  rememberColumn(effects, column, constraints, target);
  const find = (type: string) => constraints.find((constraint) => constraint.contype === type);
  const why = rewriteReason(effects, column, constraints);
  if (why) {
    effects.rewrite(target);
    effects.hazard(REWRITE, `${name} ${why}, so every row of ${target.label} is rewritten`, target);
  }
  const isVirtual = find('CONSTR_GENERATED')?.generated_kind === 'v';
  if (find('CONSTR_CHECK') || (find('CONSTR_NOTNULL') && isVirtual)) {
    effects.scan(target);
    effects.hazard(CHECKED, `the check on ${name} reads all of ${target.label}`, target);
  }
  const filled = find('CONSTR_DEFAULT') ?? find('CONSTR_GENERATED') ?? find('CONSTR_IDENTITY');
  const required =
    find('CONSTR_NOTNULL') ??
    find('CONSTR_PRIMARY') ??
    constraints.find(({ raw_expr }) => provenBy(raw_expr).includes(column.colname ?? ''));
  if (required && !isFilled(filled) && !isSerial(column)) {
    effects.scan(target);
    effects.breaks(target);
    effects.hazard(REQUIRED, `${name} is NOT NULL and has no default`, target);
  }
  const source = required && filled?.contype === 'CONSTR_DEFAULT' ? mayBeNull(filled.raw_expr) : undefined;
  if (source !== undefined) {
    effects.breaks(target);
    effects.hazard(REQUIRED, `${name} is NOT NULL, but its default can be NULL (${source})`, target);
  }
  const bound = boundColumns(effects, column, constraints, target).filter(
    (other) => !effects.memory.columns.has(`${target.name}.${other}`),
  );
  if (bound.length > 0) {
    effects.breaks(target);
    effects.hazard(BINDS, `${name} forbids some values of ${bound.join(', ')}`, target);
  }
  for (const constraint of constraints) inlineConstraint(effects, constraint, target, column.colname);
}

function rememberColumn(
  effects: Effects,
  column: ColumnDef,
  constraints: readonly Constraint[],
  target: Target,
): void {
  const has = (type: string) => constraints.some((constraint) => constraint.contype === type);
  const generated = constraints.find((constraint) => constraint.contype === 'CONSTR_GENERATED');
  effects.changeColumn(target, column.colname ?? '', {
    type: typeOf(column.typeName),
    notNull: has('CONSTR_NOTNULL') || has('CONSTR_PRIMARY') || has('CONSTR_IDENTITY') || isSerial(column),
    hasDefault:
      isSerial(column) ||
      constraints.some((each) => each.contype === 'CONSTR_DEFAULT' && !isNull(each.raw_expr)),
    generated: generated && (generated.generated_kind === 'v' ? 'virtual' : 'stored'),
    identity: has('CONSTR_IDENTITY'),
    default: constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr,
    varies:
      isSerial(column) ||
      constraints.some(
        ({ contype, raw_expr }) =>
          contype === 'CONSTR_DEFAULT' && isVolatile(raw_expr, effects.facts, effects.memory),
      ),
  });
}

/** Other columns that a CHECK, or a generated value that must not be NULL or twice, puts under a rule. */
function boundColumns(
  effects: Effects,
  column: ColumnDef,
  constraints: readonly Constraint[],
  target: Target,
): string[] {
  const has = (type: string) => constraints.some((constraint) => constraint.contype === type);
  const isRuled = [
    'CONSTR_NOTNULL',
    'CONSTR_PRIMARY',
    'CONSTR_UNIQUE',
    'CONSTR_CHECK',
    'CONSTR_FOREIGN',
  ].some(has);
  const isTolerated = (condition: unknown) =>
    refusesMore({
      condition,
      before: effects.original(target),
      now: effects.current(target),
      isNew: (name) => effects.memory.columns.has(`${target.name}.${name}`),
      facts: effects.facts,
    }) === undefined;
  const rules = constraints.filter(
    ({ contype, raw_expr }) =>
      (contype === 'CONSTR_CHECK' && !isTolerated(raw_expr)) || (contype === 'CONSTR_GENERATED' && isRuled),
  );
  const found = rules.flatMap(({ raw_expr }) => columnsIn(raw_expr));
  return [...new Set(found)].filter((name) => name !== column.colname);
}

function inlineConstraint(effects: Effects, constraint: Constraint, target: Target, column: string): void {
  if (constraint.contype === 'CONSTR_FOREIGN') foreignKey(effects, constraint, target, [column]);
  if (constraint.contype === 'CONSTR_UNIQUE' || constraint.contype === 'CONSTR_PRIMARY') {
    indexConstraint(effects, constraint, target, [column]);
  }
}

function rewriteReason(
  effects: Effects,
  column: ColumnDef,
  constraints: readonly Constraint[],
): string | undefined {
  if (isSerial(column)) return 'is serial';
  for (const constraint of constraints) {
    if (constraint.contype === 'CONSTR_IDENTITY') return 'is an identity';
    if (constraint.contype === 'CONSTR_GENERATED' && constraint.generated_kind !== 'v')
      return 'is generated and stored';
    if (
      constraint.contype === 'CONSTR_DEFAULT' &&
      isVolatile(constraint.raw_expr, effects.facts, effects.memory)
    ) {
      return 'has a default that differs from row to row';
    }
  }
  const type = nameList(column.typeName?.names);
  if (!column.typeName?.arrayBounds && effects.facts.types.get(type.join('.'))?.constrained)
    return `has the domain ${type.join('.')}, and the rules of the domain are checked`;
  return undefined;
}

/** `DEFAULT NULL` fills nothing. */
function isFilled(constraint: Constraint | undefined): boolean {
  if (constraint?.contype !== 'CONSTR_DEFAULT') return constraint !== undefined;
  return !isNull(constraint.raw_expr);
}

function isSerial(column: ColumnDef): boolean {
  return SERIAL.has(nameList(column.typeName?.names).at(-1) ?? '');
}

/** The definition inside ADD COLUMN or ALTER TYPE. */
export function columnDef(command: AlterTableCmd): ColumnDef | undefined {
  return command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
}

/** Constraints written beside a column. */
export function constraintsOf(column: ColumnDef): Constraint[] {
  return (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

export const addColumns: Family = {
  name: 'New columns',
  rules: [REQUIRED, REWRITE, CHECKED, BINDS],
  alterTable: { AT_AddColumn: addColumn },
};
