import { expect, test } from 'vitest';
import { withoutLiterals } from './lockBudget.ts';

test.each([
  ["select 'secret' from t where n = 'it''s secret'", "select '…' from t where n = '…'"],
  ["update t set a = E'it\\'s secret', b = 'C:\\', c = 'secret'", "update t set a = '…', b = '…', c = '…'"],
  ['select $$secret$$, $a$it is $$ secret$a$, $1', "select '…', '…', $1"],
  ['select * from t1 where ssn = 123456789 and x > 1.5', 'select * from t1 where ssn = … and x > …'],
  [`select "it's" from t -- don't\n where a = 'secret'`, `select "it's" from t where a = '…'`],
  ["/* user=secret don't */ select 1", 'select …'],
  ["insert into t values ('secret that the server cut off in the mid", "insert into t values ('…'"],
  ['do $body$ begin perform secret', "do '…'"],
])('a query in the way is shown without its values: %s', (query, shown) => {
  expect(withoutLiterals(query)).toBe(shown);
});

test('it is short', () => {
  expect(withoutLiterals(`select ${'a, '.repeat(500)} b`)).toHaveLength(120);
});
