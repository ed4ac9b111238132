import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { lengthOf } from './scale.ts';
import { Bars } from './ui/bars.tsx';
import { Columns } from './ui/columns.tsx';

const shown = {
  id: 'x',
  title: 'Slow pages',
  about: 'By page.',
  head: ['Page', 'LCP'],
  rows: [['/queue', '2 s']],
};
const columns = [
  { label: '1:00', value: 100, failed: 1 },
  { label: '2:00', value: 50 },
  { label: '3:00', value: 0 },
];
const drawn = {
  bars: renderToStaticMarkup(
    <Bars
      of={shown}
      bars={[
        { label: '/queue', value: 2_000, text: '2.0 s, good', tone: 'good' },
        { label: '/audit', value: 500, text: '500 ms, good' },
      ]}
    />,
  ),
  columns: renderToStaticMarkup(<Columns of={shown} columns={columns} unit="requests" />),
};

test.each(Object.entries(drawn))('%s have a name, a description and the same as a table', (_, markup) => {
  expect(markup).toContain('role="img"');
  const [, title, about] = /aria-labelledby="(\S+) (\S+)"/.exec(markup) ?? [];
  expect(markup).toContain(`<title id="${title}">Slow pages</title>`);
  expect(markup).toContain(`<desc id="${about}">By page.</desc>`);
  expect(markup).toMatch(/<details>.*<table>.*<th scope="col">Page<\/th>.*<td>\/queue<\/td>.*<\/details>/s);
});

test.each(Object.entries(drawn))(
  '%s take their colours from the theme, and have nothing that the policy refuses',
  (_, markup) => {
    expect(markup).not.toMatch(/style=|fill="|stroke="|<script|<style/);
    const css = readFileSync(join(import.meta.dirname, '../../app/globals.css'), 'utf8');
    const classes = [...markup.matchAll(/class="(chart-\w+)"/g)].map((match) => match[1]);
    expect(classes.length).toBeGreaterThan(0);
    for (const name of new Set(classes))
      expect(css, name).toMatch(new RegExp(`\\.${name} \\{\\s+(?:fill|stroke): var\\(--`));
  },
);

test('the highest fills the room, the others their share; what is not nothing is seen', () => {
  expect(drawn.bars).toContain('width="100%" height="10" rx="3"></rect></g>');
  expect(drawn.bars).toContain('width="25%"');
  expect([0, 1, 500, 1_000, 2_000].map((value) => lengthOf(value, 1_000, 100))).toEqual([0, 1, 50, 100, 100]);
  expect(lengthOf(1, 0, 100)).toBe(0);
  expect(drawn.columns.match(/class="chart-poor"/g)).toHaveLength(1);
});

test('without a measurement there is no empty picture', () => {
  const nothing = renderToStaticMarkup(<Bars of={shown} bars={[]} />);
  expect(nothing).toMatch(/nothing was measured yet/);
  expect(renderToStaticMarkup(<Columns of={shown} columns={[{ label: 'x', value: 0 }]} unit="x" />)).toBe(
    nothing,
  );
});
