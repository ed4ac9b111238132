import { expect, test } from 'vitest';
import { pictureProblems } from '../support/pictures.ts';
import { PICTURED, show } from '../support/screens.ts';
import { visit } from '../support/visit.ts';

const WIDTHS = [390, 768, 1440];

test.each(PICTURED)('as in its reference pictures: $name', async (screen) => {
  const { name, who } = screen;
  const problems: string[] = [];
  const page = await visit(who, undefined, { complains: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await show(page, screen);
      problems.push(...(await pictureProblems(page, `${name}-${width}-${colorScheme}`, width)));
    }
  }
  expect(problems).toEqual([]);
});
