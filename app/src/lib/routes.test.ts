import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OTHER, ROUTES, routeOf } from './routes.ts';

test('every page and route handler is there, and nothing else', () => {
  const served = readdirSync(join(import.meta.dirname, '../app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)(page|route)\.tsx?$/.test(name))
    .map(
      (name) =>
        `/${name
          .split('/')
          .slice(0, -1)
          .filter((part) => !/^\(.*\)$/.test(part))
          .map(decodeURIComponent)
          .join('/')}`,
    );
  expect([...ROUTES].sort()).toEqual(served.sort());
});

test.each([
  ['/', '/'],
  ['', '/'],
  ['/queue', '/queue'],
  ['/queue/', '/queue'],
  ['/prescriptions/new', '/prescriptions/new'],
  ['/prescriptions/c0000000-0000-4000-8000-000000000001', '/prescriptions/[id]'],
  ['/api/fhir/Patient/1/$everything', '/api/fhir/Patient/[id]/$everything'],
  ['/prescriptions/1/2', OTHER],
  ['/ines-castro', OTHER],
])('%s is %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});
