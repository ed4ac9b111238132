import type {
  AlterFunctionStmt,
  CreateFunctionStmt,
  CreateTrigStmt,
  DropStmt,
  Node,
  RenameStmt,
  RuleStmt,
  ViewStmt,
} from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { AlterHandler, Family } from '../family.ts';
import { namesOf, objectNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
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
const INVOKER: Rule = {
  id: 'security-invoker',
  severity: 'warning',
  threat: 'authorization',
  title: 'A function no longer runs with the rights of its owner: its callers need rights of their own',
};
const RENAME: Rule = {
  id: 'rename-program',
  severity: 'refused',
  threat: 'compatibility',
  title: 'A function, collation, role or database is renamed: the running version asks for the old name',
  instead: 'Make one of the new name beside it, move the code, and drop the old one later.',
};
const REPLACE: Rule = {
  id: 'replace-function',
  severity: 'info',
  threat: 'compatibility',
  title: 'The body or the options of an existing function change under the running version',
  squawk: ['ban-replace-view-function'],
};
const DROP: Rule = {
  id: 'drop-program',
  severity: 'warning',
  threat: 'compatibility',
  title: 'A function, view, trigger or rule that the running version may use is dropped',
  squawk: ['ban-drop-function', 'ban-drop-view', 'ban-drop-trigger'],
};
export const CASCADE: Rule = {
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
  if (option(node.options, 'security') === 'true') definer(effects, node.options, label);
}

function definer(effects: Effects, options: readonly Node[] | undefined, label: string): void {
  const setsPath = (options ?? []).some(
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
      if (node.missing_ok && isMissing(target, `${kind} ${names.at(-1)}`)) continue;
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
  effects.lockPartitions(target, 'ShareRowExclusiveLock');
  effects.attach(target, `trigger ${node.trigname}`);
  effects.hazard(TRIGGER, `trigger ${node.trigname} runs on ${target.name}`, target);
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

const switchRule: AlterHandler = (effects, command, target) => {
  effects.lock(target, 'AccessExclusiveLock');
  effects.hazard(RULE_STATEMENT, `rule ${command.name} on ${target.name} is switched`, target);
};

/** The relation is known with all that is attached to it, and this is not. */
export function isMissing(target: Target, what: string): boolean {
  return target.isAbsent || target.facts?.attached?.has(what) === false;
}

/** Options change what the body does, and with whose rights. */
function alterFunction(effects: Effects, node: AlterFunctionStmt): void {
  effects.ddl = true;
  const names = nameList(node.func?.objname);
  const bare = names.at(-1) ?? '';
  const known = effects.memory.functions.get(bare) ?? effects.facts.functions.get(bare);
  const volatility = option(node.actions, 'volatility');
  if (known && (volatility === 'immutable' || volatility === 'stable' || volatility === 'volatile'))
    effects.memory.functions.set(bare, { ...known, volatility });
  const label = names.join('.');
  if (!effects.memory.functions.has(bare)) effects.hazard(REPLACE, `function ${label} gets other options`);
  const security = option(node.actions, 'security');
  if (security === 'true') definer(effects, node.actions, label);
  // Its callers need rights of their own from now on.
  if (security === 'false' && !effects.memory.functions.has(bare)) {
    effects.contract = true;
    effects.hazard(INVOKER, `function ${label} runs with the rights of its caller`);
  }
}

const NAMED = new Set([
  'OBJECT_FUNCTION',
  'OBJECT_PROCEDURE',
  'OBJECT_ROUTINE',
  'OBJECT_AGGREGATE',
  'OBJECT_COLLATION',
  'OBJECT_TSCONFIGURATION',
  'OBJECT_ROLE',
  'OBJECT_DATABASE',
]);

function rename(effects: Effects, node: RenameStmt): void {
  if (!NAMED.has(node.renameType ?? '')) return;
  effects.ddl = true;
  const names = node.object ? namesOf(node.object) : [node.subname ?? ''];
  const known = effects.memory.functions.get(names.at(-1) ?? '');
  if (known && FUNCTIONS.has(node.renameType ?? '')) {
    effects.memory.functions.set(node.newname ?? '', known);
    return;
  }
  const kind = (node.renameType ?? '').replace('OBJECT_', '').toLowerCase();
  effects.contract = true;
  effects.hazard(RENAME, `${kind} ${names.join('.')} becomes ${node.newname}`);
}

export const programs: Family = {
  name: 'Functions, triggers, views',
  rules: [
    DEFINER,
    DEFINER_INFO,
    INVOKER,
    REPLACE,
    RENAME,
    DROP,
    CASCADE,
    TRIGGER,
    TRIGGER_OFF,
    RULE_STATEMENT,
  ],
  statements: {
    CreateFunctionStmt: createFunction,
    AlterFunctionStmt: alterFunction,
    RenameStmt: rename,
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
    AT_EnableRule: switchRule,
    AT_EnableAlwaysRule: switchRule,
    AT_EnableReplicaRule: switchRule,
    AT_DisableRule: switchRule,
  },
};
