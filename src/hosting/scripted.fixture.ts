import { afterEach, beforeEach, expect } from 'vitest';
import { vercelHosting } from './index.ts';
import type { VercelOptions } from './options.ts';
import { Scripted, Shop } from './scripted.ts';

/** A scripted Vercel for each test, with a project that serves; and Shiplock's client of it. */

export let vercel: Scripted;
export let shop: Shop;
/** What the client told. */
export const lines: string[] = [];
export const say = (line: string) => void lines.push(line);
export const hosting = (more: Partial<VercelOptions> = {}) => vercelHosting(vercel.options(more));

/** Starts one before each test of the file; after it, no call may have been one that the test did not expect. */
export function vercelForEachTest(): void {
  beforeEach(async () => {
    vercel = await Scripted.start();
    shop = new Shop(vercel);
    lines.length = 0;
  });
  afterEach(async () => {
    await vercel.stop();
    expect(vercel.unexpected).toEqual([]);
  });
}
