import { expect, test } from 'vitest';
import type { EMAIL } from '../../platform/served.ts';
import { signIn, visit, type Who } from '../support/visit.ts';

/** The screen on which somebody's day begins. */
const FIRST_SCREENS: Readonly<Record<Exclude<Who, 'nobody'>, string>> = {
  patient: '/prescriptions',
  'other patient': '/prescriptions',
  prescriber: '/prescriptions',
  'other prescriber': '/prescriptions',
  pharmacist: '/queue',
  auditor: '/audit',
  administrator: '/payments',
  operator: '/ops',
};

test.each(Object.entries(FIRST_SCREENS) as [keyof typeof EMAIL, string][])(
  'signing in: %s begins at %s',
  async (who, first) => {
    const page = await visit('nobody');
    await signIn(page, who);
    expect(new URL(page.url()).pathname).toBe(first);
    expect(await page.locator('h1').count()).toBe(1);
  },
);
