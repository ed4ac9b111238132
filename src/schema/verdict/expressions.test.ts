import { describe, expect, it } from 'vitest';
import { loadParser } from '../../database/sql/parser.ts';
import { checkAccepts, listChange } from './checks.ts';
import { callsOwnCode, indexMayFail } from './expressions.ts';
import { surelyFits } from './fits.ts';

await loadParser();

const list = (...words: string[]) =>
  `CHECK ((status = ANY (ARRAY[${words.map((w) => `'${w}'::text`).join(', ')}])))`;

describe('lists of words in a CHECK', () => {
  it.each([
    [list('a', 'b'), list('a', 'b', 'c'), { gone: [], added: ['c'] }],
    [list('a', 'b'), list('b'), { gone: ['a'], added: [] }],
    [list('a', 'b'), `CHECK ((status = 'a'::text))`, { gone: ['b'], added: [] }],
    [
      `CHECK (((kind)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])))`,
      `CHECK (((kind)::text = ANY ((ARRAY['x'::character varying, 'z'::character varying])::text[])))`,
      { gone: ['y'], added: ['z'] },
    ],
    [list(`it''s`), list(`it''s`, 'b'), { gone: [], added: ['b'] }],
    [list('a'), `${list('a')} NOT VALID`, { gone: [], added: [] }],
  ])('%s → %s', (before, after, change) => {
    expect(listChange(before, after)).toEqual(change);
  });

  it.each([
    [list('a'), `CHECK (((status = 'a'::text) OR (other = 'b'::text)))`],
    [list('a'), `CHECK ((other = ANY (ARRAY['a'::text])))`],
    [list('a'), `CHECK ((status = ANY (ARRAY['a'::text, lower('B'::text)])))`],
    ['CHECK ((age > 0))', 'CHECK ((age > 1))'],
  ])('does not claim to understand %s → %s', (before, after) => {
    expect(listChange(before, after)).toBeUndefined();
  });
});

describe('whether a CHECK accepts a default', () => {
  it.each([
    [list('a', 'b'), `'a'::text`, true],
    [list('a', 'b'), `'z'::text`, false],
    [list('a', 'b'), null, true],
    ['CHECK ((n >= 0))', '0', true],
    ['CHECK ((n > 0))', '0', false],
    ['CHECK ((n > 0))', null, true],
    [`CHECK ((n >= '-5'::integer))`, `'-3'::integer`, true],
    ['CHECK ((n IS NOT NULL))', null, false],
    ['CHECK ((COALESCE(n, 0) > 0))', null, false],
    ['CHECK ((n > 0))', 'own.f()', false],
    ['CHECK (((n > 0) AND (n < 9)))', '5', false],
    ['CHECK (((n > 0) AND (n < 9)))', null, true],
    [`CHECK (((char_length(n) >= 3) AND (n ~ '^[a-z]'::text)))`, null, true],
    ['CHECK (((n > 0) AND (n IS NOT NULL)))', null, false],
    ['CHECK ((own.f(n) > 0))', null, false],
    [`CHECK ((n > '5'::text))`, `'10'::text`, false],
  ])('%s, %s: %s', (check, value, answer) => {
    expect(checkAccepts(check, value)).toBe(answer);
  });
});

it.each([
  ['now()', false],
  ['gen_random_uuid()', false],
  [`'app.f('::text`, false],
  ['app.f(1)', true],
  ['"my app"."f"(1)', true],
])('%s calls a function of ours: %s', (expression, answer) => {
  expect(callsOwnCode(expression)).toBe(answer);
});

it.each([
  ['CREATE INDEX i ON public.t USING btree (lower(name)) WHERE (age IS NOT NULL)', false],
  ['CREATE INDEX i ON public.t USING btree (((1 / age)))', true],
  ['CREATE INDEX i ON public.t USING btree (((age + 1)))', true],
  ['CREATE INDEX i ON public.t USING btree (age) WHERE ((age * 2) > 0)', true],
  ['CREATE INDEX i ON public.t USING btree (((body ->> 0)))', true],
  ['CREATE INDEX i ON public.t USING btree (app.f(name))', true],
  [`CREATE INDEX i ON public.t USING btree (((name)::integer))`, true],
  [`CREATE INDEX i ON public.t USING btree (((body ->> 'mail'::text)))`, false],
  [`CREATE INDEX i ON public.t USING btree (a) WHERE (kind = 'x'::app.kind)`, false],
  [
    `CREATE INDEX i ON public.t USING btree (a) WHERE ((kind = 'x'::character varying) AND (app.f(a) = 1))`,
    true,
  ],
  [`CREATE INDEX i ON public.t USING btree (a) WHERE ((n > '-1'::integer) AND ((1 / n) > 0))`, true],
])('%s may fail: %s', (definition, answer) => {
  expect(indexMayFail(definition)).toBe(answer);
});

it.each([
  ['0', 'integer', true],
  ['70000', 'smallint', false],
  ["'-5'::integer", 'bigint', true],
  ['3000000000', 'integer', false],
  ['123.45', 'numeric(4,2)', false],
  ['12.3', 'numeric(4,2)', true],
  ["'x'::text", 'text', true],
  ["'long value'::character varying", 'character varying(3)', false],
  ["'abc'::character varying", 'character varying(3)', true],
  ["'{}'::jsonb", 'jsonb', true],
  ["'a'::public.mood", 'public.mood', true],
  ["'{}'::text[]", 'text[]', true],
  ['true', 'boolean', true],
  ['now()', 'timestamp with time zone', true],
  ["timezone('utc'::text, now())", 'timestamp with time zone', true],
  ['gen_random_uuid()', 'uuid', true],
  ['NULL::character varying', 'character varying(3)', true],
  ['(1 / 0)', 'integer', false],
  ['auth.uid()', 'uuid', false],
  ["(now() + '1 day'::interval)", 'timestamp with time zone', false],
])('default %s surely fits %s: %s', (value, type, answer) => {
  expect(surelyFits(value, type)).toBe(answer);
});
