import type { AlterTableCmd } from 'libpg-query';
import type { Effects } from '../effects.ts';
import type { AlterHandler, Family } from '../family.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { tightens } from './constraints.ts';
import { FOREIGN_KEY, foreignKeyFate } from './foreign-keys.ts';
import { uniqueFate } from './unique-constraints.ts';

export const DROP: Rule = {
  id: 'drop-constraint',
  severity: 'warning',
  threat: 'compatibility',
  title:
    'A constraint or unique index is dropped: ON CONFLICT and embedded reads of the running version might need it',
};

function dropConstraint(effects: Effects, command: AlterTableCmd, target: Target): void {
  effects.lockTree(target, 'AccessExclusiveLock');
  const facts = target.facts?.constraints.get(command.name ?? '');
  if ((command.missing_ok || effects.guarded) && (target.isAbsent || (target.facts && !facts))) return;
  if (facts?.references) effects.lockTree(effects.named(facts.references.split('.')), 'AccessExclusiveLock');
  const left = new Map(target.facts?.constraints);
  left.delete(command.name ?? '');
  effects.change(target, { constraints: left });
  const isKey = facts?.kind === 'unique' || facts?.kind === 'primary-key';
  if (isKey && command.behavior === 'DROP_CASCADE')
    for (const table of target.facts?.referencedBy ?? []) effects.lock(table, 'AccessExclusiveLock');
  const what = `${command.name} of ${target.name}`;
  if (isKey) {
    const indexes = new Map(effects.current(target)?.indexes);
    indexes.delete(command.name ?? '');
    effects.change(target, { indexes });
  }
  if (facts?.kind === 'primary-key') effects.memory.keyed.delete(target.name);
  if (command.name !== undefined && target.facts?.identifiedBy === command.name) {
    effects.change(target, { identified: false });
  }
  // What this release made itself, the running version never saw; a CHECK that goes only allows more.
  if (facts?.file !== undefined || facts?.kind === 'check' || facts?.kind === 'not-null')
    effects.hazard(DROP, `${what} is dropped`, target);
  else if (facts?.kind === 'foreign-key')
    effects.goes(DROP, what, (end) => foreignKeyFate(effects, target, facts, end), { target });
  else if (facts && isKey) {
    const before = { columns: facts.columns, ...(command.name ? { constraint: command.name } : {}) };
    effects.goes(DROP, what, (end) => uniqueFate(effects, target, before, end), { target });
  } else {
    effects.breaks(target);
    effects.hazard(DROP, `${what} is dropped`, target);
  }
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

export const dropConstraints: Family = {
  name: 'Dropped constraints',
  rules: [DROP],
  alterTable: { AT_DropConstraint: dropConstraint, AT_AlterConstraint: alterConstraint },
};
