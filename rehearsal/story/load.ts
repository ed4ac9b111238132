import { failed, type LoadSample, startLoad } from '../load.ts';
import type { LoadStory, Mark } from './model.ts';
import type { ReleaseAtWork, Stage } from './stage.ts';

export const PER_SECOND = 120;

/** Users at the production domain, from now until `stop`. */
export function underLoad(stage: Stage, release: ReleaseAtWork, title: string) {
  const domain = stage.cloud.vercel.domainUrl('production');
  const load = startLoad({ urls: [`${domain}/`, `${domain}/api/health/live`], perSecond: PER_SECOND });
  const marks: Mark[] = [];
  return {
    mark: (text: string, at = Date.now()) => void marks.push({ at, text }),
    abandon: () => load.stop().catch(() => undefined),
    async stop(names: Readonly<Record<string, string>>): Promise<LoadStory> {
      const result = await load.stop();
      const story: LoadStory = {
        ...{ release: release.story.number, title, samples: result.samples, perSecond: result.perSecond },
        ...{ failed: result.failed, marks: marks.toSorted((a, b) => a.at - b.at), names },
      };
      stage.story.loads.push(story);
      return story;
    },
  };
}

/** From the first failed request to the last one. */
export function badSpan(samples: readonly LoadSample[]): {
  failed: number;
  milliseconds: number;
  lastAt: number;
} {
  const bad = samples.filter(failed);
  const lastAt = bad.at(-1)?.at ?? 0;
  return { failed: bad.length, milliseconds: bad.length > 0 ? lastAt - bad[0]!.at : 0, lastAt };
}

/** When the access log saw a call for the last time. */
export const lastCall = (stage: Stage, call: string): number | undefined =>
  stage.cloud.log.of(call).at(-1)?.at;

/** What failed, for a claim that did not hold: statuses, and when. */
export function failures({ samples }: LoadStory): string {
  const start = samples[0]?.at ?? 0;
  const bad = samples.filter(failed).slice(0, 5);
  return bad
    .map(
      (one) => `${one.status || 'no answer'} at ${((one.at - start) / 1000).toFixed(1)} s after ${one.ms} ms`,
    )
    .join(', ');
}
