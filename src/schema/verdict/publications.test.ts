import { describe, expect, it } from 'vitest';
import {
  type Case,
  column,
  constraint,
  index,
  type Objects,
  object,
  table,
  told,
} from './verdict.fixture.ts';

const t = (replicaIdentity = 'd', more = {}) => table('public.t', { replicaIdentity, ...more });
const columns = [
  column('public.t.a'),
  column('public.t.b'),
  column('public.t.long name'),
  column('public.t.x1'),
];
const primary = constraint('pkey', 'PRIMARY KEY (a)');
const all = ['insert', 'update', 'delete'];
const pub = (tables: string[], more: Parameters<typeof column>[1] = {}) =>
  object('publication', 'changes', { tables, schemas: [], allTables: false, events: all, ...more });
const keyed = [t(), ...columns, primary];
const bare = [t(), ...columns];
/** Somebody publishes what was there. */
const published = (base: Objects[], tables: string[], more = {}): [Objects[], Objects[]] => [
  base,
  [...base, pub(tables, more)],
];
const changed = (base: Objects[], from: Objects, to: Objects): [Objects[], Objects[]] => [
  [...base, from],
  [...base, to],
];
const byIndex = (name = 'key') => [
  t('i', { replicaIndex: 'key' }),
  ...columns,
  index(name, 'b', { unique: true }),
  index('other', 'a', { unique: true }),
];

const PUBLISHED: Case[] = [
  ['a table with a primary key', ...published(keyed, ['public.t']), []],
  [
    'a table without',
    ...published(bare, ['public.t']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'a table with a unique key alone',
    ...published([t(), ...columns, constraint('key', 'UNIQUE (a)')], ['public.t']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'updates alone',
    ...published(bare, ['public.t'], { events: ['update'] }),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update]',
    ],
  ],
  [
    'deletes alone',
    ...published(bare, ['public.t'], { events: ['delete'] }),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: delete]',
    ],
  ],
  ['inserts alone', ...published(bare, ['public.t'], { events: ['insert'] }), []],
  [
    'all tables',
    ...published(bare, [], { allTables: true }),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'all of its schema',
    ...published(bare, [], { schemas: ['public'] }),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  ['another schema', ...published(bare, [], { schemas: ['pub', 'other'] }), []],
  [
    'another table',
    ...published([...bare, table('public.t2')], ['public.t2']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t2 [t2: update delete]',
    ],
  ],
  ['all tables and a view', ...published([table('public.v', { type: 'view' })], [], { allTables: true }), []],
  [
    'a partitioned table',
    ...published([table('public.t', { type: 'partitioned table' })], ['public.t']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'two tables without',
    ...published([...bare, table('public.u')], ['public.t', 'public.u']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t, public.u [t: update delete; u: update delete]',
    ],
  ],
  ['a new table without', [], [...bare, pub(['public.t'])], []],
  [
    'it was published like that before',
    [...bare, pub(['public.t'])],
    [...bare, pub(['public.t']), object('publication', 'more', { tables: ['public.t'], events: all })],
    [],
  ],

  ['a table that is identified by all', ...published([t('f'), ...columns], ['public.t']), []],
  [
    'some of its columns',
    ...published([t('f'), ...columns], ['public.t (a, b)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'a table that nothing identifies',
    ...published([t('n'), ...columns, primary], ['public.t']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  ['a table that an index identifies', ...published(byIndex(), ['public.t']), []],
  [
    'an index that is not there',
    ...published(byIndex('mykey'), ['public.t']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  ['by an index, and shows its column', ...published(byIndex(), ['public.t (b)']), []],
  [
    'by an index, and shows another column',
    ...published(byIndex(), ['public.t (a)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],

  ['columns with the key', ...published(keyed, ['public.t (a, b)']), []],
  [
    'columns without the key',
    ...published(keyed, ['public.t (b)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'columns in quotes without the key',
    ...published(keyed, ['public.t ("long name")']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'columns with one of a key of two',
    ...published(
      [t(), ...columns, constraint('pkey', 'PRIMARY KEY (a, b)', { columns: ['a', 'b'] })],
      ['public.t (a)'],
    ),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'columns that only begin like the key',
    ...published(keyed, ['public.t (ab, b)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'columns in quotes',
    ...published(
      [t(), ...columns, constraint('pkey', 'PRIMARY KEY ("long name")', { columns: ['long name'] })],
      ['public.t (b, "long name")'],
    ),
    [],
  ],
  [
    'columns with brackets and quotes in quotes',
    ...published(
      [t(), column('public.t.a)"'), constraint('pkey', 'PRIMARY KEY ("a)""")', { columns: ['a)"'] })],
      ['public.t ("a)""", b)'],
    ),
    [],
  ],
  [
    'a column with figures',
    ...published(
      [t(), ...columns, constraint('pkey', 'PRIMARY KEY (x1)', { columns: ['x1'] })],
      ['public.t (x1)'],
    ),
    [],
  ],
  ['rows by the key', ...published(keyed, ['public.t where (a > 0)']), []],
  [
    'rows by another column',
    ...published(keyed, ['public.t where (b > 0)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'rows by another column in quotes',
    ...published(keyed, ['public.t where ("long name" > 0)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'rows by a text with the name of a column',
    ...published(keyed, [`public.t where (a = 'it''s b'::text)`]),
    [],
  ],
  [
    'rows by a text and another column',
    ...published(keyed, [`public.t where ((a = 'x'::text) AND (b = 'y'::text))`]),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'rows by another column on the next line',
    ...published(keyed, ['public.t where (a > 0\n OR b > 0)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'columns and rows',
    ...published(keyed, ['public.t (a, b) where (b > 0)']),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'rows by the key, of a table with a column that is called like a filter',
    ...published([...keyed, column('public.t.where')], ['public.t where (a > 0)']),
    [],
  ],
  ['columns that are called like a filter', ...published(keyed, ['public.t (a, " where (b)")']), []],
];

const CHANGED: Case[] = [
  [
    'the publication is gone',
    [...keyed, pub(['public.t'])],
    keyed,
    ['unknown publication changes: the publication is gone: subscribers get no changes [all]'],
  ],
  [
    'a table less',
    ...changed(keyed, pub(['public.t', 'public.u']), pub(['public.t'])),
    ['unknown publication changes: it no longer publishes public.u [all]'],
  ],
  [
    'a schema less',
    ...changed(keyed, pub([], { schemas: ['a', 'b'] }), pub([], { schemas: ['b'] })),
    ['unknown publication changes: it no longer publishes a [all]'],
  ],
  [
    'an event less',
    ...changed(keyed, pub(['public.t']), pub(['public.t'], { events: ['insert'] })),
    ['unknown publication changes: it no longer publishes update, delete [all]'],
  ],
  [
    'not all tables any more',
    ...changed(keyed, pub([], { allTables: true }), pub([])),
    ['unknown publication changes: it no longer publishes all tables [all]'],
  ],
  ['all tables now', ...changed(keyed, pub([]), pub([], { allTables: true })), []],
  [
    'a table more',
    ...changed(bare, pub([]), pub(['public.t'])),
    [
      'unsafe publication changes: it publishes updates and deletes, but nothing that it publishes identifies the rows of public.t [t: update delete]',
    ],
  ],
  [
    'the key of a published table went',
    [...keyed, pub(['public.t'])],
    [...bare, pub(['public.t'])],
    [
      'unsafe constraint public.t pkey: the constraint is gone: ON CONFLICT and upserts need it [t: select insert update delete]',
    ],
  ],

  [
    'nothing identifies its rows any more',
    [t('f'), ...columns, pub(['public.t'])],
    [t('n'), ...columns, pub(['public.t'])],
    [
      'unsafe relation public.t: it is published, but nothing identifies its rows any longer [t: update delete]',
    ],
  ],
  [
    'updates alone are published',
    [t('f'), ...columns, pub(['public.t'], { events: ['update'] })],
    [t('n'), ...columns, pub(['public.t'], { events: ['update'] })],
    ['unsafe relation public.t: it is published, but nothing identifies its rows any longer [t: update]'],
  ],
  ['it is not published', [t('f'), ...columns], [t('n'), ...columns], []],
  [
    'another table is published',
    [t('f'), ...columns, table('public.u'), pub(['public.u'])],
    [t('n'), ...columns, table('public.u'), pub(['public.u'])],
    [],
  ],
  [
    'all identifies it now',
    [...keyed, pub(['public.t'])],
    [t('f'), ...columns, primary, pub(['public.t'])],
    [],
  ],
  [
    'its key identifies it now',
    [t('f'), ...columns, primary, pub(['public.t'])],
    [...keyed, pub(['public.t'])],
    [
      'unknown relation public.t: its replica identity changed: subscribers get different old values [t: update delete]',
    ],
  ],
  [
    'another index identifies it',
    [...byIndex(), pub(['public.t'])],
    [...byIndex(), t('i', { replicaIndex: 'other' }), pub(['public.t'])],
    [
      'unknown relation public.t: its replica identity changed: subscribers get different old values [t: update delete]',
    ],
  ],
];

describe('a publication', () => {
  it.each([...PUBLISHED, ...CHANGED])('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
