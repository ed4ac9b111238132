import { type Item, list, text, value } from '../model/view.ts';
import { type Both, type Note, unknown } from './notes.ts';

/**
 * A new partition takes rows that went into the default one. Rules of its own, which the whole table has not, may
 * refuse them.
 */
export function partitionOfOld(item: Item<'relation'>, both: Both): Note | undefined {
  const { live, previous } = both;
  const name = item.id.slice('relation '.length);
  const [whole = ''] = list(item, 'parents');
  if (item.properties.partitionBound === null || !previous.has(`relation ${whole}`)) return undefined;
  const hadDefault = previous
    .ofKind('relation')
    .some((r) => list(r, 'parents').includes(whole) && r.properties.partitionBound === 'DEFAULT');
  if (!hadDefault) return undefined;
  const isOwn = (each: Item) => value(each, 'parent') === undefined;
  const rules = [
    ...live.of('constraint', name).filter((c) => isOwn(c) && c.properties.inherited !== true),
    ...live.of('index', name).filter((i) => isOwn(i) && i.properties.unique && !i.properties.constraint),
    ...live.of('trigger', name).filter((t) => t.properties.whole === undefined),
    ...live
      .of('column', name)
      .filter((c) => c.properties.notNull && !live.column(whole, text(c, 'name'))?.properties.notNull),
  ];
  return rules.length > 0
    ? unknown(
        `it takes rows of ${whole}, but has its own rules: ${rules.map((rule) => rule.id).join(', ')}`,
        {
          relation: whole,
          verbs: ['insert', 'update'],
        },
      )
    : undefined;
}
