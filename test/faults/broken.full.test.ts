import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/project.ts';
import { spawned } from '../../scripts/vitest-run.ts';
import { BROKEN } from './broken.ts';

/** Where each of them shows, and what is said of it. */
const SHOWS: Readonly<Record<string, readonly [match: string, says: RegExp]>> = {
  repeats: ['cut before at vercel.promote 0 in ship, again', /vercel\.promote was sent 2 times/],
  claims: ['cut before at vercel.promote 0 in ship, again', /ended with 0, but|serves/],
  early: ['429 with seconds at vercel.deploy', /which nobody approved/],
  overrides: ['a person acts', /a person decided on/],
};

it.for(BROKEN)('a product that breaks the promise is noticed: %s', { timeout: 600_000 }, async (name) => {
  const [match, says] = SHOWS[name]!;
  const node = path.join(root, 'node_modules/.bin/node');
  const args = ['--sample', '--broken', name, '--match', match, '--count', '3'];
  const { code, text } = await spawned([node, path.join(root, 'test/faults/main.ts'), ...args], {
    ...{ cwd: root, env: process.env, quiet: true },
  });
  expect(text).toMatch(says);
  expect(code).toBe(1);
});
