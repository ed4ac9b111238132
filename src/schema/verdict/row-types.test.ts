import { describe, expect, it } from 'vitest';
import { type Case, column, fn, type Objects, table, told, trigger } from './verdict.fixture.ts';

const base = [table('public.t'), column('public.t.id'), table('public.u'), column('public.u.b')];
/** A column comes to a table, whose rows something takes whole. */
const grows = (...parts: Objects[]): [Objects[], Objects[]] => [
  [...base, ...parts],
  [...base, ...parts, column('public.t.a')],
];
const f = (more: Parameters<typeof fn>[1] = {}) => fn('public.f()', { name: 'public.f', ...more });
const quoted = (name: string, words: string[]): [Objects[], Objects[]] => {
  const parts = [table(name), f({ result: 'record', star: true, words })];
  return [
    parts,
    [
      ...parts,
      {
        'column x.a': {
          kind: 'column',
          properties: { ...column('x.a')['column x.a']?.properties, relation: name, name: 'a' },
        },
      },
    ],
  ];
};
const copy = (more: Parameters<typeof fn>[1] = {}) =>
  f({ result: 'trigger', star: true, words: ['insert', 'log'], ...more });

const CASES: Case[] = [
  ['nothing takes its rows', ...grows(f()), []],
  [
    'a column holds its rows',
    ...grows(column('public.u.rows', { type: 'public.t' })),
    [
      'unknown column public.t.a: column public.u.rows holds rows of public.t, and literals of them lack it [u: select(rows) insert(rows) update(rows) delete]',
    ],
  ],
  [
    'a column holds lists of its rows',
    ...grows(column('public.u.rows', { type: 'public.t[]' })),
    [
      'unknown column public.t.a: column public.u.rows holds rows of public.t, and literals of them lack it [u: select(rows) insert(rows) update(rows) delete]',
    ],
  ],
  [
    'a column holds lists of lists of its rows',
    ...grows(column('public.u.rows', { type: 'public.t[][]' })),
    [
      'unknown column public.t.a: column public.u.rows holds rows of public.t, and literals of them lack it [u: select(rows) insert(rows) update(rows) delete]',
    ],
  ],
  [
    'a column holds what only begins like its rows',
    ...grows(column('public.u.rows', { type: 'public.t[]x' })),
    [],
  ],
  ['a column holds other rows', ...grows(column('public.u.rows', { type: 'public.u' })), []],

  [
    'a function lists the columns of the rows it returns',
    ...grows(f({ result: 'public.t' })),
    [
      'unknown column public.t.a: function public.f() uses rows of public.t with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  [
    'a function lists the columns of the set it returns',
    ...grows(f({ result: 'SETOF public.t' })),
    [
      'unknown column public.t.a: function public.f() uses rows of public.t with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  [
    'a procedure does',
    ...grows(f({ result: 'public.t', kind: 'procedure' })),
    [
      'unknown column public.t.a: function public.f() uses rows of public.t with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  ['an aggregate does', ...grows(f({ result: 'public.t', kind: 'aggregate' })), []],
  [
    'a function returns them as they are',
    ...grows(f({ result: 'SETOF public.t', star: true, words: ['t'] })),
    [],
  ],
  ['a function returns other rows', ...grows(f({ result: 'SETOF public.u' })), []],
  ['a type that ends like a set of its rows', ...grows(f({ result: 'x.SETOF public.t' })), []],
  ['a list of its rows', ...grows(f({ result: 'public.t[]' })), []],
  ['a function that is new too', base, [...base, column('public.t.a'), f({ result: 'public.t' })], []],
  [
    'a function that is gone',
    [...base, f({ result: 'public.t' })],
    [...base, column('public.t.a')],
    ['unsafe function public.f(): the function is gone, or takes different arguments [f(): call]'],
  ],

  [
    'a function that returns * as a table',
    ...grows(f({ result: 'TABLE(id text)', star: true, words: ['select', 't'] })),
    [
      'unknown column public.t.a: function public.f() uses rows of public.t with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  [
    'a function that returns * as records',
    ...grows(f({ result: 'SETOF record', star: true, words: ['t'] })),
    [
      'unknown column public.t.a: function public.f() uses rows of public.t with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  [
    'a function that returns * as a record',
    ...grows(f({ result: 'record', star: true, words: ['t'] })),
    [
      'unknown column public.t.a: function public.f() uses rows of public.t with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  [
    'a function that returns its columns one by one',
    ...grows(f({ result: 'record', star: false, words: ['t'] })),
    [],
  ],
  [
    'a function that returns * of another table',
    ...grows(f({ result: 'record', star: true, words: ['u'] })),
    [],
  ],
  ['a function that counts them', ...grows(f({ result: 'bigint', star: true, words: ['count', 't'] })), []],
  [
    'a type of ours that is named like a record',
    ...grows(f({ result: 'public.record', star: true, words: ['t'] })),
    [],
  ],
  ['a list of records', ...grows(f({ result: 'record[]', star: true, words: ['t'] })), []],
  ['a set of lists of records', ...grows(f({ result: 'SETOF record[]', star: true, words: ['t'] })), []],
  [
    'a type of ours that is named like a table',
    ...grows(f({ result: 'public.TABLE(', star: true, words: ['t'] })),
    [],
  ],
  [
    'a function that copies them',
    ...grows(f({ result: 'void', star: true, words: ['insert', 'into', 't', 'u'] })),
    [
      'unknown column public.t.a: function public.f() uses rows of public.t with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  [
    'a function that copies other rows',
    ...grows(f({ result: 'void', star: true, words: ['insert', 'into', 'u'] })),
    [],
  ],

  [
    'a name in quotes',
    ...quoted('public."My Table"', ['my', 'table']),
    [
      'unknown column x.a: function public.f() uses rows of public."My Table" with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  ['a name in quotes, of which one word stands there', ...quoted('public."My Table"', ['table']), []],
  [
    'a name with a dot in quotes',
    ...quoted('public."a.b"', ['a', 'b']),
    [
      'unknown column x.a: function public.f() uses rows of public."a.b" with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  ['a name with a dot, of which one word stands there', ...quoted('public."a.b"', ['b']), []],
  [
    'a name with quotes in quotes',
    ...quoted('public."a""b.c"', ['a', 'b', 'c']),
    [
      'unknown column x.a: function public.f() uses rows of public."a""b.c" with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  [
    'a long name with figures',
    ...quoted('public.orders_2', ['orders_2']),
    [
      'unknown column x.a: function public.f() uses rows of public.orders_2 with all their columns, and might no longer fit [f(): call]',
    ],
  ],
  ['a long name with figures, which does not stand there', ...quoted('public.orders_2', ['orders', '2']), []],
  [
    'a name without letters',
    ...quoted('public."1"', []),
    [
      'unknown column x.a: function public.f() uses rows of public."1" with all their columns, and might no longer fit [f(): call]',
    ],
  ],

  [
    'a trigger of it copies whole rows',
    ...grows(trigger('log', 'public.f'), copy()),
    [
      'unknown column public.t.a: function public.f() copies whole rows, and might no longer fit [t: insert update delete]',
    ],
  ],
  [
    'a trigger of another table does',
    ...grows(trigger('log', 'public.f', { relation: 'public.u' }), copy()),
    [],
  ],
  ['its trigger calls another function', ...grows(trigger('log', 'public.g'), copy()), []],
  ['its trigger copies column by column', ...grows(trigger('log', 'public.f'), copy({ star: false })), []],
  [
    'its trigger only reads whole rows',
    ...grows(trigger('log', 'public.f'), copy({ words: ['select'] })),
    [],
  ],
];

describe('a table got a column', () => {
  it.each(CASES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
