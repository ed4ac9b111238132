import { describe, expect, it } from 'vitest';
import { loadParser } from '../../database/sql/parser.ts';
import { checkAccepts, listChange } from './checks.ts';
import { callsOwnCode, indexMayFail, isFresh } from './expressions.ts';

await loadParser();

/** The bounds of what is understood: quoting, casts, brackets, and what stands before or after. */
describe('calls of own code', () => {
  it.each([
    ['a2$.b2$(1)', true],
    ['APP.F()', true],
    ['"a""b"."c""d"()', true],
    ['"long name".f()', true],
    ['app."long name"()', true],
    ['t.a', false],
    ['f(t.a)', false],
    ['app.f (1)', true],
    ['app.f(', false],
    ['1 OPERATOR(app.+) 2', true],
    [`'it''s app.f('::text`, false],
    [`'a'::text || app.f('b')`, true],
  ])('%s: %s', (expression, answer) => {
    expect(callsOwnCode(expression)).toBe(answer);
  });
});

describe('lists of words', () => {
  const one = (rest: string) => `CHECK ((kind = ${rest}))`;
  it.each([
    // as PostgreSQL prints them, with and without casts
    [one(`'a'::text`), one(`'b'::text`), { gone: ['a'], added: ['b'] }],
    [one(`'a'`), one(`'b'`), { gone: ['a'], added: ['b'] }],
    [one(`'a'::character varying`), one(`'b'::bpchar`), { gone: ['a'], added: ['b'] }],
    [one(`ANY (ARRAY['a', 'b'])`), one(`ANY (ARRAY['a'])`), { gone: ['b'], added: [] }],
    [
      `CHECK ((kind = ANY (ARRAY['a'::text, 'b'::text]))) NOT VALID`,
      `CHECK ((kind = ANY (ARRAY['a'::text])))`,
      { gone: ['b'], added: [] },
    ],
    [
      `CHECK (((kind)::text = ANY ((ARRAY['a'::character varying])::text[])))`,
      `CHECK (((kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))`,
      { gone: [], added: ['b'] },
    ],
    [one(`'a NOT VALID'::text`), one(`'a'::text`), { gone: ['a NOT VALID'], added: ['a'] }],
    [`CHECK (("Kind" = 'a'::text))`, `CHECK (("Kind" = 'b\n'::text))`, { gone: ['a'], added: ['b\n'] }],
  ])('%s → %s', (before, after, change) => {
    expect(listChange(before, after)).toEqual(change);
    expect(listChange(after, before)).toEqual({ gone: change.added, added: change.gone });
  });

  it.each([
    `NOT CHECK ((kind = 'a'::text))`,
    `CHECK ((kind = 'a'::text)) NO INHERIT`,
    `CHECK ((kind = 'a'::text)) NOT VALID NO INHERIT`,
    `CHECK ((kind = 5))`,
    `CHECK ((kind = ANY (ARRAY[1, 2])))`,
    `CHECK ((kind = ANY (other)))`,
    `CHECK ((kind = 'a'::text) = true)`,
    `CHECK ((kind <> 'a'::text))`,
    `CHECK ((lower(kind) = 'a'::text))`,
    `CHECK ((kind = ANY (ARRAY['a'::text, kind])))`,
    `CHECK ((kind = ('a'::text || 'b'::text)))`,
    `x ANY (ARRAY['a'::text])`,
    '',
  ])('does not claim to understand %s', (check) => {
    expect(listChange(check, one(`'b'::text`))).toBeUndefined();
    expect(listChange(one(`'b'::text`), check)).toBeUndefined();
    expect(listChange(check, check)).toBeUndefined();
  });
});

describe('what a CHECK says of a number', () => {
  it.each([
    ['>=', '5', { 4: false, 5: true, 6: true }],
    ['>', '5', { 4: false, 5: false, 6: true }],
    ['<=', '5', { 4: true, 5: true, 6: false }],
    ['<', '5', { 4: true, 5: false, 6: false }],
    ['<>', '5', { 4: true, 5: false, 6: true }],
    ['<', '10.5', { 10: true, 11: false, '10.45': true, '10.55': false }],
    ['>', "'-12.25'::numeric", { '-13': false, '-12': true, "'-12.5'::numeric": false }],
    ['>', '(0)::numeric', { 0: false, '(1)::numeric': true, "('2'::bigint)": true }],
    ['>', '(0)::double precision', { 1: true, "'1'::public.own": false, "x'1'": false }],
  ])('n %s %s', (operator, bound, answers) => {
    for (const [value, answer] of Object.entries(answers))
      expect([value, checkAccepts(`CHECK ((n ${operator} ${bound}))`, value)]).toEqual([value, answer]);
  });

  it.each([
    ['CHECK (("N" > 0))', '1', true],
    ['CHECK ((n > 0)) NOT VALID', '1', true],
    ['CHECK ((n > 0)) NOT VALID NO INHERIT', '1', false],
    ['CHECK ((n > 0)) NO INHERIT', '1', false],
    ['NOT CHECK ((n > 0))', '1', false],
    ['CHECK ((n > 0))', '1x', false],
    ['CHECK ((n <> 0))', 'app.f()', false],
    ['CHECK ((n > 0))', 'x1', false],
    ['CHECK ((n = 1))', '1', false],
  ])('%s of %s: %s', (check, value, answer) => {
    expect(checkAccepts(check, value)).toBe(answer);
  });
});

describe('what a CHECK says of a word', () => {
  const check = `CHECK ((kind = ANY (ARRAY['a'::text, 'it''s'::text])))`;
  it.each([
    [`'a'`, true],
    [`'a'::text`, true],
    [`'a'::character varying`, true],
    [`'it''s'::text`, true],
    [`'its'::text`, false],
    [`lower('a'::text)`, false],
    [`('x'::text || 'a'::text)`, false],
    [`'a'::text || 'x'`, false],
    [`'a'::text || 'a'::text`, false],
    [`'x'::text`, false],
    ['a', false],
    ['NULL::text', false],
  ])('%s: %s', (value, answer) => {
    expect(checkAccepts(check, value)).toBe(answer);
  });

  it('takes no word for the end of the CHECK', () => {
    expect(checkAccepts(`CHECK ((kind = 'a NOT VALID'::text))`, `'a'::text`)).toBe(false);
    expect(checkAccepts(`CHECK ((kind = 'a NOT VALID'::text))`, `'a NOT VALID'::text`)).toBe(true);
  });

  it('says nothing of a word when it is another condition', () => {
    expect(checkAccepts(`CHECK ((kind ~ 'a'::text))`, `'a'::text`)).toBe(false);
  });
});

describe('what a CHECK says of NULL', () => {
  it.each([
    'n > 0',
    'n >= 0',
    'n < 12.55',
    'n <= -1',
    'n <> 0',
    'n = 0',
    '"long $name" > 0',
    `name ~ '^a'::text`,
    `name !~ '^a'::text`,
    `name ~* 'a'::text`,
    `name !~* 'a'::text`,
    `name ~~ 'a%'::text`,
    `name ~~* 'a%'::text`,
    `(name)::text > 'a'::text`,
    `(name)::character varying = 'it''s'`,
    'char_length(name) > 0',
    'length(name) > 0',
    'octet_length(name) > 0',
    `lower(name) = 'a'::text`,
    `upper(name) = 'A'::text`,
    `btrim(name) <> ''::text`,
    'length((name)::text) <= 255',
    `n > ('-1'::integer)`,
    `kind = 'x'::app.kind`,
    `(n > 0) AND (name ~ ' AND '::text)`,
    `(n > 0) OR (n < -3)`,
    `(n > (0)::numeric)`,
  ])('accepts it: %s', (condition) => {
    expect(checkAccepts(`CHECK ((${condition}))`, null)).toBe(true);
    expect(checkAccepts(`CHECK ((${condition})) NOT VALID`, null)).toBe(true);
    expect(checkAccepts(`NO CHECK ((${condition}))`, null)).toBe(false);
    expect(checkAccepts(`CHECK ((${condition})) NO INHERIT`, null)).toBe(false);
    expect(checkAccepts(`CHECK ((own.f(x) AND (${condition})))`, null)).toBe(false);
    expect(checkAccepts(`CHECK (((${condition}) AND (n IS NOT NULL)))`, null)).toBe(false);
    expect(checkAccepts(`CHECK (((n IS NOT NULL) AND (${condition})))`, null)).toBe(false);
  });

  it.each([
    'n IS NOT NULL',
    'coalesce(n, 0) > 0',
    'own_length(name) > 0',
    'app.f(n) > 0',
    'n > m',
    'n > 0 > 1',
    'x n > 0',
    'n + 1 > 0',
    'n > (0 + 1)',
    `n = ANY (ARRAY[1, 2])`,
    'n IS DISTINCT FROM 0',
    '"a"b" > 0',
    'n > 1.x',
    'n > 0::',
    '',
  ])('claims nothing: %s', (condition) => {
    expect(checkAccepts(`CHECK ((${condition}))`, null)).toBe(false);
  });
});

describe('an index that may fail', () => {
  const on = (expression: string, where = '') =>
    `CREATE INDEX i ON public.t USING gist (${expression})${where}`;
  it.each([
    [on('a'), false],
    [on('upper(a)'), false],
    [on('btrim(a)'), false],
    [on(`COALESCE(a, 'x'::text)`), false],
    [on('a', ` WHERE (b = ANY (ARRAY['x'::text]))`), false],
    [on('a) INCLUDE (b'), false],
    [on('((a)::text)'), false],
    [on('((a)::character varying)'), false],
    [on('((a)::timestamp without time zone)'), false],
    [on('((a)::bpchar)'), false],
    [on('((a)::date)'), true],
    [on('abs(a)'), true],
    [on('a2$(a)'), true],
    [on('ABS(a)'), true],
    [on('(a - 1)'), true],
    [on('(a % 2)'), true],
    [on('(a ^ 2)'), true],
    [on(`(body -> 'a'::text)`), false],
    [on(`((body -> 'a'::text) ->> 'b'::text)`), false],
    [on('(body -> b)'), true],
    [on(`"my app"."f"(a)`), true],
    [on(`lower(a)`, ` WHERE (kind = 'x'::app."my kind")`), false],
    [on('a', ` WHERE (at > '2020-01-01'::timestamp with time zone)`), false],
    [on('a', ` WHERE (n > '1.5'::double precision)`), false],
    [on('a', ` WHERE (n > '1.5'::numeric(10,2))`), false],
    [on('a', ` WHERE (tags = '{}'::integer[])`), false],
    [on('a', ` WHERE (name = 'it''s abs(1) + 2'::text)`), false],
    // names before USING compute nothing
    ['CREATE INDEX "a-b" ON public."t/u" USING btree (a)', false],
    ['CREATE UNIQUE INDEX i ON public.t USING my_method2 (a)', false],
    ['CREATE INDEX i ON public.t USING btree (a) WHERE (b > (c - 1)) USING x (d)', true],
  ])('%s: %s', (definition, answer) => {
    expect(indexMayFail(definition)).toBe(answer);
  });
});

it.each([
  ['gen_random_uuid()', true],
  ['pg_catalog.gen_random_uuid()', true],
  ['uuidv4()', true],
  ['uuidv7()', true],
  [`nextval('public.s'::regclass)`, true],
  ['uuidv5()', false],
  ['app.gen_random_uuid()', false],
  ['lower(gen_random_uuid())', false],
  ['gen_random_uuid() IS NULL', false],
  ['my_uuidv4()', false],
  ['uuidv4() IS NULL', false],
  [`abs(nextval('public.s'::regclass))`, false],
])('%s gives another value each time: %s', (value, answer) => {
  expect(isFresh(value)).toBe(answer);
});
