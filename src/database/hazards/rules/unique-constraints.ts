import type { AlterTableCmd, Constraint } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import { AGAIN, differs, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { ConstraintFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { CHECK, rememberConstraint, tightens } from './constraints.ts';

const UNIQUE: Rule = {
  id: 'add-unique-constraint',
  severity: 'refused',
  threat: 'stall',
  title: 'A unique constraint or primary key builds its index under ACCESS EXCLUSIVE',
  instead: 'CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX.',
  squawk: ['disallowed-unique-constraint', 'adding-serial-primary-key-field'],
};
const UNIQUE_PARTITIONED: Rule = {
  id: 'add-unique-constraint-to-partitioned',
  severity: 'refused',
  threat: 'stall',
  title:
    'A unique constraint or primary key of a partitioned table builds an index on every partition under ACCESS EXCLUSIVE',
  instead:
    'ALTER TABLE ONLY … ADD CONSTRAINT on the partitioned table (nothing is built), CREATE UNIQUE INDEX CONCURRENTLY on each partition in separate migrations, ALTER TABLE partition ADD CONSTRAINT … USING INDEX, then ALTER INDEX … ATTACH PARTITION for each.',
};
const EXCLUSION: Rule = {
  id: 'add-exclusion-constraint',
  severity: 'refused',
  threat: 'stall',
  title: 'An exclusion constraint builds its index under ACCESS EXCLUSIVE, and cannot be added NOT VALID',
  instead:
    'Create a new table with the constraint and move rows in batches, or accept the stall at a quiet hour.',
};
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
  const ofIndex = constraint.indexname
    ? effects.current(target)?.indexes.get(constraint.indexname)?.columns
    : undefined;
  const over = ofIndex ?? columns;
  rememberConstraint(effects, constraint, target, {
    kind,
    columns: over,
    ...(constraint.deferrable ? { deferrable: true } : {}),
    file: effects.setting.file,
  });
  if (kind === 'primary-key') {
    effects.change(target, { identified: true, identifiedBy: name });
    effects.memory.keyed.add(target.name);
  }
  if (constraint.indexname) {
    // The index is unique already; only a primary key over nullable columns reads the table.
    if (constraint.contype === 'CONSTR_PRIMARY') primaryKeyScan(effects, target, constraint.indexname, name);
    return;
  }
  const isPartitioned = target.facts?.kind === 'partitioned';
  // ONLY makes an index that is not valid yet, and is filled by attaching one for each partition.
  if (!isPartitioned || !target.only) {
    effects.scan(target);
    const rule =
      constraint.contype === 'CONSTR_EXCLUSION' ? EXCLUSION : isPartitioned ? UNIQUE_PARTITIONED : UNIQUE;
    effects.hazard(rule, `${name} builds an index over ${target.label} while reads and writes wait`, target);
  }
  const nullsCollide = constraint.nulls_not_distinct === true || constraint.contype === 'CONSTR_PRIMARY';
  const isUnique = constraint.contype !== 'CONSTR_EXCLUSION';
  if (isUnique && neverTwice(effects, target, columns, nullsCollide)) return;
  if (isUnique && wasUnique(effects, target, columns, nullsCollide)) return;
  tightens(effects, target, isUnique ? [] : columns, name);
}

/** The running version kept some of these columns unique already. */
export function wasUnique(
  effects: Effects,
  target: Target,
  columns: readonly string[],
  nullsCollide: boolean,
): boolean {
  const before = effects.original(target);
  const neverNull = columns.every((column) => before?.columns.get(column)?.notNull);
  return [...(before?.indexes ?? [])].some(
    ([name, index]) =>
      index.unique &&
      index.valid &&
      !index.computedFrom &&
      !before?.constraints.get(name)?.deferrable &&
      (!nullsCollide || index.nullsAlike === true || neverNull) &&
      index.columns.every((column) => columns.includes(column)),
  );
}

/** At the end of the release the same columns are unique: ON CONFLICT finds what it names. */
export function uniqueFate(
  effects: Effects,
  target: Target,
  before: { readonly columns: readonly string[]; readonly constraint?: string },
  end: ReleaseMemory,
): Fate {
  const table = end.changed.get(effects.memory.renamed.get(target.name) ?? target.name);
  const key = [...before.columns].sort().join();
  const isKey = ({ columns }: { readonly columns: readonly string[] }) => [...columns].sort().join() === key;
  const constraints = [...(table?.constraints ?? [])].filter(
    ([, each]) => (each.kind === 'unique' || each.kind === 'primary-key') && !each.deferrable && isKey(each),
  );
  const sameName = constraints.find(([name]) => name === before.constraint);
  if (sameName) return AGAIN(sameName[1].file);
  const index = [...(table?.indexes.values() ?? [])].find(
    (each) => each.unique && !each.computedFrom && isKey(each),
  );
  const [other] = constraints;
  if (!index && !other) return GONE;
  if (before.constraint !== undefined)
    return differs(`${other?.[0] ?? 'an index'} replaces it, but ON CONFLICT ON CONSTRAINT might name it`);
  return AGAIN(index?.file ?? other?.[1].file);
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

function addConstraint(effects: Effects, command: AlterTableCmd, target: Target): void {
  if (!command.def || !('Constraint' in command.def)) return;
  const constraint = command.def.Constraint;
  if (!['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'].includes(constraint.contype ?? '')) return;
  if (effects.guarded && target.facts?.constraints.has(constraint.conname ?? '')) return;
  indexConstraint(effects, constraint, target, nameList(constraint.keys));
}

export const uniqueConstraints: Family = {
  name: 'Unique constraints',
  rules: [UNIQUE, UNIQUE_PARTITIONED, EXCLUSION],
  alterTable: { AT_AddConstraint: addConstraint },
};
