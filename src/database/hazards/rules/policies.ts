import type { AlterPolicyStmt, CreatePolicyStmt, DropStmt, Node, RenameStmt } from 'libpg-query';
import { AGAIN, differs, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { PolicyFacts, RelationFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { objectNames } from '../nodes.ts';
import { notNullOf, typesOf } from '../remade/constraints.ts';
import { narrowerThan, refusesNew } from '../remade/policies.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { isMissing } from './programs.ts';

const POLICY: Rule = {
  id: 'policy-changed',
  severity: 'warning',
  threat: 'authorization',
  title: 'A policy is created, changed or dropped: the rows that each role can read or write change',
};
const OPEN_POLICY: Rule = {
  id: 'policy-open-to-all',
  severity: 'warning',
  threat: 'authorization',
  title: 'A policy allows every row',
};

function rolesOf(nodes: readonly Node[] | undefined): string[] {
  const roles = (nodes ?? []).flatMap((role) =>
    'RoleSpec' in role
      ? [role.RoleSpec.roletype === 'ROLESPEC_PUBLIC' ? 'public' : (role.RoleSpec.rolename ?? 'public')]
      : [],
  );
  return roles.length > 0 ? roles : ['public'];
}

function policyOf(effects: Effects, node: CreatePolicyStmt): PolicyFacts {
  return {
    command: (node.cmd_name ?? 'all') as PolicyFacts['command'],
    permissive: node.permissive === true,
    roles: rolesOf(node.roles),
    ...(node.qual ? { using: node.qual } : {}),
    ...(node.with_check ? { check: node.with_check } : {}),
    file: effects.setting.file,
  };
}

function keep(effects: Effects, target: Target, name: string, policy: PolicyFacts | undefined): void {
  const { newPolicies } = effects.memory;
  const policies = new Map(target.isNew ? newPolicies.get(target.name) : effects.current(target)?.policies);
  if (policy) policies.set(name, policy);
  else policies.delete(name);
  if (target.isNew) newPolicies.set(target.name, policies);
  else effects.change(target, { policies });
}

function createPolicy(effects: Effects, node: CreatePolicyStmt): void {
  effects.ddl = true;
  const target = effects.target(node.table);
  const name = node.policy_name ?? '';
  if (effects.guarded && target.facts && !isMissing(target, `policy ${name}`)) return;
  effects.lock(target, 'AccessExclusiveLock');
  effects.attach(target, `policy ${name}`);
  const policy = policyOf(effects, node);
  keep(effects, target, name, policy);
  const original = effects.original(target);
  if (!policy.permissive) {
    // Without row level security it binds nobody; switching it on is a matter of its own.
    if (original?.rowSecurity !== false) {
      const why = original
        ? refusesNew(name, policy, original, typesOf(original, effects.facts))
        : `policy ${name}`;
      if (why) effects.breaks(target);
    }
  } else if (!effects.original(target)?.policies?.has(name)) effects.add(`policy ${name} on ${target.name}`);
  const everything = isTrue(node.qual) || isTrue(node.with_check);
  if (everything && !policy.roles.every((role) => role === 'service_role')) {
    effects.hazard(
      OPEN_POLICY,
      `policy ${name} on ${target.name} allows every row (${node.cmd_name ?? 'all'})`,
    );
  }
  if (!target.isNew) effects.hazard(POLICY, `${target.name} gets the policy ${name}`);
}

function isTrue(node: CreatePolicyStmt['qual']): boolean {
  return node !== undefined && 'A_Const' in node && node.A_Const.boolval?.boolval === true;
}

function alterPolicy(effects: Effects, node: AlterPolicyStmt): void {
  effects.ddl = true;
  const target = effects.target(node.table);
  const name = node.policy_name ?? '';
  effects.lock(target, 'AccessExclusiveLock');
  const before = effects.current(target)?.policies?.get(name);
  if (before) {
    keep(effects, target, name, {
      ...before,
      ...(node.roles ? { roles: rolesOf(node.roles) } : {}),
      ...(node.qual ? { using: node.qual } : {}),
      ...(node.with_check ? { check: node.with_check } : {}),
      file: effects.setting.file,
    });
    if (before.file === undefined) policyGoes(effects, target, name, before, undefined);
  }
  if (!target.isNew) effects.hazard(POLICY, `policy ${name} on ${target.name} changes`);
}

function dropPolicy(effects: Effects, node: DropStmt): void {
  if (node.removeType !== 'OBJECT_POLICY') return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const target = effects.named(names.slice(0, -1));
    const name = names.at(-1) ?? '';
    if ((node.missing_ok || effects.guarded) && isMissing(target, `policy ${name}`)) continue;
    effects.lock(target, 'AccessExclusiveLock');
    const before = effects.current(target)?.policies?.get(name);
    keep(effects, target, name, undefined);
    effects.detach(target, `policy ${name}`);
    // What stood in the place of one from before goes, too: then that one is missed.
    const original = before?.file === undefined ? before : effects.original(target)?.policies?.get(name);
    if (before?.file === undefined || original || !effects.original(target)?.policies)
      policyGoes(effects, target, name, original, POLICY);
  }
}

/** Whatever a policy let through must be let through at the end, by this one made again or by others. */
function policyGoes(
  effects: Effects,
  target: Target,
  name: string,
  before: PolicyFacts | undefined,
  rule: Rule | undefined,
): void {
  const label = `policy ${name} on ${target.name}`;
  const judge = (end: ReleaseMemory): Fate => policyFate(effects, target, name, before, end);
  effects.goes(rule, label, judge, { target, keepsWarning: true });
}

function policyFate(
  effects: Effects,
  target: Target,
  name: string,
  before: PolicyFacts | undefined,
  end: ReleaseMemory,
): Fate {
  const original = effects.original(target);
  const policies = end.changed.get(effects.memory.renamed.get(target.name) ?? target.name)?.policies;
  const again = policies?.get(name);
  if (!before || !original) return again ? AGAIN(again.file) : GONE;
  // A restrictive policy that goes lets through more; without row level security none is asked.
  if (!original.rowSecurity) return AGAIN();
  const files = [...(policies?.values() ?? [])].flatMap(({ file }) => (file === undefined ? [] : [file]));
  if (!before.permissive) return AGAIN();
  const why = narrowerThan(
    before,
    policies ?? new Map(),
    typesOf(original, effects.facts),
    notNullOf(original),
    otherRoles(effects, original),
  );
  if (!why) return AGAIN(...files);
  return again || files.length > 0 ? differs(why) : GONE;
}

/** Roles with rights on a table that row level security binds, beside the API's own; undefined: not known. */
function otherRoles({ facts }: Effects, { rights, owner }: RelationFacts): readonly string[] | undefined {
  if (!rights || rights.has('public')) return undefined;
  return [...rights.keys()].filter(
    (role) => role !== owner && !facts.unbound.has(role) && role !== 'anon' && role !== 'authenticated',
  );
}

/** ALTER POLICY … RENAME: the same under another name. */
function rename(effects: Effects, node: RenameStmt): void {
  if (node.renameType !== 'OBJECT_POLICY') return;
  const target = effects.target(node.relation);
  const policy = effects.current(target)?.policies?.get(node.subname ?? '');
  keep(effects, target, node.subname ?? '', undefined);
  if (policy) keep(effects, target, node.newname ?? '', policy);
}

export const policies: Family = {
  name: 'Policies',
  rules: [POLICY, OPEN_POLICY],
  statements: {
    CreatePolicyStmt: createPolicy,
    AlterPolicyStmt: alterPolicy,
    DropStmt: dropPolicy,
    RenameStmt: rename,
  },
};
