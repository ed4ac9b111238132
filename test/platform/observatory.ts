import { expect, test } from 'vitest';
import type { Page } from '../support/browser.ts';
import { OTHER_SITE, observatory } from '../web-tools/observatory.ts';
import { screens } from './pages.ts';
import { running } from './running.ts';
import { EMAIL, PASSWORD } from './served.ts';

/** The error tracker of this test is on this machine and has no https, which no policy of a deployment may allow. */
function deployed(page: Page): Page {
  const headers = new Headers(page.headers);
  const policy = headers.get('content-security-policy') ?? '';
  headers.set('content-security-policy', policy.replace(/ http:\/\/127\.0\.0\.1:\d+/, ''));
  return { ...page, headers };
}

test('Mozilla’s Observatory gives every page an A+', async () => {
  const judge = await observatory();
  for (const [person, paths] of screens()) {
    const browser = running.app.browser();
    const lines: string[] = [];
    const send = browser.send.bind(browser);
    browser.send = async (at, init) => {
      const response = await send(at, init);
      lines.push(...response.headers.getSetCookie());
      return response;
    };
    await browser.signIn(EMAIL[person], PASSWORD);
    // Those of a session that is open; what ends one has no value to be judged.
    const cookies = lines.filter((line) => !/max-age=0/i.test(line));
    expect(cookies.length).toBeGreaterThan(0);
    for (const at of paths) {
      const preflight = await browser.send(at, {
        method: 'OPTIONS',
        headers: { 'access-control-request-method': 'GET', origin: OTHER_SITE },
      });
      const { grade, failed } = judge(deployed(await browser.open(at)), preflight.headers, cookies);
      expect([at, grade, failed]).toEqual([at, 'A+', []]);
    }
  }
});

test('and less to the same page without one of its headers, or with a session that scripts can read', async () => {
  const judge = await observatory();
  const page = deployed(await running.app.browser().open('/'));
  const cookie = '__Host-session=x; Path=/; Secure; SameSite=Lax';
  expect(judge(page, new Headers(), [`${cookie}; HttpOnly`])).toMatchObject({ grade: 'A+', failed: [] });
  expect(judge(page, new Headers(), [cookie]).failed).toHaveLength(1);
  expect(judge(page, new Headers({ 'access-control-allow-origin': '*' }), []).failed).toHaveLength(0);
  for (const header of ['content-security-policy', 'strict-transport-security', 'x-content-type-options']) {
    const headers = new Headers(page.headers);
    headers.delete(header);
    expect([header, judge({ ...page, headers }, new Headers(), []).failed.length]).toEqual([header, 1]);
  }
});
