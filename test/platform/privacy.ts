import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/project.ts';
import type { Browser } from '../support/browser.ts';
import { runs } from '../support/full.ts';
import { until } from '../support/until.ts';
import { running } from './running.ts';
import { EMAIL, PASSWORD } from './served.ts';

const WHO = {
  patient: { hers: /Inès|Moreau|MRN-000731/, bar: 'Inès Moreau' },
  'other patient': { hers: /Tom|Becker|MRN-000742/, bar: 'Tom Becker' },
} as const;
type Who = keyof typeof WHO;

test('two people on one server never get the other’s data or cookie', async () => {
  const browsers = {
    patient: running.app.browser('192.0.2.1'),
    'other patient': running.app.browser('192.0.2.2'),
  };
  for (const who of Object.keys(WHO) as Who[])
    await until(
      `${who} to be in`,
      async () => (await browsers[who].signIn(EMAIL[who], PASSWORD)).at === '/prescriptions',
    );
  const session = (who: Who) => [...browsers[who].cookies.values()].join();
  const paths = {
    patient: ['/prescriptions', '/prescriptions/d0000000-0000-4000-8000-000000000002', '/', '/sessions'],
    'other patient': [
      '/prescriptions',
      '/prescriptions/d0000000-0000-4000-8000-000000000005',
      '/',
      '/sessions',
    ],
  };
  const count = runs(300, 10_000);
  const mixed: string[] = [];
  let done = 0;
  let sent = 0;
  const worker = async () => {
    for (let turn = sent++; turn < count; turn = sent++) {
      const who: Who = turn % 2 === 0 ? 'patient' : 'other patient';
      const other: Who = who === 'patient' ? 'other patient' : 'patient';
      const at = paths[who][Math.floor(turn / 2) % 4] ?? '/';
      const response = await browsers[who].send(at);
      const text = await response.text();
      const cookies = response.headers.getSetCookie().join();
      if (response.status !== 200) mixed.push(`${turn} ${who} ${at}: ${response.status}`);
      if (at !== '/' && !text.includes(WHO[who].bar)) mixed.push(`${turn} ${who} ${at}: not theirs`);
      if (WHO[other].hers.test(text)) mixed.push(`${turn} ${who} ${at}: the other’s data`);
      for (const part of session(other).split(',')) {
        if (part.length > 20 && (cookies.includes(part) || text.includes(part)))
          mixed.push(`${turn} ${who} ${at}: the other’s cookie`);
      }
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  expect(mixed).toEqual([]);
  expect(done).toBe(count);
});

/** Every file below a folder with its text. */
async function texts(folder: string): Promise<[name: string, text: string][]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  return Promise.all(files.map(async (name) => [name, await readFile(name, 'latin1')] as [string, string]));
}

async function findByNumber(browser: Browser, number: string): Promise<unknown> {
  const response = await browser.send('/api/fhir/Patient/_search', {
    method: 'POST',
    headers: { origin: running.app.origin },
    body: new URLSearchParams({ identifier: `urn:prescriptions:medical-record-number|${number}` }),
  });
  return response.json();
}

test('a patient’s name is in no log line, error report, address or cache', async () => {
  const [given, family, number] = ['Zephyrinequx', 'Quorvaxion', 'MRN-913377'];
  await running.platform.sql(
    `update public.patients set given_name = $1, family_name = $2, medical_record_number = $3
     where id = 'c0000000-0000-4000-8000-000000000002'`,
    [given, family, number],
  );
  await running.platform.encryptNumbers();
  await running.platform.sql(
    `update public.profiles set display_name = $1 where id = 'a0000000-0000-4000-8000-000000000004'`,
    [`${given} ${family}`],
  );
  const addresses: string[] = [];
  let seen = 0;
  for (const who of ['other patient', 'prescriber', 'auditor', 'operator', 'pharmacist'] as const) {
    const browser = running.app.browser();
    const first = await browser.signIn(EMAIL[who], PASSWORD);
    addresses.push(first.at);
    const paths = [
      '/prescriptions',
      '/prescriptions/d0000000-0000-4000-8000-000000000005',
      '/prescriptions/new',
    ];
    for (const at of [
      ...paths,
      '/queue',
      '/audit',
      '/ops',
      '/flags',
      '/sessions',
      '/api/fhir/Patient',
      '/no/such',
    ]) {
      const page = await browser.open(at);
      addresses.push(page.at);
      if (page.text.includes(family)) seen += 1;
      // Encrypted in the database, in clear for whoever may read it.
      if (who === 'prescriber' && at === paths[1]) expect(page.text).toContain(number);
      if (who === 'operator') expect([at, page.text.includes(family)]).toEqual([at, false]);
    }
    if (who === 'prescriber') expect(await findByNumber(browser, number)).toMatchObject({ total: 1 });
    running.platform.fail('rest');
    await browser.open('/prescriptions');
    await browser.open(`/prescriptions?name=${given}`);
    running.platform.faults.clear();
    await running.app.browser().signIn(`${given}.${family}@example.test`, `${family}-secret-1`);
  }
  // The canary was on its way: the pages had it, errors were logged and reported.
  expect(seen).toBeGreaterThan(3);
  await until('an error report', () => running.platform.envelopes.length > 0);
  expect(running.app.log).toContain('request failed');
  expect(running.app.log).toContain('sign-in refused');

  const places: [name: string, text: string][] = [
    ['log', running.app.log],
    ['error reports', running.platform.envelopes.join('\n')],
    ['addresses', addresses.join('\n')],
    ...(await texts(path.join(root, 'app/.next/cache'))),
    ...(await texts(path.join(root, 'app/.next/server'))),
  ];
  const hits = places.flatMap(([name, text]) =>
    [given, family, number]
      .filter((word) => text.toLowerCase().includes(word.toLowerCase()))
      .map((word) => `${name}: ${word}`),
  );
  expect(hits).toEqual([]);
});
