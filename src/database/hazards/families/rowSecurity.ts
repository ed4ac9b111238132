import type {
  AlterObjectSchemaStmt,
  CreateForeignTableStmt,
  CreateStmt,
  CreateTableAsStmt,
  ImportForeignSchemaStmt,
} from 'libpg-query';
import { AGAIN, differs, type Fate } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { typesOf } from '../remade/constraints.ts';
import { hidesFrom } from '../remade/policies.ts';
import { freshRights } from '../remade/rights.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

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
  severity: 'refused',
  threat: 'authorization',
  onlyByPolicy: true,
  title:
    'The release leaves a relation in an exposed schema without row level security, with rights for API roles (CREATE TABLE AS, partitions, materialized views and foreign tables too): everybody reads or writes it. Without such rights it is only told',
  instead:
    'ALTER TABLE … ENABLE ROW LEVEL SECURITY in the same migration; for what has none, REVOKE ALL from anon and authenticated, or make it in a schema that the API does not serve. What is meant for everybody is listed in `database.openTables`.',
};

/** Schemas that Supabase's API serves by default. */
export const EXPOSED = new Set(['public', 'graphql_public']);
const API = ['public', 'anon', 'authenticated'];

/**
 * A relation that the API may read and that no row level security guards. Rights and row level security may come later
 * in the release, so it is asked at its end.
 */
function unguarded(
  effects: Effects,
  target: Target,
  what: string,
  options: { readonly isTable: boolean },
): void {
  const schema = target.name.split('.')[0] ?? '';
  if (!EXPOSED.has(schema)) return;
  if (!effects.memory.rights.has(`table ${target.name}`))
    effects.memory.rights.set(`table ${target.name}`, freshRights(effects.facts, 'table', schema));
  effects.later.push((end) => {
    const name = lastName(end, target.name);
    if (!end.created.has(name)) return;
    if (options.isTable && end.rowSecurity.has(name)) return;
    const rights = end.rights.get(`table ${name}`);
    const roles = API.filter((role) => (rights?.get(role)?.size ?? 0) > 0);
    tell(effects, name, `${name} ${what}`, roles);
  });
}

/** Refused where an API role has rights; what could not be looked up is a warning, what nobody reaches a remark. */
function tell(effects: Effects, relation: string, message: string, roles: readonly string[]): void {
  if (!effects.facts.known)
    effects.hazard(NO_SECURITY, message, undefined, { relation, severity: 'warning' });
  else if (roles.length > 0)
    effects.hazard(NO_SECURITY, `${message}, and ${roles.join(', ')} may use it`, undefined, { relation });
  else
    effects.hazard(NO_SECURITY, `${message}; no API role has rights on it`, undefined, {
      relation,
      severity: 'info',
    });
}

/** Rights on a table that was there, and that no API role could use until now. */
export function opens(effects: Effects, target: Target, to: readonly string[]): void {
  const { facts, name } = target;
  const roles = API.filter((role) => to.includes(role));
  if (!facts || target.isNew || roles.length === 0 || !EXPOSED.has(name.split('.')[0] ?? '')) return;
  if (!['table', 'partitioned', 'foreign-table', 'materialized-view'].includes(facts.kind)) return;
  if (API.some((role) => (facts.rights?.get(role)?.size ?? 0) > 0)) return;
  effects.later.push((end) => {
    const secured = end.changed.get(name)?.rowSecurity ?? facts.rowSecurity;
    const rights = end.rights.get(`table ${name}`);
    const left = roles.filter((role) => (rights?.get(role)?.size ?? 0) > 0);
    if (secured || left.length === 0) return;
    tell(effects, name, `${name} has no row level security`, left);
  });
}

/** The name by the end of the release of what it made. */
function lastName(end: ReleaseMemory, name: string): string {
  const next = end.movedTo.get(name);
  return next === undefined ? name : lastName(end, next);
}

function createTable(effects: Effects, node: CreateStmt): void {
  const target = effects.target(node.relation);
  if (target.facts || node.relation?.relpersistence === 't') return;
  unguarded(effects, target, `is made ${node.partbound ? 'as a partition ' : ''}without row level security`, {
    isTable: true,
  });
}

function createAs(effects: Effects, node: CreateTableAsStmt): void {
  const relation = node.into?.rel;
  if (relation?.relpersistence === 't') return;
  const target = effects.target(relation);
  if (target.facts) return;
  const isView = node.objtype === 'OBJECT_MATVIEW';
  const what = isView
    ? 'is a materialized view, which has no row level security'
    : 'is made from a query without row level security';
  unguarded(effects, target, what, { isTable: !isView });
}

function createForeign(effects: Effects, node: CreateForeignTableStmt): void {
  const target = effects.target(node.base?.relation);
  if (target.facts) return;
  unguarded(effects, target, 'is a foreign table, which has no row level security', { isTable: false });
}

function importForeign(effects: Effects, node: ImportForeignSchemaStmt): void {
  const schema = node.local_schema ?? '';
  if (!EXPOSED.has(schema)) return;
  const rights = freshRights(effects.facts, 'table', schema);
  if (effects.facts.known && !API.some((role) => (rights.get(role)?.size ?? 0) > 0)) return;
  tell(
    effects,
    `${schema}.*`,
    `the foreign tables of ${node.remote_schema} come to ${schema} without row level security`,
    API.filter((role) => (rights.get(role)?.size ?? 0) > 0),
  );
}

/** A table that comes from a schema that the API does not serve. By now it is known under its new name. */
function moved(effects: Effects, node: AlterObjectSchemaStmt): void {
  if (!node.relation || !EXPOSED.has(node.newschema ?? '')) return;
  const after = effects.named([node.newschema ?? '', node.relation.relname ?? '']);
  if (EXPOSED.has(node.relation.schemaname ?? '')) return;
  if (after.isNew) {
    const key = `table ${after.name}`;
    // It keeps the rights that it began with where it was made.
    if (!effects.memory.rights.has(key))
      effects.memory.rights.set(key, freshRights(effects.facts, 'table', node.relation.schemaname ?? ''));
    unguarded(effects, after, 'comes to an exposed schema without row level security', { isTable: true });
    return;
  }
  if (!['table', 'partitioned'].includes(after.facts?.kind ?? '') || after.facts?.rowSecurity) return;
  const roles = API.filter((role) => (after.facts?.rights?.get(role)?.size ?? 0) > 0);
  if (roles.length > 0)
    tell(effects, after.name, `${after.name} comes to an exposed schema without row level security`, roles);
}

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
  rules: [DISABLE, ENABLE, NO_SECURITY],
  statements: {
    CreateStmt: createTable,
    CreateTableAsStmt: createAs,
    SelectStmt: (effects, node) => {
      const relation = node.intoClause?.rel;
      if (!relation || relation.relpersistence === 't') return;
      const what = 'is made from a query without row level security';
      unguarded(effects, effects.target(relation), what, { isTable: true });
    },
    CreateForeignTableStmt: createForeign,
    ImportForeignSchemaStmt: importForeign,
    AlterObjectSchemaStmt: moved,
  },
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
