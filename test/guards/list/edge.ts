import type { Guard } from '../guard.ts';

const compose = ['src/runner/compose-approvals.test.ts'];
const edge = ['src/runner/run.test.ts'];

/** Approvals, gates, and what leaves the machine. */
export const EDGE: readonly Guard[] = [
  {
    name: 'approval: whoever started the run does not count',
    file: 'src/runner/compose-approvals.ts',
    find: '        runActors,\n        freezeWindows',
    replace: '        runActors: [],\n        freezeWindows',
    tests: compose,
  },
  {
    name: 'approval: a bare review does not count in a run that was started again',
    file: 'src/runner/compose-approvals.ts',
    find: '...{ planHash, runId, attempts, shown, asked: memory.asked },',
    replace: '...{ planHash, runId, attempts: 1, shown, asked: memory.asked },',
    tests: compose,
  },
  {
    name: 'approval: whoever worked on what is released does not count',
    file: 'src/runner/compose-approvals.ts',
    find: 'authors: new Map(whose?.people.map(({ login, did }) => [login, did])),',
    replace: 'authors: new Map(),',
    tests: compose,
  },
  {
    name: 'approval: freeze windows',
    file: 'src/runner/compose-approvals.ts',
    find: 'freezeWindows: settings.freeze,',
    replace: 'freezeWindows: [],',
    tests: compose,
  },
  {
    name: 'approval: who may break the glass',
    file: 'src/runner/compose-approvals.ts',
    find: 'breakGlassRules: rules.breakGlass,',
    replace: '',
    tests: compose,
  },
  {
    name: 'approval: a no stands',
    file: 'src/approval/decide.ts',
    find: 'if (rejectedBy.length > 0) return',
    replace: 'if (false) return',
    tests: ['src/approval/decide.test.ts'],
  },
  {
    name: 'approval: a freeze stands',
    file: 'src/approval/decide.ts',
    find: '  if (frozen) {',
    replace: '  if (false) {',
    tests: ['src/approval/decide.test.ts'],
  },
  {
    name: 'redaction of the summary',
    file: 'src/runner/run.ts',
    find: "core.summary.addRaw(redact(parts.join('\\n')), true)",
    replace: "core.summary.addRaw(parts.join('\\n'), true)",
    tests: edge,
  },
  {
    name: 'redaction of outputs',
    file: 'src/runner/run.ts',
    find: 'core.setOutput(key, outputText(value));',
    replace: 'core.setOutput(key, value);',
    tests: edge,
  },
  {
    name: 'redaction of the log',
    file: 'src/runner/run.ts',
    find: 'say: (line) => core.info(logLine(line)),',
    replace: 'say: (line) => core.info(line),',
    tests: edge,
  },
  {
    name: 'gate: a source that cannot be read is never a pass',
    file: 'src/gates/decision.ts',
    find: 'if (open.length > 0) {',
    replace: 'if (false) {',
    tests: ['src/gates/gate.test.ts'],
    title: 'cannot be read ends as inconclusive|cannot be passed over|unreadable and no pass',
  },
  {
    name: 'gate: undecided at the deadline is inconclusive',
    file: 'src/gates/gate.ts',
    find: "last.decision === 'continue' ? 'inconclusive' : last.decision;",
    replace: "last.decision === 'continue' ? 'pass' : last.decision;",
    tests: ['src/gates/gate.test.ts'],
    title: 'inconclusive|deadline',
  },
  {
    name: 'gate: no pass on error events older than the decision',
    file: 'src/gates/gate.ts',
    find: "if (decided?.decision === 'pass') decided = await lastLook(readings, look);",
    replace: '',
    tests: ['src/gates/gate.test.ts'],
    title: 'appears after the first reading',
  },
  {
    name: 'gate: watched for at least as long as asked',
    file: 'src/gates/decision.ts',
    find: 'if (elapsedMs < spec.minSeconds * 1000)',
    replace: 'if (false)',
    tests: ['src/gates/gate.test.ts'],
    title: 'minSeconds holds',
  },
  {
    name: 'secrets: settings send a token to Sentry’s own hosts alone',
    file: 'src/errortracker/host.ts',
    find: 'if (apiUrl === undefined && !isSentrys(url)) throw notSentrys(url);',
    replace: '',
    tests: ['src/errortracker/host.test.ts'],
  },
];
