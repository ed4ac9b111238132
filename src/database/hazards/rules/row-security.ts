import { AGAIN, differs, type Fate } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { typesOf } from '../remade/constraints.ts';
import { hidesFrom } from '../remade/policies.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

const DISABLE: Rule = {
  id: 'disable-row-security',
  severity: 'refused',
  threat: 'authorization',
  title: 'Row level security is switched off: everybody with a grant sees and changes every row',
};
const ENABLE: Rule = {
  id: 'enable-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'Row level security is switched on for an existing table: without a policy, the running version no longer sees its rows',
};
/** Who no longer sees or writes what was granted, once row level security is on. */
function enableFate(effects: Effects, target: Target, isForced: boolean, end: ReleaseMemory): Fate {
  const before = effects.original(target);
  const policies = end.changed.get(effects.memory.renamed.get(target.name) ?? target.name)?.policies;
  if (!before?.rights) return { state: 'gone' };
  const roles = new Map<string, ('select' | 'insert' | 'update' | 'delete')[]>();
  for (const [role, privileges] of before.rights) {
    const isBound = isForced ? role === before.owner : role !== before.owner;
    if (!isBound || effects.facts.unbound.has(role)) continue;
    const commands = (['select', 'insert', 'update', 'delete'] as const).filter((command) =>
      [...privileges].some((privilege) => privilege.startsWith(command.toUpperCase())),
    );
    if (commands.length > 0) roles.set(role, commands);
  }
  const why = hidesFrom(roles, policies ?? new Map(), typesOf(before, effects.facts));
  if (why) return differs(why);
  return AGAIN(...[...(policies?.values() ?? [])].map(({ file }) => file));
}

export const rowSecurity: Family = {
  name: 'Row level security',
  rules: [DISABLE, ENABLE],
  alterTable: {
    AT_EnableRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      effects.memory.rowSecurity.add(target.name);
      if (target.isNew || target.isAbsent || target.facts?.rowSecurity) return;
      effects.change(target, { rowSecurity: true });
      const message = `${target.name} gets row level security`;
      effects.goes(ENABLE, message, (end) => enableFate(effects, target, false, end), {
        target,
        message,
        keepsWarning: true,
        isChange: true,
      });
    },
    AT_DisableRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      effects.memory.rowSecurity.delete(target.name);
      // Nothing is switched off where it never was on; a table of the release is asked about at its end.
      if (target.isNew || target.facts?.rowSecurity === false) return;
      effects.change(target, { rowSecurity: false });
      effects.hazard(DISABLE, `${target.name} loses row level security`);
    },
    AT_ForceRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      if (target.isNew) return;
      const message = `row level security of ${target.name} binds its owner too`;
      effects.goes(ENABLE, message, (end) => enableFate(effects, target, true, end), {
        target,
        message,
        keepsWarning: true,
        isChange: true,
      });
    },
    AT_NoForceRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      if (!target.isNew)
        effects.hazard(DISABLE, `row level security of ${target.name} no longer binds its owner`);
    },
  },
};
