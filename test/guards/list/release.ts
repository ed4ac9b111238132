import type { Guard } from '../guard.ts';

const guards = ['test/release/guards.test.ts'];
const seam = ['src/release/seam.test.ts'];
const undo = ['src/release/undo.test.ts'];

/** The phases of a release, and the one seam through which they call outside. */
export const RELEASE: readonly Guard[] = [
  {
    name: 'seam: a call that was done is not made again',
    file: 'src/release/seam.ts',
    find: 'if (earlier?.result) return earlier.result as T;',
    replace: '',
    tests: seam,
  },
  {
    name: 'seam: an intent without outcome is settled by reading',
    file: 'src/release/seam.ts',
    find: "if (earlier?.intentAt !== undefined && call.reconcile !== 'finds-first') {",
    replace: 'if (false) {',
    tests: seam,
  },
  {
    name: 'seam: a stale lease is no warning',
    file: 'src/release/seam.ts',
    find: "if (error instanceof ShiplockError && error.code === 'SHIPLOCK_LEASE_STALE') throw error;",
    replace: '',
    tests: seam,
  },
  {
    name: 'rollback does not answer an ambiguous call',
    file: 'src/release/undo.ts',
    find: "    'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',\n",
    replace: '',
    tests: undo,
  },
  {
    name: 'rollback does not answer a lease that somebody else holds',
    file: 'src/release/undo.ts',
    find: "    'SHIPLOCK_LEASE_HELD',\n",
    replace: '',
    tests: undo,
  },
  {
    name: 'verify: what could not be verified fails',
    file: 'src/release/steps/verify.ts',
    find: "outcome === 'fail' || outcome === 'unknown';",
    replace: "outcome === 'fail';",
    tests: guards,
    title: 'lets no traffic move',
  },
  {
    name: 'rollback: the verdict on the live schema',
    file: 'src/release/steps/rollback.ts',
    find: 'if (!refused || options.force) return;',
    replace: 'return;',
    tests: guards,
    title: 'nobody can tell whether the previous code',
  },
  {
    name: 'rollback: a down file that was not rehearsed',
    file: 'src/release/steps/rollback.ts',
    find: 'if (!force && ',
    replace: 'if (false && ',
    tests: guards,
    title: 'moves nothing when the down file',
  },
  {
    name: 'contract: only on the release that serves',
    file: 'src/release/steps/contract.ts',
    find: "if (session.state.closed?.result === 'released' && serving?.id === session.release.id) return;",
    replace: 'return;',
    tests: ['test/release/guards.test.ts', 'test/release/road.test.ts'],
    title: 'contract',
  },
  {
    name: 'contract: after the soak time',
    file: 'src/release/steps/contract.ts',
    find: 'if (until.getTime() <= Date.now()) return;',
    replace: 'return;',
    tests: ['test/release/guards.test.ts', 'test/release/road.test.ts'],
    title: 'contract|soak',
  },
  {
    name: 'contract: not while the serving release needs what goes',
    file: 'src/release/steps/contract.ts',
    find: "if (verdict?.answer === 'safe') return;",
    replace: 'return;',
    tests: ['test/release/guards.test.ts', 'test/release/road.test.ts'],
    title: 'contract|soak',
  },
  {
    name: 'contract: only what was in the approved plan, with its text',
    file: 'src/release/steps/contract.ts',
    find: 'pending.get(m.version) === m.checksum',
    replace: 'pending.has(m.version)',
    tests: guards,
    title: 'applies only what the plan had',
  },
];
