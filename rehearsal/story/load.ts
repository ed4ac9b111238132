import { failed, type LoadSample, startLoad } from '../load.ts';
import type { LoadStory, Mark } from './model.ts';
import type { ReleaseAtWork, Stage } from './stage.ts';

/** Every fourth request is the page; it alone is rendered, and it alone breaks in release 3. */
const PATHS = ['/', '/api/health/live', '/api/health/live', '/api/health/live'];
export const PER_SECOND = 108;

/** Users at the production domain, from now until `stop`. */
export function underLoad(stage: Stage, release: ReleaseAtWork, title: string) {
  const domain = stage.cloud.vercel.domainUrl('production');
  const load = startLoad({ visits: PATHS.map((path) => ({ url: domain + path })), perSecond: PER_SECOND });
  const marks: Mark[] = [];
  stage.onStop(() => load.kill());
  return {
    mark: (text: string, at = Date.now()) => void marks.push({ at, text }),
    abandon: () => load.kill(),
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

const answeredAt = (one: LoadSample): number => one.at + one.ms;

/**
 * From the first failed answer to the last one, and for how long no request was begun that failed: what was begun before
 * a rollback may be answered after it, by the release that went.
 */
export function badSpan(samples: readonly LoadSample[]): {
  failed: number;
  milliseconds: number;
  quietMs: number;
} {
  const bad = samples.filter(failed);
  const answers = bad.map(answeredAt);
  const begun = (some: readonly LoadSample[]) => Math.max(...some.map((one) => one.at));
  return {
    failed: bad.length,
    milliseconds: bad.length > 0 ? Math.max(...answers) - Math.min(...answers) : 0,
    quietMs: begun(samples) - begun(bad),
  };
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
