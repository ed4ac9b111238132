import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { setUpAuthenticator, sign, statusOf } from '../support/second-factor.ts';
import { visit } from '../support/visit.ts';

const BISOPROLOL = 'd0000000-0000-4000-8000-000000000003';
const BUDESONIDE = 'd0000000-0000-4000-8000-000000000007';

/** Opens the step, gives a reason and takes it. */
async function take(page: Page, label: string, reason: string): Promise<void> {
  const step = page.locator('details').filter({ has: page.getByText(`${label}…`, { exact: true }) });
  await step.getByText(`${label}…`, { exact: true }).click();
  await step.getByLabel('Reason').fill(reason);
  await step.getByRole('button', { name: label, exact: true }).click();
}

test('hold, resume and stop; the counter follows', async () => {
  const prescriber = await visit('other prescriber', `/prescriptions/${BISOPROLOL}`);
  await take(prescriber, 'Put on hold', 'Pulse is low.');
  await prescriber.getByText('On hold', { exact: true }).waitFor();
  await prescriber.getByText('Pulse is low.').waitFor();
  const pharmacist = await visit('pharmacist', `/prescriptions/${BISOPROLOL}`);
  await pharmacist.getByRole('heading', { name: 'Dispensed' }).waitFor();
  expect(await pharmacist.getByRole('button', { name: 'Hand over' }).count()).toBe(0);
  await pharmacist.goto('/queue');
  expect(await pharmacist.locator(`a[href="/prescriptions/${BISOPROLOL}"]`).count()).toBe(0);

  await prescriber.getByRole('button', { name: 'Resume' }).click();
  await prescriber.getByText('Active', { exact: true }).waitFor();
  await pharmacist.reload();
  await pharmacist.locator(`a[href="/prescriptions/${BISOPROLOL}"]`).click();
  await pharmacist.getByRole('button', { name: 'Hand over' }).waitFor();

  await take(prescriber, 'Stop', 'Another one suits her better.');
  await prescriber.getByText('Stopped', { exact: true }).waitFor();
  // Somebody at the counter has the page from before that: it is refused there, and says why.
  await pharmacist.getByRole('button', { name: 'Hand over' }).click();
  await pharmacist.locator('.form-error').filter({ hasText: 'stopped' }).waitFor();
});

test('a draft is discarded, and one that was signed is cancelled', async () => {
  const page = await visit('prescriber');
  await setUpAuthenticator(page, 'prescriber');
  await page.goto(`/prescriptions/${BUDESONIDE}`);
  await sign(page, 'prescriber');
  await take(page, 'Cancel', 'Written for the wrong visit.');
  await page.getByText('Cancelled', { exact: true }).waitFor();
  expect(await statusOf(BUDESONIDE)).toBe('cancelled');
});
