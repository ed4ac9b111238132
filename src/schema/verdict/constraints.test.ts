import { describe, expect, it } from 'vitest';
import { type Case, column, constraint, type Objects, table, told } from './verdict.fixture.ts';

const base = [
  table('public.t'),
  column('public.t.a'),
  column('public.t.b'),
  table('public.u'),
  column('public.u.id'),
];
const before = (...parts: Objects[]): Objects[] => [...base, ...parts];
const changed = (from: Objects, to: Objects): [Objects[], Objects[]] => [before(from), before(to)];
const gone = (...parts: Objects[]): [Objects[], Objects[]] => [before(...parts), base];
const added = (...parts: Objects[]): [Objects[], Objects[]] => [base, before(...parts)];
const check = (definition: string, more = {}) => constraint('c', `CHECK (${definition})`, more);
const words = (...all: string[]) => check(`(a = ANY (ARRAY[${all.map((w) => `'${w}'::text`).join(', ')}]))`);
const toU = (more = {}, tail = '') =>
  constraint('t_a_fkey', `FOREIGN KEY (a) REFERENCES public.u(id)${tail}`, {
    references: 'public.u',
    ...more,
  });
const unique = (more = {}, tail = '') => constraint('key', `UNIQUE (a)${tail}`, more);
const part = table('public.t_1', { parents: ['public.t'] });

const GONE: Case[] = [
  [
    'a check is gone',
    ...gone(check('(a > 0)')),
    [
      'unknown constraint public.t c: the constraint is gone: values that old code has never read can appear [t: select(a)]',
    ],
  ],
  [
    'a check over no column is gone',
    ...gone(check('app.ok()', { columns: [] })),
    [
      'unknown constraint public.t c: the constraint is gone: values that old code has never read can appear [t: select]',
    ],
  ],
  [
    'a foreign key is gone',
    ...gone(toU()),
    [
      'unsafe constraint public.t t_a_fkey: the foreign key is gone: reads that embed the other table need it [t: select]',
    ],
  ],
  [
    'a primary key is gone',
    ...gone(constraint('pk', 'PRIMARY KEY (a)')),
    [
      'unsafe constraint public.t pk: the constraint is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'a unique constraint is gone',
    ...gone(unique()),
    [
      'unsafe constraint public.t key: the constraint is gone: ON CONFLICT and upserts need it [t: select insert update]',
    ],
  ],
  [
    'an exclusion constraint over two columns is gone',
    ...gone(constraint('ex', 'EXCLUDE USING gist (a WITH &&, b WITH =)', { columns: ['a', 'b'] })),
    [
      'unknown constraint public.t ex: the constraint is gone: values that old code has never read can appear [t: select(a,b)]',
    ],
  ],
  [
    'it has another name',
    ...changed(constraint('one', 'UNIQUE (a)'), constraint('two', 'UNIQUE (a)')),
    ['unknown constraint public.t one: the constraint has a different name now [t: select insert update]'],
  ],
  [
    'another one came',
    ...changed(constraint('one', 'CHECK ((a > 0))'), constraint('two', 'CHECK ((a > 1))')),
    [
      'unsafe constraint public.t two: a new rule on its rows: CHECK ((a > 1)) [t: insert update]',
      'unknown constraint public.t one: the constraint is gone: values that old code has never read can appear [t: select(a)]',
    ],
  ],
  [
    'with its table',
    before(unique()),
    [table('public.u'), column('public.u.id')],
    ['unsafe relation public.t: the table is gone [t: select insert update delete]'],
  ],
  [
    'a part of a foreign key for a partition',
    before(
      toU(),
      constraint('t_a_fkey1', 'FOREIGN KEY (a) REFERENCES public.u_1(id)', { parent: 'public.t t_a_fkey' }),
    ),
    before(toU()),
    [],
  ],
  [
    'the whole key went with its part',
    before(
      toU(),
      constraint('t_a_fkey1', 'FOREIGN KEY (a) REFERENCES public.u_1(id)', { parent: 'public.t t_a_fkey' }),
    ),
    base,
    [
      'unsafe constraint public.t t_a_fkey: the foreign key is gone: reads that embed the other table need it [t: select]',
      'unsafe constraint public.t t_a_fkey1: the foreign key is gone: reads that embed the other table need it [t: select]',
    ],
  ],
  [
    'the key that a partition has from the whole table',
    before(
      toU(),
      part,
      constraint('p', 'FOREIGN KEY (a) REFERENCES public.u(id)', {
        relation: 'public.t_1',
        parent: 'public.t t_a_fkey',
      }),
    ),
    before(toU(), part),
    [
      'unsafe constraint public.t_1 p: the foreign key is gone: reads that embed the other table need it [t_1: select]',
    ],
  ],
];

const CHANGED: Case[] = [
  [
    'it was validated',
    ...changed(
      check('(a > 0)', { definition: 'CHECK ((a > 0)) NOT VALID', validated: false }),
      check('(a > 0)'),
    ),
    [],
  ],
  [
    'it is not validated any more',
    ...changed(check('(a > 0)'), check('(a > 0)', { definition: 'CHECK ((a > 0)) NOT VALID' })),
    [],
  ],
  [
    'NOT VALID in the middle of it',
    ...changed(check(`(a > ' NOT VALID x'::text)`), check(`(a > ' x'::text)`)),
    [
      "unknown constraint public.t c: it was CHECK ((a > ' NOT VALID x'::text)), now it is CHECK ((a > ' x'::text)) [t: select insert update]",
    ],
  ],
  [
    'a word more',
    ...changed(words('x'), words('x', 'y')),
    ['unknown constraint public.t c: it allows new values: y [t: select(a)]'],
  ],
  [
    'a word less',
    ...changed(words('x', 'y'), words('x')),
    ['unsafe constraint public.t c: it no longer allows y [t: insert update]'],
  ],
  [
    'a word for another',
    ...changed(words('x', 'z'), words('y', 'z')),
    ['unsafe constraint public.t c: it no longer allows x [t: insert update]'],
  ],
  ['the same words the other way round', ...changed(words('x', 'y'), words('y', 'x')), []],
  [
    'the same rule of other columns',
    ...changed(check('(a > 0)', { columns: ['a'] }), check('(a > 0)', { columns: ['b'] })),
    [
      'unknown constraint public.t c: it was CHECK ((a > 0)), now it is CHECK ((a > 0)) [t: select insert update]',
    ],
  ],
  [
    'another condition',
    ...changed(check('(a > 0)'), check('(a > 1)')),
    [
      'unknown constraint public.t c: it was CHECK ((a > 0)), now it is CHECK ((a > 1)) [t: select insert update]',
    ],
  ],
  [
    'another unique key',
    ...changed(unique(), constraint('key', 'UNIQUE (b)', { columns: ['b'] })),
    ['unsafe constraint public.t key: it was UNIQUE (a), now it is UNIQUE (b) [t: select insert update]'],
  ],
  [
    'another primary key',
    ...changed(
      constraint('key', 'PRIMARY KEY (a)'),
      constraint('key', 'PRIMARY KEY (b)', { columns: ['b'] }),
    ),
    [
      'unsafe constraint public.t key: it was PRIMARY KEY (a), now it is PRIMARY KEY (b) [t: select insert update]',
    ],
  ],
  [
    'another foreign key',
    ...changed(toU(), toU({}, ' ON DELETE CASCADE')),
    [
      'unknown constraint public.t t_a_fkey: it was FOREIGN KEY (a) REFERENCES public.u(id), now it is FOREIGN KEY (a) REFERENCES public.u(id) ON DELETE CASCADE [t: select insert update]',
    ],
  ],
];

const newTable = (...parts: Objects[]): [Objects[], Objects[]] => [
  base,
  before(table('public.n'), column('public.n.a'), ...parts),
];
const ofNew = { relation: 'public.n' };
const withNew = (
  definition: string,
  more: Parameters<typeof column>[1] = {},
  rule = {},
): [Objects[], Objects[]] => [
  base,
  before(column('public.t.x', more), constraint('c', definition, { columns: ['x'], ...rule })),
];
const both = { columns: ['x', 'y'] };
const twoNew = (definition: string, more = {}): [Objects[], Objects[]] => [
  base,
  before(column('public.t.x'), column('public.t.y'), constraint('c', definition, { ...both, ...more })),
];

const ADDED: Case[] = [
  [
    'a new check on old rows',
    ...added(check('(a > 0)')),
    ['unsafe constraint public.t c: a new rule on its rows: CHECK ((a > 0)) [t: insert update]'],
  ],
  ['a new check that is not enforced', ...added(constraint('c', 'CHECK ((a > 0)) NOT ENFORCED')), []],
  [
    'a new foreign key',
    ...added(toU()),
    [
      'unsafe constraint public.t t_a_fkey: a new rule on its rows: FOREIGN KEY (a) REFERENCES public.u(id) [t: insert update]',
    ],
  ],
  [
    'a new exclusion constraint',
    ...added(constraint('ex', 'EXCLUDE USING gist (a WITH &&)')),
    ['unsafe constraint public.t ex: an exclusion constraint is new [t: insert update]'],
  ],
  [
    'a new unique constraint',
    ...added(unique()),
    ['unsafe constraint public.t key: values must be unique now: UNIQUE (a) [t: insert update]'],
  ],
  [
    'a new primary key',
    ...added(constraint('pk', 'PRIMARY KEY (a)')),
    ['unsafe constraint public.t pk: values must be unique now: PRIMARY KEY (a) [t: insert update]'],
  ],
  [
    'a part of an old foreign key for a new partition',
    before(toU()),
    before(
      toU(),
      constraint('t_a_fkey1', 'FOREIGN KEY (a) REFERENCES public.u_1(id)', { parent: 'public.t t_a_fkey' }),
    ),
    [],
  ],
  [
    'a new partition has the rule of the whole table',
    before(toU()),
    before(
      toU(),
      constraint('f', 'FOREIGN KEY (b) REFERENCES public.u(id)', {
        parent: 'public.u t_a_fkey',
        columns: ['b'],
      }),
    ),
    [
      'unsafe constraint public.t f: a new rule on its rows: FOREIGN KEY (b) REFERENCES public.u(id) [t: insert update]',
    ],
  ],

  ['a check of a new table', ...newTable(constraint('c', 'CHECK ((a > 0))', ofNew)), []],
  [
    'a new table that points at an old one',
    ...newTable(toU(ofNew)),
    [
      'unknown constraint public.n t_a_fkey: rows of the new public.n prevent rows of public.u from being deleted [if declared, u: delete]',
    ],
  ],
  ['a new table whose rows go with the old one', ...newTable(toU(ofNew, ' ON DELETE CASCADE')), []],
  ['a new table whose rows let go', ...newTable(toU(ofNew, ' ON DELETE SET NULL')), []],
  ['a new table that points at a new one', ...newTable(toU({ ...ofNew, references: 'public.n' })), []],

  ['a check on a new column that may stay null', ...withNew('CHECK ((x > 0))'), []],
  [
    'a check that takes the default of a new column',
    ...withNew('CHECK ((x > 0))', { type: 'integer', default: '5' }),
    [],
  ],
  [
    'a check that refuses the default of a new column',
    ...withNew('CHECK ((x > 0))', { type: 'integer', default: '0' }),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: CHECK ((x > 0)) [t: insert update]',
    ],
  ],
  [
    'a check on a new identity',
    ...withNew('CHECK ((x > 0))', { type: 'integer', notNull: true, identity: 'always' }),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: CHECK ((x > 0)) [t: insert update]',
    ],
  ],
  [
    'a check on a new generated column',
    ...withNew('CHECK ((x > 0))', { generated: 'stored lower(a)' }),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: CHECK ((x > 0)) [t: insert update]',
    ],
  ],
  [
    'a check on an old and a new column',
    ...withNew('CHECK ((x > a))', {}, { columns: ['a', 'x'] }),
    ['unsafe constraint public.t c: a new rule on its rows: CHECK ((x > a)) [t: insert update]'],
  ],
  [
    'a check over no column',
    ...added(check('app.ok()', { columns: [] })),
    ['unsafe constraint public.t c: a new rule on its rows: CHECK (app.ok()) [t: insert update]'],
  ],
  [
    'a check on two new columns',
    ...twoNew('CHECK (((x > 0) AND (y > 0)))'),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: CHECK (((x > 0) AND (y > 0))) [t: insert update]',
    ],
  ],
  [
    'a foreign key on a new column',
    ...withNew('FOREIGN KEY (x) REFERENCES public.u(id)', {}, { references: 'public.u' }),
    [],
  ],
  [
    'a foreign key on a new column with a default',
    ...withNew(
      'FOREIGN KEY (x) REFERENCES public.u(id)',
      { default: "'1'::text" },
      { references: 'public.u' },
    ),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (x) REFERENCES public.u(id) [t: insert update]',
    ],
  ],
  [
    'a foreign key on a new identity',
    ...withNew(
      'FOREIGN KEY (x) REFERENCES public.u(id)',
      { type: 'integer', notNull: true, identity: 'always' },
      { references: 'public.u' },
    ),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (x) REFERENCES public.u(id) [t: insert update]',
    ],
  ],
  [
    'a foreign key on two new columns',
    ...twoNew('FOREIGN KEY (x, y) REFERENCES public.u(id, b)', { references: 'public.u' }),
    [],
  ],
  [
    'that must be null or set together',
    ...twoNew('FOREIGN KEY (x, y) REFERENCES public.u(id, b) MATCH FULL', { references: 'public.u' }),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (x, y) REFERENCES public.u(id, b) MATCH FULL [t: insert update]',
    ],
  ],
  [
    'a foreign key on two new columns, one with a default',
    base,
    before(
      column('public.t.x'),
      column('public.t.y', { default: "'1'::text" }),
      constraint('c', 'FOREIGN KEY (x, y) REFERENCES public.u(id, b)', { ...both, references: 'public.u' }),
    ),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (x, y) REFERENCES public.u(id, b) [t: insert update]',
    ],
  ],
  [
    'a foreign key on a column that is not there',
    ...added(
      constraint('c', 'FOREIGN KEY (x) REFERENCES public.u(id)', { columns: ['x'], references: 'public.u' }),
    ),
    [
      'unknown constraint public.t c: a new rule on new columns might refuse rows in which old code omits them: FOREIGN KEY (x) REFERENCES public.u(id) [t: insert update]',
    ],
  ],
];

describe('a constraint', () => {
  it.each([...GONE, ...CHANGED, ...ADDED])('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
