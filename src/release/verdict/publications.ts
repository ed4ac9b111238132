import {
  type Item,
  list,
  type Note,
  type Rule,
  text,
  unknown,
  unsafe,
  type Verb,
  type View,
} from './model.ts';

/** Publications: who listens to them, and what the server asks of a table that it publishes. */
export const publication: Rule = {
  gone: () => unknown('the publication is gone: subscribers of changes hear nothing'),
  changed: (before, after, both) => {
    const lost = ['tables', 'schemas', 'events'].flatMap((p) =>
      list(before, p).filter((entry) => !list(after, p).includes(entry)),
    );
    const isLost = lost.length > 0 || (before.properties['allTables'] && !after.properties['allTables']);
    const note = notIdentified(after, both.live, before, both.previous);
    return [
      ...(isLost ? [unknown(`it no longer publishes ${lost.join(', ') || 'all tables'}`)] : []),
      ...(note ? [note] : []),
    ];
  },
  added: (item, { live, previous }) => notIdentified(item, live, undefined, previous),
};

/** An update or delete of a published table fails unless the table says what identifies a row. */
function notIdentified(item: Item, live: View, before: Item | undefined, previous: View): Note | undefined {
  const touches = (['update', 'delete'] as const).flatMap((verb) => {
    const known = before ? published(before, verb, previous) : [];
    return published(item, verb, live)
      .filter(
        (relation) =>
          previous.has(`relation ${relation}`) && !known.includes(relation) && !identifies(live, relation),
      )
      .map((relation) => ({ relation, verbs: [verb] }));
  });
  const names = [...new Set(touches.map(({ relation }) => relation))].join(', ');
  return names
    ? unsafe(`it publishes updates and deletes, and nothing identifies the rows of ${names}`, ...touches)
    : undefined;
}

/** Tables of which a publication publishes this. */
function published(item: Item, verb: Verb, view: View): string[] {
  if (!list(item, 'events').includes(verb)) return [];
  return view
    .ofKind('relation')
    .filter((relation) => text(relation, 'type').endsWith('table'))
    .map(({ id }) => id.slice('relation '.length))
    .filter((table) => isIn(item, table));
}

function isIn(item: Item, table: string): boolean {
  return (
    item.properties['allTables'] === true ||
    list(item, 'schemas').some((schema) => table.startsWith(`${schema}.`)) ||
    list(item, 'tables').some((entry) => entry === table || entry.startsWith(`${table} `))
  );
}

function identifies(view: View, relation: string): boolean {
  const identity = view.get(`relation ${relation}`)?.properties['replicaIdentity'];
  if (identity !== 'd') return identity !== 'n';
  return view.of('constraint', relation).some((constraint) => text(constraint, 'type') === 'primary key');
}
