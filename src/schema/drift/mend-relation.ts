import { type Item, list, text, value } from '../model/view.ts';
import type { Both } from './mend.ts';
import { col, ident, named, on } from './sql.ts';

/** What an owner took from itself. */
export function ownRights(want: Item, have: Item): string {
  const [expected, actual] = [list(want, 'ownerLacks'), list(have, 'ownerLacks')];
  const [given, taken] = [
    actual.filter((right) => !expected.includes(right)),
    expected.filter((right) => !actual.includes(right)),
  ];
  const owner = ident(text(want, 'owner'));
  return [
    ...(given.length > 0 ? [`grant ${given.join(', ')} on ${named(want)} to ${owner};`] : []),
    ...(taken.length > 0 ? [`revoke ${taken.join(', ')} on ${named(want)} from ${owner};`] : []),
  ].join(' ');
}

/** Among partitions, or tables that inherit. */
export function place(want: Item, have: Item): string {
  const table = named(want);
  const [bound, now] = [want, have].map((item) => value(item, 'partitionBound'));
  const parents = (a: Item, b: Item) =>
    list(a, 'parents').filter((parent) => now !== bound || !list(b, 'parents').includes(parent));
  return [
    ...parents(have, want).map((parent) =>
      now === null
        ? `alter table ${table} no inherit ${parent};`
        : `alter table ${parent} detach partition ${table};`,
    ),
    ...parents(want, have).map((parent) =>
      bound === null
        ? `alter table ${table} inherit ${parent};`
        : `alter table ${parent} attach partition ${table} ${String(bound)};`,
    ),
  ].join(' ');
}

export function options(want: Item, have: Item): string {
  const kind = text(want, 'type').endsWith('view') ? text(want, 'type') : 'table';
  const missing = list(want, 'options').filter((o) => !list(have, 'options').includes(o));
  const extra = list(have, 'options')
    .map((o) => o.split('=')[0] ?? '')
    .filter((name) => !list(want, 'options').some((o) => o.startsWith(`${name}=`)));
  return [
    ...(missing.length > 0 ? [`alter ${kind} ${named(want)} set (${missing.join(', ')});`] : []),
    ...(extra.length > 0 ? [`alter ${kind} ${named(want)} reset (${extra.join(', ')});`] : []),
  ].join(' ');
}

/** A default of the old type cannot become one of the new; an enum becomes another one by its words. */
export function retyped(want: Item, have: Item, { want: expected, have: live }: Both): string {
  const alter = `alter table ${on(want)} alter column ${col(want)}`;
  const [to, from] = [text(want, 'type'), text(have, 'type')];
  const isEnum = live.has(`enum ${from}`) || expected.has(`enum ${to}`);
  const using = to === from ? '' : ` using ${col(want)}::${isEnum ? 'text::' : ''}${to}`;
  const collate = value(want, 'collation') ? ` collate ${text(want, 'collation')}` : '';
  const drop = to !== from && value(have, 'default') !== null ? `${alter} drop default; ` : '';
  return `${drop}${alter} type ${to}${collate}${using};`;
}
