import type {
  AlterDefaultPrivilegesStmt,
  AlterOwnerStmt,
  AlterRoleStmt,
  CreateRoleStmt,
  GrantRoleStmt,
  Node,
  RoleSpec,
} from 'libpg-query';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { namesOf } from '../nodes.ts';
import { namedTypes, signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { overloads, qualified } from './functions.ts';
import { lockSequences } from './tables.ts';

const DEFAULTS: Rule = {
  id: 'default-privileges',
  severity: 'warning',
  threat: 'authorization',
  title: 'Rights on objects yet to be made are changed',
};
const MEMBERSHIP: Rule = {
  id: 'role-membership',
  severity: 'warning',
  threat: 'authorization',
  title: 'A role gets or loses the rights of another',
};
const ROLE: Rule = {
  id: 'role-changed',
  severity: 'warning',
  threat: 'authorization',
  title: 'A role is made or changed (BYPASSRLS and SUPERUSER end row level security for it)',
};
const OWNER: Rule = {
  id: 'owner-changed',
  severity: 'warning',
  threat: 'authorization',
  title:
    'An owner changes: owners are not bound by row level security, and security definer functions run as theirs',
};
const DROP_ROLE: Rule = {
  id: 'drop-role',
  severity: 'refused',
  threat: 'authorization',
  title: 'A role is dropped, or everything that it owns',
};

/** Names of roles; PUBLIC is written as such. */
export function roles(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    return [
      node.RoleSpec.roletype === 'ROLESPEC_PUBLIC'
        ? 'public'
        : (node.RoleSpec.rolename ?? String(node.RoleSpec.roletype)),
    ];
  });
}

/** A role by name; `CURRENT_USER` is the one that migrates. */
function roleName(effects: Effects, role: RoleSpec | undefined): string | undefined {
  if (role?.roletype === 'ROLESPEC_CURRENT_USER' || role?.roletype === 'ROLESPEC_CURRENT_ROLE')
    return effects.facts.role;
  return role?.roletype === 'ROLESPEC_SESSION_USER' ? effects.facts.role : role?.rolename;
}

export function privileges(nodes: readonly Node[] | undefined): string {
  const names = (nodes ?? []).flatMap((node) =>
    'AccessPriv' in node && node.AccessPriv.priv_name ? [node.AccessPriv.priv_name] : [],
  );
  return names.length > 0 ? names.join(', ') : 'ALL';
}

function defaults(effects: Effects, node: AlterDefaultPrivilegesStmt): void {
  effects.ddl = true;
  const action = node.action;
  const verb = action?.is_grant ? 'get' : 'lose';
  effects.hazard(
    DEFAULTS,
    `${roles(action?.grantees).join(', ')} ${verb} ${privileges(action?.privileges)} on objects made later`,
  );
}

function membership(effects: Effects, node: GrantRoleStmt): void {
  const granted = (node.granted_roles ?? []).flatMap((role) =>
    'AccessPriv' in role ? [role.AccessPriv.priv_name ?? ''] : [],
  );
  if (!node.is_grant) effects.contract = true;
  effects.hazard(
    MEMBERSHIP,
    `${roles(node.grantee_roles).join(', ')} ${node.is_grant ? 'get' : 'lose'} the rights of ${granted.join(', ')}`,
  );
}

function role(effects: Effects, node: CreateRoleStmt | AlterRoleStmt): void {
  const name = typeof node.role === 'string' ? node.role : (node.role?.rolename ?? '');
  const options = (node.options ?? []).flatMap((option) =>
    'DefElem' in option && option.DefElem.defname !== 'password' ? [option.DefElem.defname ?? ''] : [],
  );
  effects.hazard(ROLE, `role ${name}${options.length > 0 ? `: ${options.join(', ')}` : ''}`);
}

/** Who an object belongs to; what the release makes belongs to the role that migrates. */
function ownerOf(effects: Effects, node: AlterOwnerStmt): string | undefined {
  const names = namesOf(node.object);
  const bare = names.at(-1) ?? '';
  const { facts, memory } = effects;
  switch (node.objectType) {
    case 'OBJECT_SCHEMA':
      return memory.schemas.has(bare) ? facts.role : facts.schemas.get(bare)?.owner;
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return memory.types.has(bare) ? facts.role : facts.types.get(names.join('.'))?.owner;
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE': {
      const types = node.object && namedTypes(node.object, facts);
      const found = overloads(effects, qualified(effects, names)).filter(
        (each) => !types || signature(each.types, facts) === signature(types, facts),
      );
      const owners = new Set(
        found.map((each) => each.owner ?? (each.file === undefined ? undefined : facts.role)),
      );
      if (found.length === 0 && memory.functions.has(bare)) return facts.role;
      return owners.size === 1 ? [...owners][0] : undefined;
    }
  }
  return undefined;
}

/** `OWNER TO postgres`, as pg_dump writes it behind everything, changes nothing where it is postgres' already. */
function owner(effects: Effects, node: AlterOwnerStmt): void {
  effects.ddl = true;
  const to = roleName(effects, node.newowner);
  if (to !== undefined && to === ownerOf(effects, node)) return;
  effects.hazard(OWNER, `${namesOf(node.object).join('.')} gets the owner ${node.newowner?.rolename ?? ''}`);
}

export const rights: Family = {
  name: 'Rights',
  rules: [DEFAULTS, MEMBERSHIP, ROLE, OWNER, DROP_ROLE],
  statements: {
    AlterDefaultPrivilegesStmt: defaults,
    GrantRoleStmt: membership,
    CreateRoleStmt: role,
    AlterRoleStmt: role,
    AlterOwnerStmt: owner,
    AlterRoleSetStmt: (effects, node) =>
      effects.hazard(ROLE, `role ${node.role?.rolename ?? 'ALL'}: ${node.setstmt?.name ?? 'settings'}`),
    DropRoleStmt: (effects, node) => {
      effects.contract = true;
      effects.hazard(DROP_ROLE, `role ${roles(node.roles).join(', ')} is dropped`);
    },
    DropOwnedStmt: (effects, node) => {
      effects.contract = true;
      effects.losesData = true;
      effects.hazard(DROP_ROLE, `everything of ${roles(node.roles).join(', ')} is dropped`);
    },
    ReassignOwnedStmt: (effects, node) =>
      effects.hazard(OWNER, `everything of ${roles(node.roles).join(', ')} changes its owner`),
  },
  alterTable: {
    AT_ChangeOwner: (effects, command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      lockSequences(effects, target);
      const to = roleName(effects, command.newowner);
      const from = target.isNew ? effects.facts.role : target.facts?.owner;
      if (to !== undefined && from === to) return;
      effects.breaks(target);
      effects.hazard(OWNER, `${target.name} gets the owner ${command.newowner?.rolename ?? ''}`);
    },
  },
};
