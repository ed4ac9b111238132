import type { AlterTableCmd } from 'libpg-query';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';
import { columnOf, type Target } from '../target.ts';
import { compareTypes, typeOf } from '../typeChange.ts';
import { columnDef } from './addColumn.ts';
import { lockReferencing } from './columns.ts';

const REWRITE: Rule = {
  id: 'change-column-type',
  severity: 'refused',
  threat: 'stall',
  title:
    'A column changes to a type stored otherwise, which rewrites the table and its indexes under ACCESS EXCLUSIVE',
  instead: 'Add a column of the new type, write both, fill in batches, move readers, drop the old one later.',
  squawk: ['changing-column-type'],
};
const RETYPED: Rule = {
  id: 'column-retyped',
  severity: 'warning',
  threat: 'compatibility',
  title: 'The running version gets values of another type',
  squawk: ['changing-column-type'],
};
const NARROWED: Rule = {
  id: 'narrow-column-type',
  severity: 'refused',
  threat: 'loss',
  title: 'The new type may hold less than the old one: values can be cut, rounded or refused',
  instead:
    'Add a column of the new type and convert in batches, keeping the old values until they are checked.',
};
const SCAN: Rule = {
  id: 'change-column-type-scans',
  severity: 'warning',
  threat: 'stall',
  title:
    'A column with CHECK constraints changes its type, so all rows are checked anew under ACCESS EXCLUSIVE',
};

function alterType(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const column = command.name ?? '';
  const definition = columnDef(command);
  const before = columnOf(target, column);
  const name = `${target.name}.${column}`;
  const after = typeOf(definition?.typeName);
  if (before?.type === after && !definition?.raw_default) return;
  effects.changeColumn(target, column, { type: after });
  const change = compareTypes(before?.type, after, definition?.raw_default, column);
  const what = before ? `${name} changes from ${before.type} to ${after}` : `${name} becomes ${after}`;
  for (const constraint of target.facts?.constraints.values() ?? []) {
    if (constraint.references && constraint.columns.includes(column))
      effects.lock(constraint.references, 'AccessExclusiveLock');
  }
  lockReferencing(effects, target, column);
  if (change.rewrites) {
    effects.rewrite(target);
    effects.hazard(REWRITE, `${what}: every row of ${target.label} is rewritten`, target);
  } else if (isChecked(target, column)) {
    effects.scan(target);
    effects.hazard(SCAN, `${what}: its CHECK constraints read all of ${target.label}`, target);
  }
  if (change.narrows) {
    effects.lose(target);
    effects.hazard(NARROWED, `${what}, which may not hold every value`, target);
  }
  if (change.sameToReaders || effects.memory.columns.has(name)) return;
  effects.breaks(target);
  effects.hazard(RETYPED, what, target);
}

function isChecked(target: Target, column: string): boolean {
  const constraints = [...(target.facts?.constraints.values() ?? [])];
  return constraints.some((constraint) => constraint.kind === 'check' && constraint.columns.includes(column));
}

export const columnTypes: Family = {
  name: 'Column types',
  rules: [REWRITE, RETYPED, NARROWED, SCAN],
  alterTable: { AT_AlterColumnType: alterType },
};
