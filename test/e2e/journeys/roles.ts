import { expect, test } from 'vitest';
import { CANARY } from '../support/canary.ts';
import { running } from '../support/running.ts';
import { forget, signIn, visit, type Who } from '../support/visit.ts';

const HERS = '/prescriptions/d0000000-0000-4000-8000-000000000002';
const HIS = '/prescriptions/d0000000-0000-4000-8000-000000000005';

const EVERYBODY: readonly Who[] = [
  ...['nobody', 'patient', 'other patient', 'prescriber', 'pharmacist'],
  ...['administrator', 'auditor', 'operator'],
] as Who[];
const SIGNED_IN = EVERYBODY.filter((who) => who !== 'nobody');

/** Who gets each page. Everybody else gets "not found", and whoever is not signed in is led to sign in. */
const ROUTES: Readonly<Record<string, readonly Who[]>> = {
  '/': EVERYBODY,
  '/sign-in': EVERYBODY,
  '/api-docs': EVERYBODY,
  '/prescriptions': SIGNED_IN,
  [HERS]: ['patient', 'prescriber', 'pharmacist'],
  [HIS]: ['other patient', 'prescriber'],
  '/prescriptions/d0000000-0000-4000-8000-0000000000ff': [],
  '/prescriptions/new': ['prescriber'],
  '/renewals': ['patient', 'other patient', 'prescriber'],
  '/payments': ['patient', 'other patient', 'pharmacist', 'administrator', 'operator'],
  '/queue': ['pharmacist'],
  '/audit': ['auditor'],
  '/second-factor': SIGNED_IN,
  '/sessions': SIGNED_IN,
  '/flags': ['operator'],
  '/ops': ['operator'],
  '/no/such/page': [],
};
const PUBLIC = ['/', '/sign-in', '/api-docs', '/no/such/page'];

/** Names that are in the data of one role and must be on no page of another. */
const NOT_THEIRS: Readonly<Record<string, RegExp>> = {
  nobody: /Quorvaxion|Becker|MRN-/,
  patient: /Becker|MRN-000742|Salbutamol/,
  'other patient': /Quorvaxion|MRN-913377|Bisoprolol/,
  pharmacist: /Becker|Salbutamol|Amoxicillin 500/,
  administrator: /Quorvaxion|Becker|MRN-/,
  auditor: /MRN-|Bisoprolol|Salbutamol/,
  operator: /Quorvaxion|Becker|MRN-|Bisoprolol|Salbutamol/,
};

test.each(EVERYBODY)('%s sees what they may, on every route, and nothing else', async (who) => {
  const page = await visit(who, undefined, { complains: true });
  for (const [route, allowed] of Object.entries(ROUTES)) {
    const response = await page.goto(route);
    const at = new URL(page.url()).pathname;
    const expected = allowed.includes(who)
      ? [200, route]
      : who === 'nobody' && !PUBLIC.includes(route)
        ? [200, '/sign-in']
        : [404, route];
    expect([who, route, response?.status(), at]).toEqual([who, route, ...expected]);
    const text = (await page.locator('body').textContent()) ?? '';
    const not = NOT_THEIRS[who];
    if (not) expect([who, route, not.exec(text)?.[0]]).toEqual([who, route, undefined]);
  }
  // What the bar offers leads somewhere.
  if (who === 'nobody') return;
  await page.goto('/home');
  const links = await page.getByRole('navigation', { name: 'Your work' }).getByRole('link').all();
  const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
  for (const path of paths) expect([who, path, ROUTES[path ?? '']?.includes(who)]).toEqual([who, path, true]);
});

test('signing out ends it: back, reload and the old cookie show nothing', async () => {
  const page = await visit('nobody');
  await signIn(page, 'patient');
  await page.goto(HERS);
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.goBack();
  await page.reload();
  await page.waitForURL('**/sign-in');
  expect(await page.locator('body').textContent()).not.toContain(CANARY.family);
  // A copy of the cookie from before: its token has not run out, and gives no rights any more.
  await page.context().addCookies(cookies);
  await page.goto(HERS);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});

test('a session that is ended elsewhere ends there, in the middle of a form too', async () => {
  const here = await visit('nobody');
  // Its warnings cannot be looked up once the session has ended, which the browser reports by itself.
  const lost = await visit('nobody', undefined, { complains: true });
  forget('prescriber');
  await signIn(here, 'prescriber');
  await signIn(lost, 'prescriber');
  await lost.goto('/prescriptions/new');
  await lost.getByLabel('Instruction for the patient').fill('Two tablets in the evening.');
  await here.goto('/sessions');
  await here.getByRole('button', { name: 'End all other sessions' }).click();
  await here.getByRole('button', { name: 'End all other sessions' }).waitFor({ state: 'detached' });
  await here.getByText('this session').waitFor();

  // What was typed stays in the tab, with a word about what to do.
  await lost.getByLabel('Patient', { exact: true }).selectOption({ index: 1 });
  await lost.getByLabel('Medication', { exact: true }).selectOption({ index: 1 });
  await lost.getByLabel(/^Quantity of each fill/).fill('30');
  await lost.getByLabel('Pharmacy', { exact: true }).selectOption({ index: 1 });
  await lost.getByRole('button', { name: 'Save draft' }).click();
  await lost.getByText('Your session has ended. Sign in again in another tab').waitFor();
  expect(await lost.getByLabel('Instruction for the patient').inputValue()).toBe(
    'Two tablets in the evening.',
  );
  // In another tab of the same browser; then the form goes through.
  const tab = await lost.context().newPage();
  await signIn(tab, 'prescriber');
  await lost.getByRole('button', { name: 'Save draft' }).click();
  await lost.getByRole('heading', { name: 'What to do' }).waitFor();
  await lost.getByText('Two tablets in the evening.').waitFor();
  expect(running.app.log).not.toContain('Two tablets in the evening');
});
