import type { Constraint } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import { AGAIN, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { ConstraintFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { isEnforced } from '../nodes.ts';
import { foreignKeyOf, refusesMoreThan, samePair } from '../remade/constraints.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { rememberConstraint, rememberNotValid, tightens } from './constraints.ts';

export const FOREIGN_KEY: Rule = {
  id: 'add-foreign-key',
  severity: 'refused',
  threat: 'stall',
  title: 'A foreign key is checked against all rows while writes to both tables wait',
  instead: 'Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.',
  squawk: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
};
const PARTITIONED: Rule = {
  id: 'add-foreign-key-to-partitioned',
  severity: 'refused',
  threat: 'stall',
  title:
    'A foreign key of a partitioned table is checked against all rows; before PostgreSQL 18 it cannot be added NOT VALID',
  instead:
    'Add it NOT VALID to each partition, VALIDATE each in another migration, then add it to the partitioned table: it adopts the valid ones without reading rows.',
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
  const facts: Omit<ConstraintFacts, 'valid'> = {
    kind: 'foreign-key',
    columns,
    references: referenced.name,
    foreign: foreignKeyOf(constraint),
    ...(constraint.deferrable ? { deferrable: true } : {}),
    file: effects.setting.file,
  };
  const label = `${target.name}(${columns.join(', ')}) → ${referenced.name}`;
  const isKept = heldByPartitions(effects, target, { ...facts, valid: true });
  rememberConstraint(effects, constraint, target, facts);
  effects.change(referenced, {
    referencedBy: [...(effects.current(referenced)?.referencedBy ?? []), target.name],
  });
  if (!isEnforced(constraint)) return;
  binds(effects, target, { ...facts, valid: true }, referenced);
  if (constraint.skip_validation) {
    rememberNotValid(effects, constraint, target);
    return;
  }
  if (isKept) return;
  // A column that this release added holds only NULL, or one default: nothing to look up row by row.
  effects.scan(target);
  effects.hazard(
    target.facts?.kind === 'partitioned' ? PARTITIONED : FOREIGN_KEY,
    `${label} is checked against all of ${target.label} while writes to both tables wait`,
    target,
  );
}

/** Every partition has the same foreign key, valid already: the server takes them over and reads nothing. */
function heldByPartitions(effects: Effects, target: Target, facts: ConstraintFacts): boolean {
  if (target.facts?.kind !== 'partitioned' || target.facts.children.length === 0) return false;
  const referenced = effects.named((facts.references ?? '').split('.')).facts;
  return target.facts.children.every((child) =>
    [...(effects.named(child.split('.')).facts?.constraints.values() ?? [])].some(
      (each) => each.valid && samePair(each, facts, referenced),
    ),
  );
}

/** The running version kept to a foreign key of the same columns: only what the new one refuses beyond it counts. */
function binds(effects: Effects, target: Target, facts: ConstraintFacts, referenced: Target): void {
  const before = [...(effects.original(target)?.constraints.values() ?? [])].find(
    (each) => each.enforced !== false && samePair(each, facts, effects.original(referenced)),
  );
  const why = before && refusesMoreThan(before, facts, effects.original(target));
  if (before && !why) return;
  const what = `a foreign key to ${referenced.name}${why ? `: ${why}` : ''}`;
  tightens(effects, target, facts.columns, what);
}

/** At the end of the release a foreign key binds the same columns to the same ones: reads that embed find their way. */
export function foreignKeyFate(
  effects: Effects,
  target: Target,
  before: ConstraintFacts,
  end: ReleaseMemory,
): Fate {
  const name = effects.memory.renamed.get(target.name) ?? target.name;
  const table = end.changed.get(name);
  const referenced = effects.facts.relations.get(before.references ?? '');
  const now = [...(table?.constraints ?? [])].find(
    ([, each]) => each !== before && samePair(each, before, referenced),
  );
  return now ? AGAIN(now[1].file) : GONE;
}

export const foreignKeys: Family = {
  name: 'Foreign keys',
  rules: [FOREIGN_KEY, PARTITIONED],
  alterTable: {
    AT_AddConstraint: (effects, command, target) => {
      const constraint = command.def && 'Constraint' in command.def ? command.def.Constraint : undefined;
      if (constraint?.contype !== 'CONSTR_FOREIGN') return;
      if (effects.guarded && target.facts?.constraints.has(constraint.conname ?? '')) return;
      foreignKey(effects, constraint, target, nameList(constraint.fk_attrs));
    },
  },
};
