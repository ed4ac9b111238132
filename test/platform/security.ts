import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../../scripts/project.ts';
import { type Browser, elementsOf, type Page } from '../support/browser.ts';
import { screens } from './pages.ts';
import { running } from './running.ts';
import { EMAIL, PASSWORD } from './served.ts';

const fromApp = createRequire(path.join(root, 'app/package.json'));
const { CspEvaluator } = fromApp('csp_evaluator/dist/evaluator.js') as {
  CspEvaluator: new (csp: unknown) => { evaluate(): { description: string }[] };
};
const { CspParser } = fromApp('csp_evaluator/dist/parser.js') as {
  CspParser: new (policy: string) => { csp: unknown };
};

async function signedIn(person: keyof typeof EMAIL, address?: string): Promise<Browser> {
  const browser = running.app.browser(address);
  const page = await browser.signIn(EMAIL[person], PASSWORD);
  expect([person, page.status, page.at]).not.toEqual([person, 200, '/sign-in']);
  return browser;
}

/** What is wrong with a page's policy and its scripts. */
function faultsOf(page: Page): string[] {
  // The error tracker of this test is on this machine, which no policy of a deployment may allow.
  const policy =
    page.headers.get('content-security-policy')?.replace(/ http:\/\/127\.0\.0\.1:\d+/, '') ?? null;
  if (policy === null) return ['no policy'];
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const isPage = page.headers.get('content-type')?.startsWith('text/html') === true;
  const scripts = isPage ? elementsOf(page.text, 'script') : [];
  return [
    ...new CspEvaluator(new CspParser(policy).csp).evaluate().map(({ description }) => description),
    ...(isPage && scripts.length > 0 && !nonce ? ['scripts, and no nonce'] : []),
    ...scripts
      .filter((script) => script['nonce'] !== nonce)
      .map((script) => `a script without the nonce: ${script['src'] ?? 'inline'}`),
    ...(/ on[a-z]+="/.test(page.text) && isPage ? ['a handler in an attribute'] : []),
  ];
}

describe('every answer', () => {
  test('has a policy that Google’s evaluator finds nothing in, and its nonce on every script', async () => {
    const seen: string[] = [];
    for (const [person, each] of screens()) {
      const browser = await signedIn(person);
      for (const at of each) {
        const page = await browser.open(at);
        seen.push(`${page.status} ${at}`);
        expect([at, faultsOf(page)]).toEqual([at, []]);
        expect([at, elementsOf(page.text, 'script').length > 0]).toEqual([at, true]);
        expect([at, page.headers.get('cache-control')]).toEqual([at, expect.stringContaining('no-store')]);
      }
    }
    console.log(seen.join('\n'));
    const chunk = readdirSync(path.join(root, 'app/.next/static/chunks')).find((name) =>
      name.endsWith('.js'),
    );
    const visitor = running.app.browser();
    for (const at of [
      '/api/fhir/metadata',
      '/api/health/live',
      '/api/health/no',
      '/icon.svg',
      `/_next/static/chunks/${chunk}`,
    ]) {
      expect([at, faultsOf(await visitor.open(at))]).toEqual([at, []]);
    }
  });

  test('also that of a page that failed', async () => {
    const browser = await signedIn('patient');
    running.platform.fail('rest');
    const page = await browser.open('/prescriptions');
    expect(page.status).toBe(500);
    expect(faultsOf(page)).toEqual([]);
  });

  test('has the headers that keep it from being framed, sniffed, sent on or kept', async () => {
    for (const at of [
      '/',
      '/sign-in',
      '/no/such/page',
      '/api/fhir/metadata',
      '/api/health/ready',
      '/icon.svg',
    ]) {
      const { headers } = await running.app.browser().open(at);
      expect([at, Object.fromEntries(headers)]).toEqual([
        at,
        expect.objectContaining({
          'strict-transport-security': expect.stringMatching(/max-age=63072000; includeSubDomains/),
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'same-origin',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'permissions-policy': expect.stringContaining('camera=()'),
          'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        }),
      ]);
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});

test('the session is in cookies that only this host can set, and only the server can read', async () => {
  const browser = running.app.browser();
  const page = await browser.open('/sign-in');
  const lines: string[] = [];
  const send = browser.send.bind(browser);
  browser.send = async (at, init) => {
    const response = await send(at, init);
    lines.push(...response.headers.getSetCookie());
    return response;
  };
  await browser.submit(page, { email: EMAIL.patient, password: PASSWORD });
  const kept = lines.filter((line) => !/max-age=0/i.test(line));
  expect(kept.length).toBeGreaterThan(0);
  for (const line of kept) {
    expect(line).toMatch(/^__Host-session(\.\d+)?=/);
    for (const attribute of [
      /; secure/i,
      /; httponly/i,
      /; path=\/(;|$)/i,
      /; samesite=lax/i,
      /; max-age=43200(;|$)/i,
    ])
      expect(line).toMatch(attribute);
    expect(line).not.toMatch(/; domain=/i);
  }
  // One that another subdomain could plant is no session.
  const planted = new Map([...browser.cookies].map(([name, value]) => [name.replace('__Host-', ''), value]));
  const visitor = running.app.browser();
  for (const [name, value] of planted) visitor.cookies.set(name, value);
  expect((await visitor.open('/prescriptions')).at).toBe('/sign-in');
});

describe('another site', () => {
  const manifest = z.object({ node: z.record(z.string(), z.unknown()) });

  test('can start no Server Action, at no path', async () => {
    const file = path.join(root, 'app/.next/server/server-reference-manifest.json');
    const actions = Object.keys(manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).node);
    expect(actions.length).toBeGreaterThanOrEqual(6);
    const browser = await signedIn('prescriber');
    for (const action of actions) {
      for (const at of ['/', '/prescriptions', '/no/such/page', '/api/health/no', '/api/fhir/Patient']) {
        for (const from of [
          { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
          { origin: 'https://evil.example' },
          { origin: 'null', 'sec-fetch-site': 'same-site' },
          { 'sec-fetch-site': 'none' },
        ]) {
          const headers: Record<string, string> = {
            'next-action': action,
            'content-type': 'text/plain;charset=UTF-8',
            ...from,
          };
          const response = await browser.send(at, { method: 'POST', headers, body: '[]' });
          expect([at, from, response.status]).toEqual([at, from, 403]);
        }
      }
    }
    expect((await browser.open('/prescriptions')).status).toBe(200);
  });
});

describe('guessing passwords', () => {
  const guess = async (email: string, password: string, address: string) =>
    (await running.app.browser(address).signIn(email, password)).text;
  const isThrottled = (text: string) => text.includes('Too many tries');

  test('ends after five tries at an account from an address, the right one included', async () => {
    for (let tries = 0; tries < 5; tries++)
      expect(await guess(EMAIL.pharmacist, 'wrong', '198.51.100.1')).toContain('is wrong');
    expect(isThrottled(await guess(EMAIL.pharmacist, PASSWORD, '198.51.100.1'))).toBe(true);
    // Whoever is somewhere else signs in, and so does a colleague at that address.
    await signedIn('pharmacist', '198.51.100.2');
    await signedIn('auditor', '198.51.100.1');
  });

  test('ends after twenty from many addresses', async () => {
    const tries: boolean[] = [];
    for (let host = 1; host <= 22; host++)
      tries.push(isThrottled(await guess(EMAIL.administrator, 'wrong', `203.0.113.${host}`)));
    expect(tries.indexOf(true)).toBe(20);
    expect(tries.slice(20)).toEqual([true, true]);
  });

  test('is not possible while nobody can count', async () => {
    running.platform.fail('rest');
    expect(await guess(EMAIL.patient, PASSWORD, '198.51.100.3')).toContain('not possible right now');
  });
});

test('the API answers a person 120 times a minute', async () => {
  const browser = await signedIn('other patient');
  const answers: Response[] = [];
  const refused = () => answers.find(({ status }) => status === 429);
  // At once, so that a slow machine sends as many within a minute.
  for (let round = 0; round < 20 && !refused(); round++) {
    const sent = Array.from({ length: 25 }, () => browser.send('/api/fhir/Patient'));
    answers.push(...(await Promise.all(sent)));
  }
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(120);
  expect(Number(refused()?.headers.get('retry-after'))).toBeGreaterThan(0);
  // Another person at the same address goes on.
  expect((await (await signedIn('patient')).send('/api/fhir/Patient')).status).toBe(200);
});

test('somebody sees where they are signed in, and ends a session there', async () => {
  const [here, lost] = [await signedIn('prescriber'), await signedIn('prescriber')];
  const page = await here.open('/sessions');
  expect(page.text).toContain('this session');
  expect((await here.submit(page, { session: '' })).text).toContain('this session');
  // Hers are all ended but this one; the other browser’s token would be good for an hour.
  expect((await lost.open('/prescriptions')).at).toBe('/sign-in');
  expect((await lost.send('/api/fhir/Patient')).status).toBe(401);
  expect((await here.open('/prescriptions')).at).toBe('/prescriptions');
});

test('a server without its secret says so when it starts, and takes no people', async () => {
  const server = await running.platform.serve({ SUPABASE_SECRET_KEY: '' });
  expect(server.log).toContain('SUPABASE_SECRET_KEY is missing');
  expect((await fetch(`${server.origin}/api/health/ready`)).status).toBe(503);
});
