import { describe, expect, it } from 'vitest';
import { type Case, column, fn, type Objects, object, table, told } from './verdict.fixture.ts';

const t = [
  table('public.t'),
  column('public.t.id', { type: 'integer' }),
  column('public.t.a', { type: 'public.mood' }),
];
const changed = (rest: Objects[], from: Objects, to?: Objects): [Objects[], Objects[]] => [
  [...rest, from],
  to ? [...rest, to] : rest,
];

const f = (more: Parameters<typeof fn>[1] = {}) => fn('public.f(integer)', more);
const numbers = (more: Parameters<typeof column>[1] = {}) =>
  object('sequence', 'public.s', {
    type: 'bigint',
    increment: '1',
    min: '1',
    max: '9',
    cycle: false,
    cache: '1',
    start: '1',
    ownedBy: 'public.t.id',
    ...more,
  });
const login = (event: string, more = {}) =>
  object('event-trigger', 'guard', { event, function: 'public.f', ...more });

const CODE: Case[] = [
  [
    'the function is gone',
    ...changed(t, f()),
    [
      'unsafe function public.f(integer): the function is gone, or takes different arguments [f(integer): call]',
    ],
  ],
  [
    'it gives something else',
    ...changed(t, f(), f({ result: 'bigint' })),
    ['unsafe function public.f(integer): it returned integer, now it returns bigint [f(integer): call]'],
  ],
  [
    'it is a procedure now',
    ...changed(t, f(), f({ kind: 'procedure' })),
    ['unsafe function public.f(integer): it returned integer, now it returns integer [f(integer): call]'],
  ],
  [
    'its arguments have other names',
    ...changed(t, f({ arguments: 'a integer' }), f({ arguments: 'b integer' })),
    [
      'unsafe function public.f(integer): its arguments were (a integer), now they are (b integer) [f(integer): call]',
    ],
  ],
  [
    'another body',
    ...changed(t, f(), f({ bodyHash: '2' })),
    ['unknown function public.f(integer): changed: its body [f(integer): call]'],
  ],
  [
    'all else about it',
    ...changed(
      t,
      f(),
      f({
        security: 'definer',
        settings: ['search_path='],
        volatility: 'stable',
        strict: true,
        parallel: 'safe',
        leakproof: true,
        language: 'plpgsql',
        owner: 'other',
      }),
    ),
    [
      'unknown function public.f(integer): changed: its security (definer or invoker), settings (search_path), volatility, null handling, parallel safety, leakproof setting, language, owner [f(integer): call]',
    ],
  ],
  ['its words are listed otherwise', ...changed(t, f(), f({ words: ['select'] })), []],
  [
    'a second function of the name',
    [f()],
    [f(), fn('public.f(text)')],
    ['unknown function public.f(text): calls of public.f(integer) might become ambiguous [f(integer): call]'],
  ],
  ['a function of another name', [f()], [f(), fn('public.g(text)')], []],

  [
    'the sequence is gone',
    ...changed(t, numbers()),
    ['unsafe sequence public.s: the sequence is gone [t: insert]'],
  ],
  [
    'a sequence of nothing is gone',
    ...changed(t, numbers({ ownedBy: null })),
    ['unsafe sequence public.s: the sequence is gone [all]'],
  ],
  [
    'a sequence of a table in quotes',
    ...changed([table('public."t.x"'), column('public."t.x".id')], numbers({ ownedBy: 'public."t.x".id' })),
    ['unsafe sequence public.s: the sequence is gone ["t.x": insert]'],
  ],
  [
    'a sequence of a column in quotes',
    ...changed(
      [...t, column('public.t."no. 1"', { relation: 'public.t', name: 'no. 1' })],
      numbers({ ownedBy: 'public.t."no. 1"' }),
    ),
    ['unsafe sequence public.s: the sequence is gone [t: insert]'],
  ],
  [
    'it goes down',
    ...changed(t, numbers(), numbers({ increment: '-1' })),
    ['unknown sequence public.s: the numbers that it generates changed [t: insert]'],
  ],
  [
    'it starts again',
    ...changed(t, numbers(), numbers({ cycle: true })),
    ['unknown sequence public.s: the numbers that it generates changed [t: insert]'],
  ],
  [
    'other bounds',
    ...changed(t, numbers(), numbers({ min: '2', max: '7' })),
    ['unknown sequence public.s: the numbers that it generates changed [t: insert]'],
  ],
  [
    'a smaller type',
    ...changed(t, numbers(), numbers({ type: 'integer' })),
    ['unknown sequence public.s: the numbers that it generates changed [t: insert]'],
  ],
  ['it holds more ready', ...changed(t, numbers(), numbers({ cache: '20', start: '5' })), []],

  [
    'the schema is gone',
    ...changed(t, object('schema', 'app')),
    ['unsafe schema app: the schema is gone [all]'],
  ],
  [
    'another owner of the schema',
    ...changed(t, object('schema', 'app', { owner: 'a' }), object('schema', 'app', { owner: 'b' })),
    [],
  ],
  [
    'something runs at each login',
    t,
    [...t, login('login')],
    ['unknown event-trigger guard: it runs at each login, and can refuse it [all]'],
  ],
  ['something runs at each change of the schema', t, [...t, login('ddl_command_end')], []],
  [
    'what runs at login changed',
    ...changed(t, login('login'), login('login', { function: 'public.g' })),
    ['unknown event-trigger guard: what runs at each login changed [all]'],
  ],
  [
    'it runs at login now',
    ...changed(t, login('sql_drop'), login('login')),
    ['unknown event-trigger guard: what runs at each login changed [all]'],
  ],
  [
    'it ran at login',
    ...changed(t, login('login'), login('sql_drop')),
    ['unknown event-trigger guard: what runs at each login changed [all]'],
  ],
  ['it never ran at login', ...changed(t, login('sql_drop'), login('ddl_command_end')), []],
  ['nothing runs at login any more', ...changed(t, login('login')), []],
  [
    'the extension is gone',
    ...changed(t, object('extension', 'citext', { schema: 'public', version: '1.0' })),
    ['unsafe extension citext: the extension is gone [all]'],
  ],
  [
    'another version',
    ...changed(
      t,
      object('extension', 'citext', { schema: 'public', version: '1.0' }),
      object('extension', 'citext', { schema: 'public', version: '1.1' }),
    ),
    ['unknown extension citext: its version was 1.0, now it is 1.1 [all]'],
  ],
  [
    'the extension moved',
    ...changed(
      t,
      object('extension', 'citext', { schema: 'public', version: '1.0' }),
      object('extension', 'citext', { schema: 'ext', version: '1.1' }),
    ),
    ['unsafe extension citext: it was in schema public, now it is in ext [all]'],
  ],
  [
    'default privileges changed',
    ...changed(t, object('default-privilege', 'x', { a: 1 }), object('default-privilege', 'x', { a: 2 })),
    [],
  ],
  ['default privileges came', t, [...t, object('default-privilege', 'x', { a: 1 })], []],
  ['default privileges went', ...changed(t, object('default-privilege', 'x', { a: 1 })), []],
];

describe('code, sequences, and what belongs to no table', () => {
  it.each(CODE)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
