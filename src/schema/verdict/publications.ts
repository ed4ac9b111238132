import { publishedTableOf } from '../../database/sql/definitions.ts';
import { lastName, walk } from '../../database/sql/walk.ts';
import { type Item, list, text, type View } from '../model/view.ts';
import { type Both, type Note, type Rule, unknown, unsafe, type Verb } from './notes.ts';

/** Publications: who listens to them, and what the server asks of a table that it publishes. */
export const publication: Rule<'publication'> = {
  gone: () => unknown('the publication is gone: subscribers get no changes'),
  changed: (before, after, both) => {
    const lost = (['tables', 'schemas', 'events'] as const).flatMap((p) =>
      list(before, p).filter((entry) => !list(after, p).includes(entry)),
    );
    const isLost = lost.length > 0 || (before.properties.allTables && !after.properties.allTables);
    const note = notIdentified(after, both);
    return [
      ...(isLost ? [unknown(`it no longer publishes ${lost.join(', ') || 'all tables'}`)] : []),
      ...(note ? [note] : []),
    ];
  },
  added: (item, both) => notIdentified(item, both),
};

/**
 * An update or delete of a published table fails unless the table says what identifies a row, and unless the columns
 * that the publication shows and filters by go with that
 * (https://www.postgresql.org/docs/current/logical-replication-row-filter.html, …-col-lists.html).
 */
function notIdentified(item: Item<'publication'>, { live, previous }: Both): Note | undefined {
  const touches = CHANGES.flatMap((verb) =>
    tables(item, live)
      .filter(
        (table) =>
          previous.has(`relation ${table}`) && refuses(live, table, verb) && !refuses(previous, table, verb),
      )
      .map((relation) => ({ relation, verbs: [verb] })),
  );
  const names = [...new Set(touches.map(({ relation }) => relation))].join(', ');
  return names
    ? unsafe(
        `it publishes updates and deletes, but nothing that it publishes identifies the rows of ${names}`,
        ...touches,
      )
    : undefined;
}

/** Updates and deletes that fail from now on, because the table is published and nothing identifies its rows. */
export const refusedNow = (relation: string, { live, previous }: Both): readonly Verb[] =>
  CHANGES.filter((verb) => refuses(live, relation, verb) && !refuses(previous, relation, verb));

/** What another replica identity of an old table means for its updates and deletes, and for who listens to them. */
export function identityChange(item: Item<'relation'>, both: Both): Note | undefined {
  const { live } = both;
  const relation = item.id.slice('relation '.length);
  const verbs = refusedNow(relation, both);
  if (verbs.length > 0)
    return unsafe('it is published, but nothing identifies its rows any longer', { relation, verbs });
  const isPublished = live.ofKind('publication').some((one) => tables(one, live).includes(relation));
  // FULL tells subscribers more, not less.
  return isPublished && item.properties.replicaIdentity !== 'f'
    ? unknown('its replica identity changed: subscribers get different old values', {
        relation,
        verbs: CHANGES,
      })
    : undefined;
}

const CHANGES: readonly Verb[] = ['update', 'delete'];

const refuses = (view: View, table: string, verb: Verb): boolean =>
  view
    .ofKind('publication')
    .some(
      (item) =>
        list(item, 'events').includes(verb) &&
        tables(item, view).includes(table) &&
        !identifies(view, table, entryOf(item, table)),
    );

/** Tables that a publication publishes. */
function tables(item: Item<'publication'>, view: View): string[] {
  return view
    .ofKind('relation')
    .filter((relation) => text(relation, 'type').endsWith('table'))
    .map(({ id }) => id.slice('relation '.length))
    .filter(
      (table) =>
        item.properties.allTables === true ||
        list(item, 'schemas').some((schema) => table.startsWith(`${schema}.`)) ||
        entryOf(item, table) !== undefined,
    );
}

/** `public.t`, `public.t (a, b)`, `public.t where (a > 0)`, as far as it is listed by itself. */
const entryOf = (item: Item<'publication'>, table: string): string | undefined =>
  list(item, 'tables').find((entry) => entry === table || entry.startsWith(`${table} `));

function identifies(view: View, table: string, entry = table): boolean {
  const published = publishedTableOf(entry);
  if (!published) return false;
  const { columns: shown, filter } = published;
  const relation = view.find('relation', table);
  if (relation?.properties.replicaIdentity === 'f') return shown === undefined;
  const identity = identityColumns(view, table, relation);
  if (!identity) return false;
  if (shown && !identity.every((column) => shown.includes(column))) return false;
  const filtered = columnsIn(filter);
  const columns = view.of('column', table).map((column) => text(column, 'name'));
  return columns.every((column) => identity.includes(column) || !filtered.includes(column));
}

function identityColumns(
  view: View,
  table: string,
  relation: Item<'relation'> | undefined,
): readonly string[] | undefined {
  const identity = relation && text(relation, 'replicaIdentity');
  const by = {
    d: view.of('constraint', table).find((constraint) => text(constraint, 'type') === 'primary key'),
    i: view
      .of('index', table)
      .find((index) => relation && index.id.endsWith(`.${text(relation, 'replicaIndex')}`)),
  }[identity ?? 'd'];
  return by && list(by, 'columns');
}

function columnsIn(filter: unknown): string[] {
  const names: string[] = [];
  walk({ filter }, (tag, fields) => {
    if (tag === 'ColumnRef') names.push(lastName(fields.fields) ?? '');
  });
  return names;
}
