import path from 'node:path';
import type { BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { root } from '../../../scripts/project.ts';
import { EMAIL, PASSWORD } from '../../platform/served.ts';
import { running } from './running.ts';

export type Who = keyof typeof EMAIL | 'nobody';

/** Trace, pictures and the app's log of a journey that failed; `npx playwright show-trace` opens the trace. */
const KEPT = path.join(root, 'test/e2e/out');

/** Every address that a browser asked for in any journey. */
export const addresses: string[] = [];

const sessions = new Map<Who, NonNullable<BrowserContextOptions['storageState']>>();

/**
 * The page of somebody who is signed in, in a browser of their own. It is closed when the test ends, and a test in which
 * a page said something to the console (an error, a violation of the policy) fails.
 */
export async function visit(
  who: Who,
  at?: string,
  options: BrowserContextOptions & { readonly complains?: boolean } = {},
): Promise<Page> {
  const { complains = false, ...more } = options;
  const storageState = who === 'nobody' ? undefined : (sessions.get(who) ?? (await signedIn(who)));
  const page = await fresh({ ...more, ...(storageState ? { storageState } : {}) }, who, complains);
  if (at !== undefined) await page.goto(at);
  return page;
}

/** Signs in as a person does, with a session of its own. */
export async function signIn(page: Page, who: Exclude<Who, 'nobody'>): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill(EMAIL[who]);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

async function signedIn(who: Exclude<Who, 'nobody'>) {
  const page = await fresh({}, who, false);
  await signIn(page, who);
  const state = await page.context().storageState();
  sessions.set(who, state);
  return state;
}

/** Their session is about to end: the next visit signs in again. */
export const forget = (who: Who): void => void sessions.delete(who);

let count = 0;

async function fresh(options: BrowserContextOptions, who: Who, complains: boolean): Promise<Page> {
  const context = await running.chromium.context({ baseURL: running.app.origin, ...options });
  await context.tracing.start({ screenshots: true, snapshots: true });
  context.on('request', (request) => void addresses.push(request.url()));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const said: string[] = [];
  page.on('pageerror', (error) => void said.push(String(error)));
  page.on('console', (message: ConsoleMessage) => {
    if (['error', 'warning'].includes(message.type()))
      said.push(`${message.text()} (${message.location().url})`);
  });
  const number = ++count;
  onTestFinished(async ({ task }) => {
    const failed = task.result?.state === 'fail' || (!complains && said.length > 0);
    if (failed) await keep(context, `${number} ${who} ${task.name}`);
    await context.close();
    if (!complains) expect([who, said]).toEqual([who, []]);
  });
  return page;
}

async function keep(context: BrowserContext, name: string): Promise<void> {
  const stem = path.join(KEPT, name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80));
  await context.tracing.stop({ path: `${stem}.zip` });
  for (const [index, page] of context.pages().entries())
    await page.screenshot({ path: `${stem}-${index}.png`, fullPage: true }).catch(() => undefined);
  console.log(`kept: ${path.relative(root, stem)}.zip`);
}
