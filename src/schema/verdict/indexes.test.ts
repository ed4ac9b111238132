import { describe, expect, it } from 'vitest';
import { type Case, column, constraint, index, type Objects, table, told } from './verdict.fixture.ts';

const base = [table('public.t'), column('public.t.a'), column('public.t.b')];
const before = (...parts: Objects[]): Objects[] => [...base, ...parts];
const changed = (from: Objects, to: Objects): [Objects[], Objects[]] => [before(from), before(to)];
const added = (...parts: Objects[]): [Objects[], Objects[]] => [base, before(...parts)];
const unique = (name: string, columns: string, more = {}) =>
  index(name, columns, {
    unique: true,
    definition: `CREATE UNIQUE INDEX ${name} ON public.t USING btree (${columns})`,
    ...more,
  });
const late = constraint('late', 'UNIQUE (a) DEFERRABLE');

const CASES: Case[] = [
  ['an index is gone', before(index('i', 'a')), base, []],
  [
    'a unique index is gone',
    before(unique('i', 'a')),
    base,
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  ['the index of a constraint is gone', before(unique('i', 'a', { constraint: 'key' })), base, []],
  [
    'a unique index is gone with its table',
    before(unique('i', 'a')),
    [],
    ['unsafe relation public.t: the table is gone [t: select insert update delete]'],
  ],
  ['a unique index has another name', ...changed(unique('i', 'a'), unique('j', 'a')), []],
  [
    'the other one is not unique',
    ...changed(unique('i', 'a'), index('j', 'a')),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'the other one is not valid',
    ...changed(unique('i', 'a'), unique('j', 'a', { valid: false })),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'the other one is of another column',
    ...changed(unique('i', 'a'), unique('j', 'b')),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
      'unsafe index public.j: values must be unique now: CREATE UNIQUE INDEX j ON public.t USING btree (b) [t: insert update]',
    ],
  ],
  [
    'the other one has more columns',
    ...changed(unique('i', 'a'), unique('j', 'a, b')),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'both are of expressions',
    ...changed(
      unique('i', 'lower(a)', { expressions: true }),
      unique('j', 'lower(a)', { expressions: true }),
    ),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
      'unsafe index public.j: values must be unique now: CREATE UNIQUE INDEX j ON public.t USING btree (lower(a)) [t: insert update]',
    ],
  ],
  [
    'the other one is of expressions',
    ...changed(unique('i', 'a'), unique('j', 'a', { expressions: true })),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
      'unsafe index public.j: values must be unique now: CREATE UNIQUE INDEX j ON public.t USING btree (a) [t: insert update]',
    ],
  ],
  [
    'it was of expressions',
    ...changed(unique('i', 'a', { expressions: true }), unique('j', 'a')),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
      'unsafe index public.j: values must be unique now: CREATE UNIQUE INDEX j ON public.t USING btree (a) [t: insert update]',
    ],
  ],
  [
    'the other one holds at the end of a transaction',
    before(unique('i', 'a'), late),
    before(unique('j', 'a', { constraint: 'late' }), late),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  ['a constraint took its place', ...changed(unique('i', 'a'), unique('j', 'a', { constraint: 'key' })), []],
  ['the same columns in another order', ...changed(unique('i', 'a, b'), unique('j', 'b, a')), []],

  [
    'the index of a constraint changed',
    ...changed(unique('i', 'a', { constraint: 'key' }), unique('i', 'b', { constraint: 'key' })),
    [],
  ],
  [
    'it became the index of a constraint',
    ...changed(unique('i', 'a'), unique('i', 'b', { constraint: 'key' })),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'it was the index of a constraint',
    ...changed(unique('i', 'a', { constraint: 'key' }), unique('i', 'b')),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'it is unique now',
    ...changed(index('i', 'a'), unique('i', 'a')),
    ['unsafe index public.i: values must be unique now [t: insert update]'],
  ],
  [
    'it is not unique any more',
    ...changed(unique('i', 'a'), index('i', 'a')),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'a unique index of another column',
    ...changed(unique('i', 'a'), unique('i', 'b')),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'a unique index is not valid any more',
    ...changed(unique('i', 'a'), unique('i', 'a', { valid: false })),
    [
      'unsafe index public.i: the unique index is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'a unique index in another place',
    ...changed(unique('i', 'a'), unique('i', 'a', { tablespace: 'fast' })),
    [],
  ],
  ['an index of another column', ...changed(index('i', 'a'), index('i', 'b')), []],
  [
    'an index of what may fail',
    ...changed(index('i', 'a'), index('i', '((1 / b))')),
    ['unknown index public.i: its expression changed and might fail [t: insert update]'],
  ],
  [
    'an index of what may fail, in another place',
    ...changed(index('i', '((1 / b))'), index('i', '((1 / b))', { tablespace: 'fast' })),
    [],
  ],

  ['a new index', ...added(index('i', 'a')), []],
  [
    'a new index of an expression that cannot fail',
    ...added(index('i', 'lower(a)', { expressions: true })),
    [],
  ],
  [
    'a new index of an expression that may fail',
    ...added(index('i', '((1 / b))', { expressions: true })),
    [
      'unknown index public.i: a new index computes something on each write, which can fail [t: insert update]',
    ],
  ],
  ['a new index of a column with an odd name', ...added(index('i', '"a-b"')), []],
  [
    'a new unique index',
    ...added(unique('i', 'a')),
    [
      'unsafe index public.i: values must be unique now: CREATE UNIQUE INDEX i ON public.t USING btree (a) [t: insert update]',
    ],
  ],
  [
    'a new unique index of an expression',
    ...added(unique('i', 'lower(a)', { expressions: true })),
    [
      'unsafe index public.i: values must be unique now: CREATE UNIQUE INDEX i ON public.t USING btree (lower(a)) [t: insert update]',
    ],
  ],
  ['the index of a new constraint', ...added(unique('i', 'a', { constraint: 'key' })), []],
  [
    'an index of a new table',
    base,
    before(table('public.n'), unique('i', 'a', { relation: 'public.n' })),
    [],
  ],
  [
    'a new unique index over an old one',
    before(unique('i', 'a')),
    before(unique('i', 'a'), unique('j', 'a, b')),
    [],
  ],
  ['a new unique index of a new column', base, before(column('public.t.x'), unique('i', 'x')), []],
];

describe('an index', () => {
  it.each(CASES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
