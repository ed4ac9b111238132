import type { CreateFunctionStmt, CreateTrigStmt, DropStmt, Node, RuleStmt, ViewStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { AlterHandler, Family } from '../family.ts';
import { objectNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import { remember } from './tables.ts';

const DEFINER: Rule = {
  id: 'security-definer-search-path',
  severity: 'warning',
  threat: 'authorization',
  title: 'A SECURITY DEFINER function without SET search_path: callers can put their own objects in its way',
  instead: "Add SET search_path = '' and write schemas out in its body.",
};
const DEFINER_INFO: Rule = {
  id: 'security-definer',
  severity: 'warning',
  threat: 'authorization',
  title: 'A function runs with the rights of its owner, past row level security',
};
const REPLACE: Rule = {
  id: 'replace-function',
  severity: 'info',
  threat: 'compatibility',
  title: 'The body of an existing function changes under the running version',
  squawk: ['ban-replace-view-function'],
};
const DROP: Rule = {
  id: 'drop-program',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A function, view, trigger or rule that the running version may use is dropped',
  squawk: ['ban-drop-function', 'ban-drop-view', 'ban-drop-trigger'],
};
const CASCADE: Rule = {
  id: 'drop-cascade',
  severity: 'refused',
  threat: 'loss',
  title: 'CASCADE drops everything that hangs on it, unnamed',
  instead: 'Drop what hangs on it by name first.',
};
const TRIGGER: Rule = {
  id: 'create-trigger',
  severity: 'info',
  threat: 'compatibility',
  title: 'A new trigger on an existing table runs for the writes of the running version too',
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

function createFunction(effects: Effects, node: CreateFunctionStmt): void {
  effects.ddl = true;
  const names = nameList(node.funcname);
  const bare = names.at(-1) ?? '';
  const label = names.join('.');
  const known = effects.facts.functions.get(bare);
  if (node.replace && known?.own && !effects.memory.functions.has(bare)) {
    effects.hazard(REPLACE, `function ${label} gets another body`);
  }
  const volatility = option(node.options, 'volatility');
  effects.memory.functions.set(bare, {
    volatility: volatility === 'immutable' || volatility === 'stable' ? volatility : 'volatile',
    own: true,
  });
  if (option(node.options, 'security') !== 'true') return;
  const setsPath = (node.options ?? []).some(
    (item) =>
      'DefElem' in item &&
      item.DefElem.arg &&
      'VariableSetStmt' in item.DefElem.arg &&
      item.DefElem.arg.VariableSetStmt.name === 'search_path',
  );
  if (setsPath) effects.hazard(DEFINER_INFO, `function ${label} runs with the rights of its owner`);
  else
    effects.hazard(
      DEFINER,
      `function ${label} runs with the rights of its owner and the search_path of its caller`,
    );
}

/** A function's option as text: booleans as `true` and `false`. */
function option(options: readonly Node[] | undefined, name: string): string | undefined {
  for (const item of options ?? []) {
    if (!('DefElem' in item) || item.DefElem.defname !== name || !item.DefElem.arg) continue;
    const arg = item.DefElem.arg;
    if ('Boolean' in arg) return String(arg.Boolean.boolval ?? false);
    if ('String' in arg) return arg.String.sval;
  }
  return undefined;
}

const FUNCTIONS = new Set(['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE']);
const ON_TABLE = new Set(['OBJECT_TRIGGER', 'OBJECT_RULE']);

function drop(effects: Effects, node: DropStmt): void {
  const type = node.removeType ?? '';
  const kind = type.replace('OBJECT_', '').toLowerCase();
  for (const names of objectNames(node.objects)) {
    const label = `${kind} ${names.join('.')}`;
    if (FUNCTIONS.has(type)) {
      effects.ddl = true;
      const bare = names.at(-1) ?? '';
      const isAbsent = effects.facts.known && !effects.facts.functions.get(bare)?.own;
      if (effects.memory.functions.has(bare) || (node.missing_ok && isAbsent)) continue;
      effects.contract = true;
      effects.hazard(DROP, `${label} is dropped`);
      if (node.behavior !== 'DROP_CASCADE') continue;
      cascade(effects, label);
      for (const table of effects.facts.functions.get(bare)?.usedBy ?? [])
        effects.lock(table, 'AccessExclusiveLock');
    } else if (ON_TABLE.has(type)) {
      effects.ddl = true;
      const target = effects.named(names.slice(0, -1));
      effects.lock(target, 'AccessExclusiveLock');
      // Dropped and made again by the same file: a replacement.
      if (effects.memory.madeAgain.has(`${target.name} ${names.at(-1)}`)) continue;
      effects.breaks(target);
      effects.hazard(DROP, `${label} is dropped`, target);
    } else if (type === 'OBJECT_VIEW') {
      effects.ddl = true;
      const target = effects.named(names);
      effects.lock(target, 'AccessExclusiveLock');
      effects.breaks(target);
      effects.hazard(DROP, `${label} is dropped`, target);
      if (node.behavior === 'DROP_CASCADE')
        for (const view of target.facts?.views ?? []) effects.lock(view, 'AccessExclusiveLock');
      effects.memory.dropped.add(target.name);
      effects.memory.created.delete(target.name);
    }
  }
}

function cascade(effects: Effects, label: string): void {
  effects.losesData = true;
  effects.hazard(CASCADE, `${label} is dropped with everything that hangs on it`);
}

function view(effects: Effects, node: ViewStmt): void {
  effects.ddl = true;
  const target = effects.target(node.view);
  if (target.facts) effects.lock(target, 'AccessExclusiveLock');
  else remember(effects, target.name);
}

function trigger(effects: Effects, node: CreateTrigStmt): void {
  effects.ddl = true;
  const target = effects.target(node.relation);
  effects.lockTree(target, 'ShareRowExclusiveLock');
  effects.hazard(TRIGGER, `trigger ${node.trigname} runs on ${target.name}`, target);
}

function rule(effects: Effects, node: RuleStmt): void {
  effects.ddl = true;
  const target = effects.target(node.relation);
  effects.lock(target, 'AccessExclusiveLock');
  effects.hazard(RULE_STATEMENT, `rule ${node.rulename} on ${target.name}`);
}

const switchTrigger: AlterHandler = (effects, command, target) => {
  effects.lockTree(target, 'ShareRowExclusiveLock');
  if (!/Disable/.test(command.subtype ?? '')) return;
  effects.hazard(TRIGGER_OFF, `${command.name ?? 'all triggers'} of ${target.name} stop`, target);
};

export const programs: Family = {
  name: 'Functions, triggers, views',
  rules: [DEFINER, DEFINER_INFO, REPLACE, DROP, CASCADE, TRIGGER, TRIGGER_OFF, RULE_STATEMENT],
  statements: {
    CreateFunctionStmt: createFunction,
    DropStmt: drop,
    ViewStmt: view,
    CreateTrigStmt: trigger,
    RuleStmt: rule,
  },
  alterTable: {
    AT_EnableTrig: switchTrigger,
    AT_EnableAlwaysTrig: switchTrigger,
    AT_EnableReplicaTrig: switchTrigger,
    AT_DisableTrig: switchTrigger,
    AT_EnableTrigAll: switchTrigger,
    AT_DisableTrigAll: switchTrigger,
    AT_EnableTrigUser: switchTrigger,
    AT_DisableTrigUser: switchTrigger,
    AT_EnableRule: (effects, _command, target) => effects.lock(target, 'AccessExclusiveLock'),
    AT_DisableRule: (effects, _command, target) => effects.lock(target, 'AccessExclusiveLock'),
  },
};
