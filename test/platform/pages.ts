import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root } from '../../scripts/project.ts';
import type { EMAIL } from './served.ts';

const manifest = z.record(z.string(), z.string());

/** Every page, and somebody who may open it; some that are none. */
const SCREENS = {
  patient: [
    '/',
    '/sign-in',
    '/api-docs',
    '/payments',
    '/prescriptions',
    '/prescriptions/d0000000-0000-4000-8000-000000000002',
    '/renewals',
  ],
  prescriber: [
    ...['/prescriptions/new', '/second-factor', '/sessions'],
    ...['/no/such/page', '/_not-found', '/_global-error'],
  ],
  pharmacist: ['/queue', '/home'],
  auditor: ['/audit'],
  operator: ['/flags', '/ops'],
} as const satisfies Partial<Record<keyof typeof EMAIL, readonly string[]>>;
type Who = keyof typeof SCREENS;

/** @throws where the build has a page that is not in this list */
export function screens(): [who: Who, paths: readonly string[]][] {
  const all = Object.entries(SCREENS) as [Who, readonly string[]][];
  const asked = all.flatMap(([, paths]) => paths);
  const file = path.join(root, 'app/.next/app-path-routes-manifest.json');
  const built = Object.entries(manifest.parse(JSON.parse(readFileSync(file, 'utf8')))).flatMap(
    ([from, at]) => (from.endsWith('/page') ? [at] : []),
  );
  const missing = built.filter((page) => {
    const shape = new RegExp(`^${page.replaceAll(/\[[^\]]+\]/g, '[^/]+')}$`);
    return !asked.some((at) => shape.test(at));
  });
  if (missing.length > 0 || built.length < 10)
    throw new Error(
      `nobody opens ${missing.join(', ')} of ${built.length} pages: add them to test/platform/pages.ts`,
    );
  return all;
}
