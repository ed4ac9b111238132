import { NextRequest } from 'next/server';
import { beforeEach, expect, test } from 'vitest';
import { ENDED_SESSION, stubEndedSession } from '../../test/ended-session.ts';
import { nextWithFreshSession } from './refresh.ts';

const cookie = `session=${ENDED_SESSION}`;
beforeEach(stubEndedSession);

/** What the browser is told, and which session the page or the action gets to see. */
async function answered(more: Record<string, string> = {}) {
  const request = new NextRequest('http://127.0.0.1/prescriptions/new', {
    method: more['next-action'] ? 'POST' : 'GET',
    headers: { cookie, ...more },
  });
  const response = await nextWithFreshSession(request, new Headers(request.headers));
  return { set: response.headers.getSetCookie(), seen: request.cookies.get('session')?.value };
}

test('a page takes the cookie of a session away that has ended', async () => {
  expect(await answered()).toEqual({ set: [expect.stringMatching(/^session=;.*Max-Age=0/)], seen: '' });
});

test('a Server Action does not: its page would be rendered again, and lose what was typed', async () => {
  expect(await answered({ 'next-action': '40a' })).toEqual({ set: [], seen: '' });
});
