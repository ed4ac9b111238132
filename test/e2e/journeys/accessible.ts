import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { SCREENS, show } from '../support/screens.ts';
import { visit } from '../support/visit.ts';

/** Both themes, each at the width at which most people have it. */
const THEMES = [
  ['light', 1440],
  ['dark', 390],
] as const;

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

async function violations(page: Page): Promise<string[]> {
  // Through the debugger: the page's policy keeps scripts of others out.
  await page.evaluate(await readFile(axe, 'utf8'));
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults;
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(' ')}\n${failureSummary}`),
  );
}

for (const [colorScheme, width] of THEMES) {
  test.each(SCREENS)(`axe finds nothing, ${colorScheme}: $name`, async (screen) => {
    const page = await visit(screen.who, undefined, {
      ...{ colorScheme, viewport: { width, height: 900 }, complains: true },
    });
    await show(page, screen);
    expect(await violations(page)).toEqual([]);
    // Nothing is wider than the screen.
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wide).toBe(0);
  });
}
