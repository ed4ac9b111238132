import type { AlterTableCmd } from 'libpg-query';
import { isNull } from '../../sql/walk.ts';
import { AGAIN, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import { mayBeNull } from '../expressions/may-be-null.ts';
import { type ColumnFacts, isProvenNotNull } from '../facts.ts';
import type { AlterHandler, Family } from '../family.ts';
import { isVolatile } from '../locks/volatility.ts';
import type { ReleaseMemory } from '../memory.ts';
import { neverNull } from '../remade/constraints.ts';
import { plainType } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { columnOf, type Target } from '../target.ts';

const DROP: Rule = {
  id: 'drop-column',
  severity: 'refused',
  threat: 'loss',
  title: 'A column and its data are dropped',
  instead:
    'Release code that no longer uses it first; then drop it in a contract migration with an allowance.',
  squawk: ['ban-drop-column'],
};
const SET_NOT_NULL: Rule = {
  id: 'set-not-null',
  severity: 'refused',
  threat: 'stall',
  title: 'SET NOT NULL reads the whole table under ACCESS EXCLUSIVE',
  instead:
    'ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in another migration, then SET NOT NULL.',
  squawk: ['adding-not-nullable-field'],
};
const TIGHTENED: Rule = {
  id: 'column-becomes-required',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A column becomes NOT NULL: the running version might still write NULL',
  instead: 'Release code that always fills it first.',
  squawk: ['adding-not-nullable-field'],
};
const DROP_NOT_NULL: Rule = {
  id: 'drop-not-null',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A column can become NULL: the running version might read NULLs that it does not expect',
  squawk: ['ban-drop-not-null'],
};
const DROP_DEFAULT: Rule = {
  id: 'drop-default',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A NOT NULL column loses its default: INSERTs that omit it fail',
  instead: 'Release code that always fills it first.',
};
const SET_DEFAULT: Rule = {
  id: 'set-default',
  severity: 'info',
  threat: 'compatibility',
  title: 'New rows of the running version get a different default',
};
const GENERATED: Rule = {
  id: 'change-generated-expression',
  severity: 'refused',
  threat: 'stall',
  title: 'A generated column gets a different expression, which rewrites the table if it is stored',
  instead: 'Add a new generated column and move readers to it.',
};
const IDENTITY: Rule = {
  id: 'change-identity',
  severity: 'warning',
  threat: 'compatibility',
  title: 'The way in which a column generates its values is changed or removed',
};

function dropColumn(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const name = `${target.name}.${command.name}`;
  effects.changeColumn(target, command.name ?? '', undefined);
  if (effects.memory.columns.delete(name)) return;
  if ((command.missing_ok || effects.guarded) && target.facts && !columnOf(target, command.name ?? ''))
    return;
  for (const constraint of target.facts?.constraints.values() ?? []) {
    if (constraint.references && constraint.columns.includes(command.name ?? ''))
      effects.lock(constraint.references, 'AccessExclusiveLock');
  }
  lockSequence(effects, command, target);
  if (command.behavior === 'DROP_CASCADE') {
    lockReferencing(effects, target, command.name ?? '');
    for (const view of target.facts?.views ?? []) effects.lock(view, 'AccessExclusiveLock');
  }
  const before = columnOf(target, command.name ?? '');
  const identifier = target.facts?.indexes.get(target.facts.identifiedBy ?? '');
  if (identifier?.columns.includes(command.name ?? '')) {
    effects.change(target, { identified: false });
  }
  if (before?.generated) {
    // Its values come from other columns: with another expression under the same name nothing is lost.
    effects.goes(DROP, name, (end) => columnFate(effects, target, command.name ?? '', before, end), {
      target,
    });
    return;
  }
  effects.lose(target);
  effects.breaks(target);
  effects.hazard(DROP, `${name} and its values in ${target.label} are dropped`, target);
}

function columnFate(
  effects: Effects,
  target: Target,
  column: string,
  before: ColumnFacts,
  end: ReleaseMemory,
) {
  const now = end.changed.get(effects.memory.renamed.get(target.name) ?? target.name)?.columns.get(column);
  return now && plainType(now.type, effects.facts) === plainType(before.type, effects.facts)
    ? AGAIN(effects.setting.file)
    : GONE;
}

/** Foreign keys of other tables need a unique column here; they are rebuilt or dropped with it. */
export function lockReferencing(effects: Effects, target: Target, column: string): void {
  const keys = [...(target.facts?.constraints.values() ?? [])].filter(
    ({ kind }) => kind === 'primary-key' || kind === 'unique',
  );
  const indexes = [...(target.facts?.indexes.values() ?? [])].filter(({ unique }) => unique);
  if (![...keys, ...indexes].some(({ columns }) => columns.includes(column))) return;
  for (const table of target.facts?.referencedBy ?? []) effects.lock(table, 'AccessExclusiveLock');
}

/** The sequence of a serial or identity column goes with it. */
function lockSequence(effects: Effects, command: AlterTableCmd, target: Target): void {
  const sequence = columnOf(target, command.name ?? '')?.sequence;
  if (sequence) effects.lock(sequence, 'AccessExclusiveLock');
}

function setNotNull(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const column = command.name ?? '';
  const name = `${target.name}.${column}`;
  const facts = columnOf(target, column);
  const unchecked = notNullUnchecked(target, column);
  if (facts?.notNull && !unchecked) return;
  effects.changeColumn(target, column, { notNull: true });
  const proven = isProvenNotNull(target.facts, column) || effects.memory.notNullProven.has(name);
  if (!proven) {
    effects.scan(target);
    effects.hazard(SET_NOT_NULL, `SET NOT NULL on ${name} reads all of ${target.label}`, target);
  }
  // NOT VALID binds new rows already.
  if (facts?.notNull || (effects.memory.columns.has(name) && isFilled(facts))) return;
  if (!effects.memory.columns.has(name) && neverNull(effects, target, column)) return;
  effects.breaks(target);
  effects.hazard(TIGHTENED, `${name} becomes NOT NULL`, target);
}

/** The running version's inserts leave a new column out: without a value of its own it gets NULL. */
export function isFilled(facts: ColumnFacts | undefined): boolean {
  if (!facts) return false;
  return facts.identity || (facts.hasDefault && mayBeNull(facts.default) === undefined);
}

/** PostgreSQL 18: NOT NULL NOT VALID marks the column, though rows from before may hold NULL. */
function notNullUnchecked(target: Target, column: string): boolean {
  const constraints = [...(target.facts?.constraints.values() ?? [])];
  return constraints.some(
    ({ kind, valid, columns }) => kind === 'not-null' && !valid && columns.includes(column),
  );
}

/** SET DEFAULT and DROP DEFAULT are one sub-command, with and without an expression. */
function columnDefault(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const name = `${target.name}.${command.name}`;
  const facts = columnOf(target, command.name ?? '');
  effects.changeColumn(target, command.name ?? '', {
    hasDefault: command.def !== undefined && !isNull(command.def),
    varies: isVolatile(command.def, effects.facts, effects.memory),
    default: command.def,
  });
  if (command.def) {
    effects.add(`the default of ${name}`);
    if (!effects.memory.columns.has(name))
      effects.hazard(SET_DEFAULT, `${name} gets a different default`, target);
    return;
  }
  if (facts && (!facts.notNull || !facts.hasDefault)) return;
  const judge = (end: ReleaseMemory) => {
    const now = end.changed.get(effects.memory.renamed.get(target.name) ?? target.name);
    const column = now?.columns.get(command.name ?? '');
    return column && (isFilled(column) || !column.notNull) ? AGAIN(effects.setting.file) : GONE;
  };
  const message = `${name} is NOT NULL and loses its default`;
  effects.goes(DROP_DEFAULT, `the default of ${name}`, judge, { target, message });
}

function setExpression(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  if (columnOf(target, command.name ?? '')?.generated !== 'virtual') effects.rewrite(target);
  effects.hazard(GENERATED, `${target.name}.${command.name} is recomputed for ${target.label}`, target);
}

function identity(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  if (command.subtype === 'AT_DropIdentity') lockSequence(effects, command, target);
  const sequence = columnOf(target, command.name ?? '')?.sequence;
  if (command.subtype === 'AT_AddIdentity')
    effects.changeColumn(target, command.name ?? '', { identity: true });
  if (command.subtype === 'AT_DropIdentity')
    effects.changeColumn(target, command.name ?? '', { identity: false });
  if (command.subtype === 'AT_SetIdentity' && sequence) effects.lock(sequence, 'ShareRowExclusiveLock');
  if (/^AT_Drop/.test(command.subtype ?? '') || refusesValues(command)) effects.breaks(target);
  effects.hazard(IDENTITY, `${target.name}.${command.name} generates its values differently`, target);
}

/** GENERATED ALWAYS refuses inserts that bring a value of their own. 97 is 'a', as SET GENERATED has it. */
function refusesValues({ def }: AlterTableCmd): boolean {
  if (def && 'Constraint' in def) return def.Constraint.generated_when === 'a';
  const items = def && 'List' in def ? (def.List.items ?? []) : [];
  return items.some(
    (item) =>
      'DefElem' in item &&
      item.DefElem.defname === 'generated' &&
      item.DefElem.arg !== undefined &&
      'Integer' in item.DefElem.arg &&
      item.DefElem.arg.Integer.ival === 97,
  );
}

function dropNotNull(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  if (columnOf(target, command.name ?? '')?.notNull === false) return;
  effects.changeColumn(target, command.name ?? '', { notNull: false });
  effects.add(`NULL in ${target.name}.${command.name}`);
  effects.hazard(DROP_NOT_NULL, `${target.name}.${command.name} can become NULL`, target);
}

const quick =
  (level: 'AccessExclusiveLock' | 'ShareUpdateExclusiveLock'): AlterHandler =>
  (effects, _command, target) =>
    effects.lockTree(target, level);

export const columns: Family = {
  name: 'Columns',
  rules: [DROP, SET_NOT_NULL, TIGHTENED, DROP_NOT_NULL, DROP_DEFAULT, SET_DEFAULT, GENERATED, IDENTITY],
  alterTable: {
    AT_DropColumn: dropColumn,
    AT_SetNotNull: setNotNull,
    AT_DropNotNull: dropNotNull,
    AT_ColumnDefault: columnDefault,
    AT_SetExpression: setExpression,
    AT_DropExpression: identity,
    AT_AddIdentity: identity,
    AT_SetIdentity: identity,
    AT_DropIdentity: identity,
    AT_SetStatistics: quick('ShareUpdateExclusiveLock'),
    AT_SetOptions: (effects, _command, target) => effects.lock(target, 'ShareUpdateExclusiveLock'),
    AT_ResetOptions: (effects, _command, target) => effects.lock(target, 'ShareUpdateExclusiveLock'),
    AT_SetStorage: quick('AccessExclusiveLock'),
    AT_SetCompression: quick('AccessExclusiveLock'),
  },
};
