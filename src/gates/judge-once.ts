import type { Gate } from '../release/context.ts';
import { ShiplockError } from '../release/errors.ts';
import type { GateResult } from '../release/ports.ts';
import type { GateDependencies } from './build.ts';
import { type FirstRead, undecided, untilRead, whatOf } from './first-reads.ts';
import { runGate } from './gate.ts';
import { withObservers } from './observe.ts';
import type { GateSettings } from './spec.ts';

type Target = Parameters<Gate>[0];
type Composed = Pick<GateDependencies, 'traffic' | 'errorTracker' | 'environment' | 'env' | 'fetch'> & {
  readonly selects: () => Promise<GateDependencies['selects']>;
  /** Between two tries of what has to be known first. Default: 5 s. */
  readonly everyMs?: number;
};

/**
 * One gate from what it has to know first to its decision. Once users are served, only what was seen of the release
 * fails it: what cannot be asked, for whatever reason, leaves it inconclusive with that reason.
 */
export async function judgeOnce(
  spec: GateSettings,
  target: Target,
  { selects, everyMs, ...composed }: Composed,
): Promise<GateResult> {
  const started = Date.now();
  try {
    const known = await readFirst(spec, target, started, everyMs);
    if ('unread' in known) return undecided(spec, started, known.unread);
    const dependencies = {
      ...composed,
      ...known.value,
      headers: target.headers,
      expect: target.releaseId ? { release: target.releaseId, commit: target.commit } : undefined,
      selects: await selects(),
      releaseId: target.releaseId,
      since: target.since,
      say: target.say,
    };
    const left = { ...spec, deadlineSeconds: secondsLeft(spec, started) };
    return await withObservers(left, (some, signal) => runGate(some, { ...dependencies, signal }));
  } catch (error) {
    if (!composed.traffic || !(error instanceof ShiplockError)) throw error;
    return undecided(spec, started, whatOf(error));
  }
}

async function readFirst(
  spec: GateSettings,
  { urls, serving, say }: Target,
  started: number,
  everyMs: number | undefined,
): Promise<FirstRead<Pick<GateDependencies, 'urls' | 'serving'>>> {
  const compares = spec.sources.some((source) => source.use === 'http' && source.compare);
  const how = {
    deadline: started + spec.deadlineSeconds * 1000,
    say,
    ...(everyMs === undefined ? {} : { everyMs }),
  };
  const [asked, before] = await Promise.all([
    untilRead('which addresses to ask', urls, how),
    compares && serving
      ? untilRead('what serves at the same time, to compare with', serving, how)
      : { value: undefined },
  ]);
  if ('unread' in asked) return asked;
  if ('unread' in before) return before;
  return { value: { urls: asked.value, serving: before.value } };
}

/** What waiting for the first reads took is part of the gate's time. */
function secondsLeft({ deadlineSeconds }: GateSettings, started: number): number {
  const spent = Math.floor((Date.now() - started) / 1000);
  return Math.max(Math.min(1, deadlineSeconds), deadlineSeconds - spent);
}
