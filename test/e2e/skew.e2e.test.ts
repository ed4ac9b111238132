import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Workspace } from '../../rehearsal/story/workspace.ts';
import { EMAIL, PASSWORD } from '../platform/served.ts';
import { until } from '../support/until.ts';
import { Chromium } from './support/chromium.ts';
import { Releases } from './support/releases.ts';

const ATORVASTATIN = '/prescriptions/d0000000-0000-4000-8000-000000000002';
const SALBUTAMOL = '/prescriptions/d0000000-0000-4000-8000-000000000005';
const BISOPROLOL = '/prescriptions/d0000000-0000-4000-8000-000000000003';

let releases: Releases;
let chromium: Chromium;
let first: string;
let second: string;

beforeAll(async () => {
  chromium = await Chromium.launch();
  releases = await Releases.start();
  first = await releases.stage('1'.repeat(40), async () => undefined);
  second = await releases.stage('2'.repeat(40), secondRelease);
  await releases.promote(first);
}, 1_200_000);
afterAll(async () => {
  await releases?.close();
  await chromium?.close();
});

/** What a release may do to forms that people are at: other code behind the same one, another name, one more field. */
async function secondRelease(to: Workspace): Promise<void> {
  const drafts = 'app/src/features/prescriptions/actions.ts';
  await to.edit(drafts, '{ with_note: input.note }', "{ with_note: input.note + ' (second release)' }");
  for (const file of ['actions.ts', 'ui/request-form.tsx']) {
    const renamed = 'app/src/features/renewals';
    const from = file === 'actions.ts' ? 'function requestRenewal' : 'useForm(requestRenewal';
    await to.edit(`${renamed}/${file}`, from, from.replace('requestRenewal', 'askForRenewal'));
  }
  await to.edit(
    'app/src/features/renewals/ui/request-form.tsx',
    'import { requestRenewal }',
    'import { askForRenewal }',
  );
  await to.edit(
    'app/src/features/prescriptions/model.ts',
    '    because: optionalText(300),\n',
    "    because: optionalText(300),\n    told: z.string().trim().min(1, 'Say who was told.'),\n",
  );
  await to.edit(
    'app/src/features/prescriptions/ui/steps.tsx',
    '      {step.needsCode ? <CodeField',
    `      {step.needsReason ? (
        <label>
          Who was told
          <input id={\`told-\${step.becomes}\`} name="told" required />
        </label>
      ) : (
        <input type="hidden" name="told" value="nobody" />
      )}
      {step.needsCode ? <CodeField`,
  );
}

/** Somebody's browser, signed in, at a page. It fails the test that an error page or an error of a script is in it. */
async function at(who: keyof typeof EMAIL, path: string): Promise<Page> {
  const context = await chromium.context({ baseURL: releases.origin });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const failed: string[] = [];
  page.on('pageerror', (error) => void failed.push(String(error)));
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(who, page.url(), await page.locator('main').textContent());
    const shown = await page.locator('h1').allTextContents();
    if (shown.some((text) => /could not be shown|went wrong|not found/i.test(text))) failed.push(...shown);
    await context.close();
    expect([who, failed]).toEqual([who, []]);
  });
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill(EMAIL[who]);
  await page.getByLabel('Password').fill(PASSWORD);
  const send = page.getByRole('button', { name: 'Sign in' });
  await send.click();
  await until(`${who} to be in`, async () => {
    if (await page.getByRole('button', { name: 'Sign out' }).isVisible()) return true;
    // A machine that is busy building is too slow for the app, which says so; people press again.
    if (await page.getByText('not possible right now').isVisible()) await send.click();
    return false;
  });
  await page.goto(path);
  return page;
}

const step = (page: Page, label: string) =>
  page.locator('details').filter({ has: page.getByText(`${label}…`, { exact: true }) });

/** Half of the composer. Returns the other half: the rest, and sending it. */
async function compose(page: Page, note: string): Promise<() => Promise<void>> {
  await page.getByLabel('Patient', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('Search a medication').fill('500 metf');
  await page.getByLabel('Search a medication').press('Enter');
  await page.getByLabel('Instruction for the patient').fill('One tablet with breakfast.');
  await page.getByLabel('The pharmacy may give another').uncheck();
  await page.getByLabel('Why not').fill('She had a rash with another one.');
  await page.getByLabel('Note (optional)').fill(note);
  return async () => {
    await page.getByLabel(/^Quantity of each fill/).fill('60');
    await page.getByLabel('Pharmacy', { exact: true }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('heading', { name: 'What to do' }).waitFor();
  };
}

const drafts = (note: string) =>
  releases.sql<{ dosage_instruction: { text: string }[]; because: string; note: string }>(
    `select dosage_instruction, substitution_reason as because, note from public.prescriptions
     where note like $1 || '%'`,
    [note],
  );

/** Fields are filled in a moment after the page is there. */
const holds = (field: Locator, text: string) =>
  until(`“${text}” to be there again`, async () => (await field.inputValue()) === text);

/** Reads that the page is of another release, and loads it again. */
async function reload(page: Page): Promise<void> {
  await page.getByText('This page is of another release').first().waitFor();
  await page.getByRole('button', { name: 'Reload and go on' }).click();
  await page.getByText('This page is of another release').first().waitFor({ state: 'detached' });
}

test('forms that are half filled in when a release is promoted are sent after it', async () => {
  const composer = await at('prescriber', '/prescriptions/new');
  const finish = await compose(composer, 'Written before the promote');
  const patient = await at('patient', ATORVASTATIN);
  const message = patient.getByLabel('Message to your practice (optional)');
  await message.fill('I travel from Monday on.');
  const holder = await at('other prescriber', BISOPROLOL);
  await step(holder, 'Put on hold').getByText('Put on hold…').click();
  await step(holder, 'Put on hold').getByLabel('Reason').fill('Pulse is low.');
  await step(holder, 'Stop').getByText('Stop…').click();
  await step(holder, 'Stop').getByLabel('Reason').fill('Not decided yet.');
  const operator = await at('operator', '/flags');
  await operator.locator('#fhir-api-because').fill('Half a sentence');
  const reader = await at('auditor', '/audit');

  await releases.promote(second);

  // The same action with other code.
  await finish();
  expect(await drafts('Written before the promote')).toMatchObject([
    { because: 'She had a rash with another one.', note: 'Written before the promote (second release)' },
  ]);

  // An action that is there no more.
  await patient.getByRole('button', { name: 'Ask for a renewal' }).click();
  await reload(patient);
  await holds(message, 'I travel from Monday on.');
  await patient.getByRole('button', { name: 'Ask for a renewal' }).click();
  await patient.getByText('Asked', { exact: true }).waitFor();

  // An action that asks for more than the page has fields for.
  await step(holder, 'Put on hold').getByRole('button', { name: 'Put on hold', exact: true }).click();
  await reload(holder);
  await holds(step(holder, 'Stop').getByLabel('Reason'), 'Not decided yet.');
  expect(await step(holder, 'Put on hold').getByLabel('Reason').inputValue()).toBe('Pulse is low.');
  await step(holder, 'Put on hold').getByLabel('Who was told').fill('Her daughter');
  await step(holder, 'Put on hold').getByRole('button', { name: 'Put on hold', exact: true }).click();
  await holder.getByText('On hold', { exact: true }).waitFor();
  await holder.getByText('Pulse is low.').waitFor();

  // A form that is carried out may load the page again: what stands in the others stays.
  await operator.locator('#wording-assistant-because').fill('To compare them');
  await operator
    .locator('form', { has: operator.locator('#wording-assistant-because') })
    .getByRole('button', { name: 'Change' })
    .click();
  await operator.getByText('To compare them').first().waitFor();
  await holds(operator.locator('#fhir-api-because'), 'Half a sentence');

  // Links of an older page.
  await reader.getByRole('link', { name: 'Sessions' }).click();
  await reader.getByRole('heading', { level: 1, name: 'Where you are signed in' }).waitFor();
});

test('and those that are half filled in when it is rolled back', async () => {
  await releases.sql(
    `update public.renewal_requests set status = 'refused', reason = 'So that he may ask again' where status = 'requested'`,
  );
  const composer = await at('prescriber', '/prescriptions/new');
  const finish = await compose(composer, 'Written before the rollback');
  const patient = await at('other patient', SALBUTAMOL);
  const message = patient.getByLabel('Message to your practice (optional)');
  await message.fill('The old dose was better.');
  const holder = await at('other prescriber', BISOPROLOL);
  await step(holder, 'Stop').getByText('Stop…').click();
  await step(holder, 'Stop').getByLabel('Reason').fill('Another one suits her better.');
  await step(holder, 'Stop').getByLabel('Who was told').fill('Her daughter');

  await releases.rollback(first);

  await finish();
  expect(await drafts('Written before the rollback')).toMatchObject([
    { note: 'Written before the rollback' },
  ]);
  await patient.getByRole('button', { name: 'Ask for a renewal' }).click();
  await reload(patient);
  await holds(message, 'The old dose was better.');
  await patient.getByRole('button', { name: 'Ask for a renewal' }).click();
  await patient.getByText('Asked', { exact: true }).waitFor();
  // The earlier release has no use for the field that the page has, and takes the rest.
  await step(holder, 'Stop').getByRole('button', { name: 'Stop', exact: true }).click();
  await holder.getByText('Stopped', { exact: true }).waitFor();
  await holder.getByText('Another one suits her better.').waitFor();
});
