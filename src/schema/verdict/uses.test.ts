import { describe, expect, it } from 'vitest';
import type { AppContract } from '../../release/snapshot.ts';
import {
  column,
  constraint,
  fn,
  index,
  type Objects,
  object,
  policy,
  schema,
  table,
  trigger,
} from './verdict.fixture.ts';
import { verdict } from './verdict.ts';

const uses = (relations: AppContract['uses']['relations'], ...functions: string[]): AppContract => ({
  version: 1,
  uses: { relations, functions },
});
const t = [table('public.t'), column('public.t.a'), column('public.t.b')];
const u = [table('public.u'), column('public.u.c')];
const ofU = uses({ 'public.u': { select: ['c'], insert: ['c'] } });
/** What a contract that does not name the table makes of it being gone. */
const whenTableGoes = (parts: Objects[], contract = ofU, goes = 'public.t') =>
  verdict(schema(table(goes), ...u, ...parts), schema(...u, ...parts), contract).answer;

describe('a table that the app does not name is gone', () => {
  const view = (relation: string, definition: string) => object('view', relation, { relation, definition });
  it.each([
    ['safe', 'nothing names it', []],
    ['unknown', 'code names it', [fn('public.f()', { words: ['select', 't'] })]],
    ['safe', 'code names another', [fn('public.f()', { words: ['select', 'tt'] })]],
    ['unknown', 'code makes up statements', [fn('public.f()', { dynamic: true })]],
    [
      'unknown',
      'a policy of another table reads it',
      [policy('p', { relation: 'public.u', using: 'EXISTS (SELECT 1 FROM Public.T)' })],
    ],
    [
      'unknown',
      'a policy of another table asks it for new rows',
      [policy('p', { relation: 'public.u', using: null, check: '(SELECT true FROM public.t)' })],
    ],
    ['safe', 'a policy of its own names it', [policy('p', { relation: 'public.t', using: '(t.a > 0)' })]],
    [
      'unknown',
      'a rule writes it',
      [object('rule', 'public.u r', { relation: 'public.u', definition: 'INSERT INTO public.t' })],
    ],
    ['safe', 'a view that nobody reads', [view('public.x', 'SELECT 1 FROM public.t')]],
    ['unknown', 'a view that the app reads', [view('public.u', 'SELECT 1 FROM PUBLIC.T')]],
    ['safe', 'a view that the app reads, of something else', [view('public.u', 'VALUES (1)')]],
    [
      'safe',
      'its own definition',
      [view('public.t', 'SELECT t.a FROM z'), fn('public.f()', { words: ['u'] })],
    ],
    [
      'unknown',
      'a view over a view over it',
      [view('public.x', 'SELECT 1 FROM public.t'), view('public.u', 'SELECT 1 FROM PUBLIC.X')],
    ],
    [
      'unknown',
      'a view that code names',
      [view('public.x', 'SELECT 1 FROM public.t'), fn('public.f()', { words: ['x'] })],
    ],
    [
      'safe',
      'a view that no code names',
      [
        view('public.x', 'SELECT 1 FROM public.t'),
        fn('public.f()', { words: ['y'] }),
        fn('public.g()', { words: ['z'] }),
      ],
    ],
  ] as const)('%s: %s', (answer, _, parts) => {
    expect(whenTableGoes([...parts])).toBe(answer);
  });

  /** Names that stand in no word of SQL. */
  const reads = (name: string, from: string) => view(`public.${name}`, `SELECT 1 FROM ${from}`);
  it.each([
    ['unknown', 'through three views', [reads('u', 'PUBLIC.TOTALS'), reads('totals', 'public.invoices')]],
    [
      'unknown',
      'through four views, whose names come in another order',
      [
        reads('a', 'public.invoices'),
        reads('u', 'public.totals'),
        reads('totals', 'public."B"'),
        reads('"B"', 'public.a'),
      ],
    ],
    [
      'safe',
      'through a view that none of them reads',
      [reads('u', 'public.x'), reads('totals', 'public.invoices')],
    ],
  ] as const)('%s: the app reaches it %s', (answer, _, parts) => {
    expect(whenTableGoes([...parts], ofU, 'public.invoices')).toBe(answer);
  });

  it.each([
    ['public."a""b"', 'SELECT 1 FROM public."a""b"', 'unknown'],
    ['public."a.b"', 'SELECT 1 FROM public."a.b"', 'unknown'],
    ['public."a.b"', 'SELECT 1 FROM public."b"', 'safe'],
  ] as const)('%s in a view that the app reads, %s: %s', (name, definition, answer) => {
    expect(whenTableGoes([view('public.u', definition)], ofU, name)).toBe(answer);
  });

  it.each([
    ['public."My Table"', ['my', 'table'], 'unknown'],
    ['public."a.b"', ['a', 'b'], 'unknown'],
    ['public."a.b"', ['b'], 'safe'],
    ['"a.b"', ['b'], 'safe'],
    ['"my app".orders', ['orders'], 'unknown'],
    ['public."My Table"', ['table'], 'safe'],
    ['public."a""b"', ['a', 'b'], 'unknown'],
    ['public."a""b"', ['b'], 'safe'],
    ['public."é"', [], 'unknown'],
    ['public.a_1$x', ['a_1$x'], 'unknown'],
    ['public.a_1$x', ['a_1'], 'safe'],
    ['plain', ['plain'], 'unknown'],
    ['plain', [], 'safe'],
    ['public."1"', [], 'unknown'],
  ] as const)('%s among the words %j: %s', (name, words, answer) => {
    expect(whenTableGoes([fn('public.f()', { words: [...words] })], ofU, name)).toBe(answer);
  });
});

describe('what a contract declares', () => {
  const goes = (contract: AppContract, ...parts: Objects[]) =>
    verdict(schema(...t, ...parts), schema(t[0] ?? {}, t[1] ?? {}, ...parts), contract);
  it.each([
    [{ select: ['b'] }, 'unsafe'],
    [{ select: ['a'] }, 'safe'],
    [{ select: ['*'] }, 'unsafe'],
    [{ select: ['a', 'b'] }, 'unsafe'],
    [{ select: [] }, 'safe'],
    [{ insert: ['b'] }, 'unsafe'],
    [{ update: ['b'] }, 'unsafe'],
    [{ delete: true }, 'unsafe'],
    [{ delete: false }, 'safe'],
    [{}, 'safe'],
  ])('%j when a column goes: %s', (what, answer) => {
    expect(goes(uses({ 'public.t': what })).answer).toBe(answer);
  });

  const names = (...words: string[]) => fn('public.f()', { words });
  it.each([
    ['unknown', 'its trigger names the column', [trigger('x', 'public.f'), names('b')]],
    ['safe', 'its trigger names another column', [trigger('x', 'public.f'), names('a')]],
    ['safe', 'another function names the column', [trigger('x', 'public.g'), names('b')]],
    [
      'safe',
      'a trigger of another table names it',
      [trigger('x', 'public.f', { relation: 'public.u' }), names('b')],
    ],
    ['unknown', 'code names the table', [names('t')]],
  ] as const)('%s: %s', (answer, _, parts) => {
    const given = goes(uses({ 'public.t': { select: ['a'] } }), ...parts);
    expect(given.answer).toBe(answer);
    for (const { why } of given.reasons)
      expect(why).toBe(
        "the column is gone; the app's contract does not use it, but code in the database might",
      );
  });

  it('takes the definition of a view for no use of its own columns', () => {
    const totals = [
      table('public.totals', { type: 'view' }),
      column('public.totals.a'),
      object('view', 'public.totals', {
        relation: 'public.totals',
        definition: 'SELECT totals.a FROM x totals',
      }),
    ];
    const app = uses({ 'public.totals': { select: ['a'] } });
    const b = column('public.totals.b');
    expect(verdict(schema(...totals, b), schema(...totals), app).answer).toBe('safe');
  });

  it('says nothing of deletes that only code in the database might do', () => {
    const key = constraint('n_t_fkey', 'FOREIGN KEY (a) REFERENCES public.t(id)', {
      ...{ relation: 'public.n', references: 'public.t' },
    });
    const comes = (contract: AppContract, ...parts: Objects[]) =>
      verdict(schema(...t, ...parts), schema(...t, ...parts, table('public.n'), key), contract).answer;
    expect(comes(uses({ 'public.t': { delete: true } }))).toBe('unknown');
    expect(comes(ofU, names('t'))).toBe('safe');
    expect(comes(ofU)).toBe('safe');
  });

  it('leaves a column to code where the app does not name its table', () => {
    expect(goes(ofU, trigger('x', 'public.f'), names('b')).answer).toBe('safe');
  });
});

describe('a function that the app does not name is gone', () => {
  const f = fn('public.f(text)');
  const goes = (parts: Objects[], contract = ofU) =>
    verdict(schema(f, ...u, ...parts), schema(...u, ...parts), contract).answer;
  const onU = { relation: 'public.u' };
  const onT = { relation: 'public.t' };
  it.each([
    ['safe', 'nothing calls it', []],
    ['unsafe', 'a trigger of a table of the app', [trigger('x', 'public.f', onU)]],
    ['safe', 'a trigger of another table', [table('public.t'), trigger('x', 'public.f', onT)]],
    [
      'unknown',
      'a trigger of a table that code writes',
      [trigger('x', 'public.f', onT), fn('public.g()', { words: ['t'] })],
    ],
    ['unsafe', 'a policy', [policy('p', { ...onU, using: 'Public.F(c)' })]],
    ['unsafe', 'a policy for new rows', [policy('p', { ...onU, using: 'true', check: 'public.f(c)' })]],
    ['unsafe', 'a default', [column('public.u.d', { default: `public.f('x'::text)` })]],
    ['unsafe', 'a generated column', [column('public.u.d', { generated: 'stored public.f(c)' })]],
    ['unsafe', 'a check', [constraint('c', 'CHECK (public.f(c))', onU)]],
    ['unsafe', 'an index', [index('i', 'public.f(c)', onU)]],
    ['unsafe', 'a rule', [object('rule', 'public.u r', { ...onU, definition: 'SELECT public.f(c)' })]],
    [
      'unsafe',
      'a domain',
      [object('domain', 'public.d', { constraints: ['x CHECK (true)', 'y CHECK (public.f(VALUE))'] })],
    ],
    ['safe', 'a domain that does not', [object('domain', 'public.d', { constraints: ['x CHECK (true)'] })]],
    [
      'unsafe',
      'one of two domains',
      [
        object('domain', 'public.d', { constraints: [] }),
        object('domain', 'public.e', { constraints: ['public.f(VALUE)'] }),
      ],
    ],
    [
      'unsafe',
      'a view that the app reads',
      [object('view', 'public.u', { ...onU, definition: 'SELECT public.f(c)' })],
    ],
    [
      'safe',
      'a view that nobody reads',
      [object('view', 'public.x', { relation: 'public.x', definition: 'SELECT public.f(c)' })],
    ],
    ['unknown', 'other code', [fn('public.g()', { words: ['f'] }), fn('public.h()', { words: ['x'] })]],
    ['safe', 'no other code', [fn('public.g()', { words: ['ff'] })]],
  ] as const)('%s: called by %s', (answer, _, parts) => {
    expect(goes([...parts])).toBe(answer);
  });

  it('is used where the contract says so, with these arguments', () => {
    expect(goes([], uses({}, 'public.f(text)'))).toBe('unsafe');
    expect(goes([], uses({}, 'public.f(integer)'))).toBe('safe');
  });
});

describe('a function whose name has a bracket is gone', () => {
  const gone = fn('public."f(x"(integer)', { name: 'public."f(x"' });
  const answerWhenGone = (parts: Objects[]) =>
    verdict(schema(gone, ...u, ...parts), schema(...u, ...parts), ofU).answer;

  it.each([
    ['unsafe', 'public."f(x"(1)'],
    ['safe', 'public."f(y"(1)'],
    ['safe', 'public."f"(1)'],
  ])('%s for an app that inserts into a table whose default calls %s', (answer, value) => {
    const called = column('public.u.d', { relation: 'public.u', name: 'd', default: value });
    expect(answerWhenGone([called])).toBe(answer);
  });
});
