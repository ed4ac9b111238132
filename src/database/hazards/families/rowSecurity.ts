import type { AlterPolicyStmt, CreatePolicyStmt, CreateStmt, DropStmt, ViewStmt } from 'libpg-query';
import type { Effects } from '../effects.ts';
import type { AlterHandler, Family } from '../family.ts';
import { isOn, objectNames, optionNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { isMissing } from './programs.ts';

const DISABLE: Rule = {
  id: 'disable-row-security',
  severity: 'refused',
  threat: 'authorization',
  title: 'Row level security is switched off: everyone with a grant sees and changes every row',
};
const ENABLE: Rule = {
  id: 'enable-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'Row level security is switched on for an existing table: without a policy its rows vanish for the running version',
};
const NO_SECURITY: Rule = {
  id: 'table-without-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'A new table in an exposed schema has no row level security: the API lets anon read and write it where granted',
  instead: 'ALTER TABLE … ENABLE ROW LEVEL SECURITY in the same migration.',
};
const POLICY: Rule = {
  id: 'policy-changed',
  severity: 'warning',
  threat: 'authorization',
  title: 'A policy is made, changed or dropped: who may do what with which row changes',
};
const OPEN_POLICY: Rule = {
  id: 'policy-open-to-all',
  severity: 'warning',
  threat: 'authorization',
  title: 'A policy lets through every row',
};
const VIEW: Rule = {
  id: 'view-bypasses-row-security',
  severity: 'warning',
  threat: 'authorization',
  title: 'A view reads with the rights of its owner, past row level security',
  instead: 'CREATE VIEW … WITH (security_invoker = true).',
};
const INVOKER: Rule = {
  id: 'view-heeds-row-security',
  severity: 'warning',
  threat: 'authorization',
  title:
    'A view begins to read with the rights of whoever asks: what the running version sees through it may be refused',
  instead: 'Grant what its readers need, and add policies, in an earlier release.',
};

/** Schemas that Supabase's API serves by default. */
const EXPOSED = new Set(['public', 'graphql_public']);

/** ALTER VIEW … SET (security_invoker = …) and RESET. */
const viewOptions: AlterHandler = (effects, command, target) => {
  const items = command.def && 'List' in command.def ? command.def.List.items : undefined;
  if (!optionNames(items).has('security_invoker')) return;
  const isSet = command.subtype === 'AT_SetRelOptions';
  viewRights(effects, target, isSet && isOn(items, 'security_invoker') === true);
};

function createPolicy(effects: Effects, node: CreatePolicyStmt): void {
  effects.ddl = true;
  const target = effects.target(node.table);
  effects.lock(target, 'AccessExclusiveLock');
  effects.attach(target, `policy ${node.policy_name}`);
  if (!node.permissive) effects.breaks(target);
  const everything = isTrue(node.qual) || isTrue(node.with_check);
  if (everything && !isService(node)) {
    effects.hazard(
      OPEN_POLICY,
      `policy ${node.policy_name} on ${target.name} lets every row through (${node.cmd_name ?? 'all'})`,
    );
  }
  if (!target.isNew) effects.hazard(POLICY, `${target.name} gets the policy ${node.policy_name}`);
}

function isTrue(node: CreatePolicyStmt['qual']): boolean {
  return node !== undefined && 'A_Const' in node && node.A_Const.boolval?.boolval === true;
}

/** service_role bypasses row level security anyway. */
function isService(node: CreatePolicyStmt): boolean {
  return (node.roles ?? []).every((role) => 'RoleSpec' in role && role.RoleSpec.rolename === 'service_role');
}

function alterPolicy(effects: Effects, node: AlterPolicyStmt): void {
  effects.ddl = true;
  const target = effects.target(node.table);
  effects.lock(target, 'AccessExclusiveLock');
  if (!target.isNew) effects.hazard(POLICY, `policy ${node.policy_name} on ${target.name} changes`);
}

function dropPolicy(effects: Effects, node: DropStmt): void {
  if (node.removeType !== 'OBJECT_POLICY') return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const target = effects.named(names.slice(0, -1));
    if (node.missing_ok && isMissing(target, `policy ${names.at(-1)}`)) continue;
    effects.lock(target, 'AccessExclusiveLock');
    // Dropped and made again by the same file: a replacement.
    const isReplaced = effects.memory.madeAgain.has(`${target.name} ${names.at(-1)}`);
    if (!isReplaced) effects.breaks(target);
    if (target.isNew || target.isAbsent) continue;
    effects.hazard(
      POLICY,
      `policy ${names.at(-1)} on ${target.name} is ${isReplaced ? 'replaced' : 'dropped'}`,
    );
  }
}

function createTable(effects: Effects, node: CreateStmt): void {
  const target = effects.target(node.relation);
  if (target.facts || node.relation?.relpersistence === 't' || node.partbound) return;
  if (!EXPOSED.has(target.name.split('.')[0] ?? '') || effects.rowSecurityInRelease(target.name)) return;
  effects.hazard(NO_SECURITY, `${target.name} is made without row level security`);
}

function view(effects: Effects, node: ViewStmt): void {
  const target = effects.target(node.view);
  viewRights(effects, target, isOn(node.options, 'security_invoker') === true);
}

function viewRights(effects: Effects, target: Target, isInvoker: boolean): void {
  if (isInvoker) {
    if (!target.facts || target.facts.securityInvoker) return;
    effects.change(target, { securityInvoker: true });
    effects.breaks(target);
    effects.hazard(INVOKER, `${target.name} reads with the rights of whoever asks`, target);
    return;
  }
  effects.change(target, { securityInvoker: false });
  if (!EXPOSED.has(target.name.split('.')[0] ?? '')) return;
  effects.hazard(VIEW, `${target.name} reads with its owner's rights`);
}

export const rowSecurity: Family = {
  name: 'Row level security',
  rules: [DISABLE, ENABLE, NO_SECURITY, POLICY, OPEN_POLICY, VIEW, INVOKER],
  statements: {
    CreatePolicyStmt: createPolicy,
    AlterPolicyStmt: alterPolicy,
    DropStmt: dropPolicy,
    CreateStmt: createTable,
    ViewStmt: view,
  },
  alterTable: {
    AT_SetRelOptions: viewOptions,
    AT_ResetRelOptions: viewOptions,
    AT_EnableRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      if (target.isNew || target.isAbsent || target.facts?.rowSecurity) return;
      effects.breaks(target);
      effects.change(target, { rowSecurity: true });
      effects.hazard(ENABLE, `${target.name} gets row level security`);
    },
    AT_DisableRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      effects.hazard(DISABLE, `${target.name} loses row level security`);
    },
    AT_ForceRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      effects.breaks(target);
      if (!target.isNew) effects.hazard(ENABLE, `row level security of ${target.name} binds its owner too`);
    },
    AT_NoForceRowSecurity: (effects, _command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      effects.hazard(DISABLE, `row level security of ${target.name} no longer binds its owner`);
    },
  },
};
