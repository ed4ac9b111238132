import type { Guard } from '../guard.ts';

/** Approvals, gates, and what leaves the machine. */
export const EDGE: readonly Guard[] = [
  {
    name: 'gate: a source that cannot be read is never a pass',
    file: 'src/gates/decision.ts',
    find: 'if (open.length > 0) {',
    replace: 'if (false) {',
    tests: ['src/gates/gate.test.ts'],
  },
  {
    name: 'gate: undecided at the deadline is inconclusive',
    file: 'src/gates/gate.ts',
    find: "last.decision === 'continue' ? 'inconclusive' : last.decision;",
    replace: "last.decision === 'continue' ? 'pass' : last.decision;",
    tests: ['src/gates/gate.test.ts'],
  },
  {
    name: 'gate: no pass on error events older than the decision',
    file: 'src/gates/gate.ts',
    find: "if (decided?.decision === 'pass') decided = await lastLook(readings, look);",
    replace: '',
    tests: ['src/gates/gate.test.ts'],
  },
  {
    name: 'gate: watched for at least as long as asked',
    file: 'src/gates/decision.ts',
    find: 'if (at.elapsedMs < spec.minSeconds * 1000)',
    replace: 'if (false)',
    tests: ['src/gates/gate.test.ts'],
  },
];
