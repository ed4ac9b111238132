import { describe, expect, it } from 'vitest';
import { type Case, column, constraint, index, type Objects, table, told } from './verdict.fixture.ts';

const base = [
  table('public.t'),
  column('public.t.a'),
  column('public.t.b'),
  table('public.u'),
  column('public.u.id'),
];
const before = (...parts: Objects[]): Objects[] => [...base, ...parts];
const added = (...parts: Objects[]): [Objects[], Objects[]] => [base, before(...parts)];
const unique = (more = {}, tail = '') => constraint('key', `UNIQUE (a)${tail}`, more);
const withNew = (
  definition: string,
  more: Parameters<typeof column>[1] = {},
  rule = {},
): [Objects[], Objects[]] => [
  base,
  before(column('public.t.x', more), constraint('c', definition, { columns: ['x'], ...rule })),
];
const byIndex = (tail: string, more = {}): [Objects[], Objects[]] => [
  before(
    index('i', 'a', {
      unique: true,
      definition: `CREATE UNIQUE INDEX i ON public.t USING btree (a)${tail}`,
      ...more,
    }),
  ),
  before(
    index('i', 'a', {
      unique: true,
      definition: `CREATE UNIQUE INDEX i ON public.t USING btree (a)${tail}`,
      ...more,
    }),
    unique(),
  ),
];
const uniqueIndex = (name: string, columns: string, more = {}) =>
  index(name, columns, {
    unique: true,
    definition: `CREATE UNIQUE INDEX ${name} ON public.t USING btree (${columns})`,
    ...more,
  });

const KEYS: Case[] = [
  ['a key over an old unique index', ...byIndex(''), []],
  [
    'over one that is not unique',
    ...byIndex('', { unique: false }),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  [
    'over one that is not valid',
    ...byIndex('', { valid: false }),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  [
    'over one of expressions',
    ...byIndex('', { expressions: true }),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  ['over one that includes more', ...byIndex(' INCLUDE (b)'), []],
  [
    'over one that sorts otherwise',
    ...byIndex('', { definition: 'CREATE UNIQUE INDEX i ON public.t USING btree (a DESC NULLS LAST)' }),
    [],
  ],
  [
    'over one where NULLs are alike',
    ...byIndex(' NULLS NOT DISTINCT'),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  [
    'over one of another column',
    ...byIndex('', { definition: 'CREATE UNIQUE INDEX i ON public.t USING btree (b)' }),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  [
    'over one of more columns',
    ...byIndex('', { definition: 'CREATE UNIQUE INDEX i ON public.t USING btree (a, b)' }),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  [
    'a deferrable key over an old unique index',
    before(uniqueIndex('i', 'a')),
    before(uniqueIndex('i', 'a'), unique({}, ' DEFERRABLE')),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) DEFERRABLE [t: insert update]'],
  ],
  [
    'over the index of a deferrable key',
    before(uniqueIndex('i', 'a', { constraint: 'late' }), constraint('late', 'UNIQUE (a) DEFERRABLE')),
    before(
      uniqueIndex('i', 'a', { constraint: 'late' }),
      constraint('late', 'UNIQUE (a) DEFERRABLE'),
      unique(),
    ),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  [
    'of more columns than an old one',
    before(uniqueIndex('i', 'a')),
    before(uniqueIndex('i', 'a'), constraint('two', 'UNIQUE (b, a)', { columns: ['b', 'a'] })),
    [],
  ],
  [
    'NULLs alike like the old one',
    before(
      uniqueIndex('i', 'a', {
        definition: 'CREATE UNIQUE INDEX i ON public.t USING btree (a) NULLS NOT DISTINCT',
      }),
    ),
    before(
      uniqueIndex('i', 'a', {
        definition: 'CREATE UNIQUE INDEX i ON public.t USING btree (a) NULLS NOT DISTINCT',
      }),
      constraint('two', 'UNIQUE NULLS NOT DISTINCT (a)'),
    ),
    [],
  ],

  ['a key of a new column that may stay null', ...withNew('UNIQUE (x)'), []],
  [
    'a key where NULLs are alike',
    ...withNew('UNIQUE NULLS NOT DISTINCT (x)'),
    [
      'unsafe constraint public.t c: values must be unique now: UNIQUE NULLS NOT DISTINCT (x) [t: insert update]',
    ],
  ],
  [
    'a key of a new column that is always another',
    ...withNew('UNIQUE (x)', { type: 'uuid', notNull: true, default: 'gen_random_uuid()' }),
    [],
  ],
  [
    'a key of a new column that is always the same',
    ...withNew('UNIQUE (x)', { notNull: true, default: "'x'::text" }),
    ['unsafe constraint public.t c: values must be unique now: UNIQUE (x) [t: insert update]'],
  ],
  [
    'a key of a new identity',
    ...withNew('UNIQUE (x)', { type: 'integer', notNull: true, identity: 'always' }),
    [],
  ],
  [
    'a key of a new generated column',
    ...withNew('UNIQUE (x)', { generated: 'stored lower(a)' }),
    ['unsafe constraint public.t c: values must be unique now: UNIQUE (x) [t: insert update]'],
  ],
  ['a key of an old and a new column', ...withNew('UNIQUE (a, x)', {}, { columns: ['a', 'x'] }), []],
  [
    'a key of old columns that may stay null',
    ...added(constraint('two', 'UNIQUE (a, b)', { columns: ['a', 'b'] })),
    ['unsafe constraint public.t two: values must be unique now: UNIQUE (a, b) [t: insert update]'],
  ],
  [
    'a key of a new required column',
    ...withNew('UNIQUE (x)', { notNull: true }),
    [
      'unsafe column public.t.x: it is new and required, but INSERTs of the old code omit it [t: insert]',
      'unsafe constraint public.t c: values must be unique now: UNIQUE (x) [t: insert update]',
    ],
  ],
  [
    'a key of a column that is not there',
    ...withNew('UNIQUE (y)', {}, { columns: ['y'] }),
    ['unsafe constraint public.t c: values must be unique now: UNIQUE (y) [t: insert update]'],
  ],
];

describe('a key', () => {
  it.each(KEYS)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
