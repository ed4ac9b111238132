import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { code, setUpAuthenticator, sign } from '../support/second-factor.ts';
import { visit } from '../support/visit.ts';

const HARBOUR = 'Harbour Pharmacy, Northhaven';

/** Fills in the composer as far as a draft needs it, and saves it. */
async function draft(
  page: Page,
  of: { search: string; patient: string; quantity: string; repeats: string },
): Promise<string> {
  await page.goto('/prescriptions/new');
  await page.getByLabel('Patient', { exact: true }).selectOption({ label: await labelOf(page, of.patient) });
  await page.getByLabel('Search a medication').fill(of.search);
  await page.getByLabel('Search a medication').press('Enter');
  await page.getByLabel('Instruction for the patient').fill('One tablet in the morning, with water.');
  await page.getByLabel(/^Quantity of each fill/).fill(of.quantity);
  await page.getByLabel('Repeats').fill(of.repeats);
  await page.getByLabel('Pharmacy', { exact: true }).selectOption({ label: HARBOUR });
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByRole('heading', { name: 'What to do' }).waitFor();
  return new URL(page.url()).pathname;
}

async function labelOf(page: Page, family: string): Promise<string> {
  const options = await page.getByLabel('Patient', { exact: true }).locator('option').allTextContents();
  return options.find((text) => text.startsWith(`${family},`)) ?? '';
}

test('a severe warning stands in the way of a signature until it is answered', async () => {
  const page = await visit('prescriber');
  await setUpAuthenticator(page, 'prescriber');
  // She has a statin, which clarithromycin keeps in the blood.
  await page.goto('/prescriptions/new');
  await page.getByLabel('Patient', { exact: true }).selectOption({ label: await labelOf(page, 'Moreau') });
  await page.getByLabel('Search a medication').fill('J01FA');
  await page.getByLabel('Search a medication').press('Enter');
  await page.getByText('Severe:').waitFor();
  const at = await draft(page, { search: 'J01FA', patient: 'Moreau', quantity: '14', repeats: '0' });
  await page.getByLabel('Code').fill(code('prescriber'));
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.locator('.form-error').filter({ hasText: 'warning' }).waitFor();
  await page.getByLabel('Why you sign in spite of it').fill('She pauses the statin for a week.');
  await page.getByRole('button', { name: 'Keep this reason' }).click();
  await page.getByText('Signed in spite of it: She pauses the statin for a week.').waitFor();
  await sign(page, 'prescriber');
  // An allergy is one, too.
  await page.goto('/prescriptions/new');
  await page.getByLabel('Patient', { exact: true }).selectOption({ label: await labelOf(page, 'Becker') });
  await page.getByLabel('Search a medication').fill('amoxi');
  await page.getByLabel('Search a medication').press('Enter');
  await page.getByText(/penicillins/).waitFor();
  await page.goto(at);
  await page.getByText('Put on hold…').waitFor();
});
