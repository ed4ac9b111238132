import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RECORD_TRIALS } from './record-trials.ts';
import { ROAD_TRIALS } from './road-trials.ts';
import { filled, type OwnFlags, unlike, useless } from './trial.ts';
import { RecordWorld } from './world.ts';

/**
 * Each flag of the commands that need only the database changes what is seen of them: what they print, how they end,
 * or what they ask the code host. Those of road-trials.ts need the whole cloud: each-flag.full.test.ts runs them, and here
 * it is checked that there is one for each flag.
 */

const world = new RecordWorld();
beforeAll(() => world.open());
afterAll(() => world.close());

test('every flag that a command takes has a trial, and no trial is left of one that it does not take', async () => {
  expect(await unlike({ ...RECORD_TRIALS, ...ROAD_TRIALS })).toEqual({ untried: [], gone: [] });
});

describe.each(Object.entries(RECORD_TRIALS))('%s does something else for', (name, { usual, inputs, own }) => {
  test.each(Object.entries(inputs))('--%s', async (flag, trial) => {
    const { beside = {}, given, bare = false } = trial;
    const told = { ...usual, ...beside };
    const without = await world.seen(name, await filled(told, world), { own: trial.own, bare });
    const raw = await filled({ ...told, [flag]: given }, world);
    const withIt = await world.seen(name, raw, { own: trial.own, bare });
    expect(useless(trial, String(given), { withIt, without })).toBeUndefined();
  });

  test.each(Object.entries(own))('--%s', async (flag, trial) => {
    const told = { ...usual, ...trial.beside };
    const without = await world.seen(name, await filled(told, world));
    const typed: OwnFlags = { [flag]: trial.given };
    const withIt = await world.seen(name, await filled(told, world), { own: typed });
    expect(useless(trial, String(trial.given), { withIt, without })).toBeUndefined();
  });
});
