import { describe, expect, it } from 'vitest';
import {
  type Case,
  column,
  constraint,
  index,
  type Objects,
  table,
  told,
  trigger,
} from './verdict.fixture.ts';

const whole = [
  table('public.t', { partitionKey: 'LIST (a)' }),
  column('public.t.a'),
  column('public.t.b', { notNull: true }),
];
const rest = table('public.rest', { parents: ['public.t'], partitionBound: 'DEFAULT' });
const part = table('public.p', { parents: ['public.t'], partitionBound: 'FOR VALUES IN (1)' });
const of = { relation: 'public.p' };
/** A partition comes, which takes rows that went into the default one. */
const comes = (...parts: Objects[]): [Objects[], Objects[]] => [
  [...whole, rest],
  [...whole, rest, part, ...parts],
];
const own = constraint('own', 'CHECK ((a > 0))', of);
const unique = (more: Parameters<typeof column>[1] = {}) => index('i', 'a', { ...of, unique: true, ...more });

const CASES: Case[] = [
  [
    'a partition without rules of its own',
    ...comes(column('public.p.a'), column('public.p.b', { notNull: true })),
    [],
  ],
  [
    'with a check of its own',
    ...comes(own),
    [
      'unknown relation public.p: it takes rows of public.t, but has its own rules: constraint public.p own [t: insert update]',
    ],
  ],
  [
    'with two',
    ...comes(own, constraint('two', 'CHECK ((a > 1))', of)),
    [
      'unknown relation public.p: it takes rows of public.t, but has its own rules: constraint public.p own, constraint public.p two [t: insert update]',
    ],
  ],
  [
    'with a check of the whole table',
    ...comes(constraint('c', 'CHECK ((a > 0))', { ...of, inherited: true })),
    [],
  ],
  [
    'with a key of the whole table',
    ...comes(constraint('c', 'UNIQUE (a)', { ...of, parent: 'public.t c' })),
    [],
  ],
  [
    'with a unique index of its own',
    ...comes(unique()),
    [
      'unknown relation public.p: it takes rows of public.t, but has its own rules: index public.i [t: insert update]',
    ],
  ],
  ['with a unique index of the whole table', ...comes(unique({ parent: 'public.i' })), []],
  ['with the index of a constraint', ...comes(unique({ constraint: 'c' })), []],
  ['with a plain index', ...comes(index('i', 'a', of)), []],
  [
    'with a trigger of its own',
    ...comes(trigger('touch', 'public.f', of)),
    [
      'unknown relation public.p: it takes rows of public.t, but has its own rules: trigger public.p touch [t: insert update]',
    ],
  ],
  [
    'with a trigger of the whole table',
    ...comes(trigger('touch', 'public.f', { ...of, whole: 'public.t touch' })),
    [],
  ],
  [
    'with a column that must not be null',
    ...comes(column('public.p.a', { notNull: true })),
    [
      'unknown relation public.p: it takes rows of public.t, but has its own rules: column public.p.a [t: insert update]',
    ],
  ],
  [
    'with a column that the whole table has not',
    ...comes(column('public.p.x', { notNull: true })),
    [
      'unknown relation public.p: it takes rows of public.t, but has its own rules: column public.p.x [t: insert update]',
    ],
  ],
  [
    'with the rules of another table',
    ...comes(
      constraint('own', 'CHECK ((a > 0))', { relation: 'public.rest', inherited: true }),
      table('public.n'),
      constraint('x', 'CHECK ((a > 0))', { relation: 'public.n' }),
    ),
    [
      'unknown constraint public.rest own: a new rule on new columns might refuse rows in which old code omits them: CHECK ((a > 0)) [rest: insert update]',
    ],
  ],
  ['without a default one before', whole, [...whole, part, own], []],
  ['of a new table', [], [...whole, rest, part, own], []],
  [
    'the default one was of another table',
    [...whole, table('public.rest', { parents: ['public.u'], partitionBound: 'DEFAULT' })],
    [...whole, part, own, table('public.rest', { parents: ['public.u'], partitionBound: 'DEFAULT' })],
    [],
  ],
  [
    'another one was there',
    [...whole, table('public.q', { parents: ['public.t'], partitionBound: 'FOR VALUES IN (2)' })],
    [...whole, part, own, table('public.q', { parents: ['public.t'], partitionBound: 'FOR VALUES IN (2)' })],
    [],
  ],
  [
    'a child that is no partition',
    [...whole, rest],
    [...whole, rest, table('public.p', { parents: ['public.t'] }), own],
    [],
  ],
  ['a new table of nobody', [...whole, rest], [...whole, rest, table('public.p'), own], []],
];

describe('a new partition', () => {
  it.each(CASES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
