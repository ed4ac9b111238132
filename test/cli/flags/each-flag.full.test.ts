import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROAD_TRIALS, type RoadTrial } from './road-trials.ts';
import { Stage } from './scenes.ts';
import { seen } from './seen.ts';
import { filled, type OwnFlags, type Told, useless } from './trial.ts';

/**
 * Each flag of the commands that work on a release changes what is seen of them: what they print, how they end, which
 * requests vendors get, what they record. That each flag has a trial is checked by each-flag.test.ts.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage?.close());

describe.each(Object.entries(ROAD_TRIALS))(
  '%s does something else for',
  (command, { scene, usual, ...of }) => {
    test.each(Object.entries(of.inputs))('--%s', async (flag, trial) => {
      const told = { ...usual, ...trial.beside };
      const without = await run(trial, told, trial.own);
      const withIt = await run(trial, { ...told, [flag]: trial.given }, trial.own);
      expect(useless(trial, await text(trial), { withIt, without })).toBeUndefined();
    });

    test.each(Object.entries(of.own))('--%s', async (flag, trial) => {
      const told = { ...usual, ...trial.beside };
      const without = await run(trial, told);
      const withIt = await run(trial, told, { [flag]: trial.given });
      expect(useless(trial, await text(trial), { withIt, without })).toBeUndefined();
    });

    async function run(trial: RoadTrial, told: Told<Stage>, own: OwnFlags = {}): Promise<string> {
      const raw = await filled(told, stage);
      await stage.enter(trial.scene ?? scene, raw['dry-run'] !== 'true');
      const workspace = trial.bare ? await bare() : stage.world.next.workspace;
      const { vercel } = stage.world.cloud;
      if (trial.slow) vercel.aliasJobs({ pendingMs: 700, inProgressMs: 700 });
      try {
        return await seen(stage.world, { command, raw, own, workspace }, stage.dataApi);
      } finally {
        if (trial.slow) vercel.aliasJobs({ pendingMs: 20, inProgressMs: 40 });
      }
    }
  },
);

const text = async ({ given }: RoadTrial) => (typeof given === 'string' ? given : given(stage));

/** A checkout without settings. */
async function bare(): Promise<string> {
  const folder = path.join(path.dirname(stage.world.next.workspace), 'bare');
  await mkdir(folder, { recursive: true });
  return folder;
}
