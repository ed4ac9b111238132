import type { Page } from 'playwright-core';
import { setUpAuthenticator } from './second-factor.ts';
import type { Who } from './visit.ts';

/** A screen as somebody works with it. */
export interface Screen {
  readonly name: string;
  readonly who: Who;
  readonly at: string;
  /** What is done before it is looked at. */
  readonly before?: (page: Page) => Promise<unknown>;
}

const HERS = '/prescriptions/d0000000-0000-4000-8000-000000000002';
const DRAFT = '/prescriptions/d0000000-0000-4000-8000-000000000007';

/** Those of which a reference picture is kept: what is on them does not change with what was done before. */
export const PICTURED: readonly Screen[] = [
  { name: 'notices', who: 'nobody', at: '/' },
  { name: 'sign-in', who: 'nobody', at: '/sign-in' },
  { name: 'not-found', who: 'nobody', at: '/no/such/page' },
  { name: 'prescriptions', who: 'prescriber', at: '/prescriptions' },
  { name: 'my-prescriptions', who: 'patient', at: '/prescriptions?status=active' },
  { name: 'composer', who: 'prescriber', at: '/prescriptions/new', before: compose },
  { name: 'draft', who: 'prescriber', at: DRAFT, before: withAuthenticator },
  { name: 'prescription', who: 'patient', at: HERS },
  { name: 'counter', who: 'pharmacist', at: HERS },
  { name: 'queue', who: 'pharmacist', at: '/queue' },
  { name: 'renewals', who: 'prescriber', at: '/renewals' },
  { name: 'payments', who: 'patient', at: '/payments' },
  { name: 'flags', who: 'operator', at: '/flags' },
];

export const SCREENS: readonly Screen[] = [
  ...PICTURED,
  { name: 'no prescriptions', who: 'auditor', at: '/prescriptions' },
  {
    name: 'steps',
    who: 'other prescriber',
    at: '/prescriptions/d0000000-0000-4000-8000-000000000003',
    before: open,
  },
  { name: 'payments of a pharmacy', who: 'administrator', at: '/payments', before: open },
  { name: 'renewals of a patient', who: 'other patient', at: '/renewals' },
  { name: 'audit trail', who: 'auditor', at: '/audit' },
  { name: 'operations', who: 'operator', at: '/ops' },
  { name: 'sessions', who: 'pharmacist', at: '/sessions' },
  { name: 'authenticator app', who: 'prescriber', at: '/second-factor', before: open },
  { name: 'authenticator app, not set up', who: 'other prescriber', at: '/second-factor' },
  { name: 'API', who: 'nobody', at: '/api-docs', before: open },
  { name: 'refused', who: 'nobody', at: '/sign-in', before: refused },
];

/** Leads to the screen, and waits until it is there: a page that loads is already open to a browser. */
export async function show(page: Page, { at, before }: Screen): Promise<void> {
  await page.goto(at);
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await before?.(page);
}

/** A composer with a severe warning in it. */
async function compose(page: Page): Promise<void> {
  await page.getByLabel('Patient', { exact: true }).selectOption({ index: 2 });
  await page.getByLabel('Search a medication').fill('clari');
  await page.getByLabel('Search a medication').press('Enter');
  await page.getByText('Severe:').waitFor();
}

async function withAuthenticator(page: Page): Promise<void> {
  await setUpAuthenticator(page, 'prescriber');
  await page.goto(DRAFT);
}

async function open(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const one of all) one.setAttribute('open', '');
  });
}

async function refused(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill('somebody@example.test');
  await page.getByLabel('Password').fill('not-the-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('is wrong').waitFor();
}
