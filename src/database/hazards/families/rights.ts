import type {
  AlterDefaultPrivilegesStmt,
  AlterOwnerStmt,
  AlterRoleStmt,
  CreateRoleStmt,
  GrantRoleStmt,
  GrantStmt,
  Node,
} from 'libpg-query';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { namesOf } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import { lockSequences } from './tables.ts';

const GRANT: Rule = {
  id: 'grant-to-everyone',
  severity: 'warning',
  threat: 'authorization',
  title: 'PUBLIC, anon or authenticated get rights: anybody with the API key has them',
  instead: 'Grant to the role that needs it, and rely on row level security for the rest.',
};
const GRANT_OTHER: Rule = {
  id: 'grant',
  severity: 'info',
  threat: 'authorization',
  title: 'A role gets rights',
};
const REVOKE: Rule = {
  id: 'revoke',
  severity: 'warning',
  threat: 'authorization',
  title: 'Rights are taken away, which the running version may use',
  squawk: ['ban-revoke'],
};
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

const EVERYONE = new Set(['public', 'anon', 'authenticated']);

/** Names of roles; PUBLIC is written as such. */
function roles(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    return [
      node.RoleSpec.roletype === 'ROLESPEC_PUBLIC'
        ? 'public'
        : (node.RoleSpec.rolename ?? String(node.RoleSpec.roletype)),
    ];
  });
}

function privileges(nodes: readonly Node[] | undefined): string {
  const names = (nodes ?? []).flatMap((node) =>
    'AccessPriv' in node && node.AccessPriv.priv_name ? [node.AccessPriv.priv_name] : [],
  );
  return names.length > 0 ? names.join(', ') : 'ALL';
}

function grant(effects: Effects, node: GrantStmt): void {
  effects.ddl = true;
  const objects = (node.objects ?? []).map((object) => namesOf(object).join('.')).join(', ');
  const to = roles(node.grantees);
  const everything = node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? 'everything in ' : '';
  const what = `${privileges(node.privileges)} on ${everything}${objects}`;
  const isNew = (node.objects ?? []).every((object) => madeByRelease(effects, node, object));
  if (!node.is_grant) {
    // Taking rights from what the release itself made is how it is locked down.
    if (isNew) return;
    effects.contract = true;
    effects.hazard(REVOKE, `${what} is taken from ${to.join(', ')}`);
    return;
  }
  const open = to.filter((role) => EVERYONE.has(role) && !(isNew && role === 'authenticated'));
  if (open.length > 0) effects.hazard(GRANT, `${open.join(', ')} get ${what}`);
  else effects.hazard(GRANT_OTHER, `${to.join(', ')} get ${what}`);
}

function madeByRelease(effects: Effects, node: GrantStmt, object: Node): boolean {
  const names = namesOf(object);
  const bare = names.at(-1) ?? '';
  const isSchema = node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' || node.objtype === 'OBJECT_SCHEMA';
  if (isSchema) return effects.memory.schemas.has(bare);
  if ('RangeVar' in object) return effects.target(object.RangeVar).isNew;
  return effects.memory.functions.has(bare) || effects.memory.types.has(bare);
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

function owner(effects: Effects, node: AlterOwnerStmt): void {
  effects.ddl = true;
  effects.hazard(OWNER, `${namesOf(node.object).join('.')} gets the owner ${node.newowner?.rolename ?? ''}`);
}

export const rights: Family = {
  name: 'Rights',
  rules: [GRANT, GRANT_OTHER, REVOKE, DEFAULTS, MEMBERSHIP, ROLE, OWNER, DROP_ROLE],
  statements: {
    GrantStmt: grant,
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
      const to = command.newowner?.rolename;
      if (to !== undefined && target.facts?.owner === to) return;
      effects.breaks(target);
      effects.hazard(OWNER, `${target.name} gets the owner ${command.newowner?.rolename ?? ''}`);
    },
  },
};
