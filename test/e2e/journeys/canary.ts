import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/project.ts';
import { until } from '../../support/until.ts';
import { CANARY } from '../support/canary.ts';
import { running } from '../support/running.ts';
import { addresses, visit } from '../support/visit.ts';

async function filesOf(folder: string): Promise<[name: string, text: string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  return Promise.all(names.map(async (name) => [name, await readFile(name, 'latin1')] as [string, string]));
}

/** The last of all journeys: each of them had this patient on its pages. */
test('the patient’s name and number are in no log line, error report, address, page of operations or cache', async () => {
  const patient = await visit('patient', '/prescriptions/d0000000-0000-4000-8000-000000000002', {
    complains: true,
  });
  const shown = (await patient.locator('main').textContent()) ?? '';
  for (const word of Object.values(CANARY)) expect(shown).toContain(word);
  // Errors on both sides, while the name is on the page and in what was typed.
  running.platform.fail('rest');
  await patient.getByLabel('Message to your practice (optional)').fill(`${CANARY.given} ${CANARY.family}`);
  await patient.getByRole('button', { name: 'Ask for a renewal' }).click();
  await patient.locator('.form-error').filter({ hasText: /\w/ }).waitFor();
  await patient.reload();
  await patient.getByText('This page could not be shown').waitFor();
  running.platform.faults.clear();
  await patient.goto('/prescriptions');
  await patient.evaluate(`setTimeout(() => { throw new Error('in the browser of ' + document.title); })`);
  await until('an error report of the browser', () =>
    running.platform.envelopes.some((one) => one.includes('in the browser of')),
  );
  const operator = await visit('operator', '/ops');

  const places: [name: string, text: string][] = [
    ['log', running.app.log],
    ['error reports', running.platform.envelopes.join('\n')],
    ['addresses', addresses.map((one) => decodeURIComponent(one)).join('\n')],
    ['page of operations', await operator.content()],
    ['Stripe', JSON.stringify(running.stripe.state)],
    ...(await filesOf(path.join(root, 'app/.next/cache'))),
    ...(await filesOf(path.join(root, 'app/.next/server'))),
  ];
  expect(running.app.log).toContain('a form was carried out');
  expect(addresses.length).toBeGreaterThan(10);
  const hits = places.flatMap(([name, text]) =>
    Object.values(CANARY)
      .filter((word) => text.toLowerCase().includes(word.toLowerCase()))
      .map((word) => `${name}: ${word}`),
  );
  expect(hits).toEqual([]);
});
