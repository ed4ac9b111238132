import { setTimeout as sleep } from 'node:timers/promises';
import { sparkline } from '../present/gate.ts';
import { cut } from '../present/text.ts';
import { firstLine, ShiplockError } from '../release/errors.ts';
import type { GateResult } from '../release/ports.ts';
import { buildSources, type GateDependencies } from './build.ts';
import { Course } from './course.ts';
import { type Assessment, assess, observe, type Reading, readingsOf } from './decision.ts';
import { evidence, worstState } from './evidence.ts';
import type { GateSettings } from './spec.ts';
import { untilAborted } from './until-aborted.ts';

export type { GateDependencies } from './build.ts';
export { applyPolicy, type PolicyDecision } from './policy.ts';

/**
 * Draws from every source until each has decided, one of them fails, or the deadline is over (`inconclusive`).
 * @throws SHIPLOCK_GATE_PROTECTED (not where users are served), SHIPLOCK_GATE_EMPTY: mistakes in the configuration are
 *   no verdict on a release.
 */
export async function runGate(spec: GateSettings, deps: GateDependencies): Promise<GateResult> {
  const sources = buildSources(spec, deps);
  const started = Date.now();
  const end = new AbortController();
  if (deps.signal?.aborted) end.abort();
  deps.signal?.addEventListener('abort', () => end.abort(), { once: true });
  const readings = readingsOf(spec, sources);
  const drawing = { readings, inService: deps.traffic === true };
  const course = new Course();
  let fatal: unknown;
  let decided: Assessment | undefined;
  const look = () => assess(spec, readings, Date.now() - started);

  const drive = async (reading: Reading): Promise<void> => {
    while (!end.signal.aborted) {
      await draw(drawing, reading, end.signal);
      course.note(spec, readings, Date.now() - started);
      if (end.signal.aborted) return;
      const now = look();
      if (now.decision !== 'continue') {
        // The first decision stands: requests still under way must not turn it.
        decided ??= now;
        return end.abort();
      }
      await sleep(reading.source.everyMs, undefined, { signal: end.signal }).catch(() => {});
    }
  };
  const deadline = setTimeout(() => end.abort(), spec.deadlineSeconds * 1000);
  const progress = setInterval(() => deps.say(progressLine(spec, readings, course, started)), 5_000);
  try {
    await Promise.all(
      readings.map((reading) =>
        drive(reading).catch((error: unknown) => {
          fatal ??= error;
          end.abort();
        }),
      ),
    );
  } finally {
    clearTimeout(deadline);
    clearInterval(progress);
  }
  if (fatal !== undefined) throw fatal;
  if (decided?.decision === 'pass') decided = await lastLook(drawing, look);
  const last = decided ?? look();
  const decision = last.decision === 'continue' ? 'inconclusive' : last.decision;
  const reason =
    last.decision === 'continue' ? `undecided after ${spec.deadlineSeconds} s: ${last.reason}` : last.reason;
  deps.say(progressLine(spec, readings, course, started));
  return {
    decision,
    reason,
    evidence: evidence(spec, readings, started, course.ended(spec, readings, Date.now() - started)),
  };
}

interface Drawing {
  readonly readings: readonly Reading[];
  /** Users' traffic goes to what is watched. */
  readonly inService: boolean;
}

/** Error events arrive late and are asked for seldom: no pass on a reading older than the decision. */
async function lastLook(drawing: Drawing, look: () => Assessment): Promise<Assessment> {
  const late = drawing.readings.filter(({ source }) => !source.ownTotal);
  await Promise.all(late.map((reading) => draw(drawing, reading, AbortSignal.timeout(15_000), true)));
  return look();
}

/**
 * A source that fails is asked again; only a mistake in the configuration ends the gate. Where users are served, that is
 * no reason either to end it before its deadline: the other sources still see the release.
 */
async function draw(
  { readings, inService }: Drawing,
  reading: Reading,
  signal: AbortSignal,
  last = false,
): Promise<void> {
  try {
    observe(readings, reading, await untilAborted(reading.source.sample(signal), signal), performance.now());
  } catch (error) {
    if (!inService && error instanceof ShiplockError && error.kind === 'configuration') throw error;
    // The gate ended while this was being asked: what it said before still holds.
    if (signal.aborted && reading.counts && !last) return;
    reading.lastError = error instanceof ShiplockError ? error.problem.what : errorText(error);
  }
}

function progressLine(
  spec: GateSettings,
  readings: readonly Reading[],
  course: Course,
  started: number,
): string {
  const drawn = sparkline({
    ...worstState(spec, readings),
    course: course.ended(spec, readings, Date.now() - started),
  });
  const parts = readings.map(({ source, counts, lastError }) =>
    lastError
      ? `${source.name}: ${lastError}`
      : `${source.name}: ${counts?.failures ?? 0} of ${counts?.samples ?? 0} failed`,
  );
  return `${Math.round((Date.now() - started) / 1000)} s ${drawn} ${parts.join('; ')}`;
}

function errorText(error: unknown): string {
  return error instanceof Error ? cut(firstLine(error), 200) : 'error';
}
