import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { COLUMNS, csvOf, csvPages } from './csv.ts';
import { type AuditEvent, auditSearch } from './model.ts';

const event = (seq: number, actor: string | null = 'Dr Amara Okafor'): AuditEvent => ({
  ...{ seq, at: '2026-11-29T05:00:00Z', actor, actor_id: null, action: 'read', relation: 'public.patients' },
  ...{ patient_id: null, row_id: null, hash: 'ab' },
});
const read = (text: string) =>
  Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;

test('an export reads back as what was found', () => {
  const rows = read(csvOf([event(2, 'Okafor, "Amara"\nline'), event(1, null)], true));
  expect(rows.map(({ seq, actor }) => [seq, actor])).toEqual([
    ['2', 'Okafor, "Amara"\nline'],
    ['1', ''],
  ]);
  expect(Object.keys(rows[0] ?? {})).toEqual([...COLUMNS]);
});

test.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\t=1'])('a spreadsheet does not run the name %j', (name) => {
  expect(read(csvOf([event(1, name)], true))[0]?.['actor']).toBe(`'${name}`);
});

test('an empty trail is a header alone', async () => {
  expect(csvOf([], true)).toBe(`${COLUMNS.join(',')}\r\n`);
});

test('pages follow one another without a gap or a second header', async () => {
  const all = [7, 6, 5, 4, 3].map((seq) => event(seq));
  const asked: (number | undefined)[] = [];
  let text = '';
  for await (const part of csvPages(async (before) => {
    asked.push(before);
    return all.filter(({ seq }) => before === undefined || seq < before).slice(0, 2);
  }, 2)) {
    text += part;
  }
  expect(asked).toEqual([undefined, 6, 4]);
  expect(read(text).map(({ seq }) => seq)).toEqual(['7', '6', '5', '4', '3']);
});

test('what cannot be read of a search counts as not asked for', () => {
  expect(
    auditSearch.parse({ patient: 'x', doing: 'steal', relation: 'auth.users', since: 'now', before: '-1' }),
  ).toEqual({});
});
