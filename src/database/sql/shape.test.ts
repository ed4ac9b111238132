import { expect, it } from 'vitest';
import { withoutValues } from './shape.ts';

it.each([
  ["select *\n from t where a = 'x''y' and b = 12 -- c", "select * from t where a = '…' and b = …"],
  [
    "insert into a.b (c, d) values (E'it\\'s', $$body$$), /* one */ ($1, 1.5e3);",
    "insert into a.b (c, d) values ('…', '…'), ($1, …);",
  ],
  ["update t set email = 'someone@exam", 'update t set email = …'],
  ['<insufficient privilege>', '<insufficient privilege>'],
  ['', ''],
])('keeps the shape of %j alone', async (sql, shape) => {
  expect((await withoutValues())(sql)).toBe(shape);
});

it('cuts what is too long to be read', async () => {
  expect((await withoutValues())(`select ${'a, '.repeat(100)}b`)).toMatch(/^select a, .{100,112}…$/);
});
