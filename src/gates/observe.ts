import { firstLine } from '../release/errors.ts';
import type { GateResult, ObservedSource } from '../release/ports.ts';
import type { SourceSettings } from './sources/index.ts';
import type { GateSettings } from './spec.ts';

type Run = (spec: GateSettings, signal: AbortSignal) => Promise<GateResult>;

/**
 * A gate whose observing sources run beside it, each for itself: they are heard only as long as the gate lasts, and
 * nothing that becomes of them, a mistake in their settings included, reaches its decision.
 * @param run runs the sources that it is given, until they decide or the signal ends it
 */
export async function withObservers(spec: GateSettings, run: Run): Promise<GateResult> {
  const observing = spec.sources.filter(({ observe }) => observe);
  const never = new AbortController();
  if (observing.length === 0) return run(spec, never.signal);
  const end = new AbortController();
  const watching = observing.map((source) =>
    observed(source, { ...spec, sources: [source] }, run, end.signal),
  );
  try {
    const result = await run({ ...spec, sources: spec.sources.filter((one) => !one.observe) }, never.signal);
    end.abort();
    return { ...result, observed: await Promise.all(watching) };
  } finally {
    end.abort();
  }
}

async function observed(
  source: SourceSettings,
  alone: GateSettings,
  run: Run,
  signal: AbortSignal,
): Promise<ObservedSource> {
  const name = source.use === 'sentry' ? 'sentry' : source.name;
  try {
    const { decision, reason, evidence } = await run(alone, signal);
    const early = decision === 'inconclusive' && signal.aborted;
    return {
      ...{ name, decision, reason: early ? 'undecided when the gate ended' : reason },
      ...{ samples: evidence.samples, failures: evidence.failures },
    };
  } catch (error) {
    return { name, decision: 'inconclusive', reason: firstLine(error), samples: 0, failures: 0 };
  }
}
