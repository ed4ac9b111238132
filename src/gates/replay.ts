import { z } from 'zod';
import type { GateResult } from '../release/ports.ts';
import { assess, observe, readingsOf } from './decision.ts';
import { applyPolicy } from './policy.ts';
import type { Counts, Source } from './source.ts';
import type { SourceSettings } from './sources/index.ts';
import type { GateSettings } from './spec.ts';

const share = { samples: z.number(), failures: z.number() };

/** What of a gate's evidence another gate can be held against. */
const evidence = z.object({
  milliseconds: z.number(),
  sources: z.array(
    z.object({
      ...{ name: z.string(), ...share, examples: z.array(z.string()).default([]) },
      ...{ timed: z.number().optional(), slow: z.number().optional() },
      control: z.object(share).optional(),
    }),
  ),
});
type Recorded = z.infer<typeof evidence>['sources'][number];

/** `unknown`: the evidence has nothing of a source that the gate asks. */
export type Replay = GateResult['decision'] | 'unknown';

/**
 * What a gate with these settings would have decided on the counts that a release's gate ended with. The record has the
 * totals and not when each came: they are taken to have come evenly. A gate that would have gone on for longer had more.
 * @param recorded evidence as the record has it
 */
export function replayGate(spec: GateSettings, recorded: unknown): Replay {
  const { data } = evidence.safeParse(recorded);
  if (!data) return 'unknown';
  const asked = spec.sources.filter((settings) => !settings.observe);
  const found = asked.map((settings) => data.sources.find(({ name }) => name === nameOf(settings)));
  if (found.includes(undefined)) return 'unknown';
  const counted = found.filter((one) => one !== undefined);
  const readings = readingsOf(
    spec,
    asked.map((settings, index) => sourceOf(settings, counted[index])),
  );
  for (let step = 1; step <= STEPS; step += 1) {
    const atMs = (data.milliseconds * step) / STEPS;
    for (const [index, reading] of readings.entries()) {
      const counts = counted[index];
      if (counts) observe(readings, reading, upTo(counts, step / STEPS), atMs);
    }
    const { decision } = assess(spec, readings, atMs);
    if (decision === 'fail') return 'fail';
  }
  for (const [index, reading] of readings.entries())
    reading.lastError = counted[index]?.examples
      .find((one) => one.startsWith(UNREADABLE))
      ?.slice(UNREADABLE.length);
  const { decision } = assess(spec, readings, data.milliseconds);
  return decision === 'continue' ? 'inconclusive' : decision;
}

const STEPS = 50;
const UNREADABLE = 'unreadable: ';

const nameOf = (settings: SourceSettings): string => (settings.use === 'sentry' ? 'sentry' : settings.name);

/** As the gate has it, with what the record knows of it. */
function sourceOf(settings: SourceSettings, counts: Recorded | undefined): Source {
  return {
    ...{ name: nameOf(settings), everyMs: 0, ownTotal: settings.use !== 'sentry' },
    ...(settings.use === 'sql' || settings.use === 'json' ? { countsRequests: true } : {}),
    ...(counts?.timed === undefined ? {} : { timed: true }),
    ...(counts?.control === undefined ? {} : { compares: true }),
    sample: () => Promise.reject(new Error('a replay asks nobody')),
  };
}

function upTo({ samples, failures, timed, slow = 0, control }: Recorded, part: number): Counts {
  const so = (of: { samples: number; failures: number }) => ({
    samples: Math.round(of.samples * part),
    failures: Math.round(of.failures * part),
  });
  return {
    ...so({ samples, failures }),
    ...(timed === undefined ? {} : { slow: so({ samples: timed, failures: slow }) }),
    ...(control ? { control: so(control) } : {}),
    examples: [],
  };
}

/** Whether a release would have been stopped by what a gate decides, under the gate's own policy. */
export function wouldStop(
  decision: Replay,
  when: 'before' | 'after',
  policy: 'fail' | 'hold' | undefined,
): boolean | undefined {
  if (decision === 'unknown') return undefined;
  const result = { decision, reason: '' };
  return !applyPolicy(result, when, policy).proceed;
}
