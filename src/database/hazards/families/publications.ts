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
  title: 'What leaves the database by replication (Supabase Realtime too) changes',
};
const UNIDENTIFIED: Rule = {
  id: 'publication-refuses-writes',
  severity: 'refused',
  threat: 'compatibility',
  title:
    'A table without primary key or replica identity is published, or a published one loses it: updates and deletes of it fail at once',
  instead: 'Give it a primary key, or ALTER TABLE … REPLICA IDENTITY FULL, first.',
};

const REPLICA: Rule = {
  id: 'change-replica-identity',
  severity: 'warning',
  threat: 'compatibility',
  title:
    'Logical replication identifies rows in another way: FULL makes updates heavy, NOTHING makes them fail',
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

/** Tables and schemas that are published from now on, or all tables. */
function published(effects: Effects, objects: readonly Node[] | undefined, all: boolean): void {
  const { tables, schemas } = membersOf(effects, objects);
  for (const target of tables) for (const each of withHeirs(effects, target)) unidentified(effects, each);
  if (!all && schemas.length === 0) return;
  if (!effects.facts.keyless) {
    effects.contract = true;
    return;
  }
  const isMeant = (name: string) => all || schemas.includes(name.split('.')[0] ?? '');
  const keyless = effects.facts.keyless.filter(
    (name) =>
      isMeant(name) &&
      !effects.memory.dropped.has(name) &&
      effects.named(name.split('.')).facts?.identified !== true,
  );
  if (keyless.length === 0) return;
  effects.contract = true;
  const shown = keyless.slice(0, 5).join(', ');
  const more = keyless.length > 5 ? ` and ${keyless.length - 5} more` : '';
  effects.hazard(UNIDENTIFIED, `nothing identifies the rows of ${shown}${more}`);
}

/** What is below a table is published with it. */
function withHeirs(effects: Effects, target: Target): Target[] {
  const below = target.only ? [] : (target.facts?.children ?? []);
  return [target, ...below.map((name) => effects.named(name.split('.')))];
}

function unidentified(effects: Effects, target: Target): void {
  if (target.isNew) keyAsked(effects, target, true);
  if (target.facts?.identified !== false) return;
  effects.breaks(target);
  effects.hazard(UNIDENTIFIED, `nothing identifies the rows of ${target.label}`, target);
}

/** A table of the release gets its key later on, perhaps, as pg_dump writes it. */
function keyAsked(effects: Effects, target: Target, isPublished: boolean): void {
  const schema = target.name.split('.')[0] ?? '';
  effects.later.push((end) => {
    if (!end.created.has(target.name) || end.keyed.has(target.name)) return;
    const { publishes } = effects.facts;
    const whole = publishes?.all || publishes?.schemas.includes(schema);
    const made = [...end.publications.values()].some(({ all, schemas }) => all || schemas.includes(schema));
    if (isPublished || whole || made)
      effects.hazard(
        UNIDENTIFIED,
        `nothing identifies the rows of ${target.name}, which is published with its schema or by name`,
      );
  });
}

/** A published table may have lost what identifies its rows: updates and deletes of the running version then fail. */
export function identityAsked(effects: Effects, target: Target): void {
  if (target.isNew || target.isAbsent || !target.facts) return;
  effects.later.push((end) => {
    const now = end.changed.get(effects.memory.renamed.get(target.name) ?? target.name);
    const isAdded = [...end.publications.values()].some(({ tables }) => tables.includes(target.name));
    if (now?.identified !== false || (!now.published && !isAdded)) return;
    effects.contract = true;
    effects.hazard(
      UNIDENTIFIED,
      `nothing identifies the rows of ${target.label} any more, and it is published`,
      target,
    );
  });
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
  const changes = publishesChanges(node.options);
  if (changes) published(effects, node.pubobjects, node.for_all_tables === true);
  const { tables, schemas } = membersOf(effects, node.pubobjects);
  for (const target of tables) effects.lockTree(target, 'ShareUpdateExclusiveLock');
  effects.memory.publications.set(name, {
    all: node.for_all_tables === true,
    tables: tables.map((target) => target.name),
    schemas,
    file: effects.setting.file,
  });
  effects.hazard(PUBLICATION, `publication ${name} is made`);
}

function alter(effects: Effects, node: AlterPublicationStmt): void {
  const name = node.pubname ?? '';
  const { tables, schemas } = membersOf(effects, node.pubobjects);
  for (const target of tables) effects.lockTree(target, 'ShareUpdateExclusiveLock');
  const before = remembered(effects, name) ?? { all: false, tables: [], schemas: [] };
  const named = tables.map((target) => target.name);
  if (node.action === 'AP_DropObjects') {
    // Who listens to it (Realtime clients too) hears no more of a table that leaves it.
    for (const target of tables) effects.breaks(target);
    if (schemas.length > 0) effects.contract = true;
    const left = before.tables.filter((table) => !named.includes(table));
    effects.memory.publications.set(name, { ...before, tables: left });
  } else if (node.pubobjects) {
    published(effects, node.pubobjects, false);
    const keeps = node.action === 'AP_SetObjects' ? [] : before.tables;
    const lost = node.action === 'AP_SetObjects' && before.tables.some((table) => !named.includes(table));
    if (lost || (node.action === 'AP_SetObjects' && (!effects.facts.known || before.schemas.length > 0)))
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
      // Where updates are published, they fail from now on.
      if (!identified) identityAsked(effects, target);
      effects.hazard(REPLICA, `${target.name} changes its replica identity`, target);
    },
  },
  statements: {
    CreatePublicationStmt: create,
    AlterPublicationStmt: alter,
    DropStmt: drop,
    CreateStmt: (effects, node) => {
      const target = effects.target(node.relation);
      if (!target.isNew || node.relation?.relpersistence !== 'p' || node.partbound) return;
      keyAsked(effects, target, false);
    },
  },
};
