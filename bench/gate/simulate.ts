import { assess, observe, readingsOf } from '../../src/gates/decision.ts';
import type { Counts, Source } from '../../src/gates/source.ts';
import { gateSettings } from '../../src/gates/spec.ts';
import { type Random, random, type World } from './worlds.ts';

type Settings = ReturnType<typeof gateSettings.parse>;

/** A source as the gate sees it, with simulated answers. */
export interface Simulated {
  readonly source: Omit<Source, 'sample'>;
  /** The totals at this moment. */
  readonly totals: (atMs: number) => Counts;
}

/** What is watched: made anew for each run. */
export type Scene = (next: Random) => readonly Simulated[];

export interface Outcome {
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
  /** Samples of all sources, over all runs. */
  readonly samples: number;
}

/**
 * So many gates over one scene: the very code that decides a release's gate, on a clock of its own. With several scenes
 * a release passes several gates (`gate` and `watch`), and the first one that does not pass it says how it ended.
 */
export function simulate(
  given: Parameters<typeof gateSettings.parse>[0],
  scenes: readonly Scene[],
  runs: number,
  seed: number,
): Outcome {
  const settings = gateSettings.parse(given);
  const next = random(seed);
  const outcome = { pass: 0, fail: 0, inconclusive: 0, samples: 0 };
  for (let run = 0; run < runs; run += 1) {
    let decision: 'pass' | 'fail' | 'inconclusive' = 'pass';
    for (const scene of scenes) {
      const ended = one(settings, scene(next));
      decision = ended.decision;
      outcome.samples += ended.samples;
      if (decision !== 'pass') break;
    }
    outcome[decision] += 1;
  }
  return outcome;
}

function one(
  settings: Settings,
  scene: readonly Simulated[],
): { readonly decision: 'pass' | 'fail' | 'inconclusive'; readonly samples: number } {
  const readings = readingsOf(
    settings,
    scene.map(({ source }) => ({ ...source, sample: () => Promise.reject(new Error('simulated')) })),
  );
  const due = scene.map(() => 0);
  const end = settings.deadlineSeconds * 1000;
  let decision: 'pass' | 'fail' | 'inconclusive' = 'inconclusive';
  for (;;) {
    const at = Math.min(...due);
    if (at > end) break;
    const turn = due.indexOf(at);
    const [simulated, reading] = [scene[turn]!, readings[turn]!];
    observe(readings, reading, simulated.totals(at), at);
    due[turn] = at + simulated.source.everyMs;
    const now = assess(settings, readings, at);
    if (now.decision === 'continue') continue;
    decision = now.decision;
    break;
  }
  const own = readings.filter(({ source }) => source.ownTotal);
  return { decision, samples: own.reduce((sum, { counts }) => sum + (counts?.samples ?? 0), 0) };
}

/** Adds up what a world does to so many requests a draw. */
export function counting(
  world: World,
  requests: () => number,
): (atMs: number) => { samples: number; failures: number } {
  const totals = { samples: 0, failures: 0 };
  return (atMs) => {
    const made = requests();
    totals.samples += made;
    totals.failures += world(made, atMs);
    return { ...totals };
  };
}
