import type { AlterPublicationStmt, AlterTableCmd, CreatePublicationStmt, DropStmt, Node } from 'libpg-query';
import { AGAIN, differs, type Fate, GONE } from '../doubt.ts';
import type { Effects } from '../effects.ts';
import type { PublicationFacts } from '../facts.ts';
import type { Family } from '../family.ts';
import type { ReleaseMemory } from '../memory.ts';
import { namesOf, objectNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

const PUBLICATION: Rule = {
  id: 'publication-changed',
  severity: 'warning',
  threat: 'authorization',
  title: 'The data that leaves the database by replication (Supabase Realtime too) changes',
};
/** Found by following keys and publications over all files: src/database/ahead/identity. */
export const UNIDENTIFIED: Rule = {
  id: 'publication-refuses-writes',
  severity: 'refused',
  threat: 'compatibility',
  title:
    'A table without primary key or replica identity is published, or a published one loses it: updates and deletes of it fail immediately',
  instead: 'Give it a primary key, or ALTER TABLE … REPLICA IDENTITY FULL, first.',
};

const REPLICA: Rule = {
  id: 'change-replica-identity',
  severity: 'warning',
  threat: 'compatibility',
  title:
    'Logical replication identifies rows differently: FULL makes updates expensive, NOTHING makes them fail',
};

/** `publish` names the verbs; without it all are published. */
function publishesChanges(options: readonly Node[] | undefined): boolean {
  for (const item of options ?? []) {
    if (!('DefElem' in item) || item.DefElem.defname !== 'publish') continue;
    return /update|delete/i.test(namesOf(item.DefElem.arg).join());
  }
  return true;
}

/** What a publication's objects are: tables, and schemas with all their tables. */
function membersOf(
  effects: Effects,
  objects: readonly Node[] | undefined,
): { tables: Target[]; schemas: string[] } {
  const tables: Target[] = [];
  const schemas: string[] = [];
  for (const object of objects ?? []) {
    if (!('PublicationObjSpec' in object)) continue;
    const { pubtable, name } = object.PublicationObjSpec;
    if (pubtable?.relation) tables.push(effects.target(pubtable.relation));
    else schemas.push(name ?? effects.facts.searchPath[0] ?? 'public');
  }
  return { tables, schemas };
}

/** Where nobody can be asked, what is published with all others may be without a key. */
function published(effects: Effects, schemas: readonly string[], all: boolean): void {
  if (!effects.facts.known && (all || schemas.length > 0)) effects.contract = true;
}

function remembered(effects: Effects, name: string): PublicationFacts | undefined {
  return effects.memory.publications.get(name) ?? effects.facts.publications?.get(name);
}

function create(effects: Effects, node: CreatePublicationStmt): void {
  const name = node.pubname ?? '';
  if (
    effects.guarded &&
    effects.facts.publications?.has(name) &&
    !effects.memory.dropped.has(`publication ${name}`)
  )
    return;
  const { tables, schemas } = membersOf(effects, node.pubobjects);
  if (publishesChanges(node.options)) published(effects, schemas, node.for_all_tables === true);
  for (const target of tables) effects.lockTree(target, 'ShareUpdateExclusiveLock');
  effects.memory.publications.set(name, {
    all: node.for_all_tables === true,
    tables: tables.map((target) => target.name),
    schemas,
    file: effects.setting.file,
  });
  effects.hazard(PUBLICATION, `publication ${name} is created`);
}

/** A table may be in it again at the end of the release. */
function leaves(effects: Effects, name: string, target: Target): void {
  const judge = (end: ReleaseMemory) => {
    const now = end.publications.get(name);
    return now?.all || now?.tables.includes(target.name) ? AGAIN(effects.setting.file) : GONE;
  };
  // Nothing else may name it in the release, so that its facts are not known.
  if (!target.isNew) effects.goes(undefined, `${target.name} of publication ${name}`, judge);
}

function alter(effects: Effects, node: AlterPublicationStmt): void {
  const name = node.pubname ?? '';
  const { tables, schemas } = membersOf(effects, node.pubobjects);
  for (const target of tables) effects.lockTree(target, 'ShareUpdateExclusiveLock');
  const before = remembered(effects, name) ?? { all: false, tables: [], schemas: [] };
  const named = tables.map((target) => target.name);
  if (node.action === 'AP_DropObjects') {
    // Who listens to it (Realtime clients too) hears no more of a table that leaves it.
    for (const target of tables) leaves(effects, name, target);
    if (schemas.length > 0) effects.contract = true;
    const left = before.tables.filter((table) => !named.includes(table));
    effects.memory.publications.set(name, { ...before, tables: left });
  } else if (node.pubobjects) {
    published(effects, schemas, false);
    const keeps = node.action === 'AP_SetObjects' ? [] : before.tables;
    const lost =
      node.action === 'AP_SetObjects' ? before.tables.filter((table) => !named.includes(table)) : [];
    for (const table of lost) leaves(effects, name, effects.named(table.split('.')));
    if (node.action === 'AP_SetObjects' && (!effects.facts.known || before.schemas.length > 0))
      effects.contract = true;
    effects.memory.publications.set(name, {
      ...before,
      tables: [...new Set([...keeps, ...named])],
      schemas: [...new Set([...before.schemas, ...schemas])],
    });
  }
  effects.hazard(PUBLICATION, `publication ${name} changes`);
}

function drop(effects: Effects, node: DropStmt): void {
  if (node.removeType !== 'OBJECT_PUBLICATION') return;
  for (const names of objectNames(node.objects)) {
    const name = names.join('.');
    const before = remembered(effects, name);
    effects.memory.publications.delete(name);
    effects.memory.dropped.add(`publication ${name}`);
    if (before?.file !== undefined) continue;
    if ((node.missing_ok || effects.guarded) && effects.facts.publications && !before) continue;
    effects.goes(PUBLICATION, `publication ${name}`, (end) => fate(name, before, end), {
      keepsWarning: true,
    });
  }
}

/** The publication is there again with every table that it had. */
function fate(name: string, before: PublicationFacts | undefined, end: ReleaseMemory): Fate {
  const now = end.publications.get(name);
  if (!now || !before) return GONE;
  const missing = before.tables.find(
    (table) => !now.all && !now.tables.includes(table) && !now.schemas.includes(table.split('.')[0] ?? ''),
  );
  if (missing ?? (before.all && !now.all))
    return differs(`${missing ?? 'not every table'} is no longer in it`);
  return AGAIN(now.file);
}

function identifies({ def }: AlterTableCmd, target: Target): boolean {
  const kind = def && 'ReplicaIdentityStmt' in def ? def.ReplicaIdentityStmt.identity_type : undefined;
  const constraints = [...(target.facts?.constraints.values() ?? [])];
  return kind === 'd' ? constraints.some((constraint) => constraint.kind === 'primary-key') : kind !== 'n';
}

export const publications: Family = {
  name: 'Publications',
  rules: [PUBLICATION, UNIDENTIFIED, REPLICA],
  alterTable: {
    AT_ReplicaIdentity: (effects, command, target) => {
      effects.lock(target, 'AccessExclusiveLock');
      const identified = identifies(command, target);
      effects.change(target, { identified });
      if (identified) effects.memory.keyed.add(target.name);
      else effects.memory.keyed.delete(target.name);
      effects.hazard(REPLICA, `${target.name} changes its replica identity`, target);
    },
  },
  statements: {
    CreatePublicationStmt: create,
    AlterPublicationStmt: alter,
    DropStmt: drop,
  },
};
