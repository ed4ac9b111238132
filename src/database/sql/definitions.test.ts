import { describe, expect, it } from 'vitest';
import {
  constraintOf,
  expressionOf,
  functionNamesOf,
  functionOf,
  indexOf,
  lastPartOf,
  namedConstraintOf,
  namesOf,
  onOneLine,
  publishedTableOf,
  resultOf,
  searchPathOf,
  typeOfPrinted,
  withPartitions,
} from './definitions.ts';
import { loadParser } from './parser.ts';

await loadParser();

describe('parts of SQL as the catalog prints them', () => {
  it.each(['', '1; select 2', '1, 2', '1 as a', 'a from b', 'distinct a', 'a where b', '1 +'])(
    '%j is not one expression',
    (text) => expect(expressionOf(text)).toBeUndefined(),
  );

  it('an expression', () => {
    expect(expressionOf('(lower(name) = ANY (ARRAY[1, 2]))')).toHaveProperty('A_Expr');
  });

  it.each([
    ['numeric(10,2)', { name: 'numeric', modifiers: [10, 2], isArray: false }],
    ['character varying(20)[]', { name: 'varchar', modifiers: [20], isArray: true }],
    ['app."my kind"', { name: 'my kind', schema: 'app', modifiers: [], isArray: false }],
    ['timestamp(3) with time zone', { name: 'timestamptz', modifiers: [3], isArray: false }],
  ])('the type %s', (printed, type) =>
    expect(typeOfPrinted(printed)).toEqual({ schema: undefined, ...type }),
  );

  it('no type that is more than one', () => {
    for (const text of ['', 'text, text', 'text; select 1', 'text)', '('])
      expect(typeOfPrinted(text)).toBeUndefined();
  });

  it('constraints, with a name and without', () => {
    expect(constraintOf('CHECK ((n > 0)) NOT VALID')).toMatchObject({
      contype: 'CONSTR_CHECK',
      skip_validation: true,
    });
    expect(namedConstraintOf('"a b" CHECK ((VALUE > 0))')).toMatchObject({ conname: 'a b' });
    for (const text of ['', 'COLUMN a text', 'a text', 'CHECK ((n > 0)), DROP b', 'NO CHECK ((n > 0))'])
      expect(constraintOf(text)).toBeUndefined();
  });

  it('an index, and nothing else', () => {
    expect(indexOf('CREATE INDEX i ON public.t USING btree (a)')).toMatchObject({ accessMethod: 'btree' });
    expect(indexOf('drop index i')).toBeUndefined();
  });

  it.each([
    ['public.f(text, integer)', ['public', 'f'], 'f'],
    ['public."f("(integer)', ['public', 'f('], '"f("'],
    ['"a.b"."c ""d"', ['a.b', 'c "d'], '"c ""d"'],
  ])('the name of %s', (printed, names, last) => {
    expect((printed.endsWith(')') ? functionNamesOf : namesOf)(printed)).toEqual(names);
    expect(lastPartOf(printed)).toBe(last);
  });

  it.each([
    ['record', true],
    ['SETOF record', true],
    ['TABLE(id text)', true],
    ['record[]', false],
    ['public.record', false],
    ['SETOF public.t', false],
  ])('%s is a row of columns of its own: %s', (printed, isRow) =>
    expect(resultOf(printed)).toMatchObject({ isRow }),
  );

  it.each([
    ['public.f(text, int)', ['public', 'f'], ['text', 'integer']],
    ['app."f(,"(numeric(10, 2), "my, type"[])', ['app', 'f(,'], ['numeric', '"my, type"[]']],
    ['f()', ['f'], []],
  ])('the function %s', (written, names, types) => {
    expect(functionOf(written)).toEqual({ names, types });
  });

  it.each([
    ['"$user", public', ['$user', 'public']],
    ['"a, b", C, \'D\'', ['a, b', 'c', 'D']],
    ['', []],
    ['public; select 1', undefined],
  ])('the search path %s', (value, schemas) => expect(searchPathOf(value)).toEqual(schemas));

  it('an index with the partitions that ONLY leaves out', () => {
    expect(withPartitions('CREATE INDEX "é ON ONLY i" ON ONLY public."ON ONLY t" USING btree (a)')).toBe(
      'CREATE INDEX "é ON ONLY i" ON public."ON ONLY t" USING btree (a)',
    );
    const whole = 'CREATE INDEX "i ON ONLY " ON public.t USING btree (a)';
    expect(withPartitions(whole)).toBe(whole);
  });

  it('an expression on one line, with its literals as they are', () => {
    expect(onOneLine("( SELECT 'é\n  b'::text\n   FROM t  x\n  WHERE true)")).toBe(
      "( SELECT 'é\n  b'::text FROM t  x WHERE true)",
    );
  });

  it('a published table', () => {
    const { columns, filter, names } = publishedTableOf('public."t (" (a, "B") where ((a > 0))') ?? {};
    expect([names, columns]).toEqual([
      ['public', 't ('],
      ['a', 'B'],
    ]);
    expect(filter).toHaveProperty('A_Expr');
    expect(publishedTableOf('public.t')).toEqual({
      names: ['public', 't'],
      columns: undefined,
      filter: undefined,
    });
    expect(publishedTableOf('public.t, public.u')).toBeUndefined();
  });
});
