import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { running } from '../support/running.ts';
import { setUpAuthenticator, sign, statusOf } from '../support/second-factor.ts';
import { visit } from '../support/visit.ts';

const ATORVASTATIN = 'd0000000-0000-4000-8000-000000000002';
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

/** A prescription of every status, all of the same prescriber, made for this alone. */
async function oneOfEachStatus(): Promise<Record<string, string>> {
  const statuses = ['draft', 'active', 'on-hold', 'completed', 'stopped', 'cancelled', 'entered-in-error'];
  const made: Record<string, string> = {};
  for (const [index, status] of statuses.entries()) {
    const id = `d1000000-0000-4000-8000-00000000000${index}`;
    made[status] = id;
    await running.platform.sql(
      `insert into public.prescriptions (
         id, status, status_reason, medication_code, medication_display, subject_id, requester_id, authored_on,
         dosage_instruction, dispense_quantity_value, dispense_quantity_unit, dispense_repeats_allowed,
         dispense_validity_start, dispense_validity_end, substitution_allowed, medication_id, dispense_performer_id)
       select $1, $2, case when $2 in ('draft', 'active', 'completed') then null else 'As the test has it' end,
         medication_code, medication_display, subject_id, requester_id, now(), dosage_instruction,
         dispense_quantity_value, dispense_quantity_unit, dispense_repeats_allowed, current_date, current_date + 90,
         substitution_allowed, medication_id, dispense_performer_id
       from public.prescriptions where id = $3`,
      // Nothing warns of the draft: what stands in the way of its signature is that there is none.
      [id, status, status === 'draft' ? BUDESONIDE : ATORVASTATIN],
    );
  }
  return made;
}

/** What is offered in each status. Completing is the last dispense's, `unknown` is for imports. */
const OFFERED: Readonly<Record<string, readonly string[]>> = {
  draft: ['active', 'cancelled', 'entered-in-error'],
  active: ['on-hold', 'stopped', 'cancelled', 'entered-in-error'],
  'on-hold': ['active', 'stopped', 'cancelled', 'entered-in-error'],
  completed: ['entered-in-error'],
  stopped: ['entered-in-error'],
  cancelled: ['entered-in-error'],
  'entered-in-error': [],
};

test('a step that is not legal is not offered, and refused when it is posted by hand', async () => {
  const made = await oneOfEachStatus();
  const legal = new Set(
    (
      await running.platform.sql<{ step: string }>(
        `select from_status || ' ' || to_status as step from private.prescription_transitions`,
      )
    ).map(({ step }) => step),
  );
  const page = await visit('prescriber');
  await setUpAuthenticator(page, 'prescriber');
  for (const [status, id] of Object.entries(made)) {
    await page.goto(`/prescriptions/${id}`);
    const offered = await page
      .locator('input[name="becomes"]')
      .evaluateAll((inputs) => inputs.map((input) => input.getAttribute('value')));
    expect([status, offered]).toEqual([status, OFFERED[status]]);
    for (const step of offered) expect(legal).toContain(`${status} ${step}`);
  }

  // The form of a legal step, changed in the page as whoever knows its names can.
  await page.goto(`/prescriptions/${made['active']}`);
  await page.locator('form.step:has(input[value="stopped"])').evaluate((element) => {
    element.setAttribute('data-chosen', '');
    element.closest('details')?.setAttribute('open', '');
  });
  const form = page.locator('form[data-chosen]');
  // Read on their way: the browser does not keep the body of each.
  const answers: string[] = [];
  await page.route('**/prescriptions/*', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const response = await route.fetch();
    answers.push(await response.text());
    await route.fulfill({ response });
  });
  let refused = 0;
  for (const [status, id] of Object.entries(made)) {
    for (const becomes of Object.keys(OFFERED)) {
      // A draft becomes active by its signature alone; staying what one is changes nothing.
      const isSignature = status === 'draft' && becomes === 'active';
      if (becomes === status || (legal.has(`${status} ${becomes}`) && !isSignature)) continue;
      const hidden = { key: crypto.randomUUID(), prescription: id, becomes };
      for (const [name, value] of Object.entries(hidden))
        await form
          .locator(`[name="${name}"]`)
          .evaluate((input, set) => input.setAttribute('value', set), value);
      await form.getByLabel('Reason').fill(`${status} to ${becomes}`);
      await form.getByRole('button').click();
      await until('an answer', () => answers.length > refused);
      expect([
        status,
        becomes,
        /urn:prescriptions:problem:(\w|-)+/.exec(answers[refused] ?? '')?.[0],
      ]).toEqual([
        status,
        becomes,
        isSignature ? 'urn:prescriptions:problem:second-factor' : 'urn:prescriptions:problem:refused',
      ]);
      await form.locator('.form-error').filter({ hasText: /\w/ }).waitFor();
      expect(await statusOf(id)).toBe(status);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(25);
});

test('nobody else takes a prescriber’s step, with the request of one that was taken', async () => {
  const page = await visit('prescriber', '/prescriptions/d1000000-0000-4000-8000-000000000002');
  const resume = page.locator('form.step:has(input[value="active"])');
  const key = await resume.locator('input[name="key"]').inputValue();
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await page.getByRole('button', { name: 'Resume' }).click();
  const request = await sent;
  await page.getByText('Active', { exact: true }).waitFor();
  const body = request.postData() ?? '';
  expect(body).toContain('active');
  const headers = {
    ...Object.fromEntries(
      Object.entries(await request.allHeaders()).filter(([name]) => !/^(cookie|:|content-length)/.test(name)),
    ),
    'sec-fetch-site': 'same-origin',
  };
  // The same step of a prescription that is on hold, under a new key.
  const id = 'd0000000-0000-4000-8000-000000000004';
  for (const who of [
    'patient',
    'pharmacist',
    'administrator',
    'auditor',
    'operator',
    'prescriber',
    'nobody',
  ] as const) {
    const other = await visit(who);
    const again = body
      .replaceAll('d1000000-0000-4000-8000-000000000002', id)
      .replaceAll(key, crypto.randomUUID());
    const answer = await other.request.post(`/prescriptions/${id}`, {
      ...{ headers, data: Buffer.from(again), maxRedirects: 0 },
    });
    expect([who, await statusOf(id)]).toEqual([who, 'on-hold']);
    if (who === 'nobody') expect([answer.status(), answer.headers()['location']]).toEqual([307, '/sign-in']);
    else
      expect([who, await answer.text()]).toEqual([
        who,
        expect.stringContaining('urn:prescriptions:problem:not-found'),
      ]);
  }
});
