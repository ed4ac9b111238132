import type { PhaseResult, ReleaseContext } from './context.ts';
import { mayRollbackAnswer } from './errors.ts';
import { LEASED_PHASES, PHASES, type RoadPhase } from './phases.ts';
import { stayFor } from './staying.ts';
import { approve } from './steps/approve.ts';
import { deploy } from './steps/deploy.ts';
import { finalize } from './steps/finalize.ts';
import { gate, watch } from './steps/gate.ts';
import { migrate } from './steps/migrate.ts';
import { plan } from './steps/plan.ts';
import { promote } from './steps/promote.ts';
import { rollback } from './steps/rollback.ts';
import { verify } from './steps/verify.ts';

export interface ShipOptions {
  readonly approvalWaitMs: number;
  readonly onPhase?: (result: PhaseResult) => Promise<void> | void;
}

const STEPS: Record<RoadPhase, (context: ReleaseContext, options: ShipOptions) => Promise<PhaseResult>> = {
  deploy,
  plan,
  approve: (context, options) => approve(context, { waitMs: options.approvalWaitMs }),
  migrate,
  verify,
  gate,
  promote,
  watch,
  finalize,
};

/**
 * The whole road of one environment, in one process. Also resume: each phase reads the record and does what is left.
 * When a phase from `migrate` to `watch` fails, traffic goes back and the release is closed; the first error is thrown.
 * A dry run walks it to the end on what it assumes, and fails where reading alone tells that the real run would.
 */
export function ship(context: ReleaseContext, options: ShipOptions): Promise<readonly PhaseResult[]> {
  return stayFor(context, () => walk(context, options));
}

async function walk(context: ReleaseContext, options: ShipOptions): Promise<readonly PhaseResult[]> {
  const results: PhaseResult[] = [];
  for (const phase of PHASES[context.environment.kind]) {
    const started = Date.now();
    try {
      const result = await STEPS[phase](context, options);
      results.push(result);
      context.say(`${phase}: ${result.state} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      await options.onPhase?.(result);
    } catch (error) {
      if (!answeredByRollback(phase, error) || context.dryRun) throw error;
      await undo(context, phase, error, options);
      throw error;
    }
  }
  return results;
}

/**
 * What changed nothing leaves nothing to roll back; and a release whose watch has passed is a good one, whatever keeps
 * it from being closed: the next run closes it.
 */
export function answeredByRollback(phase: RoadPhase, error: unknown): boolean {
  return LEASED_PHASES.has(phase) && phase !== 'finalize' && mayRollbackAnswer(error);
}

/** What is told of the whole road, each from the phase that decided it. */
export function shipOutputs(results: readonly PhaseResult[]) {
  const of = (phase: RoadPhase, name: string) =>
    results.find((result) => result.phase === phase)?.outputs[name] ?? '';
  return {
    'release-id': of('finalize', 'release-id'),
    'plan-hash': of('plan', 'plan-hash'),
    'deployment-id': of('deploy', 'deployment-id'),
    'deployment-url': of('deploy', 'deployment-url'),
    outcome: of('promote', 'outcome'),
    result: of('finalize', 'result'),
  };
}

async function undo(
  context: ReleaseContext,
  phase: RoadPhase,
  error: unknown,
  options: ShipOptions,
): Promise<void> {
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
  context.say(`${phase} failed (${why}); rolling back`);
  try {
    const result = await rollback(context, { reason: `${phase} failed: ${why}`, force: false });
    await options.onPhase?.(result);
  } catch (undoError) {
    context.warn(
      `rollback failed too: ${undoError instanceof Error ? undoError.message : String(undoError)}`,
    );
  }
}
