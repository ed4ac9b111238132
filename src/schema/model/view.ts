import type { SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';

export interface Item {
  readonly id: string;
  readonly kind: SnapshotObject['kind'];
  readonly properties: SnapshotObject['properties'];
}

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
      const item = { id, ...object };
      push(this.#byKind, object.kind, item);
      push(this.#byRelation, `${object.kind} ${text(item, 'relation')}`, item);
    }
  }

  has(id: string): boolean {
    return Object.hasOwn(this.objects, id);
  }

  get(id: string): Item | undefined {
    const object = this.has(id) ? this.objects[id] : undefined;
    return object && { id, ...object };
  }

  ofKind(kind: Item['kind']): readonly Item[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** Objects of a kind that belong to a relation. */
  of(kind: Item['kind'], relation: string): readonly Item[] {
    return this.#byRelation.get(`${kind} ${relation}`) ?? [];
  }

  column(relation: string, name: string): Item | undefined {
    return this.of('column', relation).find((column) => column.properties['name'] === name);
  }
}

function push(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

export const text = (item: Item, property: string): string => String(item.properties[property] ?? '');
export const list = (item: Item, property: string): readonly string[] => {
  const value = item.properties[property];
  return Array.isArray(value) ? value : [];
};
/** `public.mood` of `public.mood[]`. */
export const elementType = (type: string): string =>
  type.endsWith('[]') ? elementType(type.slice(0, -2)) : type;

export const same = (a: Item, b: Item, ...properties: string[]): boolean =>
  properties.every(
    (p) => JSON.stringify(a.properties[p] ?? null) === JSON.stringify(b.properties[p] ?? null),
  );
