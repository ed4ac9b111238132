import type { AlterTableCmd, TypeName } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { compareTypes, type TypeChange, typeOf } from '../locks/type-change.ts';
import { plainType } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { columnOf, type Target } from '../target.ts';
import { columnDef } from './add-column.ts';
import { lockReferencing } from './columns.ts';

const REWRITE: Rule = {
  id: 'change-column-type',
  severity: 'refused',
  threat: 'stall',
  title:
    'A column changes to a type with a different storage format, which rewrites the table and its indexes under ACCESS EXCLUSIVE',
  instead: 'Add a column of the new type, write both, fill in batches, move readers, drop the old one later.',
  squawk: ['changing-column-type'],
};
const RETYPED: Rule = {
  id: 'column-retyped',
  severity: 'warning',
  threat: 'compatibility',
  title: 'The running version gets values of a different type',
  squawk: ['changing-column-type'],
};
const NARROWED: Rule = {
  id: 'narrow-column-type',
  severity: 'refused',
  threat: 'loss',
  title: 'The new type might hold less than the old one: values can be cut, rounded or refused',
  instead:
    'Add a column of the new type and convert in batches, keeping the old values until they are checked.',
};
const SCAN: Rule = {
  id: 'change-column-type-scans',
  severity: 'warning',
  threat: 'stall',
  title:
    'A column changes its type or collation, and CHECK constraints or indexes (on expressions, partial, with a different order) read all rows for it under ACCESS EXCLUSIVE',
};

function alterType(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const column = command.name ?? '';
  const definition = columnDef(command);
  const before = columnOf(target, column);
  const name = `${target.name}.${column}`;
  const after = typeOf(definition?.typeName);
  const collation = nameList(definition?.collClause?.collname).at(-1);
  const isSorted = before !== undefined && before.collation !== collation;
  if (before?.type === after && !isSorted && !definition?.raw_default) return;
  effects.changeColumn(target, column, { type: after });
  const change =
    enumAgain(effects, before?.type, after, definition?.raw_default) ??
    compareTypes(before && domainLeft(effects, before.type, after), after, definition?.raw_default, column);
  const sorted = isSorted ? ` (sorted by ${collation ?? 'the default collation'})` : '';
  const what =
    before?.type === after
      ? `${name} stays ${after}${sorted}`
      : before
        ? `${name} changes from ${before.type} to ${after}`
        : `${name} becomes ${after}`;
  for (const constraint of target.facts?.constraints.values() ?? []) {
    if (constraint.references && constraint.columns.includes(column))
      effects.lock(constraint.references, 'AccessExclusiveLock');
  }
  lockReferencing(effects, target, column);
  if (change.rewrites) {
    effects.rewrite(target);
    effects.hazard(REWRITE, `${what}: every row of ${target.label} is rewritten`, target);
  } else {
    const why = readReason(target, column, isSorted);
    if (why) {
      effects.scan(target);
      effects.hazard(SCAN, `${what}: ${why} all of ${target.label}`, target);
    }
  }
  if (change.narrows) {
    effects.lose(target);
    effects.hazard(NARROWED, `${what}, which might not hold every value`, target);
  }
  if (effects.memory.columns.has(name)) return;
  if (change.narrows) effects.breaks(target);
  if (change.sameToReaders) return;
  effects.breaks(target);
  effects.hazard(RETYPED, what, target);
}

/** From a domain to what it stands for, nothing changes but its rules. */
function domainLeft(effects: Effects, before: string, after: string): string {
  const domain = effects.facts.types.get(before.replaceAll('"', ''));
  const base = domain?.kind === 'domain' ? domain.attributes?.[0]?.type : undefined;
  return base !== undefined && effects.facts.types.get(after)?.kind !== 'domain' ? base : before;
}

/**
 * From an enum to one of the same name with every value of it, by way of text, as a list of values is made anew:
 * rewritten, but nothing is lost, and readers see what they saw.
 */
function enumAgain(
  effects: Effects,
  before: string | undefined,
  after: string,
  using: unknown,
): TypeChange | undefined {
  const old = before === undefined ? undefined : effects.facts.types.get(before);
  const now = effects.memory.typeFacts.get(after.split('.').at(-1) ?? '');
  if (!old?.labels || !now?.labels || !old.labels.every((label) => now.labels?.includes(label)))
    return undefined;
  const cast = using as
    | { TypeCast?: { arg?: { TypeCast?: { arg?: object; typeName?: TypeName } } } }
    | undefined;
  const text = cast?.TypeCast?.arg?.TypeCast;
  if (!text?.arg || !('ColumnRef' in text.arg) || typeOf(text.typeName) !== 'text') return undefined;
  const isSame = plainType(before ?? '', effects.facts) === plainType(after, effects.facts);
  return { rewrites: true, narrows: false, sameToReaders: isSame };
}

/** What reads the whole table though no row is stored anew: indexes that cannot be kept as they are, and CHECKs. */
function readReason(target: Target, column: string, isSorted: boolean): string | undefined {
  const indexes = [...(target.facts?.indexes.values() ?? [])];
  const isBuilt = indexes.some(
    ({ columns, computedFrom }) => computedFrom?.includes(column) || (isSorted && columns.includes(column)),
  );
  if (isBuilt) return 'indexes on it are rebuilt from';
  return isChecked(target, column) ? 'its CHECK constraints read' : undefined;
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
