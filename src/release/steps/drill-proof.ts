import { failure } from '../errors.ts';
import type { Release } from '../record/record.ts';
import type { Drill } from '../state.ts';

/** What staging's drill of the commit showed, as a sentence. */
export function drillLine(environment: string, drilled: Drill | undefined): string {
  const { back, forward, none } = drilled ?? {};
  if (none) return `The rollback drill on ${environment} was not done: ${none.reason}.`;
  if (!back || !forward) return `No rollback drill was done on ${environment}.`;
  const took = (step: typeof back) =>
    step.tookMs === undefined ? '' : ` in ${(step.tookMs / 1000).toFixed(1)} s`;
  if (drillPassed(drilled))
    return `Rollback drill on ${environment}: went back${took(back)} and forward again${took(forward)}, and passed its gate after each.`;
  const bad = back.decision === 'pass' ? forward : back;
  return `The rollback drill on ${environment} did not pass: after going ${bad.step} the gate said ${bad.decision} (${bad.reason}).`;
}

export function drillPassed(drilled: Drill | undefined): boolean {
  return drilled?.back?.decision === 'pass' && drilled.forward?.decision === 'pass';
}

/** @throws SHIPLOCK_PLAN_NOT_PROVED */
export function requireDrill(environment: string, release: Release, drilled: Drill | undefined): void {
  if (drillPassed(drilled)) return;
  throw failure({
    code: 'SHIPLOCK_PLAN_NOT_PROVED',
    what: `release ${release.id} of ${environment} has no passed rollback drill, which \`requiresDrill\` asks for. ${drillLine(environment, drilled)}`,
    notDone: ['nothing was changed'],
    next: `Set rollback.drill: true for ${environment}, and ship this commit there again in a new run. The first release of an environment has nothing to go back to: ship one more.`,
  });
}
