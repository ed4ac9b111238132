import type { AlterObjectSchemaStmt, DropStmt, RenameStmt } from 'libpg-query';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { namesOf, objectNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';

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
const SETTINGS: Rule = {
  id: 'server-setting',
  severity: 'refused',
  threat: 'correctness',
  title: 'Settings of the whole server or database are changed',
};
const PUBLICATION: Rule = {
  id: 'publication-changed',
  severity: 'warning',
  threat: 'authorization',
  title: 'What leaves the database by replication (Supabase Realtime too) changes',
};
const MOVE: Rule = {
  id: 'move-object-schema',
  severity: 'refused',
  threat: 'compatibility',
  title: 'A function or type moves to another schema: the running version asks for it in the old one',
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
      if (effects.memory.schemas.has(name)) continue;
      effects.contract = true;
      const held = cascades ? lockAll(effects, name) : [];
      if (cascades) effects.losesData = true;
      const what = held.length > 0 ? ` with ${held.join(', ')}` : cascades ? ' with everything in it' : '';
      effects.hazard(DROP_SCHEMA, `schema ${name} is dropped${what}`);
    } else if (node.removeType === 'OBJECT_EXTENSION') {
      effects.ddl = true;
      effects.contract = true;
      if (cascades) effects.losesData = true;
      effects.hazard(EXTENSION, `extension ${name} is dropped`);
    } else if (node.removeType === 'OBJECT_PUBLICATION') {
      effects.contract = true;
      effects.hazard(PUBLICATION, `publication ${name} is dropped`);
    }
  }
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
    if (facts.kind === 'table' || facts.kind === 'partitioned')
      held.push(effects.named(name.split('.')).label);
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
  if (RELATIONS.has(node.objectType ?? '') || node.objectType === 'OBJECT_EXTENSION') return;
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
  rules: [DATABASE, DROP_SCHEMA, RENAME_SCHEMA, EXTENSION, SETTINGS, PUBLICATION, MOVE],
  statements: {
    DropStmt: drop,
    RenameStmt: rename,
    AlterObjectSchemaStmt: move,
    DropdbStmt: lose('database'),
    DropTableSpaceStmt: lose('tablespace'),
    AlterSystemStmt: setting,
    AlterDatabaseSetStmt: setting,
    AlterDatabaseStmt: setting,
    CreateSchemaStmt: (effects, node) => {
      effects.ddl = true;
      effects.memory.schemas.add(node.schemaname ?? '');
    },
    CreatePublicationStmt: (effects, node) => {
      publicationTables(effects, node.pubobjects);
      effects.hazard(PUBLICATION, `publication ${node.pubname} is made`);
    },
    AlterPublicationStmt: (effects, node) => {
      publicationTables(effects, node.pubobjects);
      effects.hazard(PUBLICATION, `publication ${node.pubname} changes`);
    },
  },
};

function publicationTables(effects: Effects, objects: DropStmt['objects']): void {
  for (const object of objects ?? []) {
    if (!('PublicationObjSpec' in object)) continue;
    effects.lockTree(
      effects.target(object.PublicationObjSpec.pubtable?.relation),
      'ShareUpdateExclusiveLock',
    );
  }
}
