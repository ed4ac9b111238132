import { beforeEach, expect, test, vi } from 'vitest';
import { answerAsVisitor, orRefused } from './answer.ts';
import { problem, problemResponse } from './problem.ts';

const session = vi.hoisted(() => ({ claims: { sub: 'somebody' } as { sub: string } | null, open: true }));
vi.mock('./supabase/server.ts', () => ({
  sessionClient: async () => ({
    rpc: async () => ({ data: session.open, error: null }),
    auth: { getClaims: async () => ({ data: session.claims && { claims: session.claims } }) },
  }),
}));
beforeEach(() => {
  session.open = true;
  session.claims = { sub: 'somebody' };
});

const asked = (
  headers: Record<string, string> = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
) => new Request('https://rx.example/api/queue', { headers });
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
  const response = await answerAsVisitor(asked(), 'test', async () => Response.json({ mark: 'x' }));
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  expect(await response.json()).toEqual({ mark: 'x' });
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
  ['a picture in a page elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['who says nothing', {}],
])('%s is refused', async (_, headers) => {
  const answer = vi.fn(async () => new Response());
  expect(await problemOf(await answerAsVisitor(asked(headers), 'test', answer))).toEqual(
    said(403, 'foreign-request'),
  );
  expect(answer).not.toHaveBeenCalled();
});

test('somebody whose session ended is told so', async () => {
  session.claims = null;
  const response = await answerAsVisitor(asked(), 'test', async () => new Response());
  expect(await problemOf(response)).toEqual(said(401, 'signed-out'));
});

test('somebody whose session was ended elsewhere is told so, although the token runs', async () => {
  session.open = false;
  const answer = vi.fn(async () => new Response());
  expect(await problemOf(await answerAsVisitor(asked(), 'test', answer))).toEqual(said(401, 'signed-out'));
  expect(answer).not.toHaveBeenCalled();
});

test.each([
  ['PT404', 404, 'not-found'],
  ['42501', 403, 'forbidden'],
  ['PT409', 409, 'refused'],
  ['57014', 503, 'unavailable'],
])('what the database refuses with %s', async (code, status, name) => {
  const response = await answerAsVisitor(asked(), 'test', async () => {
    orRefused({ data: null, error: { code, message: 'row of Moreau' } });
    return new Response();
  });
  expect(await problemOf(response)).toEqual(said(status, name));
});

test('what fails is said without saying what', async () => {
  const response = await answerAsVisitor(asked(), 'test', async () => {
    throw new Error('connect 10.0.0.1');
  });
  expect(await response.clone().text()).not.toContain('10.0.0.1');
  expect(await problemOf(response)).toEqual(said(503, 'unavailable'));
});

test('a problem that a route makes itself passes as it is', async () => {
  const own = () => problemResponse(problem('invalid', 'Name a patient.'));
  expect((await answerAsVisitor(asked(), 'test', async () => own())).status).toBe(400);
});
