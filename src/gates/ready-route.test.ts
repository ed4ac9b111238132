import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serve } from '../../test/support/serve.ts';
import { identityPaths, lookAtRoutes } from './ready-route.ts';
import { gateSettings } from './spec.ts';

async function look(listener: RequestListener, paths: readonly string[] = ['/api/health/ready']) {
  const { url } = await serve(listener);
  return lookAtRoutes(paths, { url, headers: {}, expect: { release: 'rel_b', commit: 'bbb' } }, 1);
}

const answer =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

describe('a staged deployment is asked who it is before anything migrates', () => {
  test.each([
    ['its release', answer(200, '{"release":"rel_b","commit":"bbb"}'), 'answers'],
    ['its commit alone', answer(200, '{"commit":"bbb"}'), 'answers'],
    ['its release, unhealthy until the migrations come', answer(503, '{"release":"rel_b"}'), 'answers'],
    ['404: there is no such route', answer(404, 'This page could not be found'), 'absent'],
    ['a page for everything', answer(200, '<!DOCTYPE html><title>Shop</title>'), 'absent'],
    ['a redirect to a login', answer(307, '', { location: '/login' }), 'absent'],
    ['a refusal of the app', answer(401, '{"error":"who are you"}'), 'absent'],
    ['JSON without a name', answer(200, '{"release":"","commit":null}'), 'absent'],
    ['another release', answer(200, '{"release":"rel_a","commit":"bbb"}'), 'absent'],
    ['another commit', answer(200, '{"commit":"aaa"}'), 'absent'],
    ['a crash: a column may be missing until the migrations come', answer(500, 'oops'), 'unclear'],
    ['a cut connection', ((q) => void q.socket.destroy()) as RequestListener, 'unclear'],
    ['Deployment Protection', answer(401, '', { 'set-cookie': '_vercel_sso_nonce=1' }), 'closed'],
  ])('%s', async (_name, listener, state) => {
    expect(await look(listener)).toMatchObject([{ path: '/api/health/ready', state }]);
  });

  test('the answer is quoted with its status and its first words, in one line', async () => {
    const [seen] = await look(answer(404, `<!DOCTYPE html>\n<h1>404</h1>${'x'.repeat(5_000)}`));
    expect(seen?.said).toMatch(/HTTP 404, <!DOCTYPE html> <h1>404<\/h1>x+…$/);
    expect(seen?.said.length).toBeLessThan(300);
  });

  test('a deployment that needs a moment is asked again', async () => {
    let asked = 0;
    const [seen] = await look((request, response) => {
      asked += 1;
      answer(asked < 3 ? 404 : 200, '{"release":"rel_b"}')(request, response);
    });
    expect(seen?.state).toBe('answers');
  });
});

describe('which paths are asked', () => {
  const gate = (settings: object) => gateSettings.parse(settings);
  test.each([
    ['both by default, once', gate({}), '/api/health/ready', ['/api/health/ready']],
    ['each of two', gate({ identityPath: '/who', probes: [{ path: '/who' }] }), '/ready', ['/who', '/ready']],
    ['none with a probe of one’s own', gate({ probes: [{ path: '/' }] }), false, []],
    ['the confirmation alone', gate({ probes: [{ path: '/' }] }), '/ready', ['/ready']],
  ] as const)('%s', (_name, settings, confirmPath, paths) => {
    expect(identityPaths(settings, confirmPath)).toEqual(paths);
  });
});
