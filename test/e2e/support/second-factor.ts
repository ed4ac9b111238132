import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { running } from './running.ts';

/** By the person's profile: a secret stays theirs for all journeys. */
const secrets = new Map<string, string>();

/** Sets up an authenticator app, as the app's own page leads through it, unless that was done. */
export async function setUpAuthenticator(page: Page, who: string): Promise<void> {
  if (secrets.has(who)) return;
  await page.goto('/second-factor');
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  const key = await page.locator('code').textContent();
  const secret = (key ?? '').replaceAll(' ', '');
  await page.getByLabel('Code').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: /Authenticator app [0-9a-f]{8}/ }).waitFor();
  secrets.set(who, secret);
}

/** The code that their app shows now. */
export function code(who: string): string {
  const secret = secrets.get(who);
  if (!secret) throw new Error(`${who} has no authenticator app`);
  return codeOf(secret);
}

/** Signs the draft that this page shows. */
export async function sign(page: Page, who: string): Promise<void> {
  await page.getByLabel('Code').fill(code(who));
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByText('Active', { exact: true }).waitFor();
}

const codeOf = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** What the database has as the status. */
export async function statusOf(prescription: string): Promise<string | undefined> {
  const [row] = await running.platform.sql<{ status: string }>(
    'select status from public.prescriptions where id = $1',
    [prescription],
  );
  return row?.status;
}
