import { replayGate, wouldStop } from '../gates/replay.ts';
import type { Json } from '../release/canonical.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';

/**
 * Whether a gate as the settings have it would have stopped a release, by the evidence in the record and by its own
 * policy for what is undecided. Undefined: nothing is known to decide by.
 */
export function gateStops(
  settings: Pick<EnvironmentSettings, 'gates'>,
  gate: 'gate' | 'watch',
  evidence: Json | undefined,
): boolean | undefined {
  const spec = settings.gates[gate];
  return wouldStop(replayGate(spec, evidence), gate === 'gate' ? 'before' : 'after', spec.onInconclusive);
}
