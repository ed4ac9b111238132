import { describe, expect, it } from 'vitest';
import { type Case, column, columnGrant, grant, table, told } from './verdict.fixture.ts';

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
const numbers = "nextval('public.numbers'::regclass)";
const inserts = (role: string) => grant('public.t', role, 'INSERT');
const uses = (role: string, privilege = 'USAGE') => grant('public.numbers', role, privilege, 'sequence');
const fromSequence = (...rights: ReturnType<typeof a>[]) =>
  added({ type: 'bigint', default: numbers }, ...rights);

const RIGHTS: Case[] = [
  ['a sequence that nobody who inserts must use', ...fromSequence(), []],
  [
    'a sequence that who inserts may not use',
    ...fromSequence(inserts('anon')),
    [
      'unsafe column public.t.a: its default needs USAGE on sequence public.numbers, which anon lacks [t: insert]',
    ],
  ],
  ['a sequence that who inserts may use', ...fromSequence(inserts('anon'), uses('anon')), []],
  ['a sequence that who inserts may update', ...fromSequence(inserts('anon'), uses('anon', 'UPDATE')), []],
  ['a sequence that everybody may use', ...fromSequence(inserts('anon'), uses('public')), []],
  [
    'a sequence that another role may use',
    ...fromSequence(inserts('anon'), uses('web')),
    [
      'unsafe column public.t.a: its default needs USAGE on sequence public.numbers, which anon lacks [t: insert]',
    ],
  ],
  [
    'a sequence that who inserts may only look at',
    ...fromSequence(inserts('anon'), uses('anon', 'SELECT')),
    [
      'unsafe column public.t.a: its default needs USAGE on sequence public.numbers, which anon lacks [t: insert]',
    ],
  ],
  ['who only reads needs no sequence', ...fromSequence(grant('public.t', 'anon', 'SELECT')), []],
  ['who inserts elsewhere needs no sequence', ...fromSequence(grant('public.u', 'anon', 'INSERT')), []],
  [
    'two roles, one of them twice',
    ...fromSequence(
      inserts('anon'),
      columnGrant('public.t', 'id', 'anon', 'INSERT'),
      columnGrant('public.t', 'id', 'web', 'INSERT'),
    ),
    [
      'unsafe column public.t.a: its default needs USAGE on sequence public.numbers, which anon, web lacks [t: insert]',
    ],
  ],
  [
    'a sequence with a quote in its name',
    ...added(
      { type: 'bigint', default: `nextval('public."it''s"'::regclass)` },
      inserts('anon'),
      grant(`public."it's"`, 'anon', 'USAGE', 'sequence'),
    ),
    [],
  ],

  [
    'a role that reads column by column is blind to it',
    ...added({}, columnGrant('public.t', 'id', 'anon', 'SELECT')),
    ['unknown column public.t.a: anon cannot read it, so `select *` fails [t: select(a)]'],
  ],
  [
    'two roles are blind to it',
    ...added(
      {},
      columnGrant('public.t', 'id', 'anon', 'SELECT'),
      columnGrant('public.t', 'id', 'web', 'SELECT'),
    ),
    ['unknown column public.t.a: anon, web cannot read it, so `select *` fails [t: select(a)]'],
  ],
  ['a role that writes column by column', ...added({}, columnGrant('public.t', 'id', 'anon', 'UPDATE')), []],
  [
    'it may read the whole table too',
    ...added({}, columnGrant('public.t', 'id', 'anon', 'SELECT'), grant('public.t', 'anon', 'SELECT')),
    [],
  ],
  [
    'everybody may read the whole table',
    ...added({}, columnGrant('public.t', 'id', 'anon', 'SELECT'), grant('public.t', 'public', 'SELECT')),
    [],
  ],
  [
    'it was granted the new column',
    ...added(
      {},
      columnGrant('public.t', 'id', 'anon', 'SELECT'),
      columnGrant('public.t', 'a', 'anon', 'SELECT'),
    ),
    [],
  ],
  [
    'everybody was granted the new column',
    ...added(
      {},
      columnGrant('public.t', 'id', 'anon', 'SELECT'),
      columnGrant('public.t', 'a', 'public', 'SELECT'),
    ),
    [],
  ],
  [
    'another role was granted the new column',
    ...added(
      {},
      columnGrant('public.t', 'id', 'anon', 'SELECT'),
      columnGrant('public.t', 'a', 'web', 'SELECT'),
    ),
    ['unknown column public.t.a: anon cannot read it, so `select *` fails [t: select(a)]'],
  ],
  [
    'it may write the new column alone',
    ...added(
      {},
      columnGrant('public.t', 'id', 'anon', 'SELECT'),
      columnGrant('public.t', 'a', 'anon', 'UPDATE'),
    ),
    ['unknown column public.t.a: anon cannot read it, so `select *` fails [t: select(a)]'],
  ],
  [
    'a blind role and a view',
    [table('public.t', { type: 'view' }), columnGrant('public.t', 'id', 'anon', 'SELECT')],
    [table('public.t', { type: 'view' }), columnGrant('public.t', 'id', 'anon', 'SELECT'), a()],
    ['unknown column public.t.a: anon cannot read it, so `select *` fails [t: select(a)]'],
  ],
];

describe('what roles may do with a new column', () => {
  it.each(RIGHTS)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
