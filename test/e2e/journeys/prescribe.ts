import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CANARY } from '../support/canary.ts';
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

test('prescribe, sign, dispense in parts and with repeats, pay, refund', async () => {
  const prescriber = await visit('prescriber');
  await setUpAuthenticator(prescriber, 'prescriber');

  // The composer: search, the usual dose, how much a month needs.
  await prescriber.goto('/prescriptions/new');
  await prescriber
    .getByLabel('Patient', { exact: true })
    .selectOption({ label: await labelOf(prescriber, CANARY.family) });
  const search = prescriber.getByLabel('Search a medication');
  await search.fill('500');
  await prescriber.getByText('4 medications', { exact: true }).waitFor();
  await search.fill('500 metf');
  await prescriber.getByText('1 medication', { exact: true }).waitFor();
  await search.press('Enter');
  await prescriber.getByText('Usual: 1 tablet twice a day; at most 6 tablets a day.').waitFor();
  await prescriber.getByRole('button', { name: 'Use the usual dose' }).click();
  await prescriber.getByText('30 days need 60 tablets.').waitFor();
  // More than is usual is a warning.
  await prescriber.getByLabel('Each dose (tablet)').fill('4');
  await prescriber.locator('.warning').first().waitFor();
  await prescriber.getByRole('button', { name: 'Use the usual dose' }).click();
  await prescriber.getByText('No warnings.').waitFor();
  await prescriber.getByLabel('Instruction for the patient').fill('One tablet with breakfast and dinner.');
  await prescriber.getByLabel(/^Quantity of each fill/).fill('60');
  await prescriber.getByLabel('Repeats').fill('1');
  await prescriber.getByLabel('Pharmacy', { exact: true }).selectOption({ label: HARBOUR });
  await prescriber.getByRole('button', { name: 'Save draft' }).click();
  await prescriber.getByRole('heading', { name: 'Metformin 500 mg tablet' }).waitFor();
  const at = new URL(prescriber.url()).pathname;
  expect(at).toMatch(/^\/prescriptions\/[0-9a-f-]{36}$/);

  // The pharmacist waits at the queue: nothing is there before the signature, and then it appears by itself.
  const pharmacist = await visit('pharmacist', '/queue');
  const inQueue = pharmacist.locator(`a[href="${at}"]`);
  expect(await inQueue.count()).toBe(0);

  await prescriber.getByLabel('Code').fill('000000');
  await prescriber.getByRole('button', { name: 'Sign', exact: true }).click();
  await prescriber.getByText('This code is wrong or over.').waitFor();
  await sign(prescriber, 'prescriber');
  await inQueue.click();

  const left = pharmacist.locator('.meta', { hasText: 'left in this fill, ' });
  const handOver = async (quantity: string) => {
    await pharmacist.getByLabel('Quantity (tablets)').fill(quantity);
    await pharmacist.getByRole('button', { name: 'Hand over' }).click();
  };
  await pharmacist.getByText('60 tablets left in this fill, 1 more fill after it.').waitFor();
  // More than is left is refused, and what was typed stays.
  await handOver('61');
  await pharmacist.getByText('This prescription has 60.00 left in this fill, not 61.00.').waitFor();
  expect(await pharmacist.getByLabel('Quantity (tablets)').inputValue()).toBe('61');
  await handOver('20');
  await pharmacist.getByText('40 tablets left in this fill, 1 more fill after it.').waitFor();
  expect(await pharmacist.getByRole('row', { name: /20 tablets \(part\)/ }).count()).toBe(1);
  await handOver('40');
  await pharmacist.getByText('60 tablets left in this fill, 0 more fills after it.').waitFor();
  await handOver('60');
  await pharmacist.getByText('Completed', { exact: true }).waitFor();
  expect(await pharmacist.getByRole('button', { name: 'Hand over' }).count()).toBe(0);
  expect(await left.count()).toBe(0);
  expect(await pharmacist.getByRole('row').count()).toBe(4);

  // One co-payment for each fill. The patient pays the first at Stripe's page.
  const patient = await visit('patient', at);
  await patient.getByRole('link', { name: 'Pay', exact: true }).first().click();
  await patient.getByRole('button', { name: 'Pay €5.00' }).first().waitFor();
  const mine = patient.locator('.card').filter({ has: patient.locator(`a[href="${at}"]`) });
  expect(await mine.getByText('To pay').count()).toBe(2);
  const card = await mine.first().getAttribute('id');
  await mine.first().getByRole('button', { name: 'Pay €5.00' }).click();
  await patient.getByRole('heading', { name: 'Checkout' }).waitFor();
  await patient.getByRole('button', { name: 'Pay €5.00' }).click();
  await patient.getByText('Thank you.').waitFor();
  await patient.locator(`[id="${card}"]`).getByText('Paid', { exact: true }).waitFor();

  // And gets it back at the counter.
  await pharmacist.goto('/payments');
  const paid = pharmacist.locator(`[id="${card}"]`);
  await paid.getByText('Refund…').click();
  await paid.getByLabel('Reason').selectOption('wrong-amount');
  await paid.getByRole('button', { name: 'Refund €5.00' }).click();
  await paid.getByText('Refunded', { exact: true }).waitFor();
  await patient.reload();
  await patient.locator(`[id="${card}"]`).getByText('Refunded', { exact: true }).waitFor();
});

test('a severe warning stands in the way of a signature until it is answered', async () => {
  const page = await visit('prescriber');
  await setUpAuthenticator(page, 'prescriber');
  // She has a statin, which clarithromycin keeps in the blood.
  await page.goto('/prescriptions/new');
  await page
    .getByLabel('Patient', { exact: true })
    .selectOption({ label: await labelOf(page, CANARY.family) });
  await page.getByLabel('Search a medication').fill('J01FA');
  await page.getByLabel('Search a medication').press('Enter');
  await page.getByText('Severe:').waitFor();
  const at = await draft(page, { search: 'J01FA', patient: CANARY.family, quantity: '14', repeats: '0' });
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

test('a draft that is refused keeps what was typed', async () => {
  const page = await visit('prescriber', '/prescriptions/new');
  await page.getByLabel('Patient', { exact: true }).selectOption({ label: await labelOf(page, 'Becker') });
  await page.getByLabel('Search a medication').fill('ome');
  await page.getByLabel('Search a medication').press('Enter');
  await page.getByLabel('Instruction for the patient').fill('One capsule before breakfast.');
  await page.getByLabel(/^Quantity of each fill/).fill('a few');
  await page.getByLabel('Pharmacy', { exact: true }).selectOption({ label: HARBOUR });
  await page.getByLabel('The pharmacy may give another product').uncheck();
  await page.getByLabel('Why not').fill('She is used to this one.');
  await page.getByLabel('Note (optional)').fill('Until the next visit.');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText('Please look at the marked fields.').waitFor();
  await page.getByText('Enter a number.').waitFor();
  const kept = await Promise.all(
    [
      page.getByLabel('Instruction for the patient'),
      page.getByLabel(/^Quantity of each fill/),
      page.getByLabel('Why not'),
      page.getByLabel('Note (optional)'),
    ].map((field) => field.inputValue()),
  );
  expect(kept).toEqual([
    'One capsule before breakfast.',
    'a few',
    'She is used to this one.',
    'Until the next visit.',
  ]);
  const chosen = await page.locator('select option:checked').allTextContents();
  expect(chosen).toEqual([expect.stringContaining('Becker'), expect.stringContaining('Omeprazole'), HARBOUR]);
});
