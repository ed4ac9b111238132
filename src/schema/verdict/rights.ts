import { type Item, text, type View, value } from '../model/view.ts';
import { type Both, type Note, ownerOf, type Rule, type Touch, unknown, unsafe, type Verb } from './notes.ts';

/** What an app does that needs this right: an update or delete with a condition also reads. */
const VERBS: Readonly<Record<string, readonly Verb[]>> = {
  SELECT: ['select', 'update', 'delete'],
  INSERT: ['insert'],
  UPDATE: ['update'],
  DELETE: ['delete'],
};

const roles = (item: Item): string[] => [text(item, 'role'), 'public'];

export const grant: Rule<'grant'> = {
  gone: (item, both) => {
    const prefix = text(item, 'type') === 'relation' ? '' : `${text(item, 'type')} `;
    if (!stillThere(item, both)) return undefined;
    if (both.live.has(`grant ${prefix}${text(item, 'object')} public ${text(item, 'privilege')}`))
      return undefined;
    const why = `${text(item, 'role')} lost ${text(item, 'privilege')}`;
    return text(item, 'type') === 'relation'
      ? relationGrantGone(item, why, both)
      : unsafe(why, ...touchesOf(item, both));
  },
  changed: (before, after, both) =>
    before.properties.grantable && !after.properties.grantable
      ? [
          unknown(
            `${text(before, 'role')} can no longer grant ${text(before, 'privilege')} to others`,
            ...touchesOf(before, both),
          ),
        ]
      : [],
};

export const columnGrant: Rule<'column-grant'> = {
  gone: (item, both) => {
    const relation = text(item, 'relation');
    if (!both.live.column(relation, text(item, 'column'))) return undefined;
    const covered =
      roles(item).some((role) => both.live.has(`grant ${relation} ${role} ${text(item, 'privilege')}`)) ||
      columnGranted(item, text(item, 'column'), both, relation);
    return covered
      ? undefined
      : unsafe(
          `${text(item, 'role')} lost ${text(item, 'privilege')} on the column`,
          columnTouch(relation, item, [text(item, 'column')]),
        );
  },
};

/** The objects that a right was on: one that is gone is a reason by itself. */
function stillThere(item: Item, { live }: Both): boolean {
  const object = text(item, 'object');
  const kinds = { relation: ['relation'], type: ['enum', 'domain', 'type'] }[text(item, 'type')] ?? [
    text(item, 'type'),
  ];
  return kinds.some((kind) => live.has(`${kind} ${object}`));
}

/** A right on the table may have become rights on its columns. */
function relationGrantGone(item: Item, why: string, both: Both): Note | undefined {
  const relation = text(item, 'object');
  const known = both.previous.of('column', relation).map((column) => text(column, 'name'));
  const lost = known.filter((name) => !columnGranted(item, name, both, relation));
  if (lost.length === 0) return undefined;
  return lost.length === known.length
    ? unsafe(why, columnTouch(relation, item, undefined))
    : unsafe(`${why} on ${lost.join(', ')}`, columnTouch(relation, item, lost));
}

const columnGranted = (item: Item, column: string, { live }: Both, relation: string): boolean =>
  live
    .of('column-grant', relation)
    .some(
      (g) =>
        g.properties.column === column &&
        g.properties.privilege === value(item, 'privilege') &&
        roles(item).includes(text(g, 'role')),
    );

function columnTouch(relation: string, item: Item, columns: readonly string[] | undefined): Touch {
  // TRUNCATE, REFERENCES and their like: no contract declares them, so it shows that the app does not use them.
  return { relation, verbs: VERBS[text(item, 'privilege')] ?? [], ...(columns ? { columns } : {}) };
}

function touchesOf(item: Item, { previous }: Both): Touch[] {
  const object = text(item, 'object');
  switch (text(item, 'type')) {
    case 'relation':
      return [columnTouch(object, item, undefined)];
    case 'function':
      return [{ function: object }];
    case 'schema':
      return [
        ...within(object, 'relation', previous).map((name) => ({ relation: name })),
        ...within(object, 'function', previous).map((name) => ({ function: name })),
      ];
    case 'sequence':
      return ownerOf(previous.find('sequence', object), previous);
    default:
      return [];
  }
}

const within = (schema: string, kind: 'relation' | 'function', view: View): string[] =>
  view
    .ofKind(kind)
    .map(({ id }) => id.slice(kind.length + 1))
    .filter((name) => name.startsWith(`${schema}.`));
