import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHIP, World } from '../../faults/world.ts';
import { RECORD_TRIALS } from '../flags/record-trials.ts';
import { seen } from '../flags/seen.ts';
import { type Facts, shownLines, typed } from './lines.ts';

/**
 * README, docs, runbooks and errors show commands: each that works on a release is run here against the local cloud,
 * after a release, its placeholders filled from it. None needs an account.
 */

let world: World;
let facts: Facts;
beforeAll(async () => {
  world = await World.open();
  await world.act(world.next, 'ship', SHIP);
  await world.approve(world.next);
  const { code, lines } = await world.act(world.next, 'ship', SHIP);
  if (code !== 0) throw new Error(lines.join('\n'));
  await world.keep('shipped');
  facts = {
    ...{ environment: 'production', commit: world.next.sha, to: world.previous.sha },
    reason: 'orders fail for everybody',
  };
}, 1_200_000);
afterAll(() => world?.close());

/** Commands that rightly end otherwise on a release that has just shipped. */
const ENDS: Readonly<Record<string, RegExp>> = {
  contract: /^SHIPLOCK_CONTRACT_SOAKING: /m,
};

const lines = (await shownLines()).filter(({ name }) => !(name in RECORD_TRIALS));

test('pages, runbooks and errors show commands that work on a release', () => {
  const names = new Set(lines.map(({ name }) => name));
  for (const name of ['plan', 'ship', 'resume', 'verify', 'rollback', 'contract', 'doctor'])
    expect(names).toContain(name);
});

test.each(lines)('$file: $text', async (line) => {
  await world.restore('shipped');
  const { env } = world.step(world.next, line.name);
  const { name, raw, options } = await typed(line, facts, env);
  const said = await seen(world, {
    ...{ command: name, raw: { commit: world.next.sha, ...raw }, workspace: world.next.workspace },
    own: options.json ? { json: '' } : {},
  });
  expect(said).not.toBe('');
  const ends = ENDS[name];
  if (ends) expect(said).toMatch(ends);
  else expect(said).not.toMatch(/^SHIPLOCK_/m);
});
