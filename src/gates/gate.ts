import { setTimeout as sleep } from 'node:timers/promises';
import { cut } from '../present/text.ts';
import { configurationError, firstLine, ShiplockError } from '../release/errors.ts';
import type { ErrorTracker, GateResult, Say } from '../release/ports.ts';
import { type Assessment, assess, type Reading } from './decision.ts';
import { evidence } from './evidence.ts';
import type { Source } from './source.ts';
import { httpSource } from './sources/http/source.ts';
import type { SourceSettings } from './sources/index.ts';
import { jsonSource, missingVariables } from './sources/json/source.ts';
import { sentrySource } from './sources/sentry/source.ts';
import { type Select, sqlSource } from './sources/sql/source.ts';
import type { GateSettings } from './spec.ts';

export { applyPolicy, type PolicyDecision } from './policy.ts';

export interface GateDependencies {
  /** Base URLs: the staged deployment before promote, the environment's domains after. */
  readonly urls: readonly string[];
  /** Secrets that open deployment protection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expect: { readonly release: string; readonly commit: string } | undefined;
  readonly errorTracker: ErrorTracker | undefined;
  /** The environment's name, as the error tracker knows it. */
  readonly environment: string;
  /** By the name of the source; undefined: there is no database. */
  readonly selects: ReadonlyMap<string, Select> | undefined;
  /** Variables that sources may name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly releaseId: string;
  /** ISO 8601: count from here. */
  readonly since: string;
  /** Users' traffic goes to what is watched, so the error tracker must have heard of it. */
  readonly traffic?: boolean;
  readonly say: Say;
  readonly fetch?: typeof fetch;
}

/**
 * Draws from every source until each has decided, one of them fails, or the deadline is over (`inconclusive`).
 * @throws SHIPLOCK_GATE_PROTECTED, SHIPLOCK_GATE_EMPTY: mistakes in the configuration are no verdict on a release.
 */
export async function runGate(spec: GateSettings, deps: GateDependencies): Promise<GateResult> {
  const sources = buildSources(spec, deps);
  const started = Date.now();
  const end = new AbortController();
  const readings: Reading[] = sources.map((source) => ({
    source,
    counts: undefined,
    lastError: undefined,
  }));
  let fatal: unknown;
  let decided: Assessment | undefined;
  const look = () => assess(spec, readings, Date.now() - started);

  const drive = async (reading: Reading): Promise<void> => {
    while (!end.signal.aborted) {
      await draw(reading, end.signal);
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
  const progress = setInterval(() => deps.say(progressLine(readings, started)), 5_000);
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
  if (decided?.decision === 'pass') decided = await lastLook(readings, look);
  const last = decided ?? look();
  const decision = last.decision === 'continue' ? 'inconclusive' : last.decision;
  const reason =
    last.decision === 'continue' ? `undecided after ${spec.deadlineSeconds} s: ${last.reason}` : last.reason;
  deps.say(progressLine(readings, started));
  return { decision, reason, evidence: evidence(spec, readings, started) };
}

/** Error events arrive late and are asked for seldom: no pass on a reading older than the decision. */
async function lastLook(readings: readonly Reading[], look: () => Assessment): Promise<Assessment> {
  const late = readings.filter(({ source }) => !source.ownTotal);
  await Promise.all(late.map((reading) => draw(reading, AbortSignal.timeout(15_000), true)));
  return look();
}

/** A source that fails is asked again; only a mistake in the configuration ends the gate. */
async function draw(reading: Reading, signal: AbortSignal, last = false): Promise<void> {
  try {
    reading.counts = await untilAborted(reading.source.sample(signal), signal);
    reading.lastError = undefined;
  } catch (error) {
    if (error instanceof ShiplockError && error.kind === 'configuration') throw error;
    // The gate ended while this was being asked: what it said before still holds.
    if (signal.aborted && reading.counts && !last) return;
    reading.lastError = error instanceof ShiplockError ? error.problem.what : errorText(error);
  }
}

/** Not every source can be interrupted; the gate's deadline does not wait for those. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error('no answer in time'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => {});
  }
}

function buildSources(spec: GateSettings, deps: GateDependencies): readonly Source[] {
  if (spec.sources.length === 0) throw empty('it has no source');
  return spec.sources.map((source) => buildSource(source, deps));
}

function buildSource(settings: SourceSettings, deps: GateDependencies): Source {
  const { errorTracker: tracker, environment, releaseId, since } = deps;
  switch (settings.use) {
    case 'http':
      if (deps.urls.length === 0) throw empty('it has probes, but no URL to send them to');
      return httpSource(settings, deps);
    case 'sentry':
      return tracker
        ? sentrySource(settings, tracker, {
            ...{ version: releaseId, environment, since },
            alsoSeen: deps.traffic === true && settings.requireSeen,
          })
        : absent('error tracker', 'its token, organization or project is not configured', false);
    case 'sql': {
      const select = deps.selects?.get(settings.name);
      return select
        ? sqlSource(settings, select, since)
        : absent(settings.name, 'no database is configured', true);
    }
    case 'json': {
      if (deps.urls.length === 0 && !URL.canParse(settings.url))
        throw empty(`its source "${settings.name}" has a path, but the gate has no URL`);
      const missing = missingVariables(settings, deps.env);
      return missing.length === 0
        ? jsonSource(settings, deps)
        : absent(settings.name, `${missing.join(', ')} is not set in the environment of this step`, true);
    }
  }
}

/** A source that was asked for and cannot exist: never read, so the gate cannot pass. */
function absent(name: string, why: string, ownTotal: boolean): Source {
  return { name, everyMs: 1_000, ownTotal, missing: true, sample: () => Promise.reject(new Error(why)) };
}

function empty(why: string): ShiplockError {
  return configurationError({
    code: 'SHIPLOCK_GATE_EMPTY',
    what: `The gate cannot decide anything: ${why}.`,
    next: 'Give the gate at least one probe or another source, and a URL for its probes.',
  });
}

function progressLine(readings: readonly Reading[], started: number): string {
  const parts = readings.map(({ source, counts, lastError }) =>
    lastError
      ? `${source.name}: ${lastError}`
      : `${source.name}: ${counts?.failures ?? 0} of ${counts?.samples ?? 0} failed`,
  );
  return `${Math.round((Date.now() - started) / 1000)} s, ${parts.join('; ')}`;
}

function errorText(error: unknown): string {
  return error instanceof Error ? cut(firstLine(error), 200) : 'error';
}
