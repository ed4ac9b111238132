import type { SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';
import type { Kind, Properties } from './objects.ts';

/** An object of a snapshot with its identity; `Item<'column'>` is a column. */
export type Item<K extends Kind = Kind> = {
  readonly [P in K]: { readonly id: string; readonly kind: P; readonly properties: Properties[P] };
}[K];

/** Properties that objects of a kind have; of several kinds: that one of them has. */
export type PropertyOf<I extends Item> = I extends unknown ? keyof I['properties'] & string : never;

export const itemOf = (id: string, object: SnapshotObject): Item => ({ id, ...object }) as Item;

/** Kinds that one of the two did not read in full: that an object of such a kind is absent there means nothing. */
export const unreadKinds = (...snapshots: SchemaSnapshot[]): ReadonlySet<string> =>
  new Set(snapshots.flatMap((snapshot) => snapshot.unreadable.flatMap(({ kinds }) => kinds ?? [])));

/** A snapshot with the look-ups that rules need. */
export class View {
  readonly objects: SchemaSnapshot['objects'];
  readonly #byRelation = new Map<string, Item[]>();
  readonly #byKind = new Map<string, Item[]>();

  constructor(snapshot: SchemaSnapshot) {
    this.objects = snapshot.objects;
    for (const [id, object] of Object.entries(snapshot.objects)) {
      const item = itemOf(id, object);
      push(this.#byKind, object.kind, item);
      push(this.#byRelation, `${object.kind} ${text(item, 'relation')}`, item);
    }
  }

  has(id: string): boolean {
    return Object.hasOwn(this.objects, id);
  }

  get(id: string): Item | undefined {
    const object = this.has(id) ? this.objects[id] : undefined;
    return object && itemOf(id, object);
  }

  /** `find('relation', 'public.orders')`. */
  find<K extends Kind>(kind: K, name: string): Item<K> | undefined {
    const item = this.get(`${kind} ${name}`);
    return item && isOf(item, kind) ? item : undefined;
  }

  ofKind<K extends Kind>(kind: K): readonly Item<K>[] {
    return only(this.#byKind.get(kind), kind);
  }

  /** Objects of a kind that belong to a relation. */
  of<K extends Kind>(kind: K, relation: string): readonly Item<K>[] {
    return only(this.#byRelation.get(`${kind} ${relation}`), kind);
  }

  column(relation: string, name: string): Item<'column'> | undefined {
    return this.of('column', relation).find((column) => column.properties.name === name);
  }
}

export function isOf<K extends Kind>(item: { readonly kind: Kind }, kind: K): item is Item<K> {
  return item.kind === kind;
}

function only<K extends Kind>(
  items: readonly { readonly kind: Kind }[] | undefined,
  kind: K,
): readonly Item<K>[] {
  return (items ?? []).filter((item) => isOf(item, kind));
}

function push(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

/** Any property, for comparing objects property by property. */
export function propertyOf(item: Item, property: string): unknown {
  const properties: Readonly<Record<string, unknown>> = item.properties;
  return properties[property];
}

/** A property of an object of whatever kind; undefined where its kind has none such. */
export function value<I extends Item>(item: I, property: PropertyOf<I>): unknown {
  return propertyOf(item, property);
}

export const text = <I extends Item>(item: I, property: PropertyOf<I>): string =>
  String(value(item, property) ?? '');

export function list<I extends Item>(item: I, property: PropertyOf<I>): readonly string[] {
  const found = value(item, property);
  return Array.isArray(found) ? found : [];
}

/** How a generated column is computed, and from what: `stored lower(name)` is how the snapshot keeps it. */
export function generatedOf(
  column: Item<'column'>,
): { readonly how: string; readonly expression: string } | undefined {
  const kept = column.properties.generated;
  if (typeof kept !== 'string') return undefined;
  const [how = ''] = kept.split(' ', 1);
  return { how, expression: kept.slice(how.length + 1) };
}

/** `public.mood` of `public.mood[]`. */
export const elementType = (type: string): string =>
  type.endsWith('[]') ? elementType(type.slice(0, -2)) : type;

export const same = <I extends Item>(a: I, b: I, ...properties: PropertyOf<I>[]): boolean =>
  properties.every((p) => JSON.stringify(value(a, p) ?? null) === JSON.stringify(value(b, p) ?? null));
