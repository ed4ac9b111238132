import { expect, test } from 'vitest';
import { visit } from '../support/visit.ts';

const ATORVASTATIN = '/prescriptions/d0000000-0000-4000-8000-000000000002';
const SALBUTAMOL = '/prescriptions/d0000000-0000-4000-8000-000000000005';

test('a patient asks for a renewal, and gets the draft that the prescriber makes of it', async () => {
  const patient = await visit('patient', ATORVASTATIN);
  await patient.getByLabel('Message to your practice (optional)').fill('I travel from Monday on.');
  await patient.getByRole('button', { name: 'Ask for a renewal' }).click();
  await patient.getByText('Asked', { exact: true }).waitFor();
  // One at a time.
  expect(await patient.getByRole('button', { name: 'Ask for a renewal' }).count()).toBe(0);

  const prescriber = await visit('prescriber', '/renewals');
  const asked = prescriber.locator('.card').filter({ hasText: 'I travel from Monday on.' });
  await asked.getByRole('button', { name: 'Approve: write a new draft' }).click();
  await prescriber.getByRole('link', { name: 'The prescription this one replaces' }).waitFor();
  await prescriber.getByText('Draft', { exact: true }).waitFor();
  expect(
    await prescriber.getByRole('link', { name: 'The prescription this one replaces' }).getAttribute('href'),
  ).toBe(ATORVASTATIN);

  await patient.goto('/renewals');
  const answered = patient.locator('.card').filter({ hasText: 'I travel from Monday on.' });
  await answered.getByText('Approved', { exact: true }).waitFor();
});

test('a refusal has a reason, which the patient reads', async () => {
  const prescriber = await visit('prescriber', '/renewals');
  const asked = prescriber.locator('.card').filter({ hasText: 'My inhaler is nearly empty.' });
  await asked.getByText('Refuse…').click();
  await asked.getByLabel('Reason, as the patient reads it').fill('Please come in for a check first.');
  await asked.getByRole('button', { name: 'Refuse', exact: true }).click();
  await prescriber.getByText('Refused: Please come in for a check first.').waitFor();
  const patient = await visit('other patient', SALBUTAMOL);
  await patient.getByText('Refused: Please come in for a check first.').waitFor();
  // And may ask again.
  await patient.getByRole('button', { name: 'Ask for a renewal' }).waitFor();
});
