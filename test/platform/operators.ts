import { expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { running } from './running.ts';
import { EMAIL, PASSWORD } from './served.ts';

const signedIn = async (person: keyof typeof EMAIL) => {
  const browser = running.app.browser();
  await browser.signIn(EMAIL[person], PASSWORD);
  return browser;
};

test('an operator switches something off for all, and back on, without a release', async () => {
  const [operator, patient] = [await signedIn('operator'), await signedIn('patient')];
  const status = async () => (await patient.send('/api/fhir/Patient')).status;
  expect(await status()).toBe(200);
  const off = { flag: 'fhir-api', default: 'off', rollout: '', because: 'A program asks too much' };
  const after = await operator.submit(await operator.open('/flags'), off);
  expect(after.text).toContain('A program asks too much');
  expect(after.text).toContain('Rosa Lind');
  await until('the switch', async () => (await status()) === 503, 60_000);

  // The database cannot be asked: the last good value stays.
  running.platform.fail('rest');
  await operator.open('/');
  running.platform.faults.clear();
  expect(await status()).toBe(503);

  await operator.submit(await operator.open('/flags'), { ...off, default: 'on', because: 'It is fixed' });
  await until('the switch', async () => (await status()) === 200, 60_000);
});

test('what cannot be a flag is said, and nothing is changed', async () => {
  const operator = await signedIn('operator');
  const page = await operator.submit(await operator.open('/flags'), {
    ...{ flag: 'fhir-api', default: 'on', rollout: 'off 60, beta 50', because: 'x' },
  });
  expect(page.text).toContain('more than 100 percent');
});

test('flags and operations are there for operators only', async () => {
  const operator = await signedIn('operator');
  expect(operator.cookies.size).toBeGreaterThan(0);
  const ops = await operator.open('/ops');
  expect([ops.status, ops.text.includes('Events in the audit chain')]).toEqual([200, true]);
  for (const person of ['pharmacist', 'auditor', 'patient'] as const) {
    const browser = await signedIn(person);
    for (const at of ['/ops', '/flags'])
      expect([person, at, (await browser.open(at)).status]).toEqual([person, at, 404]);
  }
});
