import { resultOf } from '../../database/sql/definitions.ts';
import { elementType, type Item, list, text } from '../model/view.ts';
import { type Both, type Note, unknown } from './notes.ts';
import { bare, hasWordsOf } from './words.ts';

/**
 * Code that takes a table's rows whole breaks when they get a column: a function that lists the columns of the rows it
 * returns, one that returns or copies `*`, a row literal in a column of the table's type.
 */
export function takenWhole(relation: string, both: Both): Note | undefined {
  const { live, previous } = both;
  const holder = previous.ofKind('column').find((column) => elementType(text(column, 'type')) === relation);
  if (holder)
    return unknown(`${holder.id} holds rows of ${relation}, and literals of them lack it`, {
      relation: text(holder, 'relation'),
      columns: [text(holder, 'name')],
    });
  const code = live.ofKind('function').filter((item) => previous.has(item.id) && codeIsKnown(item));
  const broken = code.find((item) => returnsOther(item, relation));
  if (broken)
    return unknown(`${broken.id} uses rows of ${relation} with all their columns, and might no longer fit`, {
      function: broken.id.slice('function '.length),
    });
  const called = new Set(previous.of('trigger', relation).map((trigger) => text(trigger, 'function')));
  const copying = code.find((item) => called.has(text(item, 'name')) && copies(item));
  return (
    copying &&
    unknown(`${copying.id} copies whole rows, and might no longer fit`, {
      relation,
      verbs: ['insert', 'update', 'delete'],
    })
  );
}

const codeIsKnown = (item: Item<'function'>): boolean =>
  ['function', 'procedure'].includes(text(item, 'kind'));
const hasStar = (item: Item<'function'>): boolean => item.properties.star === true;
const copies = (item: Item<'function'>): boolean => hasStar(item) && list(item, 'words').includes('insert');

function returnsOther(item: Item<'function'>, relation: string): boolean {
  const result = text(item, 'result');
  if ([relation, `SETOF ${relation}`].includes(result)) return !hasStar(item);
  if (!hasStar(item) || !hasWordsOf(item, bare(relation))) return false;
  return resultOf(result)?.isRow === true || copies(item);
}
