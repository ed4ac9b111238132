import { describe, expect, it } from 'vitest';
import { type Case, column, object, table, told } from './verdict.fixture.ts';

const t = table('public.t');
const id = column('public.t.id', { notNull: true });
const a = (more: Parameters<typeof column>[1] = {}) => column('public.t.a', more);
const added = (
  more: Parameters<typeof column>[1],
  ...others: ReturnType<typeof a>[]
): [ReturnType<typeof a>[], ReturnType<typeof a>[]] => [
  [t, id, ...others],
  [t, id, ...others, a(more)],
];
const domain = (name: string, more: Parameters<typeof column>[1] = {}) =>
  object('domain', name, { type: 'integer', notNull: false, default: null, constraints: [], ...more });
const positive = domain('public.positive', { constraints: ['ok CHECK ((VALUE > 0))'] });

const ADDED: Case[] = [
  ['a nullable column', ...added({}), []],
  ['a column of a new table', [], [t, a({ notNull: true })], []],
  [
    'a column of a relation that the snapshot has not',
    [t, id],
    [t, id, column('public.other.a', { notNull: true })],
    [],
  ],
  [
    'an attribute of a composite type',
    [table('public.t', { type: 'composite type' })],
    [table('public.t', { type: 'composite type' }), a()],
    ['unknown column public.t.a: a composite type has a new attribute [t: select insert update delete]'],
  ],
  [
    'a column of a view',
    [table('public.t', { type: 'view' })],
    [table('public.t', { type: 'view' }), a({ notNull: true })],
    [],
  ],
  [
    'a column of a materialized view',
    [table('public.t', { type: 'materialized view' })],
    [table('public.t', { type: 'materialized view' }), a({ notNull: true })],
    [],
  ],
  [
    'a required column',
    ...added({ notNull: true }),
    ['unsafe column public.t.a: it is new and required, but INSERTs of the old code omit it [t: insert]'],
  ],
  ['a required column with a default', ...added({ notNull: true, default: "'x'::text" }), []],
  ['a required column with an identity', ...added({ notNull: true, type: 'bigint', identity: 'always' }), []],

  [
    'of a domain that must not be null',
    ...added({ type: 'public.d' }, domain('public.d', { notNull: true })),
    ['unsafe column public.t.a: it is new and required, but INSERTs of the old code omit it [t: insert]'],
  ],
  [
    'of a domain over one that must not be null',
    ...added(
      { type: 'public.e' },
      domain('public.d', { notNull: true }),
      domain('public.e', { type: 'public.d' }),
    ),
    ['unsafe column public.t.a: it is new and required, but INSERTs of the old code omit it [t: insert]'],
  ],
  [
    'of a required domain with a default',
    ...added({ type: 'public.d' }, domain('public.d', { notNull: true, default: '1' })),
    [],
  ],
  [
    'of a domain over one with a default',
    ...added(
      { type: 'public.e', notNull: true },
      domain('public.d', { default: '1' }),
      domain('public.e', { type: 'public.d' }),
    ),
    [],
  ],
  [
    'an array of a domain that must not be null',
    ...added({ type: 'public.d[]' }, domain('public.d', { notNull: true })),
    [],
  ],
  [
    'a required array of a domain with a default',
    ...added({ type: 'public.d[]', notNull: true }, domain('public.d', { default: '1' })),
    ['unsafe column public.t.a: it is new and required, but INSERTs of the old code omit it [t: insert]'],
  ],
  [
    'of a domain without checks',
    ...added({ type: 'public.d' }, domain('public.d', { constraints: null })),
    [],
  ],
  ['of a domain whose check takes no default', ...added({ type: 'public.positive' }, positive), []],
  [
    'of a domain whose check takes the default',
    ...added({ type: 'public.positive', default: '5' }, positive),
    [],
  ],
  [
    'of a domain whose check refuses the default',
    ...added({ type: 'public.positive', default: '0' }, positive),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  [
    'of a domain that refuses its own default',
    ...added(
      { type: 'public.d' },
      domain('public.d', { default: '0', constraints: ['ok CHECK ((VALUE > 0))'] }),
    ),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  [
    'a check under a quoted name',
    ...added(
      { type: 'public.d', default: '5' },
      domain('public.d', { constraints: ['"is ""so"" CHECK (x) ok" CHECK ((VALUE > 0))'] }),
    ),
    [],
  ],
  [
    'one of two checks refuses',
    ...added(
      { type: 'public.d', default: '5' },
      domain('public.d', { constraints: ['low CHECK ((VALUE > 0))', 'high CHECK ((VALUE < 5))'] }),
    ),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  [
    'an identity of a domain with a check',
    ...added({ type: 'public.positive', notNull: true, identity: 'always' }, positive),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  [
    'generated, of a domain with a check',
    ...added({ type: 'public.positive', generated: 'stored 1' }, positive),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  [
    'an array with a default, of a domain with a check',
    ...added({ type: 'public.positive[]', default: "'{}'::public.positive[]" }, positive),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  [
    'arrays of arrays of a domain with a check',
    ...added({ type: 'public.positive[][]', default: "'{}'::public.positive[]" }, positive),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  ['an array of a domain with a check', ...added({ type: 'public.positive[]' }, positive), []],
  [
    'an array of a domain with a check that refuses NULL',
    ...added({ type: 'public.d[]' }, domain('public.d', { constraints: ['ok CHECK ((VALUE IS NOT NULL))'] })),
    [],
  ],
  [
    'a generated array of a domain with a check',
    ...added({ type: 'public.positive[]', generated: 'stored ARRAY[1]' }, positive),
    [
      'unknown column public.t.a: it is new, and its domain checks values that the old code omits [t: insert]',
    ],
  ],
  [
    'of a type that only begins like an array of a domain',
    ...added({ type: 'public.positive[]x' }, positive),
    [],
  ],

  ['generated as a text that cannot fail', ...added({ generated: 'stored lower(id)' }), []],
  ['virtual, as a text that cannot fail', ...added({ generated: 'virtual lower(id)' }), []],
  [
    'generated and required',
    ...added({ generated: 'stored lower(id)', notNull: true }),
    ['unknown column public.t.a: it is computed on each write, and that can fail [t: insert update(a)]'],
  ],
  [
    'generated as another type',
    ...added({ generated: 'stored lower(id)', type: 'character varying(3)' }),
    ['unknown column public.t.a: it is computed on each write, and that can fail [t: insert update(a)]'],
  ],
  [
    'generated by what may fail',
    ...added({ generated: 'stored (1 / 0)' }),
    ['unknown column public.t.a: it is computed on each write, and that can fail [t: insert update(a)]'],
  ],
  [
    'a default of ours',
    ...added({ default: 'public.f()' }),
    ['unknown column public.t.a: its default calls a function of this database [t: insert]'],
  ],
  [
    'a default that may fail',
    ...added({ default: '(1 / 0)', type: 'integer' }),
    ['unknown column public.t.a: its default might fail: (1 / 0) [t: insert]'],
  ],
];

describe('a new column', () => {
  it.each(ADDED)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
