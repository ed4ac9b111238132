import { expect, test } from 'vitest';
import { signIn, visit, type Who } from '../support/visit.ts';

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
  nobody: /Moreau|Becker|MRN-/,
  patient: /Becker|MRN-000742|Salbutamol/,
  'other patient': /Moreau|MRN-000731|Bisoprolol/,
  pharmacist: /Becker|Salbutamol|Amoxicillin 500/,
  administrator: /Moreau|Becker|MRN-/,
  auditor: /MRN-|Bisoprolol|Salbutamol/,
  operator: /Moreau|Becker|MRN-|Bisoprolol|Salbutamol/,
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
  expect(await page.locator('body').textContent()).not.toContain('Moreau');
  // A copy of the cookie from before: its token has not run out, and gives no rights any more.
  await page.context().addCookies(cookies);
  await page.goto(HERS);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});
