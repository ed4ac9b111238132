import { expect, test } from 'vitest';
import { route } from './route.ts';

const files = new Set(['/index.html', '/404.html', '/shop', '/api/who']);
const at = async (path: string) => (files.has(path) ? path : undefined);
const routes: Parameters<typeof route>[0] = [
  { src: '/old', status: 308, headers: { location: '/shop' } },
  { src: '/(.*)', headers: { 'x-path': '$1' }, continue: true },
  { src: '/only', methods: ['POST'], dest: '/shop' },
  { handle: 'filesystem' },
  { src: '/who/(?<name>[^/]+)', dest: '/api/who?name=$name', check: true },
  { src: '/gone', status: 410 },
  { handle: 'error' },
  { src: '/.*', status: 404, dest: '/404.html' },
];

test.each([
  ['a file', 'GET', '/shop', '/shop', undefined],
  ['a redirect, before any file', 'GET', '/old', undefined, 308],
  ['what no file is, rewritten', 'GET', '/who/ann', '/api/who', undefined],
  ['a route of another method is passed over', 'GET', '/only', '/404.html', 404],
  ['a status without a page', 'GET', '/gone', undefined, 410],
  ['the page for what is not there', 'GET', '/nowhere', '/404.html', 404],
])('%s', async (_what, method, path, target, status) => {
  const found = await route(routes, method, path, at);
  expect([found.target, found.status]).toEqual([target, status]);
});

test('headers of routes that continue go along, filled in', async () => {
  expect((await route(routes, 'GET', '/shop', at)).headers).toEqual({ 'x-path': 'shop' });
});

test('without routes the files count, and nothing else', async () => {
  expect((await route([], 'GET', '/shop', at)).target).toBe('/shop');
  expect(await route([], 'GET', '/nowhere', at)).toMatchObject({ target: undefined, status: 404 });
});
