import { type Item, list, text, type View } from '../model/view.ts';
import { type Both, type Note, unknown } from './notes.ts';

/**
 * A Data API that joins tables by their foreign keys refuses a join that it can make in two ways
 * (https://docs.postgrest.org/en/stable/references/api/resource_embedding.html): a second foreign key between two
 * tables, or a table between them whose primary key is made of both, takes the join away that was clear before.
 */
export function ambiguousEmbed(key: Item, both: Both): Note | undefined {
  const relation = text(key, 'relation');
  const pairs: (readonly [string, string])[] = [
    [relation, text(key, 'references')],
    // Each pair once, by its first key.
    ...junctions(both.live, relation)
      .filter(([a, b]) => a.id === key.id && a.id < b.id)
      .map(([a, b]) => [text(a, 'references'), text(b, 'references')] as const),
  ];
  const [a = '', b = ''] =
    pairs.find(([x, y]) => ways(both.previous, x, y) === 1 && ways(both.live, x, y) > 1) ?? [];
  return a
    ? unknown(`reads that embed ${b} into ${a}, or the reverse, must now name the foreign key`, {
        relation: a,
        verbs: ['select'],
      })
    : undefined;
}

/** Those of partitions follow from the whole table's. */
const keysOf = (view: View, relation: string): readonly Item[] =>
  view
    .of('constraint', relation)
    .filter((item) => text(item, 'type') === 'foreign key' && item.properties.parent === undefined);

function junctions(view: View, relation: string): (readonly [Item, Item])[] {
  const primary = view.of('constraint', relation).find((item) => text(item, 'type') === 'primary key');
  const keys = keysOf(view, relation).filter(
    (key) => primary && list(key, 'columns').every((column) => list(primary, 'columns').includes(column)),
  );
  return keys.flatMap((a) => keys.filter((b) => a !== b).map((b) => [a, b] as const));
}

/** In how many ways two tables are joined. A table with itself: twice as many, so it was never clear. */
function ways(view: View, a: string, b: string): number {
  const direct = [
    ...keysOf(view, a).filter((key) => text(key, 'references') === b),
    ...keysOf(view, b).filter((key) => text(key, 'references') === a),
  ];
  const between = view
    .ofKind('relation')
    .flatMap(({ id }) => junctions(view, id.slice('relation '.length)))
    .filter(([x, y]) => text(x, 'references') === a && text(y, 'references') === b);
  return direct.length + between.length;
}
