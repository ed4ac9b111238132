import type {
  AlterDefaultPrivilegesStmt,
  AlterOwnerStmt,
  AlterRoleStmt,
  CreateRoleStmt,
  DefElem,
  GrantRoleStmt,
  Node,
  RoleSpec,
} from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import { rolesBehind } from '../exposure/visitors.ts';
import { joined } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { namedPrivileges, namesOf, roles, roleWord } from '../nodes.ts';
import { ALL, changeDefaults, type RightsKind, without } from '../remade/rights.ts';
import { namedTypes, signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';
import { overloads, qualified } from './functions.ts';
import { lockSequences } from './tables.ts';
import { opens } from './unguarded.ts';

const DEFAULTS: Rule = {
  id: 'default-privileges',
  severity: 'warning',
  threat: 'authorization',
  title: 'Privileges on objects that are created later change',
};
const MEMBERSHIP: Rule = {
  id: 'role-membership',
  severity: 'warning',
  threat: 'authorization',
  title: 'A role gets or loses the privileges of another',
};
const ROLE: Rule = {
  id: 'role-changed',
  severity: 'warning',
  threat: 'authorization',
  title: 'A role is created or changed (BYPASSRLS and SUPERUSER end row level security for it)',
};
const OWNER: Rule = {
  id: 'owner-changed',
  severity: 'warning',
  threat: 'authorization',
  title:
    'An owner changes: row level security does not bind owners, and security definer functions run as their owner',
};
const PAST: Rule = {
  id: 'role-past-row-security',
  severity: 'refused',
  threat: 'authorization',
  whateverServes: true,
  title:
    'anon or authenticated becomes an owner, gets the privileges of one, or BYPASSRLS: row level security no longer binds it',
  instead: 'Give the role what it needs with GRANT and policies.',
};
const DROP_ROLE: Rule = {
  id: 'drop-role',
  severity: 'refused',
  threat: 'authorization',
  title: 'A role is dropped, or everything that it owns',
};

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

/** https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html */
const DEFAULTS_OF: Readonly<Record<string, RightsKind>> = {
  OBJECT_TABLE: 'table',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_FUNCTION: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_TYPE: 'type',
  OBJECT_SCHEMA: 'schema',
};

/** What the release makes from here on begins with other rights, where those of the role that makes it are meant. */
function followDefaults(effects: Effects, { action, options }: AlterDefaultPrivilegesStmt): void {
  const kind = DEFAULTS_OF[action?.objtype ?? ''];
  const listed = (name: string) =>
    (options ?? []).flatMap((option) =>
      'DefElem' in option &&
      option.DefElem.defname === name &&
      option.DefElem.arg &&
      'List' in option.DefElem.arg
        ? (option.DefElem.arg.List.items ?? [])
        : [],
    );
  const makers = listed('roles').flatMap((each) =>
    'RoleSpec' in each ? [roleName(effects, each.RoleSpec)] : [],
  );
  if (!kind || (makers.length > 0 && effects.facts.known && !makers.includes(effects.facts.role))) return;
  const schemas = nameList(listed('schemas'));
  const to = roles(action?.grantees);
  const named = namedPrivileges(action?.privileges);
  for (const schema of schemas.length > 0 ? schemas : [null])
    changeDefaults(effects, kind, schema, (rights) =>
      action?.is_grant
        ? joined(rights, new Map(to.map((role) => [role, new Set(named ?? ALL[kind])])))
        : without(rights, to, named),
    );
}

function defaults(effects: Effects, node: AlterDefaultPrivilegesStmt): void {
  effects.ddl = true;
  followDefaults(effects, node);
  const action = node.action;
  const verb = action?.is_grant ? 'get' : 'lose';
  effects.hazard(
    DEFAULTS,
    `${roles(action?.grantees).join(', ')} ${verb} ${privileges(action?.privileges)} on objects created later`,
  );
}

/** A role that anybody with the API key acts as, and what is past row level security by it. */
function past(effects: Effects, role: string, why: string): void {
  if (VISITORS.has(role)) effects.hazard(PAST, `${role} ${why}`);
}
const VISITORS = new Set(['anon', 'authenticated']);

/** Owners are not bound by row level security, nor is who has their rights. */
function joins(effects: Effects, node: GrantRoleStmt, granted: readonly string[]): void {
  const inherit = (node.opt ?? []).find(
    (option) => 'DefElem' in option && option.DefElem.defname === 'inherit',
  );
  const told = inherit && 'DefElem' in inherit ? inherit.DefElem.arg : undefined;
  const said = told && 'Boolean' in told ? told.Boolean.boolval === true : undefined;
  for (const role of roles(node.grantee_roles)) {
    const has = said ?? effects.facts.inherits?.get(role)?.byItself ?? true;
    if (!has) continue;
    effects.memory.joined.set(role, new Set([...(effects.memory.joined.get(role) ?? []), ...granted]));
    for (const group of granted) {
      effects.later.push((end) => {
        if (owns(effects, end, group))
          past(effects, role, `has the privileges of ${group}, which owns tables`);
      });
      for (const name of effects.facts.relations.keys()) opens(effects, name);
    }
  }
}

function owns(effects: Effects, end: ReleaseMemory, role: string): boolean {
  if (role === effects.facts.role || [...end.owners.values()].includes(role)) return true;
  return [...effects.facts.relations.values()].some(({ kind, owner }) => kind === 'table' && owner === role);
}

function membership(effects: Effects, node: GrantRoleStmt): void {
  const granted = (node.granted_roles ?? []).flatMap((role) =>
    'AccessPriv' in role ? [role.AccessPriv.priv_name ?? ''] : [],
  );
  if (node.is_grant) joins(effects, node, granted);
  else effects.contract = true;
  effects.hazard(
    MEMBERSHIP,
    `${roles(node.grantee_roles).join(', ')} ${node.is_grant ? 'get' : 'lose'} the privileges of ${granted.join(', ')}`,
  );
}

/** Where the parser calls an option otherwise than SQL. https://www.postgresql.org/docs/current/sql-createrole.html */
const OPTIONS: Readonly<Record<string, string>> = {
  canlogin: 'LOGIN',
  issuper: 'SUPERUSER',
  isreplication: 'REPLICATION',
  connectionlimit: 'CONNECTION LIMIT',
  validUntil: 'VALID UNTIL',
  rolemembers: 'ROLE',
  adminmembers: 'ADMIN',
  addroleto: 'IN ROLE',
};

function optionWord({ defname = '', arg }: DefElem): string {
  const word = OPTIONS[defname] ?? defname.toUpperCase();
  const isOff = arg !== undefined && 'Boolean' in arg && arg.Boolean.boolval !== true;
  return isOff ? `NO${word}` : word;
}

function role(effects: Effects, node: CreateRoleStmt | AlterRoleStmt): void {
  const name = typeof node.role === 'string' ? node.role : (node.role?.rolename ?? '');
  const options = (node.options ?? []).flatMap((option) =>
    'DefElem' in option && option.DefElem.defname !== 'password' ? [optionWord(option.DefElem)] : [],
  );
  for (const option of node.options ?? []) {
    if (!('DefElem' in option) || !option.DefElem.arg || !('Boolean' in option.DefElem.arg)) continue;
    const { defname, arg } = option.DefElem;
    if (
      (defname === 'bypassrls' || defname === 'superuser' || defname === 'issuper') &&
      arg.Boolean.boolval === true
    )
      past(effects, name, 'is no longer bound by row level security');
  }
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

/** Who owns a table, or has the rights of who does, sees every row of it. */
function newOwner(effects: Effects, target: Target, to: string): void {
  effects.memory.owners.set(target.name, to);
  for (const visitor of VISITORS)
    effects.later.push((end) => {
      if (!rolesBehind({ facts: effects.facts, memory: end }, visitor).includes(to)) return;
      past(effects, visitor, `owns ${target.name}${to === visitor ? '' : ` as ${to}`}`);
    });
}

/** `OWNER TO postgres`, as pg_dump writes it behind everything, changes nothing where it is postgres' already. */
function owner(effects: Effects, node: AlterOwnerStmt): void {
  effects.ddl = true;
  const to = roleName(effects, node.newowner);
  if (to !== undefined && to === ownerOf(effects, node)) return;
  effects.hazard(
    OWNER,
    `${namesOf(node.object).join('.')} gets the owner ${node.newowner ? roleWord(node.newowner) : ''}`,
  );
}

export const rights: Family = {
  name: 'Rights',
  rules: [DEFAULTS, MEMBERSHIP, ROLE, OWNER, PAST, DROP_ROLE],
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
      effects.hazard(DROP_ROLE, `everything that ${roles(node.roles).join(', ')} owns is dropped`);
    },
    ReassignOwnedStmt: (effects, node) =>
      effects.hazard(OWNER, `everything that ${roles(node.roles).join(', ')} owns gets a new owner`),
  },
  alterTable: {
    AT_ChangeOwner: (effects, command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      lockSequences(effects, target);
      const to = roleName(effects, command.newowner);
      const from = target.isNew ? effects.facts.role : target.facts?.owner;
      if (to !== undefined && from === to) return;
      effects.breaks(target);
      if (to !== undefined) newOwner(effects, target, to);
      effects.hazard(
        OWNER,
        `${target.name} gets the owner ${command.newowner ? roleWord(command.newowner) : ''}`,
      );
    },
  },
};
