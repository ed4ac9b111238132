import type { SchemaSnapshot, SnapshotObject } from '../snapshot.ts';

export type Verb = 'select' | 'insert' | 'update' | 'delete';

/** What an app must use for a reason to concern it. No `verbs` or `columns`: any. */
export interface Touch {
  readonly relation?: string;
  readonly verbs?: readonly Verb[];
  readonly columns?: readonly string[];
  /** `public.search(text)`. */
  readonly function?: string;
}

/** One reason before the contract was asked. No touches: it concerns every app. */
export interface Note {
  readonly answer: 'unsafe' | 'unknown';
  readonly why: string;
  readonly touches: readonly Touch[];
  /** Left out unless a contract says that the app does this. */
  readonly onlyIfDeclared?: boolean;
}

export interface Item {
  readonly id: string;
  readonly kind: SnapshotObject['kind'];
  readonly properties: SnapshotObject['properties'];
}

export interface Both {
  readonly previous: View;
  readonly live: View;
}

/** What happens to a release's old code when an object of a kind is gone, changed, or new. */
export interface Rule {
  gone?(item: Item, both: Both): Note | undefined;
  changed?(before: Item, after: Item, both: Both): readonly Note[];
  added?(item: Item, both: Both): Note | readonly Note[] | undefined;
}

export type Rules = Readonly<Partial<Record<SnapshotObject['kind'], Rule>>>;

export const unsafe = (why: string, ...touches: Touch[]): Note => ({ answer: 'unsafe', why, touches });
export const unknown = (why: string, ...touches: Touch[]): Note => ({ answer: 'unknown', why, touches });

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
export const elementType = (type: string): string => type.replace(/(\[\])+$/, '');

/** Inserts into the table whose column a sequence counts. */
export function ownerOf(sequence: Item | undefined, view: View): Touch[] {
  const column = sequence && view.get(`column ${text(sequence, 'ownedBy')}`);
  return column ? [{ relation: text(column, 'relation'), verbs: ['insert'] }] : [];
}

export const same = (a: Item, b: Item, ...properties: string[]): boolean =>
  properties.every(
    (p) => JSON.stringify(a.properties[p] ?? null) === JSON.stringify(b.properties[p] ?? null),
  );

/** A relation that came with the new release: the old code neither reads nor writes it. */
export const isNewRelation = (relation: string, { previous, live }: Both): boolean =>
  live.has(`relation ${relation}`) && !previous.has(`relation ${relation}`);

/** A relation that went away is one reason by itself: what belongs to it is not asked for a rule when it is gone. */
export const isGoneRelation = (relation: string, { previous, live }: Both): boolean =>
  previous.has(`relation ${relation}`) && !live.has(`relation ${relation}`);
