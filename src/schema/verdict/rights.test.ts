import { describe, expect, it } from 'vitest';
import {
  type Case,
  column,
  columnGrant,
  fn,
  grant,
  type Objects,
  object,
  table,
  told,
} from './verdict.fixture.ts';

const t = [table('public.t'), column('public.t.a'), column('public.t.b')];
const lost = (rest: Objects[], right: Objects, ...instead: Objects[]): [Objects[], Objects[]] => [
  [...rest, right],
  [...rest, ...instead],
];
const passOn = (right: Objects): Objects =>
  Object.fromEntries(
    Object.entries(right).map(([id, { kind, properties }]) => [
      id,
      { kind, properties: { ...properties, grantable: true } },
    ]),
  );
const on = (privilege: string, role = 'anon') => grant('public.t', role, privilege);
const only = (name: string, role = 'anon', privilege = 'SELECT') =>
  columnGrant('public.t', name, role, privilege);
const f = fn('public.f()');
const apps = [
  ...t,
  f,
  table('app.x'),
  column('app.x.c'),
  fn('app.g()'),
  table('apps.y'),
  table('my.app.'),
  fn('my.app.()'),
  object('schema', 'app'),
];
const sequence = (ownedBy: string | null) => object('sequence', 'public.s', { ownedBy });
const usage = (name: string, type: string, privilege = 'USAGE') => grant(name, 'anon', privilege, type);

const CASES: Case[] = [
  [
    'it may not read any more',
    ...lost(t, on('SELECT')),
    ['unsafe grant public.t anon SELECT: anon lost SELECT [t: select update delete]'],
  ],
  [
    'it may not insert any more',
    ...lost(t, on('INSERT')),
    ['unsafe grant public.t anon INSERT: anon lost INSERT [t: insert]'],
  ],
  [
    'it may not update any more',
    ...lost(t, on('UPDATE')),
    ['unsafe grant public.t anon UPDATE: anon lost UPDATE [t: update]'],
  ],
  [
    'it may not delete any more',
    ...lost(t, on('DELETE')),
    ['unsafe grant public.t anon DELETE: anon lost DELETE [t: delete]'],
  ],
  [
    'it may not truncate any more',
    ...lost(t, on('TRUNCATE')),
    ['unsafe grant public.t anon TRUNCATE: anon lost TRUNCATE [nobody]'],
  ],
  ['everybody may', ...lost(t, on('SELECT'), on('SELECT', 'public')), []],
  [
    'another role may',
    ...lost(t, on('SELECT'), on('SELECT', 'web')),
    ['unsafe grant public.t anon SELECT: anon lost SELECT [t: select update delete]'],
  ],
  [
    'everybody may do something else',
    ...lost(t, on('SELECT'), on('INSERT', 'public')),
    ['unsafe grant public.t anon SELECT: anon lost SELECT [t: select update delete]'],
  ],
  [
    'the table is gone',
    [...t, on('SELECT')],
    [],
    ['unsafe relation public.t: the table is gone [t: select insert update delete]'],
  ],
  ['it may read each column', ...lost(t, on('SELECT'), only('a'), only('b')), []],
  [
    'it may read one column',
    ...lost(t, on('SELECT'), only('a')),
    ['unsafe grant public.t anon SELECT: anon lost SELECT on b [t: select(b) update(b) delete]'],
  ],
  [
    'everybody may read one column',
    ...lost(t, on('SELECT'), only('a', 'public')),
    ['unsafe grant public.t anon SELECT: anon lost SELECT on b [t: select(b) update(b) delete]'],
  ],
  [
    'another role may read one column',
    ...lost(t, on('SELECT'), only('a', 'web')),
    ['unsafe grant public.t anon SELECT: anon lost SELECT [t: select update delete]'],
  ],
  [
    'it may write one column',
    ...lost(t, on('SELECT'), only('a', 'anon', 'UPDATE')),
    ['unsafe grant public.t anon SELECT: anon lost SELECT [t: select update delete]'],
  ],
  ['a table without columns', ...lost([table('public.t')], on('SELECT')), []],
  [
    'it may no longer pass it on',
    ...lost(t, passOn(on('SELECT')), on('SELECT')),
    [
      'unknown grant public.t anon SELECT: anon can no longer grant SELECT to others [t: select update delete]',
    ],
  ],
  ['it may pass it on now', ...lost(t, on('SELECT'), passOn(on('SELECT'))), []],
  [
    'who gave it is another',
    ...lost(t, passOn(on('SELECT')), {
      'grant public.t anon SELECT': {
        kind: 'grant',
        properties: { ...passOn(on('SELECT'))['grant public.t anon SELECT']?.properties, grantor: 'x' },
      },
    }),
    [],
  ],

  [
    'it may not call a function any more',
    ...lost([f], usage('public.f()', 'function', 'EXECUTE')),
    ['unsafe grant function public.f() anon EXECUTE: anon lost EXECUTE [f(): call]'],
  ],
  [
    'everybody may call it',
    ...lost(
      [f],
      usage('public.f()', 'function', 'EXECUTE'),
      grant('public.f()', 'public', 'EXECUTE', 'function'),
    ),
    [],
  ],
  [
    'the function is gone',
    [f, usage('public.f()', 'function', 'EXECUTE')],
    [],
    ['unsafe function public.f(): the function is gone, or takes different arguments [f(): call]'],
  ],
  [
    'it may not use a schema any more',
    ...lost(apps, usage('app', 'schema')),
    [
      'unsafe grant schema app anon USAGE: anon lost USAGE [app.x: select insert update delete; app.g(): call]',
    ],
  ],
  [
    'the schema is gone',
    [object('schema', 'app'), usage('app', 'schema')],
    [],
    ['unsafe schema app: the schema is gone [all]'],
  ],
  [
    'it may not use a sequence any more',
    ...lost([...t, sequence('public.t.a')], usage('public.s', 'sequence')),
    ['unsafe grant sequence public.s anon USAGE: anon lost USAGE [t: insert]'],
  ],
  [
    'a sequence of a table in quotes',
    ...lost(
      [table('public."t.x"'), column('public."t.x".id'), sequence('public."t.x".id')],
      usage('public.s', 'sequence'),
    ),
    ['unsafe grant sequence public.s anon USAGE: anon lost USAGE ["t.x": insert]'],
  ],
  [
    'a sequence of a column in quotes',
    ...lost(
      [
        ...t,
        column('public.t."no. 1"', { relation: 'public.t', name: 'no. 1' }),
        sequence('public.t."no. 1"'),
      ],
      usage('public.s', 'sequence'),
    ),
    ['unsafe grant sequence public.s anon USAGE: anon lost USAGE [t: insert]'],
  ],
  [
    'a sequence of nothing',
    ...lost([...t, sequence(null)], usage('public.s', 'sequence')),
    ['unsafe grant sequence public.s anon USAGE: anon lost USAGE [all]'],
  ],
  [
    'a sequence that came later',
    [...t, usage('public.s', 'sequence')],
    [...t, sequence('public.t.a')],
    ['unsafe grant sequence public.s anon USAGE: anon lost USAGE [all]'],
  ],
  [
    'it may not use an enum any more',
    ...lost([...t, object('enum', 'public.e')], usage('public.e', 'type')),
    ['unsafe grant type public.e anon USAGE: anon lost USAGE [all]'],
  ],
  [
    'it may not use a domain any more',
    ...lost([...t, object('domain', 'public.e', { constraints: [] })], usage('public.e', 'type')),
    ['unsafe grant type public.e anon USAGE: anon lost USAGE [all]'],
  ],
  [
    'it may not use a type any more',
    ...lost([...t, object('type', 'public.e')], usage('public.e', 'type')),
    ['unsafe grant type public.e anon USAGE: anon lost USAGE [all]'],
  ],
  [
    'the type is gone',
    [...t, object('type', 'public.e'), usage('public.e', 'type')],
    t,
    ['unsafe type public.e: the type is gone [all]'],
  ],
  [
    'it may not use a language any more',
    ...lost([...t, object('extension', 'x')], usage('x', 'extension')),
    ['unsafe grant extension x anon USAGE: anon lost USAGE [all]'],
  ],

  [
    'it may not read a column any more',
    ...lost(t, only('a')),
    [
      'unsafe column-grant public.t.a anon SELECT: anon lost SELECT on the column [t: select(a) update(a) delete]',
    ],
  ],
  [
    'it may not write a column any more',
    ...lost(t, only('a', 'anon', 'UPDATE')),
    ['unsafe column-grant public.t.a anon UPDATE: anon lost UPDATE on the column [t: update(a)]'],
  ],
  ['it may read the whole table instead', ...lost(t, only('a'), on('SELECT')), []],
  ['everybody may read the whole table instead', ...lost(t, only('a'), on('SELECT', 'public')), []],
  [
    'another role may read the whole table',
    ...lost(t, only('a'), on('SELECT', 'web')),
    [
      'unsafe column-grant public.t.a anon SELECT: anon lost SELECT on the column [t: select(a) update(a) delete]',
    ],
  ],
  ['everybody may read the column', ...lost(t, only('a'), only('a', 'public')), []],
  [
    'it may read the other column',
    ...lost(t, only('a'), only('b')),
    [
      'unsafe column-grant public.t.a anon SELECT: anon lost SELECT on the column [t: select(a) update(a) delete]',
    ],
  ],
  [
    'the column is gone',
    [...t, only('a')],
    [table('public.t'), column('public.t.b')],
    ['unsafe column public.t.a: the column is gone [t: select(a) insert(a) update(a) delete]'],
  ],
  [
    'the table of the column is gone',
    [...t, only('a')],
    [],
    ['unsafe relation public.t: the table is gone [t: select insert update delete]'],
  ],
];

describe('a right is gone', () => {
  it.each(CASES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
