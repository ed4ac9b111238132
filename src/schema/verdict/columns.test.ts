import { describe, expect, it } from 'vitest';
import { type Case, column, table, told } from './verdict.fixture.ts';

const t = table('public.t');
const id = column('public.t.id', { notNull: true });
const a = (more: Parameters<typeof column>[1] = {}) => column('public.t.a', more);
const altered = (
  from: Parameters<typeof column>[1],
  to: Parameters<typeof column>[1],
): [ReturnType<typeof a>[], ReturnType<typeof a>[]] => [
  [t, id, a(from)],
  [t, id, a(to)],
];
const CHANGED: Case[] = [
  [
    'the column is gone',
    [t, id, a()],
    [t, id],
    ['unsafe column public.t.a: the column is gone [t: select(a) insert(a) update(a) delete]'],
  ],
  ['nothing changed but the order of words', [t, id, a()], [t, id, a()], []],

  [
    'it can no longer be null',
    ...altered({}, { notNull: true }),
    ['unsafe column public.t.a: it can no longer be null [t: insert update(a)]'],
  ],
  [
    'it can be null now',
    ...altered({ notNull: true }, {}),
    ['unknown column public.t.a: it can be null now, which old code has never read [t: select(a)]'],
  ],
  [
    'another collation',
    ...altered({}, { collation: 'pg_catalog.C' }),
    ['unknown column public.t.a: its collation changed [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'another collation of a column whose default calls a function of ours',
    ...altered({ default: 'public.f()' }, { default: 'public.f()', collation: 'pg_catalog.C' }),
    ['unknown column public.t.a: its collation changed [t: select(a) insert(a) update(a) delete]'],
  ],

  [
    'how it is generated changed',
    ...altered({ generated: 'stored lower(id)' }, { generated: 'stored upper(id)' }),
    ['unsafe column public.t.a: how it is generated changed [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'it is generated now',
    ...altered({}, { generated: 'stored lower(id)' }),
    ['unsafe column public.t.a: how it is generated changed [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'a required column lost its default',
    ...altered({ notNull: true, default: "'x'::text" }, { notNull: true }),
    [
      'unsafe column public.t.a: it has no default now, so INSERTs that omit it no longer get a value [t: insert]',
    ],
  ],
  [
    'a required column lost its identity',
    ...altered({ notNull: true, identity: 'always' }, { notNull: true }),
    [
      'unsafe column public.t.a: it has no default now, so INSERTs that omit it no longer get a value [t: insert]',
    ],
  ],
  [
    'a nullable column lost its default',
    ...altered({ default: "'x'::text" }, {}),
    [
      'unknown column public.t.a: its default changed, so INSERTs that omit it get a different value [t: insert]',
    ],
  ],
  [
    'another default',
    ...altered({ default: "'x'::text" }, { default: "'y'::text" }),
    [
      'unknown column public.t.a: its default changed, so INSERTs that omit it get a different value [t: insert]',
    ],
  ],
  [
    'another default of a required column',
    ...altered({ notNull: true, default: "'x'::text" }, { notNull: true, default: "'y'::text" }),
    [
      'unknown column public.t.a: its default changed, so INSERTs that omit it get a different value [t: insert]',
    ],
  ],
  [
    'a required column without default got one',
    ...altered({ notNull: true }, { notNull: true, default: "'y'::text" }),
    [],
  ],
  [
    'a nullable column without default got one',
    ...altered({}, { default: "'y'::text" }),
    [
      'unknown column public.t.a: its default changed, so INSERTs that omit it get a different value [t: insert]',
    ],
  ],
  [
    'a new default that calls a function of ours',
    ...altered({}, { default: 'public.f()' }),
    [
      'unknown column public.t.a: its default changed, so INSERTs that omit it get a different value [t: insert]',
      'unknown column public.t.a: its default calls a function of this database [t: insert]',
    ],
  ],
  [
    'a new default that may fail',
    ...altered({ notNull: true }, { notNull: true, default: '(1 / 0)' }),
    ['unknown column public.t.a: its default might fail: (1 / 0) [t: insert]'],
  ],

  [
    'from by default to always',
    ...altered({ notNull: true, identity: 'by default' }, { notNull: true, identity: 'always' }),
    ['unsafe column public.t.a: only the database can fill it now [t: insert update(a)]'],
  ],
  [
    'from always to by default',
    ...altered({ notNull: true, identity: 'always' }, { notNull: true, identity: 'by default' }),
    [],
  ],
  [
    'a required column became an identity',
    ...altered({ notNull: true }, { notNull: true, identity: 'by default' }),
    ['unknown column public.t.a: the database now fills it from a sequence [t: insert]'],
  ],
  [
    'a default became an identity',
    ...altered({ notNull: true, default: '1' }, { notNull: true, identity: 'by default' }),
    [
      'unknown column public.t.a: its default changed, so INSERTs that omit it get a different value [t: insert]',
      'unknown column public.t.a: the database now fills it from a sequence [t: insert]',
    ],
  ],
  [
    'an identity became a default',
    ...altered({ notNull: true, identity: 'by default' }, { notNull: true, type: 'integer', default: '1' }),
    [
      'unsafe column public.t.a: its type was text, now it is integer [t: select(a) insert(a) update(a) delete]',
      'unknown column public.t.a: its default changed, so INSERTs that omit it get a different value [t: insert]',
    ],
  ],
  [
    'a nullable identity is none any more',
    ...altered({ identity: 'by default' }, {}),
    ['unknown column public.t.a: it is no longer an identity column [t: insert]'],
  ],

  [
    'the numbers of an identity go another way',
    ...altered(
      { identity: 'always', identityOptions: ['increment 1', 'start 1'] },
      { identity: 'always', identityOptions: ['increment 2', 'start 1'] },
    ),
    ['unknown column public.t.a: the numbers that it generates changed [t: insert]'],
  ],
  [
    'they start elsewhere, and more are held ready',
    ...altered(
      { identity: 'always', identityOptions: ['increment 1', 'start 1', 'cache 1'] },
      { identity: 'always', identityOptions: ['increment 1', 'start 9', 'cache 20'] },
    ),
    [],
  ],
  [
    'an option that only ends like those',
    ...altered(
      { identity: 'always', identityOptions: ['restart 1', 'recache 1'] },
      { identity: 'always', identityOptions: ['restart 2', 'recache 2'] },
    ),
    ['unknown column public.t.a: the numbers that it generates changed [t: insert]'],
  ],
  [
    'options of what was no identity',
    ...altered(
      { notNull: true },
      { notNull: true, identity: 'by default', identityOptions: ['increment 2'] },
    ),
    ['unknown column public.t.a: the database now fills it from a sequence [t: insert]'],
  ],
  [
    'options of what is no identity any more',
    ...altered({ identity: 'by default', identityOptions: ['increment 2'] }, {}),
    ['unknown column public.t.a: it is no longer an identity column [t: insert]'],
  ],
];

describe('a column that changed', () => {
  it.each(CHANGED)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});

describe('the type of a column', () => {
  it.each([
    ['character varying(20)', 'character varying(50)', 'longer'],
    ['character varying(20)', 'character varying', 'longer'],
    ['character varying(20)', 'text', 'longer'],
    ['character varying', 'text', 'longer'],
    ['text', 'character varying', 'longer'],
    ['character varying(50)', 'character varying(20)', 'unsafe'],
    ['text', 'character varying(20)', 'unsafe'],
    ['text', 'text[]', 'unsafe'],
    ['text[]', 'text', 'unsafe'],
    ['citext', 'text', 'unsafe'],
    ['integer', 'text', 'unsafe'],
    ['text', 'integer', 'unsafe'],
    ['numeric(10,2)', 'numeric(12,2)', 'larger'],
    ['numeric(10,2)', 'numeric', 'larger'],
    ['numeric(3,-12)', 'numeric(4,-12)', 'larger'],
    ['numeric(10,2)', 'numeric(12,4)', 'unsafe'],
    ['numeric(12,2)', 'numeric(10,2)', 'unsafe'],
    ['numeric', 'numeric(10,2)', 'unsafe'],
    ['numeric(10,2)', 'numeric(12,2)[]', 'unsafe'],
    ['public.numeric(10,2)', 'public.numeric', 'unsafe'],
    ['numeric(10,2)', 'integer', 'unsafe'],
  ] as const)('%s → %s: %s', (from, to, more) => {
    const why = `its type was ${from}, now it is ${to}`;
    const [given] = told([t, id, a({ type: from })], [t, id, a({ type: to })]);
    const start =
      more === 'unsafe'
        ? `unsafe column public.t.a: ${why}`
        : `unknown column public.t.a: ${why}: ${more} values might come back`;
    expect(given).toBe(`${start} [t: select(a) insert(a) update(a) delete]`);
  });
});
