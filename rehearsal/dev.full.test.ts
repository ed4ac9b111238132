import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../scripts/project.ts';
import { Browser } from '../test/support/browser.ts';
import { until } from '../test/support/until.ts';

/** Where the compiler of `next dev` keeps what it made: a fresh clone has none. */
const MADE = path.join(root, 'app/.next/dev');

const FIRST_SCREENS: Readonly<Record<string, string>> = {
  patient: '/prescriptions',
  prescriber: '/prescriptions',
  pharmacist: '/queue',
  auditor: '/audit',
  administrator: '/prescriptions',
  operator: '/ops',
};

test('npm run dev in a fresh clone: the page comes up and somebody of each role signs in', async () => {
  await rm(MADE, { recursive: true, force: true });
  const dev = spawn(process.execPath, ['rehearsal/dev.ts'], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [dev.stdout, dev.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(dev, 'exit');
  onTestFinished(async () => {
    dev.kill('SIGTERM');
    await ended;
  });

  const up = /The platform is up after (?<seconds>\d+) s: (?<origin>http:\/\/localhost:\d+)\/sign-in/;
  const found = await until(
    'the platform',
    () => {
      if (dev.exitCode !== null) throw new Error(`it ended: ${said}`);
      return up.exec(said)?.groups;
    },
    900_000,
  );
  console.log(`up after ${found['seconds']} s`);
  // Who can sign in is said while the first page is compiled, not after it.
  expect(said.indexOf('Sign in as')).toBeLessThan(said.indexOf('Next.js'));

  const people = [...said.matchAll(/^ {2}(?<role>\w+)\W.*?(?<email>\S+@example\.test)/gm)];
  expect(new Set(people.map(({ groups }) => groups?.['role']))).toEqual(new Set(Object.keys(FIRST_SCREENS)));
  const seed = await readFile(path.join(root, 'supabase/seed.sql'), 'utf8');
  const password = /the password, which is `(?<password>[^`]+)`/.exec(seed)?.groups?.['password'] ?? '';
  for (const { groups } of people) {
    const { role = '', email = '' } = groups ?? {};
    const browser = new Browser(found['origin'] ?? '');
    const page = await browser.signIn(email, password);
    expect([role, page.status, page.at]).toEqual([role, 200, FIRST_SCREENS[role]]);
    expect(page.text).toContain('Sign out');
  }
  expect(existsSync(MADE)).toBe(true);
});
