import { expect, test } from 'vitest';
import { files, isTest, read } from './files.ts';

/** Operators of PostgreSQL that look into JSON, on a column called body: https://www.postgresql.org/docs/current/functions-json.html */
const LOOKS_INTO = /\bbody\s*(?:->>?|#>>?|@>|@\?|@@|\?[|&]?\s*'|\[')|\bjsonb_\w+\((?:\w+\.)?body\b/;

/** The tables, functions and indexes of the record, and the questions that are compared with the decoder. */
const MAY: readonly RegExp[] = [/^src\/release\/record\/schema\//, /^src\/release\/record\/sql\.ts$/];

test('nobody reads the body of an event but the decoder; the SQL that must is in one file', async () => {
  const reading: string[] = [];
  const sources = (await files('src', '.ts')).filter((file) => !isTest(file) && !file.includes('.fixture.'));
  for (const file of sources.filter((one) => !MAY.some((allowed) => allowed.test(one))))
    for (const line of (await read(file)).split('\n'))
      if (LOOKS_INTO.test(line)) reading.push(`${file}: ${line.trim()}`);
  expect(reading).toEqual([]);
  expect(await read('src/release/record/sql.ts')).toMatch(LOOKS_INTO);
});

test.each([
  "body -> 'decision' ->> 'run' = $2",
  "kind = 'closed' and body ->> 'result' = 'released'",
  "body->>'x'",
  'event.body @> $1',
  "body ? 'brokenGlass'",
  "body #>> '{a,b}'",
  'jsonb_typeof(e.body)',
  "event.body['plan']",
])('the pattern finds %s', (line) => {
  expect(line).toMatch(LOOKS_INTO);
});

test.each(['body ? 1 : 2', 'const { body } = event', 'schema.parse(event.body)', 'body.length'])(
  'and does not mind %s',
  (line) => {
    expect(line).not.toMatch(LOOKS_INTO);
  },
);
