import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { root } from '../../scripts/project.ts';
import type { Browser } from '../support/browser.ts';

/** What came back, and when. `status`: a form's problem where it has one; 0: nothing came. */
export interface Answered {
  readonly status: number;
  readonly ms: number;
  readonly text: string;
}

const ORIGIN_OF = new WeakMap<Browser, string>();
/** Forms name the site that they stand on. */
export const siteOf = (browser: Browser, origin: string): Browser => {
  ORIGIN_OF.set(browser, origin);
  return browser;
};
export const originOf = (browser: Browser): string => ORIGIN_OF.get(browser) ?? '';

export async function timed(work: () => Promise<{ status: number; text: string }>): Promise<Answered> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    return { ...(await work()), ms: took() };
  } catch (error) {
    return { status: 0, text: String(error), ms: took() };
  }
}

export const opened = (browser: Browser, at: string): Promise<Answered> => timed(() => browser.open(at));

export const asked = (browser: Browser, at: string, init: RequestInit = {}): Promise<Answered> =>
  timed(async () => {
    const response = await browser.send(at, init);
    return { status: response.status, text: await response.text() };
  });

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

/** A Server Action of the build: its id, and a page that knows it. */
export interface Action {
  readonly id: string;
  readonly page: string;
}

/** By the name of its function. */
export async function actionsOfBuild(): Promise<ReadonlyMap<string, Action>> {
  const file = path.join(root, 'app/.next/server/server-reference-manifest.json');
  const { node } = manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  return new Map(
    Object.entries(node).map(([id, { exportedName, workers }]) => {
      const page = Object.keys(workers).at(-1) ?? '';
      const at = page.replace(/^app|\/page$/g, '').replaceAll(/\/\([^)]*\)/g, '');
      return [exportedName, { id, page: at || '/' }];
    }),
  );
}

/**
 * Calls a Server Action as the app's own script does: the previous state and the form, in React's encoding of arguments. A
 * redirect counts as 303, a state with a problem as that problem's status, any other as 200.
 */
export function sent(
  browser: Browser,
  { id, page }: Action,
  previous: unknown,
  fields: Readonly<Record<string, string>> | null,
): Promise<Answered> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields ?? {})) body.append(`_1_${name}`, value);
  body.append('0', JSON.stringify(fields ? [previous, '$K1'] : []));
  return timed(async () => {
    const response = await browser.send(page, {
      ...{ method: 'POST', body },
      headers: { 'next-action': id, accept: 'text/x-component', origin: originOf(browser) },
    });
    const text = await response.text();
    if (response.headers.has('x-action-redirect')) return { status: 303, text };
    const problem = /"problem":\{[^}]*"status":(\d{3})/.exec(text)?.[1];
    return { status: problem ? Number(problem) : response.status, text };
  });
}
