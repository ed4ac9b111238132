import type { CreateTrigStmt, DropStmt, Node, RuleStmt } from 'libpg-query';
import { cannotRunInTransaction } from '../../sql/parse.ts';
import { AGAIN, differs, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { TriggerFacts } from '../facts.ts';
import type { AlterHandler, Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { objectNames } from '../nodes.ts';
import { triggerOf, whyNotRun } from '../remade/triggers.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

export const DROP: Rule = {
  id: 'drop-program',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A function, view, trigger or rule is dropped that the running version might use',
  squawk: ['ban-drop-function', 'ban-drop-view', 'ban-drop-trigger'],
};
export const CASCADE: Rule = {
  id: 'drop-cascade',
  severity: 'refused',
  threat: 'loss',
  title: 'CASCADE drops everything that depends on it, without naming it',
  instead: 'First drop by name what depends on it.',
};
export const RIGHTS_ANEW: Rule = {
  id: 'rights-begin-anew',
  severity: 'warning',
  threat: 'authorization',
  title:
    'Something is dropped and recreated with default privileges: PUBLIC, anon or authenticated regain privileges that had been revoked',
  instead: 'REVOKE again in the same file, or use CREATE OR REPLACE, which keeps privileges.',
};
const TRIGGER: Rule = {
  id: 'create-trigger',
  severity: 'info',
  threat: 'compatibility',
  title: 'A new trigger on an existing table also runs for writes of the running version',
};
const TRIGGER_OFF: Rule = {
  id: 'disable-trigger',
  severity: 'refused',
  threat: 'correctness',
  title: 'Triggers are switched off; ALL includes those that enforce foreign keys',
  squawk: ['ban-disable-trigger'],
};
const RULE_STATEMENT: Rule = {
  id: 'rewrite-rule',
  severity: 'warning',
  threat: 'correctness',
  title: 'A rewrite rule changes what statements on a table mean',
  instead: 'Use a trigger or a view.',
};

const ON_TABLE = new Set(['OBJECT_TRIGGER', 'OBJECT_RULE']);

function drop(effects: Effects, node: DropStmt): void {
  const type = node.removeType ?? '';
  if (!ON_TABLE.has(type)) return;
  const kind = type.replace('OBJECT_', '').toLowerCase();
  for (const names of objectNames(node.objects)) {
    effects.ddl = true;
    const name = names.at(-1) ?? '';
    const target = effects.named(names.slice(0, -1));
    if ((node.missing_ok || effects.guarded) && isMissing(target, `${kind} ${name}`)) continue;
    effects.lock(target, 'AccessExclusiveLock');
    const label = `${kind} ${names.join('.')}`;
    const before = effects.current(target)?.triggers?.get(name);
    effects.detach(target, `${kind} ${name}`);
    if (kind === 'trigger') {
      const triggers = new Map(effects.current(target)?.triggers);
      triggers.delete(name);
      effects.change(target, { triggers });
      // Made by this release: the running version never saw it.
      const original = effects.original(target)?.triggers;
      if (before?.file !== undefined && original && !original.has(name)) continue;
    }
    const missed = before?.file === undefined ? before : effects.original(target)?.triggers?.get(name);
    const judge = (end: ReleaseMemory) =>
      kind === 'trigger'
        ? triggerFate(effects, target, name, missed, end)
        : ruleFate(effects, target, name, end);
    effects.goes(DROP, label, judge, { target });
  }
}

function atEnd(effects: Effects, target: Target, end: ReleaseMemory) {
  return end.changed.get(effects.memory.renamed.get(target.name) ?? target.name);
}

/** The same trigger again, or another one that calls the same function wherever it ran. */
function triggerFate(
  effects: Effects,
  target: Target,
  name: string,
  before: TriggerFacts | undefined,
  end: ReleaseMemory,
): Fate {
  const now = atEnd(effects, target, end)?.triggers;
  const again = now?.get(name);
  if (!before) return again ? AGAIN(again.file) : GONE;
  if (again && again !== before) {
    const why = whyNotRun(before, again);
    return why ? differs(why) : AGAIN(again.file);
  }
  const twin = [...(now?.values() ?? [])].find(
    (each) => each.function === before.function && !whyNotRun(before, each),
  );
  return twin ? AGAIN(twin.file) : GONE;
}

function ruleFate(effects: Effects, target: Target, name: string, end: ReleaseMemory): Fate {
  return atEnd(effects, target, end)?.attached?.has(`rule ${name}`) ? AGAIN(effects.setting.file) : GONE;
}

function trigger(effects: Effects, node: CreateTrigStmt): void {
  effects.ddl = true;
  const target = effects.target(node.relation);
  const name = node.trigname ?? '';
  const before = effects.current(target)?.triggers?.get(name);
  if (effects.guarded && !node.replace && before) return;
  effects.lockPartitions(target, 'ShareRowExclusiveLock');
  effects.attach(target, `trigger ${name}`);
  effects.add(`trigger ${name} on ${target.name}`);
  const made = { ...triggerOf(node), file: effects.setting.file };
  effects.change(target, { triggers: new Map([...(effects.current(target)?.triggers ?? []), [name, made]]) });
  if (node.replace && before && before.file === undefined) {
    const label = `trigger ${target.name}.${name}`;
    effects.goes(undefined, label, (end) => triggerFate(effects, target, name, before, end), { target });
  }
  effects.hazard(TRIGGER, `trigger ${name} runs on ${target.name}`, target);
}

function rule(effects: Effects, node: RuleStmt): void {
  effects.ddl = true;
  const target = effects.target(node.relation);
  effects.lock(target, 'AccessExclusiveLock');
  effects.attach(target, `rule ${node.rulename}`);
  effects.hazard(RULE_STATEMENT, `rule ${node.rulename} on ${target.name}`);
}

/** ENABLE REPLICA stops it for everyone who is no replica. */
const switchTrigger: AlterHandler = (effects, command, target) => {
  effects.lockPartitions(target, 'ShareRowExclusiveLock');
  if (!/Disable|Replica/.test(command.subtype ?? '')) return;
  effects.hazard(TRIGGER_OFF, `${command.name ?? 'all triggers'} of ${target.name} stop`, target);
};

/**
 * Switched off and on again in one transaction, nobody else notices; ALL leaves out the checks of foreign keys for the
 * rows that are written meanwhile.
 */
function switchedBack(all: readonly Effects[]): void {
  if (all.some(({ statement }) => cannotRunInTransaction(statement))) return;
  for (const [index, each] of all.entries()) {
    const off = switchesOf(each.statement.node);
    if (off.length === 0 || !each.hazards.some(({ rule: { id } }) => id === TRIGGER_OFF.id)) continue;
    const later = all.slice(index + 1).flatMap(({ statement }) => switchesOf(statement.node));
    const isBack = off.every((one) => one.on || later.some((two) => two.on && two.what === one.what));
    if (!isBack) continue;
    for (const hazard of each.hazards) {
      if (hazard.rule.id !== TRIGGER_OFF.id) continue;
      hazard.severity = off.some(({ isAll }) => isAll) ? 'warning' : 'info';
      hazard.message = `${hazard.message} for the rest of this transaction`;
    }
  }
}

function switchesOf(node: Node) {
  if (!('AlterTableStmt' in node)) return [];
  const { relation, cmds } = node.AlterTableStmt;
  return (cmds ?? []).flatMap((command) => {
    if (!('AlterTableCmd' in command)) return [];
    const { subtype = '', name = '' } = command.AlterTableCmd;
    const [, way, all = ''] = /^AT_(Enable|Disable)Trig(All|User)?$/.exec(subtype) ?? [];
    const what = `${relation?.schemaname ?? ''}.${relation?.relname} ${name} ${all}`;
    return way ? [{ what, on: way === 'Enable', isAll: all === 'All' }] : [];
  });
}

const switchRule: AlterHandler = (effects, command, target) => {
  effects.lock(target, 'AccessExclusiveLock');
  effects.hazard(RULE_STATEMENT, `rule ${command.name} on ${target.name} is switched`, target);
};

/** The relation is known with all that is attached to it, and this is not. */
export function isMissing(target: Target, what: string): boolean {
  return target.isAbsent || target.facts?.attached?.has(what) === false;
}

export const programs: Family = {
  name: 'Triggers, rules and dropped programs',
  rules: [DROP, CASCADE, RIGHTS_ANEW, TRIGGER, TRIGGER_OFF, RULE_STATEMENT],
  statements: {
    DropStmt: drop,
    CreateTrigStmt: trigger,
    RuleStmt: rule,
  },
  file: switchedBack,
  alterTable: {
    AT_EnableTrig: switchTrigger,
    AT_EnableAlwaysTrig: switchTrigger,
    AT_EnableReplicaTrig: switchTrigger,
    AT_DisableTrig: switchTrigger,
    AT_EnableTrigAll: switchTrigger,
    AT_DisableTrigAll: switchTrigger,
    AT_EnableTrigUser: switchTrigger,
    AT_DisableTrigUser: switchTrigger,
    AT_EnableRule: switchRule,
    AT_EnableAlwaysRule: switchRule,
    AT_EnableReplicaRule: switchRule,
    AT_DisableRule: switchRule,
  },
};
