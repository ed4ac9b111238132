import { AuthApiError, AuthInvalidJwtError, AuthRetryableFetchError } from '@supabase/supabase-js';
import { beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { answerAsVisitor, orRefused } from './answer.ts';
import { READS } from './limits/policy.ts';
import type { Operation } from './operation.ts';
import { problem, problemResponse } from './problem.ts';

const session = vi.hoisted(() => ({
  claims: { sub: 'somebody' } as { sub: string } | null,
  open: true,
  error: null as Error | null,
}));
vi.mock('./supabase/server.ts', () => ({
  sessionClient: async () => ({
    rpc: async () => ({ data: session.open, error: null }),
    auth: {
      getClaims: async () => ({ data: session.claims && { claims: session.claims }, error: session.error }),
    },
  }),
}));
const limits = vi.hoisted(() => ({ wait: 0 }));
vi.mock('./limits/wait.ts', () => ({ waitFor: async () => limits.wait }));
beforeEach(() => {
  limits.wait = 0;
  session.open = true;
  session.claims = { sub: 'somebody' };
  session.error = null;
});

const OPERATION = {
  ...{ method: 'GET', path: '/api/test', tag: 'Test', summary: 'A test', callers: 'visitor', answers: {} },
  limit: READS,
  query: z.object({ page: z.coerce.number().optional() }),
  params: z.object({}),
} satisfies Operation;

const asked = (
  headers: Record<string, string> = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
  query = '',
) => new Request(`https://rx.example/api/test${query}`, { headers });
const problemOf = async (response: Response) => ({
  type: response.headers.get('content-type'),
  cache: response.headers.get('cache-control'),
  status: response.status,
  name: ((await response.json()) as { type: string }).type.split(':').at(-1),
});
const said = (status: number, name: string) => ({
  type: 'application/problem+json',
  cache: 'no-store',
  status,
  name,
});

test('an answer is for this person alone and is not kept', async () => {
  const response = await answerAsVisitor(asked(), OPERATION, async () => Response.json({ mark: 'x' }));
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  expect(await response.json()).toEqual({ mark: 'x' });
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
  ['a picture in a page elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['who says nothing', {}],
])('%s is refused', async (_, headers) => {
  const answer = vi.fn(async () => new Response());
  expect(await problemOf(await answerAsVisitor(asked(headers), OPERATION, answer))).toEqual(
    said(403, 'foreign-request'),
  );
  expect(answer).not.toHaveBeenCalled();
});

test('somebody whose session ended is told so', async () => {
  session.claims = null;
  const response = await answerAsVisitor(asked(), OPERATION, async () => new Response());
  expect(await problemOf(response)).toEqual(said(401, 'signed-out'));
});

test('somebody whose session was ended elsewhere is told so, although the token runs', async () => {
  session.open = false;
  const answer = vi.fn(async () => new Response());
  expect(await problemOf(await answerAsVisitor(asked(), OPERATION, answer))).toEqual(said(401, 'signed-out'));
  expect(answer).not.toHaveBeenCalled();
});

test('somebody who asks too often is told how long to wait, and nothing is read', async () => {
  limits.wait = 42;
  const answer = vi.fn(async () => new Response());
  const response = await answerAsVisitor(asked(), OPERATION, answer);
  expect(response.headers.get('retry-after')).toBe('42');
  expect(await problemOf(response)).toEqual(said(429, 'throttled'));
  expect(answer).not.toHaveBeenCalled();
});

test.each([
  ['PT404', 404, 'not-found'],
  ['42501', 403, 'forbidden'],
  ['PT409', 409, 'refused'],
  ['57014', 503, 'unavailable'],
])('what the database refuses with %s', async (code, status, name) => {
  const response = await answerAsVisitor(asked(), OPERATION, async () => {
    orRefused({ data: null, error: { code, message: 'row of Moreau' } });
    return new Response();
  });
  expect(await problemOf(response)).toEqual(said(status, name));
});

test('what fails is said without saying what', async () => {
  const response = await answerAsVisitor(asked(), OPERATION, async () => {
    throw new Error('connect 10.0.0.1');
  });
  expect(await response.clone().text()).not.toContain('10.0.0.1');
  expect(await problemOf(response)).toEqual(said(503, 'unavailable'));
});

test('the work gets the query that the operation declares; another one is refused and named', async () => {
  const answer = vi.fn(async (_: unknown, { page }: { page?: number | undefined }) => Response.json(page));
  const right = await answerAsVisitor(asked(undefined, '?page=2'), OPERATION, answer);
  expect(await right.json()).toBe(2);
  const wrong = await answerAsVisitor(asked(undefined, '?page=two'), OPERATION, answer);
  expect(await wrong.clone().text()).toContain('Look at the parameters: page.');
  expect(await problemOf(wrong)).toEqual(said(400, 'invalid'));
  expect(answer).toHaveBeenCalledTimes(1);
});

test('a problem that a route makes itself passes as it is', async () => {
  const own = () => problemResponse(problem('invalid', 'Name a patient.'));
  expect((await answerAsVisitor(asked(), OPERATION, async () => own())).status).toBe(400);
});

test.each([
  ['does not answer', new AuthRetryableFetchError('fetch failed', 0)],
  ['is behind a proxy that has nobody to ask', new AuthRetryableFetchError('bad gateway', 502)],
  ['breaks', new AuthApiError('internal', 500, undefined)],
])('where the Auth server %s, nobody is told that their session has ended', async (_, error) => {
  Object.assign(session, { claims: null, error });
  const response = await answerAsVisitor(asked(), OPERATION, async () => new Response());
  expect(response.headers.get('retry-after')).not.toBeNull();
  expect(await problemOf(response)).toEqual(said(503, 'unavailable'));
});

test.each([
  ['ran out', new AuthInvalidJwtError('JWT has expired')],
  ['was taken back', new AuthApiError('session_not_found', 403, 'session_not_found')],
])('a token that %s leads to sign in', async (_, error) => {
  Object.assign(session, { claims: null, error });
  const response = await answerAsVisitor(asked(), OPERATION, async () => new Response());
  expect(await problemOf(response)).toEqual(said(401, 'signed-out'));
});
