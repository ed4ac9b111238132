import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { code, setUpAuthenticator } from '../support/second-factor.ts';
import { visit } from '../support/visit.ts';

/** What somebody without a mouse knows: the name of what has the focus. */
const focused = (page: Page) =>
  page.evaluate(`(() => {
    const at = document.activeElement;
    return at.labels?.[0]?.textContent ?? at.textContent;
  })()`) as Promise<string>;

/** Goes on by Tab until this has the focus, which must be visible. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab');
    const at = (await focused(page)).trim();
    seen.push(at);
    if (typeof name === 'string' ? at !== name : !name.test(at)) continue;
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect([at, outline]).not.toEqual([at, 'none']);
    return;
  }
  throw new Error(`Tab did not come to ${name}, but to ${seen.join(' | ')}`);
}

test('a prescription is written and signed by keyboard alone', async () => {
  const page = await visit('prescriber');
  await setUpAuthenticator(page, 'prescriber');
  await page.goto('/prescriptions/new');
  await tabTo(page, 'Skip to content');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Patient');
  await page.keyboard.type('Beck');
  await tabTo(page, 'Search a medication');
  await page.keyboard.type('omep');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Each dose/);
  await page.keyboard.type('1');
  await tabTo(page, 'Times a day');
  await page.keyboard.type('1');
  await page.getByText('30 days need 30 capsules.').waitFor();
  await tabTo(page, 'Instruction for the patient');
  await page.keyboard.type('One capsule before breakfast.');
  await tabTo(page, /^Quantity of each fill/);
  await page.keyboard.type('30');
  await tabTo(page, 'Pharmacy');
  await page.keyboard.type('Mill');
  await tabTo(page, 'Save draft');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Omeprazole 20 mg capsule' }).waitFor();
  await page.getByText('One capsule before breakfast.').waitFor();
  await tabTo(page, 'Code');
  await page.keyboard.type(code('prescriber'));
  await page.keyboard.press('Enter');
  await page.getByText('Active', { exact: true }).waitFor();
  // A step behind a summary, too.
  await tabTo(page, 'Stop…');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Reason');
  await page.keyboard.type('Written to try the keyboard.');
  await page.keyboard.press('Enter');
  await page.getByText('Stopped', { exact: true }).waitFor();
});
