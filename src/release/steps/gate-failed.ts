import { failure } from '../errors.ts';
import type { GateResult, Say } from '../ports.ts';

/** Each different failing sample once, said in the log: the summary is a click away, and not everywhere. */
export function examplesOf({ evidence }: GateResult, say: Say): readonly string[] {
  const all = evidence.sources.flatMap(({ name, examples }) => examples.map((one) => `${name}: ${one}`));
  const different = [...new Set(all)].slice(0, 5);
  for (const one of different) say(`failed sample: ${one}`);
  return different;
}

/** @param phase `stage`: of a rolling release, while the new version has a share of traffic */
export function gateFailed(
  phase: 'gate' | 'watch' | 'stage',
  result: GateResult,
  evidence: string,
  [example]: readonly string[],
) {
  const after = phase !== 'gate';
  const inconclusive = result.decision === 'inconclusive';
  return failure({
    code: inconclusive ? 'SHIPLOCK_GATE_INCONCLUSIVE' : 'SHIPLOCK_GATE_FAILED',
    what: `the ${phase} gate ${result.decision === 'fail' ? 'failed' : 'is inconclusive'}: ${result.reason}${example ? `; for example ${example}` : ''}`,
    done: {
      gate: ['the expand migrations are applied'],
      stage: ['a share of traffic goes to the new deployment'],
      watch: ['traffic was moved to the new deployment'],
    }[phase],
    notDone: {
      gate: ['no traffic was moved'],
      stage: ['the other traffic was not moved'],
      watch: ['the release was not finalized'],
    }[phase],
    next: after
      ? 'Roll back with the rollback action (the root action and the callable workflows do this automatically).'
      : 'Check the failed samples above. The expand migrations can stay: the running version tolerates them.',
    evidence,
  });
}
