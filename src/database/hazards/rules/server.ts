import type { AlterObjectSchemaStmt, DropStmt, RenameStmt } from 'libpg-query';
import { size } from '../../../present/size.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { namesOf, objectNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import { CASCADE } from './programs.ts';

const DATABASE: Rule = {
  id: 'drop-database',
  severity: 'refused',
  threat: 'loss',
  title: 'A database or tablespace is dropped',
  squawk: ['ban-drop-database'],
};
const DROP_SCHEMA: Rule = {
  id: 'drop-schema',
  severity: 'refused',
  threat: 'loss',
  title: 'A schema is dropped; with CASCADE everything in it goes too',
  squawk: ['ban-drop-schema'],
};
const RENAME_SCHEMA: Rule = {
  id: 'rename-schema',
  severity: 'refused',
  threat: 'compatibility',
  title: 'A schema is renamed: the running version asks for the old name',
};
const EXTENSION: Rule = {
  id: 'drop-extension',
  severity: 'refused',
  threat: 'loss',
  title: 'An extension is dropped; with CASCADE every column of its types goes too',
  squawk: ['ban-drop-extension'],
};
const OBJECT: Rule = {
  id: 'drop-object',
  severity: 'warning',
  threat: 'compatibility',
  title:
    'An operator, cast, collation, text search configuration, language or foreign server is dropped that the running version might use',
};
const SETTINGS: Rule = {
  id: 'server-setting',
  severity: 'refused',
  threat: 'correctness',
  title: 'Settings of the whole server or database are changed',
};
const MOVE: Rule = {
  id: 'move-object-schema',
  severity: 'refused',
  threat: 'compatibility',
  title:
    'A function, type or extension moves to another schema: the running version looks for it in the old one',
};

const RELATIONS = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_FOREIGN_TABLE',
]);

function drop(effects: Effects, node: DropStmt): void {
  const cascades = node.behavior === 'DROP_CASCADE';
  for (const names of objectNames(node.objects)) {
    const name = names.join('.');
    if (node.removeType === 'OBJECT_SCHEMA') {
      effects.ddl = true;
      if (effects.memory.schemas.delete(name)) continue;
      const known =
        effects.facts.schemas.has(name) ||
        [...effects.facts.relations.keys()].some((each) => each.startsWith(`${name}.`));
      if ((node.missing_ok || effects.guarded) && effects.facts.known && !known) continue;
      effects.contract = true;
      const held = cascades ? lockAll(effects, name) : [];
      if (cascades) effects.losesData = true;
      const rows = held.some((table) => effects.facts.relations.get(table)?.empty !== true);
      const labels = held
        .map((table) => effects.facts.relations.get(table))
        .flatMap((facts) => (facts ? [`${facts.name} (${size(facts)})`] : []));
      const what = held.length > 0 ? ` with ${labels.join(', ')}` : cascades ? ' with everything in it' : '';
      effects.hazard(DROP_SCHEMA, `schema ${name} is dropped${what}`, undefined, { onRows: rows });
    } else if (node.removeType === 'OBJECT_EXTENSION') {
      effects.ddl = true;
      if (effects.memory.extensions.delete(name)) continue;
      effects.memory.dropped.add(`extension ${name}`);
      // Where it is not installed, IF EXISTS drops nothing; without it the server refuses.
      if ((node.missing_ok || effects.guarded) && effects.facts.extensions?.has(name) === false) continue;
      effects.contract = true;
      if (cascades) effects.losesData = true;
      effects.hazard(EXTENSION, `extension ${name} is dropped`);
    } else if (NAMED_IN_SQL.has(node.removeType ?? '')) dropObject(effects, node, name);
  }
}

/** Statements may name these, and what is made with them hangs on them. */
const NAMED_IN_SQL = new Set([
  'OBJECT_ACCESS_METHOD',
  'OBJECT_CAST',
  'OBJECT_COLLATION',
  'OBJECT_CONVERSION',
  'OBJECT_FDW',
  'OBJECT_FOREIGN_SERVER',
  'OBJECT_LANGUAGE',
  'OBJECT_OPCLASS',
  'OBJECT_OPERATOR',
  'OBJECT_OPFAMILY',
  'OBJECT_TRANSFORM',
  'OBJECT_TSCONFIGURATION',
  'OBJECT_TSDICTIONARY',
  'OBJECT_TSPARSER',
  'OBJECT_TSTEMPLATE',
]);

function dropObject(effects: Effects, node: DropStmt, name: string): void {
  effects.ddl = true;
  effects.contract = true;
  const what = `${(node.removeType ?? '').replace('OBJECT_', '').toLowerCase().replaceAll('_', ' ')} ${name}`;
  effects.hazard(OBJECT, `${what} is dropped`);
  if (node.behavior !== 'DROP_CASCADE') return;
  effects.losesData = true;
  effects.hazard(CASCADE, `${what} is dropped with everything that depends on it`);
}

/** Locks what a schema holds and what hangs on it. Returns its tables. */
function lockAll(effects: Effects, schema: string): string[] {
  const held: string[] = [];
  for (const [name, facts] of effects.facts.relations) {
    if (!name.startsWith(`${schema}.`) || facts.kind === 'index' || effects.memory.dropped.has(name))
      continue;
    for (const each of [name, ...facts.referencedBy, ...facts.views])
      effects.lock(each, 'AccessExclusiveLock');
    for (const { references } of facts.constraints.values())
      if (references) effects.lock(references, 'AccessExclusiveLock');
    if (facts.kind === 'table' || facts.kind === 'partitioned') held.push(name);
    effects.memory.dropped.add(name);
  }
  return held;
}

function rename(effects: Effects, node: RenameStmt): void {
  if (node.renameType !== 'OBJECT_SCHEMA' || effects.memory.schemas.has(node.subname ?? '')) return;
  effects.ddl = true;
  effects.contract = true;
  effects.hazard(RENAME_SCHEMA, `schema ${node.subname} becomes ${node.newname}`);
}

function move(effects: Effects, node: AlterObjectSchemaStmt): void {
  if (RELATIONS.has(node.objectType ?? '')) return;
  effects.contract = true;
  effects.hazard(MOVE, `${namesOf(node.object).join('.')} moves to schema ${node.newschema}`);
}

const lose = (what: string) => (effects: Effects, node: { dbname?: string; tablespacename?: string }) => {
  effects.losesData = true;
  effects.contract = true;
  effects.hazard(DATABASE, `${what} ${node.dbname ?? node.tablespacename} is dropped`);
};
const setting = (effects: Effects) => effects.hazard(SETTINGS, 'a setting of the server or database changes');

export const server: Family = {
  name: 'Schemas, extensions, server',
  rules: [DATABASE, DROP_SCHEMA, RENAME_SCHEMA, EXTENSION, OBJECT, SETTINGS, MOVE],
  statements: {
    DropStmt: drop,
    RenameStmt: rename,
    AlterObjectSchemaStmt: move,
    DropdbStmt: lose('database'),
    DropTableSpaceStmt: lose('tablespace'),
    AlterSystemStmt: setting,
    AlterDatabaseSetStmt: setting,
    AlterDatabaseStmt: setting,
    CreateExtensionStmt: (effects, node) => {
      effects.add(`extension ${node.extname}`);
      if (!effects.facts.extensions?.has(node.extname ?? ''))
        effects.memory.extensions.add(node.extname ?? '');
    },
    CreateSchemaStmt: (effects, node) => {
      effects.ddl = true;
      const name = node.schemaname ?? node.authrole?.rolename ?? '';
      if ((node.if_not_exists || effects.guarded) && effects.facts.schemas.has(name)) return;
      effects.add(`schema ${name}`);
      effects.memory.schemas.add(name);
    },
  },
};
