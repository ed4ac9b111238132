import { describe, expect, it } from 'vitest';
import { ident } from '../../database/sql/ident.ts';
import { type Case, constraint, type Objects, table, told } from './verdict.fixture.ts';

const [orders, people, tags] = [table('public.orders'), table('public.people'), table('public.tags')];
const base = [orders, people, tags];
const key = (relation: string, name: string, references: string, columns = [name], more = {}): Objects =>
  constraint(
    `${name}_fkey`,
    `FOREIGN KEY (${columns.map(ident).join(', ')}) REFERENCES public.${references}(id) ON DELETE CASCADE`,
    {
      ...{ relation: `public.${relation}`, references: `public.${references}`, columns },
      ...more,
    },
  );
const primary = (relation: string, columns: string[]): Objects =>
  constraint('pkey', `PRIMARY KEY (${columns})`, { relation: `public.${relation}`, columns });
const buyer = key('orders', 'buyer', 'people');
/** A table comes that stands between two others. */
const between = (name: string, columns: string[], ...keys: Objects[]) => [
  table(`public.${name}`),
  primary(name, columns),
  ...keys,
];
const comes = (before: Objects[], ...parts: Objects[]): [Objects[], Objects[]] => [
  [...base, ...before],
  [...base, ...before, ...parts],
];
const of = (name: string) => [key(name, 'order', 'orders'), key(name, 'person', 'people')] as const;

const CASES: Case[] = [
  [
    'a table between two that were joined',
    ...comes([buyer], ...between('links', ['order', 'person'], ...of('links'))),
    [
      'unknown constraint public.links order_fkey: reads that embed public.people into public.orders, or the reverse, must now name the foreign key [orders: select]',
    ],
  ],
  [
    'its primary key has a column more',
    ...comes([buyer], ...between('links', ['order', 'person', 'at'], ...of('links'))),
    [
      'unknown constraint public.links order_fkey: reads that embed public.people into public.orders, or the reverse, must now name the foreign key [orders: select]',
    ],
  ],
  ['its primary key has one of both', ...comes([buyer], ...between('links', ['order'], ...of('links'))), []],
  ['it has a key of its own', ...comes([buyer], ...between('links', ['id'], ...of('links'))), []],
  ['it has no primary key', ...comes([buyer], table('public.links'), ...of('links')), []],
  [
    'a unique key is not the primary one',
    ...comes(
      [buyer],
      table('public.links'),
      constraint('u', 'UNIQUE (order, person)', { relation: 'public.links', columns: ['order', 'person'] }),
      ...of('links'),
    ),
    [],
  ],
  [
    'it points at one of both',
    ...comes([buyer], ...between('links', ['order', 'person'], key('links', 'order', 'orders'))),
    [],
  ],
  [
    'it points at one of both twice',
    ...comes(
      [buyer],
      ...between('links', ['a', 'b'], key('links', 'a', 'orders'), key('links', 'b', 'orders')),
    ),
    [],
  ],
  [
    'a key of two columns, one of them in the primary key',
    ...comes(
      [buyer],
      ...between(
        'links',
        ['order', 'person'],
        key('links', 'order', 'orders'),
        key('links', 'person', 'people', ['person', 'at']),
      ),
    ),
    [],
  ],
  [
    'others are joined by a table between as well',
    ...comes(
      [buyer, ...between('old', ['order', 'tag'], key('old', 'order', 'orders'), key('old', 'tag', 'tags'))],
      ...between('links', ['order', 'person'], ...of('links')),
    ),
    [
      'unknown constraint public.links order_fkey: reads that embed public.people into public.orders, or the reverse, must now name the foreign key [orders: select]',
    ],
  ],
  [
    'it points at one of both twice, which another table extends',
    ...comes(
      between('profiles', ['id'], key('profiles', 'id', 'people')),
      ...between('friends', ['a', 'b'], key('friends', 'a', 'people'), key('friends', 'b', 'people')),
    ),
    [],
  ],
  ['two that were not joined', ...comes([], ...between('links', ['order', 'person'], ...of('links'))), []],
  [
    'others than the two that were joined',
    ...comes(
      [buyer],
      ...between('links', ['order', 'tag'], key('links', 'order', 'orders'), key('links', 'tag', 'tags')),
    ),
    [],
  ],
  [
    'they were joined in two ways',
    ...comes(
      [buyer, key('orders', 'seller', 'people')],
      ...between('links', ['order', 'person'], ...of('links')),
    ),
    [],
  ],
  [
    'they were joined by a table between',
    ...comes(
      between('old', ['order', 'person'], ...of('old')),
      ...between('links', ['order', 'person'], ...of('links')),
    ),
    [
      'unknown constraint public.links order_fkey: reads that embed public.people into public.orders, or the reverse, must now name the foreign key [orders: select]',
    ],
  ],
  [
    'they were joined the other way round',
    ...comes([key('people', 'last', 'orders')], ...between('links', ['order', 'person'], ...of('links'))),
    [
      'unknown constraint public.links order_fkey: reads that embed public.people into public.orders, or the reverse, must now name the foreign key [orders: select]',
    ],
  ],

  [
    'a second key to the same table',
    ...comes([buyer], key('orders', 'seller', 'people')),
    [
      'unknown constraint public.orders seller_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (seller) REFERENCES public.people(id) ON DELETE CASCADE [orders: insert update]',
      'unknown constraint public.orders seller_fkey: reads that embed public.people into public.orders, or the reverse, must now name the foreign key [orders: select]',
    ],
  ],
  [
    'a key instead of the other',
    [...base, buyer],
    [...base, key('orders', 'client', 'people')],
    [
      'unsafe constraint public.orders buyer_fkey: the foreign key is gone: reads that embed the other table need it [orders: select]',
      'unknown constraint public.orders client_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (client) REFERENCES public.people(id) ON DELETE CASCADE [orders: insert update]',
    ],
  ],
  [
    'a key back',
    ...comes([buyer], key('people', 'last', 'orders')),
    [
      'unknown constraint public.people last_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (last) REFERENCES public.orders(id) ON DELETE CASCADE [people: insert update]',
      'unknown constraint public.people last_fkey: reads that embed public.orders into public.people, or the reverse, must now name the foreign key [people: select]',
    ],
  ],
  [
    'a key to a third table',
    ...comes([buyer], key('orders', 'tag', 'tags')),
    [
      'unknown constraint public.orders tag_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (tag) REFERENCES public.tags(id) ON DELETE CASCADE [orders: insert update]',
    ],
  ],
  [
    'a key to itself',
    ...comes([key('people', 'parent', 'people')], key('people', 'friend', 'people')),
    [
      'unknown constraint public.people friend_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (friend) REFERENCES public.people(id) ON DELETE CASCADE [people: insert update]',
    ],
  ],
  [
    'a key beside a table between',
    ...comes(between('old', ['order', 'person'], ...of('old')), buyer),
    [
      'unknown constraint public.orders buyer_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (buyer) REFERENCES public.people(id) ON DELETE CASCADE [orders: insert update]',
      'unknown constraint public.orders buyer_fkey: reads that embed public.people into public.orders, or the reverse, must now name the foreign key [orders: select]',
    ],
  ],
  [
    'the key of a partition',
    ...comes(
      [buyer],
      table('public.orders_1'),
      key('orders_1', 'buyer', 'people', ['buyer'], { parent: 'public.orders buyer_fkey' }),
    ),
    [],
  ],
  [
    'a key that a partition has beside that of the whole table',
    ...comes(
      [
        buyer,
        table('public.orders_1'),
        key('orders_1', 'buyer', 'people', ['buyer'], { parent: 'public.orders buyer_fkey' }),
      ],
      key('orders_1', 'seller', 'people'),
    ),
    [
      'unknown constraint public.orders_1 seller_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (seller) REFERENCES public.people(id) ON DELETE CASCADE [orders_1: insert update]',
    ],
  ],
  [
    'a part of a key for a partition',
    ...comes(
      [buyer],
      key('orders', 'part', 'people', ['buyer'], { parent: 'public.orders buyer_fkey' }),
      key('orders', 'tag', 'tags'),
    ),
    [
      'unknown constraint public.orders tag_fkey: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (tag) REFERENCES public.tags(id) ON DELETE CASCADE [orders: insert update]',
    ],
  ],
];

describe('a new way to join two tables', () => {
  it.each(CASES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
