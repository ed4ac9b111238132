import { describe, expect, it } from 'vitest';
import { type Case, column, fn, type Objects, object, table, told } from './verdict.fixture.ts';

const t = [
  table('public.t'),
  column('public.t.id', { type: 'integer' }),
  column('public.t.a', { type: 'public.mood' }),
];
const others = [table('public.u'), column('public.u.b')];
const mood = (...labels: string[]) => object('enum', 'public.mood', { owner: 'postgres', labels });
const amount = (more: Parameters<typeof column>[1] = {}) =>
  object('domain', 'public.amount', {
    type: 'integer',
    default: null,
    notNull: false,
    constraints: [],
    ...more,
  });
const paid = [table('public.t'), column('public.t.a', { type: 'public.amount' }), column('public.t.b')];
const type = (more = {}) => object('type', 'public.pair', { owner: 'postgres', ...more });
const changed = (rest: Objects[], from: Objects, to?: Objects): [Objects[], Objects[]] => [
  [...rest, from],
  to ? [...rest, to] : rest,
];
const enums = (...rest: Objects[]) => changed([...t, ...others, ...rest], mood('sad', 'ok'), mood('ok'));

const TYPES: Case[] = [
  [
    'the enum is gone',
    ...changed(t, mood('sad', 'ok')),
    ['unsafe enum public.mood: the enum is gone [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'the enum lost labels',
    ...changed(t, mood('sad', 'ok', 'fine'), mood('ok')),
    ['unsafe enum public.mood: it no longer has sad, fine [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'the enum got labels',
    ...changed(t, mood('sad', 'ok'), mood('sad', 'so', 'ok', 'fine')),
    [
      'unknown enum public.mood: it has new values, which old code has never read: so, fine [t: select(a) insert(a) update(a) delete]',
    ],
  ],
  [
    'the enum has another order',
    ...changed(t, mood('sad', 'ok'), mood('ok', 'sad')),
    ['unsafe enum public.mood: the order of its values changed [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'labels that read the same when put together',
    ...changed(t, mood('a', 'bc'), mood('bc', 'a')),
    ['unsafe enum public.mood: the order of its values changed [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'the enum has another owner',
    ...changed(t, mood('ok'), object('enum', 'public.mood', { owner: 'other', labels: ['ok'] })),
    [],
  ],
  [
    'nobody uses the enum',
    ...changed(others, mood('sad', 'ok'), mood('ok')),
    ['unsafe enum public.mood: it no longer has sad [all]'],
  ],

  [
    'a column of arrays of it',
    ...enums(column('public.u.c', { type: 'public.mood[]' })),
    [
      'unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; u: select(c) insert(c) update(c) delete]',
    ],
  ],
  [
    'a column of arrays of arrays of it',
    ...enums(column('public.u.c', { type: 'public.mood[][]' })),
    [
      'unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; u: select(c) insert(c) update(c) delete]',
    ],
  ],
  [
    'a column of a type that only begins like it',
    ...enums(column('public.u.c', { type: 'public.mood[]x' })),
    ['unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'a function that takes it',
    ...enums(fn('public.f(public.mood)', { arguments: 'm public.mood' })),
    [
      'unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; f(public.mood): call]',
    ],
  ],
  [
    'a function that gives it',
    ...enums(fn('public.f()', { result: 'SETOF public.mood' })),
    ['unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; f(): call]'],
  ],
  [
    'a function that has nothing to do with it',
    ...enums(fn('public.f()')),
    ['unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'a column of a domain over it',
    ...enums(
      object('domain', 'public.d', { type: 'public.mood' }),
      column('public.u.c', { type: 'public.d' }),
    ),
    [
      'unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; u: select(c) insert(c) update(c) delete]',
    ],
  ],
  [
    'a column of a domain over arrays of it',
    ...enums(
      object('domain', 'public.d', { type: 'public.mood[]' }),
      column('public.u.c', { type: 'public.d' }),
    ),
    [
      'unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; u: select(c) insert(c) update(c) delete]',
    ],
  ],
  [
    'a column of another domain',
    ...enums(object('domain', 'public.d', { type: 'integer' }), column('public.u.c', { type: 'public.d' })),
    ['unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'a column of rows that have it',
    ...enums(column('public.u.c', { type: 'public.t' })),
    [
      'unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; u: select(c) insert(c) update(c) delete]',
    ],
  ],
  [
    'a column of rows that do not have it',
    ...enums(table('public.v'), column('public.v.d'), column('public.u.c', { type: 'public.v' })),
    ['unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'a column of a type with brackets in its name',
    ...changed(
      [
        table('public.t'),
        column('public.t.a', { type: 'public."My[] Mood"' }),
        column('public.t.b', { type: 'public."My Mood"[]' }),
      ],
      object('enum', 'public."My Mood"', { labels: ['ok'] }),
    ),
    ['unsafe enum public."My Mood": the enum is gone [t: select(b) insert(b) update(b) delete]'],
  ],
  [
    'a function that gives rows that have it',
    ...enums(fn('public.f()', { result: 'SETOF public.t' })),
    ['unsafe enum public.mood: it no longer has sad [t: select(a) insert(a) update(a) delete; f(): call]'],
  ],
  [
    'rows that have rows that have each other',
    ...enums(column('public.u.c', { type: 'public.t' }), column('public.t.c', { type: 'public.u[]' })),
    [
      'unsafe enum public.mood: it no longer has sad [t: select(a,c) insert(a,c) update(a,c) delete; u: select(c) insert(c) update(c) delete]',
    ],
  ],

  [
    'the domain is gone',
    ...changed(paid, amount()),
    ['unsafe domain public.amount: the domain is gone [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'another type',
    ...changed(paid, amount(), amount({ type: 'bigint' })),
    [
      'unsafe domain public.amount: it was integer, now it is bigint [t: select(a) insert(a) update(a) delete]',
    ],
  ],
  [
    'a check more',
    ...changed(paid, amount({ constraints: ['one'] }), amount({ constraints: ['one', 'two', 'three'] })),
    ['unsafe domain public.amount: it checks more: two, three [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'a check less',
    ...changed(paid, amount({ constraints: ['one', 'two'] }), amount({ constraints: ['one'] })),
    [
      'unknown domain public.amount: it checks less: values that old code has never read can appear [t: select(a) insert(a) update(a) delete]',
    ],
  ],
  [
    'a check for another',
    ...changed(paid, amount({ constraints: ['one'] }), amount({ constraints: ['two'] })),
    ['unsafe domain public.amount: it checks more: two [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'it must not be null',
    ...changed(paid, amount(), amount({ notNull: true })),
    ['unsafe domain public.amount: it can no longer be null [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'it may be null',
    ...changed(paid, amount({ notNull: true }), amount()),
    ['unknown domain public.amount: it can be null now [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'another default of the domain',
    ...changed(paid, amount(), amount({ default: '1' })),
    ['unknown domain public.amount: its default changed [t: select(a) insert(a) update(a) delete]'],
  ],
  ['another owner of the domain', ...changed(paid, amount(), amount({ owner: 'other' })), []],

  [
    'the type is gone',
    ...changed([...t, column('public.t.b', { type: 'public.pair' })], type()),
    ['unsafe type public.pair: the type is gone [t: select(b) insert(b) update(b) delete]'],
  ],
  [
    'the type changed',
    ...changed([...t, column('public.t.b', { type: 'public.pair' })], type(), type({ x: 1 })),
    ['unknown type public.pair: the type changed [t: select(b) insert(b) update(b) delete]'],
  ],
];

describe('a type', () => {
  it.each(TYPES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
