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

describe('a type', () => {
  it.each(TYPES)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});

describe('code, sequences, and what belongs to no table', () => {
  it.each(CODE)('%s', (_, before, after, reasons) => {
    expect(told(before, after)).toEqual(reasons);
  });
});
