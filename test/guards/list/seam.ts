import type { Guard } from '../guard.ts';

const seam = ['src/release/seam.test.ts'];
const undecided = ['src/release/seam-undecided.test.ts'];
const unnoticed = ['test/attacks/row-21-guards.test.ts'];

/** The one seam through which a release calls outside, and the lease under which it may. */
export const SEAM: readonly Guard[] = [
  {
    name: 'heartbeat: the lease is renewed while a phase works',
    file: 'src/release/session.ts',
    find: '(await withHeartbeat(this.database, this.#lease, work, say))',
    replace: '(await work())',
    tests: unnoticed,
    title: 'renewed while a phase works',
  },
  {
    name: 'fence: no write leaves after the lease',
    file: 'src/release/fence.ts',
    find: 'if (this.remainingMs() > 0) return;',
    replace: 'return;',
    tests: ['src/release/fence.test.ts'],
  },
  {
    name: 'seam: a call that was done is not made again',
    file: 'src/release/seam.ts',
    find: 'if (known.success && earlier?.answer !== undefined) return known.data;',
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
    find: 'if (isTaken(error)) throw error;\n      warn',
    replace: 'warn',
    tests: seam,
  },
  {
    name: 'seam: what cannot be decided is not repeated',
    file: 'src/release/seam.ts',
    find: "await this.#tell(call, { is: 'call-settled', result: 'ambiguous', why: found.why });\n    throw",
    replace:
      "await this.#tell(call, { is: 'call-settled', result: 'ambiguous', why: found.why });\n    if (false) throw",
    tests: seam,
  },
  {
    name: 'seam: what cannot be looked at is undecided',
    file: 'src/release/seam.ts',
    find: "return { state: 'ambiguous', why: firstLine(cause), cause };",
    replace: 'throw cause;',
    tests: undecided,
  },
  {
    name: 'seam: what was sent and cannot be recorded is undecided',
    file: 'src/release/seam.ts',
    find: "if (call.reconcile === 'finds-first' || isTaken(error)) throw error;",
    replace: 'throw error;',
    tests: undecided,
  },
  {
    name: 'seam: what was only accepted is confirmed',
    file: 'src/release/seam.ts',
    find: 'if (call.accepted) return this.#confirm(call, since);',
    replace: '',
    tests: seam,
  },
  {
    name: 'seam: the lease is asked before the intent is written',
    file: 'src/release/seam.ts',
    find: 'const notAfter = await lease?.();',
    replace: 'const notAfter = undefined as NotAfter | undefined;',
    tests: seam,
  },
  {
    name: 'seam: nothing is sent past the lease',
    file: 'src/release/seam.ts',
    find: 'notAfter?.check(call.name);',
    replace: '',
    tests: seam,
  },
  {
    name: 'seam: a dry run sends nothing',
    file: 'src/release/seam.ts',
    find: '    if (this.#dryRun) {\n',
    replace: '    if (false) {\n',
    tests: seam,
  },
  {
    name: 'lease: one that somebody else took lets nothing through',
    file: 'src/release/lease.ts',
    find: 'else lease.fence.close();',
    replace: '',
    tests: ['src/release/lease.test.ts'],
  },
  {
    name: 'lease: a stale one is not taken up again',
    file: 'src/release/session.ts',
    find: 'if (!lease || lease.fence.remainingMs() > 0 || (await renew(this.database, lease))) return lease?.fence;',
    replace: 'if (true as boolean) return undefined;',
    tests: ['test/attacks/row-22-stale-runner.test.ts'],
  },
  {
    name: 'lease: the wait for it ends',
    file: 'src/release/lease.ts',
    find: 'if (Date.now() >= until) throw',
    replace: 'if (Date.now() >= until + 9_000) throw',
    tests: ['src/release/lease.test.ts'],
  },
  {
    name: 'fence: nothing in the last seconds of the lease',
    file: 'src/release/fence.ts',
    find: ' - Math.min(LONGEST_MARGIN_MS, seconds * 1000 * MARGIN);',
    replace: ';',
    tests: ['src/release/fence.test.ts'],
  },
];
