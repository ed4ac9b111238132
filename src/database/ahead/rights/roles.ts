import type { AlterRoleStmt, CreateRoleStmt, GrantRoleStmt, Node } from 'libpg-query';
import { isOn, namesOf, roles as namesOfRoles } from '../../hazards/nodes.ts';
import { constant } from '../../sql/walk.ts';
import type { Asking } from './asking.ts';
import type { Handlers } from './handlers.ts';
import { setting } from './settings.ts';
import type { Role } from './world.ts';

/** What roles need: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/user.c */
const ATTRIBUTES = {
  superuser: 'superuser',
  createrole: 'createrole',
  createdb: 'createdb',
  isreplication: 'replication',
  bypassrls: 'bypassrls',
} as const satisfies Record<string, keyof Role>;

type Attribute = (typeof ATTRIBUTES)[keyof typeof ATTRIBUTES];

/** Attributes that a statement gives (true) or takes (false). */
function attributesOf(options: readonly Node[] | undefined): Map<Attribute, boolean> {
  const found = new Map<Attribute, boolean>();
  for (const [option, attribute] of Object.entries(ATTRIBUTES)) {
    for (const item of options ?? []) {
      if (!('DefElem' in item) || item.DefElem.defname !== option) continue;
      const { arg } = item.DefElem;
      found.set(attribute, arg !== undefined && 'Boolean' in arg && arg.Boolean.boolval === true);
    }
  }
  return found;
}

const has = (ask: Asking, attribute: Attribute): boolean =>
  ask.world.isSuperuser(ask.role) || ask.world.roles.get(ask.role)?.[attribute] === true;

function needs(ask: Asking, attribute: Attribute): void {
  const word = attribute.toUpperCase();
  ask.onPlatform(
    has(ask, attribute),
    `that requires ${word}`,
    `As a superuser: alter role "${ask.role}" ${word}.`,
  );
}

/** Who may give an attribute: from 16 on whoever has it; before, superusers, and CREATEDB whoever makes roles. */
function gives(ask: Asking, attributes: ReadonlyMap<Attribute, boolean>, isNew: boolean): void {
  for (const [attribute, on] of attributes) {
    if (attribute === 'superuser') {
      if (on || !isNew) ask.superuser('SUPERUSER');
    } else if (attribute === 'createrole') continue;
    else if (ask.world.major >= 16) {
      if (on || !isNew) needs(ask, attribute);
    } else if (attribute !== 'createdb' && (on || !isNew)) ask.superuser(attribute.toUpperCase());
  }
}

function createRole(ask: Asking, node: CreateRoleStmt): void {
  needs(ask, 'createrole');
  const attributes = attributesOf(node.options);
  gives(ask, attributes, true);
  for (const item of node.options ?? [])
    if (
      'DefElem' in item &&
      item.DefElem.defname === 'addroleto' &&
      item.DefElem.arg &&
      'List' in item.DefElem.arg
    )
      for (const name of namesOfRoles(item.DefElem.arg.List.items)) passesOn(ask, name);
  const name = node.role ?? '';
  const flag = (attribute: Attribute) => attributes.get(attribute) === true;
  ask.world.roles.set(name, {
    name,
    superuser: flag('superuser'),
    createrole: flag('createrole'),
    createdb: flag('createdb'),
    replication: flag('replication'),
    bypassrls: flag('bypassrls'),
    inherit: true,
  });
  // createrole_self_grant may make it more than that: then nothing is refused that would be taken.
  const more = ask.world.selfGrants;
  if (ask.world.major >= 16 && !ask.world.isSuperuser(ask.role))
    ask.world.memberships.push({ role: name, member: ask.role, admin: true, inherit: more, set: more });
}

/** GRANT role TO …: ADMIN on it; before 16 CREATEROLE was enough, but for superusers. */
function passesOn(ask: Asking, role: string): void {
  const known = ask.world.roles.get(role);
  if (!known) return;
  if (known.superuser) {
    ask.superuser(`membership in the superuser ${role}`);
    return;
  }
  const byAttribute = ask.world.major < 16 && has(ask, 'createrole');
  ask.onPlatform(
    byAttribute || ask.world.mayAdminister(ask.role, role),
    `it has no ADMIN on role ${role}`,
    `As a role that has: grant "${role}" to "${ask.role}" with admin option.`,
  );
}

function membership(ask: Asking, node: GrantRoleStmt): void {
  const granted = (node.granted_roles ?? []).flatMap((each) =>
    'AccessPriv' in each && each.AccessPriv.priv_name ? [each.AccessPriv.priv_name] : [],
  );
  for (const role of granted) passesOn(ask, role);
  if (ask.denials.length > 0) return;
  if (!node.is_grant) {
    // Another grant of the same may be left.
    ask.world.unsure = true;
    return;
  }
  const option = (name: string) => isOn(node.opt, name);
  for (const role of granted)
    for (const item of node.grantee_roles ?? []) {
      const member = 'RoleSpec' in item ? ask.named(item.RoleSpec) : undefined;
      if (member === undefined) continue;
      const inherit = option('inherit') ?? ask.world.roles.get(member)?.inherit ?? true;
      const set = option('set') ?? true;
      ask.world.memberships.push({ role, member, admin: option('admin') === true, inherit, set });
    }
}

/** Whoever changes or drops a role makes roles, and from 16 on has ADMIN on it. */
function administers(ask: Asking, role: string | undefined): void {
  const known = role === undefined ? undefined : ask.world.roles.get(role);
  if (!known) return;
  if (known.superuser) ask.superuser(`changing the superuser ${role}`);
  else {
    needs(ask, 'createrole');
    if (ask.world.major >= 16 && ask.denials.length === 0) passesOn(ask, known.name);
  }
}

function alterRole(ask: Asking, node: AlterRoleStmt): void {
  const name = ask.named(node.role);
  const attributes = attributesOf(node.options);
  const given = (node.options ?? []).flatMap((item) => ('DefElem' in item ? [item.DefElem.defname] : []));
  if (given.includes('rolemembers')) return;
  const ownPassword = name === ask.role && given.every((each) => each === 'password');
  if (!ownPassword) administers(ask, name);
  if (ask.denials.length === 0) gives(ask, attributes, false);
  const known = name === undefined ? undefined : ask.world.roles.get(name);
  if (known && ask.denials.length === 0) for (const [attribute, on] of attributes) known[attribute] = on;
}

export const roles: Handlers = {
  CreateRoleStmt: createRole,
  AlterRoleStmt: alterRole,
  GrantRoleStmt: membership,
  CommentStmt: (ask, node) => {
    if (node.objtype === 'OBJECT_ROLE') administers(ask, namesOf(node.object)[0]);
  },
  AlterRoleSetStmt: (ask, node) => {
    if (node.role && ask.named(node.role) !== ask.role) administers(ask, ask.named(node.role));
    if (node.setstmt) setting(ask, node.setstmt);
  },
  DropRoleStmt: (ask, node) => {
    for (const name of namesOfRoles(node.roles)) {
      administers(ask, name);
      ask.world.roles.delete(name);
    }
  },
  ReassignOwnedStmt: (ask, node) => {
    for (const name of namesOfRoles(node.roles)) ask.hasRightsOf(name);
    ask.hasRightsOf(ask.named(node.newrole));
    ask.world.unsure = true;
  },
  DropOwnedStmt: (ask, node) => {
    for (const name of namesOfRoles(node.roles)) ask.hasRightsOf(name);
    ask.world.unsure = true;
  },
  AlterDefaultPrivilegesStmt: (ask, node) => {
    for (const item of node.options ?? [])
      if (
        'DefElem' in item &&
        item.DefElem.defname === 'roles' &&
        item.DefElem.arg &&
        'List' in item.DefElem.arg
      )
        for (const name of namesOfRoles(item.DefElem.arg.List.items)) ask.hasRightsOf(name);
  },
  VariableSetStmt: (ask, node) => {
    const value = constant(node.args?.[0]);
    const isReset = node.kind === 'VAR_RESET' || node.kind === 'VAR_SET_DEFAULT';
    if (node.name === 'role') {
      if (isReset || value === 'none') ask.role = ask.login;
      else if (value !== undefined) {
        const before = ask.role;
        ask.role = ask.login;
        ask.becomes(value);
        ask.role = ask.denials.length === 0 ? value : before;
      }
    } else if (node.name === 'session_authorization') {
      if (isReset || value === ask.login) ask.role = ask.login;
      else if (value !== undefined && !ask.world.isSuperuser(ask.login))
        ask.superuser(`SET SESSION AUTHORIZATION ${value}`);
      else if (value !== undefined) ask.role = value;
    } else setting(ask, node);
  },
};
