import { afterAll, beforeAll, expect, it } from 'vitest';
import { sample } from '../support/full.ts';
import { type Death, KilledWorld } from './killed-world.ts';

/** The process dies at each event of a release, and the database is then restored by none, some or all of its events. */
let world: KilledWorld;
beforeAll(async () => {
  world = await KilledWorld.open();
});
afterAll(() => world?.close());

const ended = async (...on: Parameters<KilledWorld['after']>) => {
  const { outcome, serving, promotes, report, told } = await world.after(...on);
  return { outcome, serving: serving?.[0], promotes, flaws: report.flaws, told };
};
const GOOD = { outcome: 'released', serving: 'b', promotes: [1], flaws: [], told: 1 };
/** After its migrations, where the deployment's head is known outside; restored to before it was opened. */
const LATE = { event: 14, when: 'after', lose: 14 } as const;

it.each(
  sample(
    [
      ['after', 'restored'],
      ['before', 'restored'],
      ['before', 'reconciled'],
      ['after', 'reconciled'],
    ] as const,
    4,
  ),
)('a restore is told once, though the process dies %s it has told it (%s)', async (when, event) => {
  expect(await ended(LATE, LATE.lose, { dies: { event, when } })).toEqual(GOOD);
});

it('a restore is told once, though two jobs of the release notice it at once', async () => {
  // It went all its way, and its last status told the end; the restored record knows it as planned.
  const whole = { event: Number.POSITIVE_INFINITY, when: 'after' } as const;
  expect(await ended(whole, 12, { processes: 2 })).toEqual(GOOD);
});

it('says that it cannot compare while the code host is away, and compares in the next phase', async () => {
  const { said, ...end } = await world.after(LATE, LATE.lose, { away: 1 });
  expect(said.filter((line) => line.includes('could not check'))).toHaveLength(1);
  expect(said.find((line) => line.includes('could not check'))).toContain('the code host is away');
  expect(end).toMatchObject({ outcome: 'released', told: 1 });
  expect(end.report.flaws).toEqual([]);
});

it('a loss that nobody could compare is still found by `record verify`', { tags: ['full'] }, async () => {
  const { said, ...end } = await world.after(LATE, LATE.lose, { away: 100 });
  expect(said.filter((line) => line.includes('could not check')).length).toBeGreaterThan(1);
  expect(end).toMatchObject({ outcome: 'released', serving: 'b'.repeat(40), told: 0 });
  expect(end.report.flaws).toMatchObject([{ kind: 'cut-off' }]);
});

it('ends released: one promote a deployment, the chain whole, the loss told once, schema and history alike', {
  tags: ['full'],
}, async () => {
  const length = await world.length();
  expect(length).toBeGreaterThan(20);
  const points = Array.from({ length }, (_, index) => index + 1).flatMap((event) =>
    (['before', 'after'] as const).flatMap((when) =>
      // Nothing, what was last, somewhere in the middle, and all of it.
      [...new Set([0, 1, 3, Math.ceil(event / 2), event])].map((lose): [Death, number] => [
        { event, when },
        lose,
      ]),
    ),
  );
  const wrong: unknown[] = [];
  for (const [death, lose] of sample(points, 60)) {
    const { said: _, ...end } = await world.after(death, lose);
    const { outcome, serving, promotes, report, known, told, migrated } = end;
    const good =
      outcome === 'released' &&
      serving === 'b'.repeat(40) &&
      promotes.every((times) => times === 1) &&
      report.flaws.length === 0 &&
      told === (known ? 1 : 0) &&
      migrated.table &&
      migrated.history;
    if (!good) wrong.push({ death, lose, ...end });
  }
  expect(wrong).toEqual([]);
});
