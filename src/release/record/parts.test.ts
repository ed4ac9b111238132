import { expect, test } from 'vitest';
import { sha256 } from '../canonical.ts';
import { followed, inMemory } from './stored.fixture.ts';
import { verifyChain } from './verify.ts';

/** Parts of events that are kept apart: the chain covers them by their digests. */
const part = (content: string) => ({ digest: sha256(content), content });
const PLAN = part('{"format":1}');
const OTHER = part('{"format":2}');
const naming = (format: string, ...parts: readonly { readonly digest: string }[]) => {
  let events = followed([], { body: '{}', format });
  for (const { digest } of parts)
    events = followed(events, { body: `{"kept": {"plan": "${digest}"}}`, format });
  return events;
};
const check = (
  events: ReturnType<typeof naming>,
  parts: readonly { digest: string; content: string }[],
  more: { version?: number; hidden?: boolean } = {},
) => verifyChain(inMemory({ events, releases: [] }, { version: 6, parts, ...more }));

test('are whole where each is what its digest says, however many events name it', async () => {
  expect(await check(naming('3', PLAN, PLAN, OTHER), [PLAN, OTHER])).toMatchObject({
    intact: true,
    flaws: [],
  });
});

test('are read page by page', async () => {
  const many = Array.from({ length: 120 }, (_, n) => part(`{"n":${n}}`)).sort((one, two) =>
    one.digest < two.digest ? -1 : 1,
  );
  expect(await check(naming('3', ...many), many)).toMatchObject({ intact: true });
  expect((await check(naming('3', ...many), many.slice(0, -1))).flaws).toMatchObject([
    { kind: 'missing', part: many.at(-1)!.digest },
  ]);
});

test('are named with their event where they were changed, removed or added', async () => {
  const events = naming('3', PLAN);
  expect((await check(events, [{ ...PLAN, content: OTHER.content }])).flaws).toEqual([
    { kind: 'changed', part: PLAN.digest, why: 'the plan of event 2 is not what its digest says' },
  ]);
  expect((await check(events, [])).flaws).toEqual([
    { kind: 'missing', part: PLAN.digest, why: 'shiplock.body lacks the plan of event 2' },
  ]);
  expect((await check(events, [PLAN, OTHER])).flaws).toEqual([
    { kind: 'added', part: OTHER.digest, why: 'no event names it' },
  ]);
});

test('that row-level security hides are not called missing', async () => {
  await expect(check(naming('3', PLAN), [], { hidden: true })).rejects.toMatchObject({
    code: 'SHIPLOCK_DATABASE_PERMISSION',
    problem: { what: expect.stringContaining('hides the parts of events') },
  });
});

test('are not looked for in events of earlier formats, nor in a record of an earlier version', async () => {
  expect(await check(naming('2', PLAN), [])).toMatchObject({ intact: true });
  expect(await check(naming('3', PLAN), [], { version: 5 })).toMatchObject({ intact: true });
});
