import { describe, expect, test } from 'vitest';
import { files, isTest, read } from './files.ts';
import { importsOf } from './imports.ts';

/** What keeps vendors replaceable: who may import one, and through what it sends. */

const VENDORS = ['src/hosting/', 'src/codehost/', 'src/errortracker/', 'src/notices/'];
/** A vendor's own packages, by the one folder that may import them. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@octokit/': 'src/codehost/',
  '@slack/': 'src/notices/',
  '@vercel/': 'src/hosting/',
  '@sentry/': 'src/errortracker/',
};
const COMPOSITION = /^src\/runner\/compose(?:-[a-z]+)*\.ts$/;

const sources = (await files('src', '.ts')).filter((file) => !isTest(file));
const doors = await files('actions', '.ts');
const vendorOf = (file: string) => VENDORS.find((folder) => file.startsWith(folder));

describe('vendors', () => {
  test('are imported by the composition alone, through their index', async () => {
    const breaches: string[] = [];
    for (const file of [...sources, ...doors])
      for (const { target } of await importsOf(file)) {
        const vendor = target && vendorOf(target);
        if (!vendor || vendorOf(file) === vendor) continue;
        if (!COMPOSITION.test(file) || target !== `${vendor}index.ts`)
          breaches.push(`${file} imports ${target}`);
      }
    expect(breaches).toEqual([]);
  });

  test('keep their packages to themselves', async () => {
    const breaches: string[] = [];
    for (const file of [...sources, ...doors])
      for (const { name } of await importsOf(file)) {
        const owner = Object.entries(PACKAGES).find(([scope]) => name.startsWith(scope))?.[1];
        if (owner && !file.startsWith(owner)) breaches.push(`${file} imports ${name}`);
      }
    expect(breaches).toEqual([]);
  });

  test('send through the one client', async () => {
    // One asks the application that is shipped, and no vendor; the other stands for Vercel in tests.
    const others = new Set(['src/hosting/served.ts', 'src/hosting/scripted.ts']);
    const breaches: string[] = [];
    for (const file of sources.filter((each) => vendorOf(each) && !others.has(each))) {
      const imports = (await importsOf(file)).map(({ name }) => name);
      if (imports.some((name) => /^(?:node:)?https?$|^undici$|^axios$/.test(name)))
        breaches.push(`${file} imports an HTTP stack`);
      if (/\bfetch\(/.test(await read(file))) breaches.push(`${file} calls fetch`);
    }
    expect(breaches).toEqual([]);
  });

  test('have their faults in one table each', async () => {
    for (const folder of VENDORS) {
      const table = await read(`${folder}faults.ts`);
      expect(table, folder).toContain('FaultTable<');
    }
  });
});
