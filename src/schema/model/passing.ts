import { count } from '../../present/count.ts';
import { hashOf, toJson } from '../../release/canonical.ts';
import type { SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';

/** What drift, the RLS matrix and the fingerprint do not look at. */
export interface Ignore {
  readonly schemas: readonly string[];
  /** Names as they are printed (`public.events_2026`), of objects or of the relation they belong to; `*` is any text. */
  readonly names: readonly string[];
  readonly kinds: readonly string[];
}

export const NOTHING_IGNORED: Ignore = { schemas: [], names: [], kinds: [] };

type Objects = SchemaSnapshot['objects'];

/** The relation, function, … that an object is or belongs to, as it is printed. */
export function subjectOf(id: string, { kind, properties }: SnapshotObject): string {
  const { relation, object } = properties;
  if (typeof relation === 'string') return relation;
  if (typeof object === 'string') return object;
  return id.slice(kind.length + 1);
}

export function isIgnored(id: string, object: SnapshotObject, ignore: Ignore): boolean {
  const subject = subjectOf(id, object);
  const { schema, type } = object.properties;
  const own = object.kind === 'default-privilege' ? schema : type === 'schema' ? subject : undefined;
  return (
    ignore.kinds.includes(object.kind) ||
    ignore.schemas.some(
      (name) => subject.startsWith(`${name}.`) || own === name || id === `schema ${name}`,
    ) ||
    isNamed([subject, id.slice(object.kind.length + 1)], ignore)
  );
}

export function isNamed(candidates: readonly string[], { names }: Ignore): boolean {
  return names.some((pattern) => candidates.some((name) => matches(pattern, name)));
}

/** `*` stands for any text; everything else for itself. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

/** A snapshot without what is ignored, and how much that was. */
export function without(
  snapshot: SchemaSnapshot,
  ignore: Ignore,
): { readonly snapshot: SchemaSnapshot; readonly ignored: number } {
  const all = Object.entries(snapshot.objects);
  const kept = all.filter(([id, object]) => !isIgnored(id, object, ignore));
  return {
    snapshot: {
      ...snapshot,
      schemas: snapshot.schemas.filter((name) => !ignore.schemas.includes(name)),
      objects: kept.length === all.length ? snapshot.objects : Object.fromEntries(kept),
    },
    ignored: all.length - kept.length,
  };
}

/** How much the settings leave out, as a remark; empty where that is nothing. */
export const ignoredRemark = (ignored: number): readonly string[] =>
  ignored > 0 ? [`${count(ignored, 'object')} ignored by the settings (database.ignore)`] : [];

/** Realtime makes publications over its own tables, under new names with each of its versions. */
export const isPlatforms = ({ kind, properties }: SnapshotObject): boolean =>
  kind === 'publication' && properties.platform === true;

/**
 * Partitions that jobs make and drop, by name. The default one is not among them: rows of any value go there, and only
 * people take it away.
 */
export function partitionsOf(objects: Objects): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [id, { kind, properties }] of Object.entries(objects)) {
    const bound = properties.partitionBound;
    if (kind === 'relation' && typeof bound === 'string' && bound !== 'DEFAULT')
      found.add(id.slice('relation '.length));
  }
  return found;
}

/**
 * Whether an object of a partition lets somebody past its parent: queried by its own name, a partition knows only its
 * own policies. https://www.postgresql.org/docs/current/ddl-rowsecurity.html
 */
export function goesBeyond(id: string, object: SnapshotObject, objects: Objects): boolean {
  const { kind, properties } = object;
  const partition = kind === 'rls' ? id.slice('rls '.length) : subjectOf(id, object);
  const parents = objects[`relation ${partition}`]?.properties.parents;
  const [parent = ''] = Array.isArray(parents) ? parents : [];
  switch (kind) {
    case 'rls':
      return (
        objects[`rls ${parent}`]?.properties.enabled === true &&
        properties.enabled !== true &&
        Object.values(objects).some(
          ({ kind: each, properties: p }) =>
            (each === 'grant' && p.object === partition) ||
            (each === 'column-grant' && p.relation === partition),
        )
      );
    case 'grant':
      return !Object.hasOwn(
        objects,
        `grant ${parent} ${String(properties.role)} ${String(properties.privilege)}`,
      );
    case 'column-grant':
      return !(
        Object.hasOwn(objects, id.replace(`column-grant ${partition}.`, `column-grant ${parent}.`)) ||
        Object.hasOwn(objects, `grant ${parent} ${String(properties.role)} ${String(properties.privilege)}`)
      );
    case 'policy':
      return (
        properties.permissive === true &&
        !Object.hasOwn(objects, id.replace(`policy ${partition} `, `policy ${parent} `))
      );
    default:
      return false;
  }
}

/** Whether an object comes and goes with one of these partitions. */
export function isOfPartition(id: string, object: SnapshotObject, partitions: ReadonlySet<string>): boolean {
  const { ownedBy } = object.properties;
  // A sequence with the table of its column. A printed name of two parts and a dot begin just its own columns' names.
  if (typeof ownedBy === 'string')
    return [...partitions].some((partition) => ownedBy.startsWith(`${partition}.`));
  return partitions.has(withWhom(id, object)) || partitions.has(subjectOf(id, object));
}

/** What makes the identity of a schema: without what comes and goes by itself. */
export function settled({ objects }: SchemaSnapshot): Objects {
  const partitions = partitionsOf(objects);
  return Object.fromEntries(
    Object.entries(objects).flatMap(([id, object]) => {
      if (isPlatforms(object)) return [];
      if (isOfPartition(id, object, partitions) && !goesBeyond(id, object, objects)) return [];
      if (object.kind !== 'extension') return [[id, object]];
      const { version: _, ...properties } = object.properties;
      return [[id, { ...object, properties }]];
    }),
  );
}

/** The relation that an object comes and goes with, where it is another than the one it belongs to. */
function withWhom(id: string, object: SnapshotObject): string {
  const { references, parent } = object.properties;
  if (object.kind === 'rls') return id.slice('rls '.length);
  // A foreign key to a partitioned table has a part for each partition.
  if (object.kind === 'constraint' && typeof parent === 'string' && typeof references === 'string')
    return references;
  return subjectOf(id, object);
}

/** A digest of each object, 16 hex digits: to name what moved without keeping what it was. */
export function digests(
  snapshot: SchemaSnapshot,
  ignore: Ignore = NOTHING_IGNORED,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settled(without(snapshot, ignore).snapshot)).map(([id, object]) => [
      id,
      hashOf(toJson(object)).slice(0, 16),
    ]),
  );
}
