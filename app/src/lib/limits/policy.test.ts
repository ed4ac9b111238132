import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '@/features/openapi/operations';
import { ACTIONS, PAGES } from './policy.ts';

const SOURCES = join(import.meta.dirname, '../..');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.startsWith('test/'),
);
const read = (name: string) => readFileSync(join(SOURCES, name), 'utf8');
const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`);

/** Server Actions as `file name`, with what each does. */
const actions = files
  .filter((name) => read(name).startsWith("'use server'"))
  .flatMap((file) =>
    read(file)
      .split(/^export async function /m)
      .slice(1)
      .map((text) => ({ file, name: /^\w+/.exec(text)?.[0] ?? '', text })),
  );

describe('what happens when nobody can count is declared', () => {
  test('by every Server Action', () => {
    const declared = actions.map(({ name, text }) => /runForm\(\s*'([\w-]+)'/.exec(text)?.[1] ?? kebab(name));
    expect(declared.sort()).toEqual(Object.keys(ACTIONS).sort());
  });

  test('no file has an action in another form, which the test above would not see', () => {
    for (const { file } of actions) expect(read(file)).not.toMatch(/^export (?:const|default|\{)/m);
    const elsewhere = files.filter(
      (name) => /^\s+['"]use server['"]/m.test(read(name)) || /^"use server"/.test(read(name)),
    );
    expect(elsewhere).toEqual([]);
  });

  test('by every page', () => {
    const pages = files
      .filter((name) => /^app\/(?:.*\/)?page\.tsx$/.test(name))
      .map(
        (name) =>
          `/${name
            .split('/')
            .slice(1, -1)
            .filter((part) => !/^\(.*\)$/.test(part))
            .join('/')}`,
      );
    expect(pages.sort()).toEqual(Object.keys(PAGES).sort());
  });

  // That every route handler has its operation, another test finds: features/openapi/document.test.ts.
  test('by every route handler; each that reads goes on', () => {
    const stopping = OPERATIONS.filter(
      ({ limit }) => limit.counts !== 'nothing' && limit.withoutCount !== 'goes on',
    );
    expect(stopping.map(({ path }) => path)).toEqual(['/api/vitals']);
    expect(
      OPERATIONS.filter(({ callers, limit }) => callers.startsWith('visitor') && limit.counts === 'nothing'),
    ).toEqual([]);
  });
});

test('what can be guessed stops: signing in, signing, and setting up what signing asks for', () => {
  const stops = Object.entries(ACTIONS).flatMap(([name, policy]) =>
    policy.counts !== 'nothing' && policy.withoutCount === 'stops' ? [name] : [],
  );
  expect(stops.sort()).toEqual(['enroll', 'remove-factor', 'sign', 'sign-in']);
});
